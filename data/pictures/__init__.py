"""Pictures of goods on a marketplace, with the exact posterior of what each shows."""

from data.pictures.generator import pictures

__all__ = ["pictures"]
