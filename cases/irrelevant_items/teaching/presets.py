"""Designs with a name."""

from cases.irrelevant_items.teaching.lessons import DASHBOARD
from kit.case import Preset

PRESETS = (
    Preset(
        "left_to_right",
        "The dashboard from left to right",
        "Reads every trend in turn, whatever the answers are.",
        DASHBOARD,
    ),
    Preset(
        "dark",
        "Nothing logged",
        "No reason codes and no version tags: two probes have nothing to read.",
        {"reason_codes": "off", "version_tags": "off"},
    ),
    Preset(
        "guarded",
        "Ten days of safeguards",
        "Shadow, data checks and a drift alarm beside tags and codes.",
        {"shadow": "on", "data_checks": "on", "drift_alarm": 4.0},
    ),
    Preset(
        "ids_off",
        "Study: ids off by one",
        "The fault is named, so every round has it and nothing is sealed.",
        {"fault": "off_by_one", "diagnosis": "off_by_one"},
    ),
)
