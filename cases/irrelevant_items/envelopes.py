"""For an interviewer: the number of an envelope that holds a fault, and what a round hides.

`python -m cases.irrelevant_items.envelopes off_by_one` prints a few. The number goes into the
design as `envelope`; it says nothing of the fault to anybody who sees it, in the page's address or
elsewhere. Keep this list to yourself: it is the only place that joins the two.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping
from itertools import islice

from cases.irrelevant_items.choices import KEPT, SEALED
from cases.irrelevant_items.faults import FAULTS
from cases.irrelevant_items.world import sealed_in
from kit.case import Hidden
from kit.choice import Refused, Value

FIRST, MOST = 1_000, 9_999


def holding(fault: str, count: int = 3) -> tuple[int, ...]:
    """The first `count` envelopes from FIRST on that hold a fault.

    >>> [sealed_in(number) for number in holding("cache", 2)]
    ['cache', 'cache']
    """
    if fault not in FAULTS:
        raise Refused(f"No fault is called {fault:.40}: there are {', '.join(FAULTS)}.")
    every = (number for number in range(FIRST, MOST) if sealed_in(number) == fault)
    return tuple(islice(every, count))


def seal(fault: str, seed: int) -> tuple[str, Mapping[str, Value]]:
    """The fault, "" for one that is drawn, and the choices that hold it without naming it.

    >>> seal("cache", 5)[0], sorted(seal("", 5)[1])
    ('cache', ['envelope', 'fault'])
    """
    numbers = random.Random(f"envelope {seed}").sample(range(FIRST, MOST), MOST - FIRST)
    number = next(each for each in numbers if fault in ("", sealed_in(each)))
    return sealed_in(number), {"fault": KEPT, "envelope": number}


HIDDEN = Hidden(
    label="The hidden fault",
    options={name: fault.label for name, fault in FAULTS.items()},
    seal=seal,
    opens={"fault": SEALED},
    answer="diagnosis",
)


if __name__ == "__main__":
    for asked in sys.argv[1:] or FAULTS:
        print(f"{asked}: {', '.join(map(str, holding(asked)))}")
