"""Candidates, rankers, re-ranking, exploration, and the auction that prices what is shown."""
