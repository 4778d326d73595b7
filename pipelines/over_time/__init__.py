"""Time moves: retraining replayed, closed loops, and monitors that ring."""
