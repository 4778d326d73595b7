"""Feed ranking: a feed of short posts, and a year of people who come back to it or do not."""
