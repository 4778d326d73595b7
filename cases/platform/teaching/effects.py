"""What only these lessons measure."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kit.run import Run


def best_soak(run: Run) -> float:
    """The soak (hours) at which the value a day is highest."""
    return float(run.readout.axis[int(np.argmax(run.readout.tracks["value"].true))])


def longer(first: Run, second: Run) -> float:
    """Hours by which the second run's best soak is longer than the first's."""
    return best_soak(second) - best_soak(first)


def caught_of(kind: str) -> Callable[[Run], float]:
    """The share of the bad releases of a kind that never serve everybody."""

    def share(run: Run) -> float:
        done = run["released"]
        own = (run["platform"].truth["kind"] == kind).to_numpy() & done.bad
        return float(1 - done.shipped[own, run.position].mean())

    return share


def more_caught(kind: str) -> Callable[[Run, Run], float]:
    """How much larger a share of a kind the second run catches."""
    share = caught_of(kind)
    return lambda first, second: share(second) - share(first)


def promise_of(model: str) -> Callable[[Run], float]:
    """What the team of one real model reports, over what the model does live."""

    def over(run: Run) -> float:
        own = next(each for each in run["measured"].fed if each.name == model)
        return own.seen / own.served

    return over


def kept_of(model: str) -> Callable[[Run], float]:
    """The share of an honestly fed model's average precision that one real model loses."""

    def lost(run: Run) -> float:
        names = [each.name for each in run["measured"].fed]
        return float(1 - run["measured"].kept[names.index(model)])

    return lost


def lost_to_lag(run: Run) -> float:
    """The largest share of a model's value of a day that no model answered for."""
    return float(run["served"].lost.max())


def trainings_saved(first: Run, second: Run) -> float:
    """The share of machine hours that the second run needs less than the first."""
    return float(1 - second["trained"].hours.sum() / first["trained"].hours.sum())


def fewer_pass(kind: str) -> Callable[[Run, Run], float]:
    """How much larger a share of a kind passes the first run's gate than the second's."""

    def passing(run: Run) -> float:
        own = (run["platform"].truth["kind"] == kind).to_numpy()
        return float(run["gate"].passed[own].mean())

    return lambda first, second: passing(first) - passing(second)


def shared_load(first: Run, second: Run) -> float:
    """Load of the busiest pool that calm teams use: the second run's over the first's."""

    def load(run: Run) -> float:
        pools = run["served"].pools
        return float(pools.loc[pools["others"] > 0, "load"].max())

    return load(second) / load(first)
