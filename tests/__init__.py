"""What is promised, and held to."""
