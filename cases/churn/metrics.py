"""What the churn scenario measures, and the decision each reading drives."""

from kit.metric import Metric

METRICS = (
    Metric(
        "profit",
        "Profit per 1,000 due",
        "money",
        "up",
        "Value kept by contacts, less offers, contacts and retrainings, for each thousand "
        "customers due. Decides whom to contact and how many.",
        role="value",
        headline=True,
    ),
    Metric(
        "saved",
        "Churn avoided per 1,000 contacts",
        "count",
        "up",
        "How many fewer leave because they were contacted; below 0 the campaign drives people "
        "away. Decides between risk and uplift.",
        role="value",
        headline=True,
    ),
    Metric(
        "auc",
        "ROC AUC, mean of months",
        "score",
        "up",
        "The chance that one who leaves is ranked above one who stays, month by month. Decides "
        "between models.",
        role="ranking",
        headline=True,
    ),
    Metric(
        "auc_after",
        "ROC AUC after the change",
        "score",
        "up",
        "The same over the months after the world has changed (the second half where it does "
        "not). Decides whether to retrain.",
        role="ranking",
        headline=True,
    ),
    Metric(
        "calibration",
        "Churn promised over seen",
        "ratio",
        "one",
        "Sum of chances over number of leavers: 1 is honest. Decides whether a chance may be "
        "multiplied by money.",
        role="calibration",
        headline=True,
    ),
    Metric(
        "qini",
        "Qini coefficient",
        "score",
        "up",
        "How far the ranking gets from random (0) to the best by true uplift (1). What is seen is "
        "the trial's own curve over the one the learner expects, on the rows it learnt from: with "
        "a small trial it is too good. Decides whether the trial was large enough.",
        role="ranking",
        headline=True,
    ),
    Metric(
        "average_precision",
        "Average precision, mean of months",
        "score",
        "up",
        "Precision averaged over recall, month by month; the churn rate is what chance reaches. "
        "Decides between models where few are contacted.",
        role="ranking",
    ),
    Metric(
        "lift",
        "Lift of the top tenth",
        "ratio",
        "up",
        "How many times the usual share leaves among the tenth at highest risk. Decides whether a "
        "list is worth having.",
        role="ranking",
    ),
    Metric(
        "contacts",
        "Contacts per 1,000 due",
        "count",
        "none",
        "How many of the customers due are contacted. Decides the campaign's staff.",
        role="volume",
    ),
    Metric(
        "false_alarms",
        "False alarms",
        "count",
        "down",
        "How often the monitor rang while the world was as before. Decides where its bar stands.",
        role="drift",
    ),
    Metric(
        "true_alarms",
        "Alarms after the change",
        "count",
        "none",
        "How often the monitor rang once the world had changed. Decides whether it can be relied "
        "on.",
        role="drift",
    ),
    Metric(
        "delay",
        "Days to the first true alarm",
        "days",
        "down",
        "How long the change went unnoticed. Decides between monitors with labels and without.",
        role="drift",
    ),
    Metric(
        "harm",
        "Lost before the alarm",
        "money",
        "down",
        "Profit lost against the attainable, beyond what was usual, from the change to the first "
        "true alarm or the end. Decides what a sooner alarm is worth.",
        role="harm",
    ),
    Metric(
        "retrainings",
        "Retrainings",
        "count",
        "down",
        "How many models were made after the first; online steps are not counted. Decides the "
        "calendar.",
        role="cost",
    ),
    Metric(
        "training_spent",
        "Spent on retraining",
        "money",
        "down",
        "What these models cost together. Decides whether a retraining pays.",
        role="cost",
    ),
    Metric(
        "label_wait",
        "Wait for a label",
        "days",
        "down",
        "How old a snapshot is when its outcome is known. Decides how fresh any model can be.",
        role="drift",
    ),
    Metric(
        "finish",
        "Monthly scoring takes",
        "seconds",
        "down",
        "From complete data to the last score of the whole base. Decides how many workers.",
        role="latency",
    ),
    Metric(
        "cost",
        "Scoring cost per million",
        "money",
        "down",
        "Workers by the hour for a million scores. Decides whether a dearer model pays.",
        role="cost",
    ),
)
