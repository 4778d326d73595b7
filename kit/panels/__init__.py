"""Standard panels: pictures that most scenarios need, drawn alike everywhere.

A panel is a function of a run that returns a `Chart`, a `Table`, or `Absent` with the reason. A
scenario's own panel takes numbers out of its stages and hands them, with its own words for axes
and caption, to one of the functions here; what is drawn by one scenario alone stays with it, on
`kit.figure`. Nothing here knows a scenario.

What curves are called
    `legend`                      "true", "seen", both ceilings, "pinned": one colour a name
What a threshold, a share or a price does
    `along.along`                 any curves over one axis, with marked points
    `along.of_track`              a reading at every position of the dial, as curves
    `along.standing`              where the design and other named positions stand on it
What happens over time
    `over_time.over_time`         curves by week, with events and grey where labels are missing
    `over_time.by_period`         a measure of each period's rows
    `over_time.events_of`         world changes, alarms and retrainings, from a replay
    `policies.policies`           money so far under each policy, beside a ceiling
How good scores are
    `curves.precision_recall`     precision over recall: where positives are rare
    `curves.roc`                  positives caught over negatives caught: where negatives count
    `curves.precision_recall_points`, `curves.roc_points`   one curve of either, from scored rows
    `reliability.reliability`     probability promised against share that happened
    `histogram.score_histogram`   scores of both classes, and the thresholds between them
    `importance.importance`       the features a model relies on most
What an evaluation promises
    `promises.promises`           each split or design: what the team sees, what is true
Who gets how much
    `lorenz.lorenz`               how unequally exposure, looks or sales are shared out
What is left after each phase
    `funnel.funnel`               candidates, reachable value, time and money, phase by phase
Whether a change would be noticed
    `experiment.experiment`       the smallest change an A/B test notices, and how long it takes
    `experiment.relative_error`   the noise of a reading, as a share of it
Where a request waits
    `path.stations`               load, wait and work at each station of a request path
"""
