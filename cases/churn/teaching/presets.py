"""Designs with a name: worlds to meet, and ways of working to compare."""

from kit.case import Preset

PRESETS = (
    Preset(
        "notebook",
        "Notebook",
        "A design that looks excellent in the notebook: the cancel page among the features, random "
        "rows held back. Compare what is seen with what is true.",
        {"leak": "page", "split": "rows"},
    ),
    Preset(
        "uplift",
        "Uplift and money",
        "Contacts those a contact keeps and who are worth it, as learnt from a trial of a fifth of "
        "the customers. What risk has to beat in a world that is not aligned.",
        {"targeting": "uplift_value", "trial_share": 0.2},
    ),
    Preset(
        "aligned",
        "Aligned world",
        "A contact keeps a third of all who would leave: here the old habit of calling the top "
        "tenth by risk is right.",
        {"response": "aligned", "targeting": "value"},
    ),
    Preset(
        "price_rise",
        "The price rises",
        "Eight months after launch other people leave than before, and the model is replaced "
        "every three months on a schedule.",
        {"drift": "price", "retraining": "schedule"},
    ),
    Preset(
        "december",
        "December",
        "A season that comes every year, watched by a monitor of features that does not know the "
        "calendar.",
        {"drift": "season", "detector": "psi", "retraining": "alarm"},
    ),
    Preset(
        "campaign",
        "Our own campaign",
        "Contacts change who leaves, and the next model learns from that. A hold-out keeps some "
        "labels clean.",
        {"drift": "campaign", "retraining": "schedule", "capacity": 0.3, "response": "aligned"},
    ),
    Preset(
        "fresh_labels",
        "Fresh labels",
        "A discrete-time hazard model learns from single months: its labels are known after one "
        "month, where others wait for three.",
        {"model": "hazard", "drift": "price", "retraining": "schedule", "retrain_every": 1},
    ),
    Preset(
        "gym",
        "A gym",
        "Yearly contracts and resolutions that last until spring: churn with a strong season.",
        {"business": "gym", "season_feature": "month"},
    ),
    Preset(
        "telecom",
        "Telecom",
        "Loyal customers, many bound by contract, expensive to lose. Labels take three months.",
        {"business": "telecom", "customer_value": 600.0},
    ),
)
