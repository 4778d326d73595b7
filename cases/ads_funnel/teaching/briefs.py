"""Situations in which the shipped funnel fails: what fixes it, what does not, and what only
seems to."""

from kit.case import Brief, Goal

BRIEFS = (
    Brief(
        "slow_model",
        "The heavy model got ten times slower",
        "The heavy model was replaced overnight by a larger one. It is as good and takes ten "
        "times as long. Most pages now come without its scores. There is no money for ten times "
        "the machines.",
        {"slow": 10.0},
        (
            Goal("missed_deadline", "at most", 0.01),
            Goal("serving_cost", "at most", 2.0),
            Goal("recall", "at least", 0.6),
            Goal("welfare", "at least", 0.43, of="of_ceiling"),
        ),
        fixes={
            "a light ranker that knows the query, and a short list": {"light": "logistic", "k2": 4},
            "one distilled from the heavy model": {"light": "distilled", "k2": 4},
        },
        decoys={
            "a short list alone": {"k2": 4},
            "ten times the machines": {"fleet": 320},
            "sort the list by click rate": {"light": "logistic", "objective": "pctr", "k2": 4},
        },
        degenerate={"any three ads": {"light": "none", "k2": 3}},
        debrief="Time decides how many ads the heavy model may see, so the cheap stage has to "
        "choose them well. When a model gets expensive, improve the one before it: it must know "
        "what the auction will rank by, bids included. A short list alone loses the best ads, "
        "more machines cost more than there is, and a list sorted by click rate lacks the ads "
        "that pay.",
    ),
    Brief(
        "clicks_up_money_down",
        "Click rate up, revenue down",
        "A team changed the ranking a month ago and celebrates its click rate. Finance sees less "
        "money, and advertisers say a dollar buys less than it did. What happened, and what now?",
        {"rank": "chance"},
        (
            Goal("value_per_spend", "at least", 1.19),
            Goal("welfare", "at least", 0.43, of="of_ceiling"),
            Goal("revenue", "at least", 0.325, of="of_ceiling"),
        ),
        fixes={
            "rank by bid times probability": {"rank": "ecpm"},
            "the same, bids a little heavier": {"rank": "ecpm", "squash": 0.9},
        },
        decoys={
            "a reserve": {"reserve_kind": "click", "reserve": 1.5},
            "charge the bid": {"price": "first"},
            "more candidates": {"k2": 48},
        },
        degenerate={"rank by bid alone": {"rank": "bid"}},
        debrief="Clicks are not welfare. Ranked by probability alone, cheap clicks replace those "
        "that are worth something, and prices no longer follow from what the next ad would bring. "
        "Reserves, first prices and more candidates leave the wrong order as it is.",
    ),
    Brief(
        "nobody_after_six",
        "Nobody buys after six",
        "Daily budgets are enforced: whoever has spent the day's money is out. By the evening, "
        "when most people look, a third of the advertisers are gone, and those left ask what "
        "their money bought in the morning.",
        {"pacing": "greedy"},
        (
            Goal("exhausted", "at most", 0.12),
            Goal("value_per_spend", "at least", 1.7),
            Goal("fill", "at least", 0.9),
        ),
        fixes={"pace by lowering bids": {"pacing": "bid"}},
        decoys={
            "skip auctions at random": {"pacing": "throttle"},
            "a reserve": {"reserve_kind": "click", "reserve": 1.0},
            "fewer ads": {"slots": 2},
        },
        degenerate={
            "ignore budgets": {"pacing": "off"},
            "no auctions": {
                "reserve_kind": "click",
                "reserve": 10.0,
            },
        },
        debrief="Skipping auctions at random saves money on cheap and expensive clicks alike. "
        "Lower bids drop the expensive ones first: the same budget buys more, and the platform "
        "earns less in the short run. A reserve makes clicks more expensive, fewer ads only slow "
        "the spending.",
    ),
    Brief(
        "new_advertisers_leave",
        "New advertisers leave",
        "Sales brings in new advertisers; most leave after a fortnight. Their ads were hardly "
        "ever shown. The funnel trusts past click rates, and theirs are not known yet.",
        {},
        (
            Goal("new_share", "at least", 0.2),
            Goal("welfare", "at least", 0.42, of="of_ceiling"),
        ),
        fixes={"boost new ads a little": {"explore": "boost", "lift": 1.5}},
        decoys={
            "a fifth of requests at random": {"explore": "epsilon", "share": 0.2},
            "boost them a lot": {"explore": "boost", "lift": 6.0},
            "select more ads": {"k1": 400, "k2": 48},
        },
        degenerate={"new ads only": {"explore": "boost", "lift": 20.0}},
        debrief="Ads shown at random are mostly old ones, and mostly bad ones. A new ad needs a "
        "chance where it fits: boost its score a little at every stage, the light ranker's too, "
        "and let its clicks decide from there. A large boost shows new ads whether they fit or "
        "not; more candidates do not help ads that are ranked low for being unknown.",
    ),
)
