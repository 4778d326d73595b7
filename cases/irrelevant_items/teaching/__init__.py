"""What the hunt teaches: stops, lessons, briefs, twists and presets."""
