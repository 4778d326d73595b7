"""A situation in which the shipped design fails."""

from kit.case import Brief, Goal

BRIEFS = (
    Brief(
        "too_fine",
        "Everything looked perfect",
        "A colleague shipped a score that found nearly every fault, on paper.",
        {"bins": 1000, "judged": "same"},
        (Goal("recall", "at least", 0.7), Goal("cost", "at most", 0.85)),
        fixes={
            "coarser": {"bins": 10, "judged": "later"},
            "reading": {"method": "reading"},
        },
        decoys={"finer still": {"bins": 900}},
        degenerate={"inspect none": {"share": 0.0}, "inspect all": {"share": 1.0}},
        debrief="Two lamps a bin are too few to learn from.",
    ),
)
