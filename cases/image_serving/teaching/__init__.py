"""What image serving teaches: the walkthrough, lessons, briefs, twists and named designs."""
