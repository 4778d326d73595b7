"""The stops of the walkthrough, in the order of an interview."""

from cases.irrelevant_items.decide import PLAN
from kit.case import Step

STEPS = (
    Step(
        "complaint",
        "Complaint",
        "Since Tuesday it shows me rubbish, somebody writes. What do you ask before you look?",
        "Who writes, how many, on which device, since when, and what was released that day. One "
        "loud user is weak evidence; a fall of the click rate is strong evidence of something, and "
        "says nothing of what. One round in five nothing is wrong.",
        ("complaint",),
        ("request",),
        (
            "Nobody complained: is all well? Good: people click what they know, and never write.",
            "Is it bad luck? Good: a fall by a twentieth takes tens of thousands of impressions.",
        ),
        feasibility=True,
        hints=(
            "What do you know once one user has written?",
            "Ask what else changed on the day, and for whom.",
            "How likely is it that nothing is wrong at all, before you look?",
        ),
        points=(
            "Asks since when, for whom and on which device.",
            "Asks what was released that day.",
            "Says that nothing may be wrong.",
        ),
    ),
    Step(
        "metrics",
        "Metrics",
        "By what would you judge the hunt itself?",
        "By the share of right diagnoses, the minutes they take, and the visits spoilt until the "
        "fix has reached everybody. A wrong fix costs an hour. The click rate is a witness, no "
        "judge: a bug may raise it.",
        (),
        ("spoilt",),
        ("Which bug raises the click rate? Good: the seen filter is off and favourites return.",),
        hints=(
            "What goes on while you are looking?",
            "Count what users lose, not what the dashboard says.",
            "What does a fix cost that cures nothing?",
        ),
        points=(
            "Counts visits spoilt until the fix has reached everybody.",
            "Counts wrong fixes apart from slow ones.",
            "Does not take the click rate for the truth.",
        ),
    ),
    Step(
        "stages",
        "Stages",
        "Walk through the pipeline. Where can a good title turn into a bad one?",
        "Ingest, label, features, train, publish, index, retrieve, rank, filter, cache, log and "
        "experiment. What sits before publishing shows in the artefact offline; what sits after "
        "it does not. That one question halves the list.",
        ("fault", "envelope"),
        ("signatures",),
        ("What do twelve stages owe you? Good: a log each, with a version and a reason.",),
        hints=(
            "Follow one title from the event log to the screen.",
            "Which stages still exist when you score a user offline?",
            "Split the twelve into those before publishing and those after.",
        ),
        points=(
            "Names the stages in order.",
            "Splits them into training and serving by the artefact.",
            "Names one fault at three stages or more.",
        ),
    ),
    Step(
        "scope",
        "Reach",
        "Is it everywhere?",
        "Split before you average: by platform, country, host, new users. A fault on phones alone "
        "moves the average little, one on a twentieth of the hosts hardly at all, and what was "
        "wrong before the window moves no trend.",
        ("scope",),
        ("platforms", "signatures"),
        ("Which probes need no yesterday? Good: those with a fixed standard, as ids and nulls.",),
        hints=(
            "What would an average do to a fault on phones?",
            "Compare two groups of today instead of two days.",
            "What do you see if it was wrong on the day you compare with?",
        ),
        points=(
            "Splits by platform before reading averages.",
            "Thinks of a part of the hosts.",
            "Asks whether the day compared with was healthy.",
        ),
    ),
    Step(
        "first",
        "First probes",
        "Which two probes first, and why?",
        "Those with the most expected bits a minute. Popularity takes three minutes and parts the "
        "causes into three: rows grew popular, grew obscure, or neither. What comes second depends "
        "on the answer.",
        ("probe_1", "probe_2"),
        ("next_probe",),
        ("Why not the surest probe first? Good: it takes fifteen minutes to part two halves.",),
        hints=(
            "Which answers are you prepared to get?",
            "Divide what a probe tells by the minutes it takes.",
            "Which cheap number moves up for some causes and down for others?",
        ),
        points=(
            "Chooses by what a probe tells for its minutes.",
            "Says what each answer would rule out.",
            "Lets the second depend on the first answer.",
        ),
    ),
    Step(
        "logged",
        "What is logged",
        "Two causes fill every row with the same ten titles. How do you tell them apart?",
        "Not by outcomes: a ranker that times out and a model that is over-regularised look alike "
        "on the dashboard. Log the reason with the row (model, fallback, experiment) and the "
        "version with the model, and three minutes tell them.",
        ("reason_codes", "version_tags"),
        ("steps",),
        ("And without the log? Good: golden users offline, in fifteen minutes.",),
        hints=(
            "Could any number made of rows and clicks part them?",
            "Ask what the server knew when it filled the row.",
            "What would you write beside each impression in the log?",
        ),
        points=(
            "Says that outcomes cannot tell the two apart.",
            "Logs a reason code with each row.",
            "Compares versions of model, index and features.",
        ),
    ),
    Step(
        "order",
        "The order",
        "Go on: what is asked next, in the light of the answers?",
        "Bayes' rule after each answer, and again the most bits a minute. The dashboard from left "
        "to right takes twice as long, since most of its trends move together.",
        PLAN[2:],
        ("posterior",),
        ("Why do trends tell little after the first? Good: they fall together.",),
        hints=(
            "Which causes are left after two answers?",
            "Look for the probe on which those that are left differ.",
            "Is a second trend news once the first has fallen?",
        ),
        points=(
            "Updates odds with every answer, in words or in numbers.",
            "Picks the probe on which the causes that are left differ.",
            "Does not ask again what is known.",
        ),
    ),
    Step(
        "dashboard",
        "Reading answers",
        "What is unusual?",
        "A number means something beside its usual spread. Three spreads are odd, nine are far. "
        "With ten metrics at two spreads one rings by chance on a large part of all looks.",
        (),
        ("dashboard",),
        ("One trend is at 2.3 spreads. And now? Good: with ten trends that is expected.",),
        hints=(
            "Compared with what is it low?",
            "How far do two healthy days lie apart?",
            "How many numbers did you look at before one was odd?",
        ),
        points=(
            "Compares with the usual spread from day to day.",
            "Knows that many metrics ring by chance.",
            "Weighs an answer by how far off it is.",
        ),
    ),
    Step(
        "stop",
        "When to stop",
        "How sure do you have to be before you fix?",
        "As sure as minutes are dear: more probes cost visits, a wrong fix costs an hour. Here "
        "nine in ten is about right. That nothing is wrong is never proved, it grows likelier.",
        ("stop_at", "time_limit"),
        ("diagnosed",),
        ("Why does no fault take the whole hour? Good: each silent probe rules out little.",),
        hints=(
            "What does one more probe cost, and what does it save?",
            "Set the price of a wrong fix against minutes of looking.",
            "How would you ever be sure that nothing is wrong?",
        ),
        points=(
            "Sets minutes against the price of a wrong fix.",
            "Names a probability at which to act.",
            "Has an answer for when time is up.",
        ),
    ),
    Step(
        "diagnosis",
        "Diagnosis",
        "Commit: what is it?",
        "The likeliest cause, with its odds and with the runner-up. Once it is committed the "
        "envelope is opened.",
        ("diagnosis",),
        ("mistaken",),
        ("What is the runner-up? Good: the one that shares the most answers.",),
        hints=(
            "Say the two likeliest causes.",
            "Which answer would be odd if you were right?",
            "At what odds would you bet on it?",
        ),
        points=(
            "Commits to one cause, with odds.",
            "Names the runner-up and what would tell.",
            "Checks that every answer fits the cause.",
        ),
    ),
    Step(
        "fix",
        "Fix",
        "What do you do now, and what do you leave alone?",
        "What belongs to the cause, and nothing else. To train again cures faults of training; "
        "index, filter and cache stay as they are. If visits bleed, roll back first and look "
        "later, when the release and the fault began together.",
        ("fix", "recheck", "breaks"),
        ("spoilt", "mistaken"),
        (
            "The VP wants it trained again. Good: it costs an hour and hides what it was.",
            "Roll back the index, or rebuild it? Good: rolled back it is healthy in minutes, if "
            "yesterday's was; rebuild it afterwards, in peace.",
            "When is it over? Good: when the probes that were off are as usual again, and no other "
            "has moved.",
        ),
        hints=(
            "Which stage does your fix touch?",
            "Would the fix help if the second likeliest cause were true?",
            "What is undone in a minute, and what in an hour?",
        ),
        points=(
            "Fits the fix to the stage.",
            "Refuses to train again without evidence.",
            "Checks afterwards that the readings return.",
        ),
    ),
    Step(
        "gates",
        "Gates",
        "What would have caught it before anybody was served by it?",
        "Checks at publishing: nulls, labels, dates, ids there and back, golden users, shadow "
        "scoring. Each watches its own stages; none watches the log or an experiment.",
        ("data_checks", "round_trip", "golden_users", "shadow"),
        ("who_tells", "price_list"),
        ("What do golden users miss? Good: everything behind the artefact.",),
        hints=(
            "What is known before a release has traffic?",
            "Which number should be the same before and after publishing?",
            "Take each fault in turn: which gate would have stopped it?",
        ),
        points=(
            "Puts checks before full traffic.",
            "Says which stages each check watches.",
            "Stays within the budget.",
        ),
    ),
    Step(
        "alarms",
        "Canary, alarms",
        "And what slips through?",
        "A canary large enough to tell, rolled back by itself; alarms at a level that does not cry "
        "every week; an A/A bucket for the log; a replay each night.",
        ("canary", "drift_alarm", "aa_bucket", "replayed"),
        ("detection",),
        ("Why not one per cent? Good: its noise is three times that of ten per cent.",),
        hints=(
            "How many users does a canary need to show a fall?",
            "What happens to an alarm that rings for nothing?",
            "Which faults begin long after a release?",
        ),
        points=(
            "Sizes the canary by what it can tell.",
            "Names a rate of false alarms that people accept.",
            "Rolls back without asking.",
        ),
    ),
    Step(
        "postmortem",
        "Postmortem",
        "Write it down: what happened, when could it have been known, what would have caught it?",
        "Without blame: the cause and its stage, how it was heard of, what was found and when, the "
        "cheapest probe that showed it, and the safeguard that would have. The text can be "
        "copied.",
        (),
        ("postmortem", "who_tells"),
        ("What goes on the list first? Good: the gate that stops the most faults a day of work.",),
        hints=(
            "What would another team want to know?",
            "When was the first sign there to be seen?",
            "Which one change would make this fault boring?",
        ),
        points=(
            "Names the cause, the stage and the time line.",
            "Says when it could have been known.",
            "Ends with one safeguard and its owner.",
        ),
    ),
)
