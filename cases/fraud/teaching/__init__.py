"""What the fraud scenario teaches: stops, lessons, briefs, twists and presets."""
