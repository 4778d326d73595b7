"""A programme of ideas with known true effects: most do nothing, few help, some harm.

The truth of an idea is its lasting relative effect on each metric. `lift` is that on money, the
return of users included: what the company gets from shipping it for good. The clairvoyant ceiling
ships those whose lift is worth their upkeep, on the first day, and no others.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.world import World, stream

KINDS = ("nothing", "good", "harmful", "tempting", "bargain")
"""What an idea is: nothing; more buyers; fewer; more clicks and fewer buyers; more buyers who spend
as much less."""

_VERBS = ("New", "Larger", "Fewer", "Faster", "Personal", "Simpler", "Smarter", "Sticky")
_NOUNS = ("ranker", "pictures", "checkout", "search box", "filters", "offers", "reviews", "menu")
IDEAS_A_YEAR = 120
DRIVEN_AWAY = 0.03  # of returning users, by an idea that drives some away
BARGAIN = 0.2  # more buyers, for a bargain; each spends as much less


def programme(
    *,
    seed: int,
    ideas: int,
    good: float,
    harmful: float,
    tempting: float,
    bargains: float,
    lift: float,
    alike: bool,
    guarded: float,
    faulty: float,
) -> World:
    """Draw ideas: what each does to every metric, and whose test is at fault.

    `good`, `harmful`, `tempting` and `bargains` are shares of all ideas; what is left does nothing.
    `lift` is the mean effect of a good idea on conversion (relative); sizes vary as a gamma of
    shape 4 unless `alike`. `guarded` is the share that drives users away, `faulty` the share whose
    test has whatever fault the world has.
    """
    shares = np.array([good, harmful, tempting, bargains])
    if ideas < 1 or (shares < 0).any() or shares.sum() > 1 + 1e-9:
        raise ValueError(f"{ideas} ideas with shares {shares.tolist()}: at least 1, shares up to 1")
    draw = stream(seed, "kinds").random(ideas)
    kind = (np.searchsorted(np.cumsum(shares), draw, side="right") + 1) % (len(shares) + 1)
    effects = _effects(kind, _sizes(seed, ideas, lift, alike))
    drives_away = stream(seed, "guardrail").random(ideas) < guarded
    effects["guard"] = np.where(drives_away, -DRIVEN_AWAY, 0.0)
    money = (1 + effects["conversion"]) * (1 + effects["basket"]) * (1 + effects["guard"]) - 1
    truth = pd.DataFrame({"kind": kind, **effects, "lift": money})
    truth["faulty"] = stream(seed, "faulty").random(ideas) < faulty
    return World(_named(seed, ideas), truth, {"kinds": KINDS})


def _sizes(seed: int, ideas: int, lift: float, alike: bool) -> np.ndarray:
    drawn = stream(seed, "sizes").gamma(4.0, 0.25, ideas)
    return np.full(ideas, lift) if alike else lift * drawn


def _effects(kind: np.ndarray, size: np.ndarray) -> dict[str, np.ndarray]:
    """Relative effects by kind, in the order of KINDS."""
    nothing = np.zeros(len(kind))
    bargain = np.full(len(kind), BARGAIN)
    dearer = 1 / (1 + BARGAIN) - 1 + nothing
    table = {
        "clicks": (nothing, size, -size, 2 * size, bargain / 2),
        "conversion": (nothing, size, -0.6 * size, -0.3 * size, bargain),
        "basket": (nothing, nothing, nothing, nothing, dearer),
        "minutes": (nothing, size, -size, 2 * size, nothing),
    }
    return {name: np.choose(kind, columns) for name, columns in table.items()}


def _named(seed: int, ideas: int) -> pd.DataFrame:
    rng = stream(seed, "names")
    verb, noun = (rng.integers(0, len(words), ideas) for words in (_VERBS, _NOUNS))
    names = [f"{_VERBS[v]} {_NOUNS[n]}" for v, n in zip(verb, noun, strict=True)]
    month = np.arange(ideas) * 12 // IDEAS_A_YEAR
    return pd.DataFrame({"idea": np.arange(1, ideas + 1), "name": names, "month": month})
