"""What curves are called in legends, and in which colour, in every scenario.

`TRUE` is what happens; `SEEN` is what the team's own evaluation reports. No design does better
than `ATTAINABLE`, the best that can be made of what is observed by the time of the decision;
`CLAIRVOYANT` also knows the hidden state of the world. `PINNED` is the design compared with.
"""

from __future__ import annotations

TRUE, SEEN = "true", "seen"
ATTAINABLE, CLAIRVOYANT = "attainable ceiling", "clairvoyant ceiling"
PINNED = "pinned"
CEILINGS = (ATTAINABLE, CLAIRVOYANT)

NAMED = {
    TRUE: "true",
    SEEN: "seen",
    ATTAINABLE: "ceiling",
    CLAIRVOYANT: "clairvoyant",
    PINNED: "pinned",
}
"""The colour of each name, a key of `kit.figure.COLOURS`."""

DASHED = (SEEN,)
"""Names drawn as broken lines: what is reported, not what is."""
