"""Designs with a name: worlds to meet, and ways of working to compare."""

from kit.case import Preset

PRESETS = (
    Preset(
        "everything",
        "Everything the law would stop",
        "The group among the features and one cut-off for all: the most profit, and the widest "
        "gap.",
        {"attribute": "used"},
    ),
    Preset(
        "unaware",
        "Fair by not looking",
        "Neither group nor district: what people mean by a blind model.",
        {"attribute": "proxy_dropped"},
    ),
    Preset(
        "parity",
        "Parity by cut-offs",
        "A cut-off for each group so that as many are approved in both. It asks for the group of "
        "whoever is decided on.",
        {"method": "thresholds", "constraint": "parity"},
    ),
    Preset(
        "opportunity",
        "Equal opportunity",
        "A cut-off for each group so that people who would repay are approved alike.",
        {"method": "thresholds", "constraint": "opportunity"},
    ),
    Preset(
        "library",
        "The library's default",
        "A reduction that counts errors: parity at any price, for a refusal costs it as much as a "
        "default.",
        {"method": "exponentiated", "objective": "accuracy", "attribute": "used"},
    ),
    Preset(
        "reweighed",
        "Reweighed",
        "Rows reweighed before training: the group is used to train and not to decide.",
        {"method": "reweigh"},
    ),
    Preset(
        "officer",
        "The officer knew more",
        "Labels made by people who used what is on no file: what a model cannot know of those "
        "they turned away.",
        {"history": "officer"},
    ),
    Preset(
        "tiny_audit",
        "Forty people a cell",
        "The default design, audited on forty people of each group. Change the seed and see the "
        "gap jump.",
        {"sample": 40},
    ),
)
