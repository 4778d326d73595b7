"""What the lamps teach: stops, lessons, briefs, twists and presets."""
