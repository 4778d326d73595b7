"""Fifty models of eight teams on one platform: releases, shared features, and what breaks."""

from data.platform.constants import HOURS, LIFE, TEAMS, TRAFFIC
from data.platform.features import FeatureGraph
from data.platform.generator import KINDS, platform

__all__ = ["HOURS", "KINDS", "LIFE", "TEAMS", "TRAFFIC", "FeatureGraph", "platform"]
