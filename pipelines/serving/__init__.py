"""The serving simulator: what a design's request path costs in milliseconds, dollars and age.

Three layers, cheapest first. Closed forms (`queues`, `formulas`, `load`) answer every edit.
`simulate` (`served`, over `sweep` and `batching`) sends some ten thousand requests through a path
and gives percentiles with intervals. `replay` (`loop`, told by `events`) runs a clock, for retries,
outages and full queues alone. `cost` has money and freshness.

A teaching model: no network contention, no garbage collection, no correlated slowness.

>>> path = Path(Station("gateway", 16, Lognormal(1, 4)), Station("model", 8, Lognormal(3, 10)))
>>> served = simulate(path, 500)
>>> served.p50.low < served.p50.value < served.p99.value
True
>>> str(simulate(path, 3000).unstable[0])
'model is unstable: load 1.29, backlog +668/s'
"""

from pipelines.serving.arrivals import arrival_times, changing_arrival_times
from pipelines.serving.cost import (
    Age,
    batch_feature_age,
    cost_per_hour,
    cost_per_million,
    model_age,
    stream_feature_age,
)
from pipelines.serving.disturbances import Autoscale, Disturbance, Slow
from pipelines.serving.events import Outage, Replayed, Retry, Room
from pipelines.serving.flow import Fallback, Flow
from pipelines.serving.load import Overload, busiest, headroom, overloads
from pipelines.serving.path import Fork, Path
from pipelines.serving.replay import replay
from pipelines.serving.served import Estimate, Served, StationServed, simulate
from pipelines.serving.service import Batch, Deterministic, Exponential, Lognormal, Service
from pipelines.serving.station import Station
from pipelines.serving.sweep import Trace, Visits, sweep

__all__ = [
    "Age",
    "Autoscale",
    "Batch",
    "Deterministic",
    "Disturbance",
    "Estimate",
    "Exponential",
    "Fallback",
    "Flow",
    "Fork",
    "Lognormal",
    "Outage",
    "Overload",
    "Path",
    "Replayed",
    "Retry",
    "Room",
    "Served",
    "Service",
    "Slow",
    "Station",
    "StationServed",
    "Trace",
    "Visits",
    "arrival_times",
    "batch_feature_age",
    "busiest",
    "changing_arrival_times",
    "cost_per_hour",
    "cost_per_million",
    "headroom",
    "model_age",
    "overloads",
    "replay",
    "simulate",
    "stream_feature_age",
    "sweep",
]
