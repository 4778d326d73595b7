"""The rows behind the readings, so that anybody can recompute them with their own tools."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.ads_funnel.readings import answered
from kit.run import Run

COLUMNS = {
    "split": "shown: slots sold in judged requests; judge: pairs drawn whatever the design, for "
    "normalised entropy and AUC; log: pairs the team judges by; request: what a request brought",
    "time": "hour since the first live week began, each week being one day of 24 hours",
    "truth": "true chance of a click (in the slot shown, for split shown)",
    "label": "whether it was clicked and logged",
    "score": "predicted chance (times the slot's examination, for split shown)",
    "decision": "1 where the ad is shown",
    "label_time": "when the click is known: at once",
    "value": "what a click is worth to the advertiser, $",
    "price": "what a click costs, $ (before budgets run out)",
    "weight": "share of the page's answers that come from this funnel and not from its fallback",
    "people": "1 for people, 0 for bots",
    "welfare": "for split request: $ of welfare of the request, fallback weighed in",
    "revenue": "for split request: $ of revenue of the request, fallback weighed in",
}


def export(run: Run) -> pd.DataFrame:
    """Slots sold, the judge's pairs, the team's pairs, and what each judged request brought.

    Welfare of a request is the sum over its shown rows of people * truth * value, where nothing
    is late; revenue the same with price, where no budget runs out.
    """
    rows = pd.concat(
        [_shown(run), _pairs(run, "sample", "judge"), _pairs(run, "seen", "log"), _requests(run)],
        ignore_index=True,
    )
    rows.attrs["columns"] = COLUMNS
    return rows


def _when(run: Run, request: np.ndarray) -> dict[str, np.ndarray]:
    seen = run["market"].requests.seen
    week, hour = (seen[name].to_numpy()[request] for name in ("week", "hour"))
    time = 24.0 * week + hour
    return {
        "time": time,
        "label_time": time,
        "week": week,
        "user": seen["user"].to_numpy()[request],
    }


def _shown(run: Run) -> pd.DataFrame:
    served, at = run["served"], run.position
    table, place = served.table, served.place[at]
    request, slot = np.nonzero(place >= 0)
    spot = place[request, slot]
    seen_at = np.array(served.rules.slots)[slot]
    ids, ads = table.rows[request], table.ads[request, spot]
    truth = table.truth[request, spot] * seen_at
    market = run["market"]
    clicked = market.click(ids, ads[:, None], truth[:, None])
    return pd.DataFrame(
        {"split": "shown", "request": ids, "ad": ads, "slot": slot}
        | _when(run, ids)
        | {
            "truth": truth,
            "label": market.recorded(ids, ads[:, None], clicked)[:, 0].astype(int),
            "score": table.chance[request, spot] * seen_at,
            "decision": 1,
            "bid": table.bid[request, spot],
            "value": table.value[request, spot],
            "price": served.price[at][request, slot],
            "people": (~table.bot[request]).astype(int),
            "weight": 1 - run["latency"].missed[at],
        }
    )


def _pairs(run: Run, name: str, split: str) -> pd.DataFrame:
    pairs = np.concatenate([getattr(week, name) for week in run["learned"]])
    request = pairs[:, 0].astype(int)
    outcome = {"truth": pairs[:, 3]} if name == "sample" else {"label": pairs[:, 3].astype(int)}
    columns = {"split": split, "request": request, "ad": pairs[:, 1].astype(int)}
    return pd.DataFrame(columns | _when(run, request) | outcome | {"score": pairs[:, 2]})


def _requests(run: Run) -> pd.DataFrame:
    served, at = run["served"], run.position
    sums = answered(served, run["latency"].missed, run.settings["late"])
    columns = {name: sums[name][at] for name in ("welfare", "revenue", "user", "clicks")}
    columns["useful"] = columns.pop("user")
    table = served.table
    return pd.DataFrame(
        {"split": "request", "request": table.rows} | _when(run, table.rows) | columns
    )
