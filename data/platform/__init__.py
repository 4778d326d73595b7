"""Fifty models of eight teams on one platform: releases, shared features, and what breaks."""

from data.platform.constants import BUDGET, HOURS, LIFE, OWNERS, TEAMS, TRAFFIC
from data.platform.features import FeatureGraph
from data.platform.generator import KINDS, platform

__all__ = [
    "BUDGET",
    "HOURS",
    "KINDS",
    "LIFE",
    "OWNERS",
    "TEAMS",
    "TRAFFIC",
    "FeatureGraph",
    "platform",
]
