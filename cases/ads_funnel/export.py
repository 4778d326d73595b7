"""The rows behind the readings, so that anybody can recompute them with their own tools."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cases.ads_funnel.week import Pairs
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
    "clicks": "for split request: people's clicks expected, fallback weighed in",
    "useful": "for split request: users' value of the request, fallback weighed in",
    "bid": "what the advertiser bids for a click, $",
    "request": "number of the request",
    "ad": "number of the ad",
    "slot": "slot shown in, from 0",
    "week": "live week, from 0; before launch negative",
    "user": "number of the user",
}


def export(run: Run) -> pd.DataFrame:
    """Slots sold, the judge's pairs, the team's pairs, and what each judged request brought.

    Welfare of a request is the sum over its shown rows of people * truth * value, where nothing
    is late; revenue the same with price, where no budget runs out.
    """
    parts = [
        _shown(run),
        _pairs(run, run["judged"], "judge", "truth"),
        _pairs(run, run["believed"], "log", "label"),
        _requests(run),
    ]
    rows = pd.concat(parts, ignore_index=True)
    rows.attrs["columns"] = COLUMNS
    return rows


def _rows(
    run: Run, split: str, request: np.ndarray, columns: Mapping[str, np.ndarray]
) -> pd.DataFrame:
    """Rows about some requests, with when and for whom they were."""
    seen = run["market"].requests.seen
    week, hour, user = (seen[name].to_numpy()[request] for name in ("week", "hour", "user"))
    time = 24.0 * week + hour
    when = {"time": time, "label_time": time, "week": week, "user": user}
    return pd.DataFrame({"split": split, "request": request} | when | dict(columns))


def _shown(run: Run) -> pd.DataFrame:
    sales, at, market = run["sales"], run.position, run["market"]
    auctions, place = sales.auctions, sales.place[at]
    request, slot = np.nonzero(place >= 0)
    spot = place[request, slot]
    examined = np.array(sales.rules.slots)[slot]
    ids, ads = auctions.rows[request], auctions.ads[request, spot]
    truth = auctions.truth[request, spot] * examined
    clicked = market.click(ids, ads[:, None], truth[:, None])
    columns = {
        "ad": ads,
        "slot": slot,
        "truth": truth,
        "label": market.recorded(ids, ads[:, None], clicked)[:, 0].astype(int),
        "score": auctions.chance[request, spot] * examined,
        "decision": np.ones(len(ids), dtype=int),
        "bid": auctions.bid[request, spot],
        "value": auctions.value[request, spot],
        "price": sales.price[at][request, slot],
        "people": (~auctions.bot[request]).astype(int),
        "weight": np.full(len(ids), 1 - run["serving"].missed.value[at]),
    }
    return _rows(run, "shown", ids, columns)


def _pairs(run: Run, pairs: Pairs, split: str, outcome: str) -> pd.DataFrame:
    columns = {"ad": pairs.ad, outcome: pairs.outcome, "score": pairs.predicted}
    return _rows(run, split, pairs.request, columns)


def _requests(run: Run) -> pd.DataFrame:
    sums, at = run["answered"].sums, run.position
    names = {"welfare": "welfare", "revenue": "revenue", "useful": "user", "clicks": "clicks"}
    columns = {column: sums[name][at] for column, name in names.items()}
    return _rows(run, "request", run["auctions"].rows, columns)
