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
    design, plan = run.settings, run["plan"]
    users = float(design["traffic"]) * float(design["exposure"])
    arms = (1 - float(design["split"]), float(design["split"]))
    label = {choice.name: choice.label_of(design[choice.name]) for choice in run.case.choices}
    rows = {
        "While a test runs": [
            Card("Assignment", (f"by {UNITS[str(design['unit'])]}", "a hash of unit and test")),
            Card("Old version", (f"{say(users * arms[0], 'count')} users a week",)),
            Card(
                "New version", (f"{say(users * arms[1], 'count')} users a week",), "new", "current"
            ),
            Card(
                "Exposure log", ("who was assigned, whether they met the idea", "one line a user")
            ),
            Card("Outcome log", ("clicks, purchases, visits", "the same code in both arms")),
        ],
        "Once a day": [
            Card("Sums by day and arm", ("users, sums, squares, products", "a few rows a test")),
            Card("Health", (f"ratio check: {label['srm']}", f"A/A: {label['aa']}")),
            Card("Estimate", (label["metric"], f"variance reduction: {label['variance']}")),
            Card(
                "Stopping rule",
                (label["stopping"], f"looks: {plan.looks}, planned day: {plan.day}"),
            ),
            Card(
                "Decision",
                (label["ship"], f"guardrail: {label['guardrail']}"),
                "ship or hold",
                "true",
            ),
        ],
    }
    return Cards(
        rows,
        f"{say(users, 'count')} users a week enter a test; it is decided after "
        f"{say(run.reading('days').true, 'days')} on average. Outcomes of the last days are late, "
        "and both arms wait alike.",
    )
