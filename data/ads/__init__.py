"""A market of ads that answers: whatever a design shows, the same draws decide what is clicked."""

from data.ads.generator import (
    AdMarket,
    ad_market,
    pair_draw,
)

__all__ = ["AdMarket", "ad_market", "pair_draw"]
