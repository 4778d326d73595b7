"""What an interviewer judges by: the same areas in every scenario, its own words in each."""

from __future__ import annotations

from dataclasses import dataclass

AREAS = (
    "understanding",
    "data and labels",
    "features and model",
    "evaluation",
    "system and cost",
    "over time",
    "communication",
)
LEVELS = ("mid", "senior", "staff")


@dataclass(frozen=True)
class Area:
    """One area of a rubric: what an answer at each level sounds like in this scenario.

    `name` is one of `AREAS`. Each level asks for what the one before it asks for, and more.
    """

    name: str
    mid: str
    senior: str
    staff: str

    def at(self, level: str) -> str:
        """The sentences of a level.

        >>> Area("evaluation", "Splits.", "Splits by time.", "Leaves a gap.").at("senior")
        'Splits by time.'
        """
        if level not in LEVELS:
            raise ValueError(f"There is no level {level!r}; there are {', '.join(LEVELS)}.")
        return {"mid": self.mid, "senior": self.senior, "staff": self.staff}[level]
