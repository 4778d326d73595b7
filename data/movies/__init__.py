"""A video service: whatever row a design shows, the same draws decide what is watched."""

from data.movies.generator import (
    Movies,
    movies,
)

__all__ = ["Movies", "movies"]
