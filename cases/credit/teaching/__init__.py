"""What the credit scenario teaches: stops, lessons, briefs, twists and presets."""
