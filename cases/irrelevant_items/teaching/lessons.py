"""What is taught of the hunt, each sentence an experiment that runs."""

from cases.irrelevant_items.teaching.effects import (
    clicks_won,
    hidden_by_average,
    impressions_needed,
    lost_to_random,
    offline_apart,
)
from kit.case import Lesson
from kit.effects import gain, share_lost

DASHBOARD = {
    "probe_1": "clicks",
    "probe_2": "platforms",
    "probe_3": "coverage",
    "probe_4": "popularity",
    "probe_5": "overlap",
    "probe_6": "match",
    "probe_7": "finished",
    "probe_8": "seen",
}
"""Read the dashboard from left to right."""

LESSONS = (
    Lesson(
        "ids",
        "Ids off by one make a good model as good as chance: all that personal rows win is lost.",
        {"off by one": {"fault": "off_by_one"}},
        lost_to_random,
        "share lost of the clicks won over random rows",
        (0.9, 1.1),
        "Row D1: click rate .099 against .394, random .10; hybrid-recommender#606.",
        flips="Where neighbouring ids are alike (an index sorted by genre) less is lost.",
        unit="share",
    ),
    Lesson(
        "alike",
        "A ranker that times out and a model that is over-regularised look alike on the whole "
        "dashboard; one reason code tells them apart.",
        {
            "dashboard": {"fault": "timeout", **DASHBOARD},
            "reason code first": {"fault": "timeout", **DASHBOARD, "probe_1": "fallbacks"},
        },
        gain("given"),
        "belief in the true cause: with a reason code, less without",
        (0.2, 0.8),
        "Row D2: every column within .01 of the other's.",
        flips="Golden users tell them too, for 15 minutes: the artefact of one is sound.",
        unit="share",
    ),
    Lesson(
        "platform",
        "A split by platform shows what the average hides: phones lose far more than all users.",
        {"nulls on phones": {"fault": "nulls"}},
        hidden_by_average,
        "share of clicks lost on phones, less that of all users",
        (0.05, 0.5),
        "Row D3: ratio .51 where the average falls by a fifth.",
        unit="share",
    ),
    Lesson(
        "rewarded",
        "Turning the seen filter off wins clicks, though it spoils visits: people click what they "
        "know, and leave.",
        {"seen filter off": {"fault": "seen_off"}},
        clicks_won,
        "relative change of the click rate",
        (0.05, 0.7),
        "Row D4: +5 % there; more here, where favourites are clicked again as gladly.",
        flips="A metric of what is watched to the end falls instead.",
        unit="share",
    ),
    Lesson(
        "artefact",
        "Offline quality of the artefact falls with faults of training and not with those of "
        "serving.",
        {"serving": {"fault": "off_by_one"}, "training": {"fault": "regularised"}},
        offline_apart,
        "share of offline quality lost, training less serving",
        (0.2, 0.8),
        "Row D5: by construction, the artefact is read before the index.",
        unit="share",
    ),
    Lesson(
        "retrain",
        "To train again whatever was found leaves most faults where they are.",
        {"what belongs": {}, "retrain always": {"fix": "retrain"}},
        gain("wrong_fixes"),
        "share of wrong fixes: always retrain, less what belongs",
        (0.5, 0.95),
        "Row D6: a fix upstream leaves serving as it is.",
        unit="share",
    ),
    Lesson(
        "power",
        "A fall of the click rate by a twentieth takes tens of thousands of impressions to see: "
        "one user's day is no evidence.",
        {"a healthy day": {"fault": "none"}},
        impressions_needed,
        "impressions before, and as many after",
        (20_000, 60_000),
        "Row D7: 9,800 at a click rate of .39; here a slot has .15, so four times as many.",
        unit="count",
    ),
    Lesson(
        "many_alarms",
        "Six trends with an alarm at two usual spreads ring about weekly on a healthy service; at "
        "four they are silent.",
        {"at four": {"drift_alarm": 4.0}, "at two": {"drift_alarm": 2.0}},
        gain("false_alarms"),
        "false alarms a week: at two spreads, less at four",
        (0.4, 2.2),
        "Row D8: ten independent metrics ring on 37 % of looks; six that move together on fewer.",
        unit="count",
    ),
    Lesson(
        "order",
        "Asking for the most bits a minute halves the time of reading the dashboard from left to "
        "right.",
        {"most bits": {}, "left to right": DASHBOARD},
        gain("minutes"),
        "minutes to a diagnosis: left to right, less most bits",
        (12, 40),
        "Section d1: an investigator that takes the greatest entropy reduction.",
        unit="count",
    ),
    Lesson(
        "before",
        "What was wrong before the window opened moves no trend, and is rarely found.",
        {"since Tuesday": {}, "before the window": {"scope": "before"}},
        gain("right"),
        "right diagnoses: wrong before the window, less since Tuesday",
        (-0.8, -0.3),
        "Section d6, a twist; trends compare like with like.",
        flips="Probes with a fixed standard (ids there and back, nulls) see it as well as ever.",
        unit="share",
    ),
    Lesson(
        "hasty",
        "Stopping at even odds saves minutes and costs wrong fixes.",
        {"at nine in ten": {}, "at even odds": {"stop_at": 0.5}},
        gain("wrong_fixes"),
        "share of wrong fixes: at even odds, less at nine in ten",
        (0.05, 0.35),
        "Bayes' rule: who stops at one half is wrong up to half of the time.",
        unit="share",
    ),
    Lesson(
        "look_again",
        "Where every second fix breaks something, asking the probes once more before the ticket is "
        "closed saves a good part of the visits.",
        {"closed": {"breaks": 0.5}, "looked again": {"breaks": 0.5, "recheck": "on"}},
        share_lost("spoilt"),
        "share of spoilt visits saved",
        (0.1, 0.35),
        "Section d6, a twist; a fix is undone after half an hour instead of a whole.",
        flips="Fixes that break nothing: then only wrong ones are found sooner.",
        unit="share",
    ),
    Lesson(
        "roll_back",
        "An index that is rolled back spoils far fewer visits than one that is built anew: "
        "yesterday's is there still.",
        {
            "built anew": {"fault": "off_by_one", "fix": "rebuild_index"},
            "rolled back": {"fault": "off_by_one", "fix": "roll_back_index"},
        },
        share_lost("spoilt"),
        "share of spoilt visits saved",
        (0.3, 0.6),
        "Section d6; five minutes against twenty, assumed.",
        flips="What was wrong yesterday already: then the old index is as bad.",
        unit="share",
    ),
    Lesson(
        "canary",
        "A small canary is blind to what a large one sees: noise falls with the root of its share.",
        {"a tenth": {"canary": 0.1}, "a fiftieth": {"canary": 0.02}},
        gain("caught"),
        "share caught: a fiftieth of the traffic, less a tenth",
        (-0.4, -0.05),
        "Section d5: canary of 1 to 10 % with automatic rollback.",
        unit="share",
    ),
)
