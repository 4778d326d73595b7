"""What the recommender scenario teaches: stops, lessons, briefs, twists and presets."""
