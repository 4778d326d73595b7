"""What experiments teach: stops of the walkthrough, lessons, briefs, twists, presets."""
