"""The components of an experimentation platform, with the figures of this design."""

from __future__ import annotations

from cases.experiment.panels.money import UNITS
from kit.figure import Card, Cards, Drawn
from kit.run import Run
from kit.words import say


def architecture(run: Run) -> Drawn:
    """From a visit to a decision.

    Which components does a test need, and what does each have to get right? With the figures of
    this design.
    """
    users = float(run.settings["traffic"]) * float(run.settings["exposure"])
    return Cards(
        {"While a test runs": _running(run, users), "Once a day": _daily(run)},
        f"{say(users, 'count')} users a week enter a test; it is decided after "
        f"{say(run.reading('days').true, 'days')} on average. Outcomes of the last days are late, "
        "and both arms wait alike.",
    )


def _running(run: Run, users: float) -> list[Card]:
    design = run.settings
    arms = (1 - float(design["split"]), float(design["split"]))
    old, new = (f"{say(users * arm, 'count')} users a week" for arm in arms)
    return [
        Card("Assignment", (f"by {UNITS[str(design['unit'])]}", "a hash of unit and test")),
        Card("Old version", (old,)),
        Card("New version", (new,), "new", "current"),
        Card("Exposure log", ("who was assigned, whether they met the idea", "one line a user")),
        Card("Outcome log", ("clicks, purchases, visits", "the same code in both arms")),
    ]


def _daily(run: Run) -> list[Card]:
    design, plan = run.settings, run["plan"]
    label = {choice.name: choice.label_of(design[choice.name]) for choice in run.case.choices}
    looks = f"looks: {plan.looks}, planned day: {plan.day}"
    rule = (label["ship"], f"guardrail: {label['guardrail']}")
    return [
        Card("Sums by day and arm", ("users, sums, squares, products", "a few rows a test")),
        Card("Health", (f"ratio check: {label['srm']}", f"A/A: {label['aa']}")),
        Card("Estimate", (label["metric"], f"variance reduction: {label['variance']}")),
        Card("Stopping rule", (label["stopping"], looks)),
        Card("Decision", rule, "ship or hold", "true"),
    ]
