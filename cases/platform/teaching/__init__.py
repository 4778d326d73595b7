"""What the platform teaches: stops, lessons, briefs, twists and presets."""
