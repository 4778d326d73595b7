"""What the feed teaches: stops of the walkthrough, lessons, briefs, twists, presets."""
