"""What the churn scenario teaches: stops, lessons, briefs, twists and presets."""
