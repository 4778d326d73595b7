"""Worlds: seeded generators that hand over what may be seen and, apart from it, what is true."""
