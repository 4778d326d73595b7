"""What the spam scenario teaches: stops, lessons, briefs, twists, presets."""
