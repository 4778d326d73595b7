"""What the ads funnel teaches: the walkthrough, lessons, briefs, twists and named designs."""
