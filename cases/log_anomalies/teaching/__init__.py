"""What the log scenario teaches: stops, lessons, briefs, twists, presets and the rubric."""
