"""Named designs of image serving."""

from kit.case import Preset

PRESETS = (
    Preset(
        "remembered",
        "A cache before the network",
        "Two thousand answers are kept: pictures that come again soon never reach the network.",
        {"cache": 2000, "replicas": 5},
    ),
    Preset(
        "accelerated",
        "Two T4s",
        "The large network on two accelerators, in batches of 16.",
        {"accelerator": "t4", "replicas": 2, "max_batch": 16, "max_delay": 4.0},
    ),
    Preset(
        "cascade",
        "A small one first",
        "A small network answers what it is sure of; the large one sees the rest.",
        {"way": "cascade", "replicas": 3},
    ),
    Preset(
        "elastic",
        "Replicas that follow the load",
        "An autoscaler with a warm pool, and the small network for a full queue.",
        {"autoscaler": "on", "warm": 6, "overflow": "small", "decoders": 20},
    ),
    Preset(
        "benchmark",
        "Fast in the benchmark",
        "8-bit integers calibrated on plain pictures, judged on last year's test set, timed one "
        "request after the other. Compare what is seen with what is true.",
        {"precision": "studio", "judged_on": "test", "load_test": "idle", "replicas": 3},
    ),
    Preset(
        "storm",
        "A storm of retries",
        "Nine tenths of what the network can serve, and clients that try again after 15 ms.",
        {"traffic": 460, "decoders": 40, "rate": 2300.0, "retries": 3, "timeout": 15},
    ),
)
