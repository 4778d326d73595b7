"""Random webs of stations for tests, and the same webs run by SimPy."""

from __future__ import annotations

import numpy as np
import simpy
from hypothesis import strategies as st

from pipelines.serving import Exponential, Fallback, Flow, Lognormal, Station
from tests.simpy_peers import arrivals

# times that never tie: SimPy would break a tie its own way
SERVICES = (
    Exponential(4),
    Lognormal(3, 12),
    Lognormal(2.5, 2.6),
)
RATE = 200.0  # requests per second


@st.composite
def flows(draw, covered=False):
    """A web of up to seven stations under 0.9 busy at `RATE`; with a fallback where `covered`."""
    count = draw(st.integers(2, 7))
    stations = []
    for at in range(count):
        service = draw(st.sampled_from(SERVICES))
        least = int(np.ceil(RATE * service.mean_ms / 1000 / 0.9))
        servers = least + draw(st.integers(0, 3))
        share = draw(st.sampled_from([1.0, 1.0, 0.4]))
        stations.append(Station(f"s{at}", servers, service, share=share))
    pairs = [(f"s{a}", f"s{b}") for a in range(count) for b in range(a + 1, count)]
    calls = tuple(pair for pair in pairs if draw(st.booleans()))
    flow = Flow(tuple(stations), calls)
    if not covered:
        return flow
    entry = draw(st.sampled_from(flow.order))
    beyond = sorted(flow.after((entry,)) - {entry})
    back = tuple(draw(st.sets(st.sampled_from(beyond), max_size=1))) if beyond else ()
    return Flow(
        flow.stations, calls, (Fallback(entry, draw(st.sampled_from([4.0, 9.0])), 1.0, back),)
    )


def by_simpy(flow, sent, seed):
    """Answer times in ms of a web without fallbacks, by SimPy, on the same random numbers."""
    env, answered = simpy.Environment(), np.zeros(len(sent))
    servers = {each.name: simpy.Resource(env, each.servers) for each in flow.stations}
    works = {each.name: each.work(seed) for each in flow.stations}
    times = {name: work.times(len(sent)) for name, work in works.items()}
    visits = {name: work.visits(len(sent)) for name, work in works.items()}

    def at_station(name, request, done):
        yield env.all_of([done[caller] for caller in flow.callers[name]])
        if visits[name][request]:
            with servers[name].request() as turn:
                yield turn
                yield env.timeout(times[name][request])
        done[name].succeed()

    def client(request):
        done = {name: env.event() for name in flow.order}
        for name in flow.order:
            env.process(at_station(name, request, done))
        yield env.all_of(list(done.values()))
        answered[request] = env.now

    env.process(arrivals(env, sent, lambda request: env.process(client(request))))
    env.run()
    return answered
