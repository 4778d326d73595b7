"""Designs with a name."""

from kit.case import Preset

PRESETS = (Preset("fine", "Very fine bins", "Learns single lamps by heart.", {"bins": 1000}),)
