"""The oracle of the serving simulator: paths and batches by SimPy, on the same random numbers."""

from __future__ import annotations

import numpy as np
import simpy

from pipelines.serving import Fork, Path


def arrivals(env, sent, arrive):
    """Call `arrive` with each request at the time (ms) at which it is sent."""
    for request, at in enumerate(sent):
        yield env.timeout(max(at - env.now, 0))
        arrive(request)


def by_simpy(path, sent, seed):
    """Answer times in ms of a path of plain stations, routes and forks, by SimPy."""
    env, answered = simpy.Environment(), np.zeros(len(sent))
    servers = {each.name: simpy.Resource(env, each.servers) for each in path.stations}
    work = {each.name: each.work(seed) for each in path.stations}
    comes = {name: own.visits(len(sent)) for name, own in work.items()}
    times = {name: own.times(len(sent)) for name, own in work.items()}

    def go(step, request):
        if isinstance(step, Path):
            for part in step.steps:
                yield from go(part, request)
        elif isinstance(step, Fork):
            yield env.all_of([env.process(go(leg, request)) for leg in step.legs])
        elif comes[step.name][request]:
            with servers[step.name].request() as turn:
                yield turn
                yield env.timeout(times[step.name][request])

    def client(request):
        yield from go(path, request)
        answered[request] = env.now

    env.process(arrivals(env, sent, lambda request: env.process(client(request))))
    env.run()
    return answered


def batches_by_simpy(batch, servers, sent):
    """Answer times in ms of one batching station, by SimPy."""
    env, answered = simpy.Environment(), np.zeros(len(sent))
    free, queue, bell = simpy.Container(env, init=servers), [], [env.event()]

    def join(request):
        queue.append((request, env.now))
        bell[0].succeed()
        bell[0] = env.event()

    def work(taken):
        yield env.timeout(batch.time_ms(len(taken)))
        answered[taken] = env.now
        free.put(1)

    def dispatch():
        while True:
            yield free.get(1)
            while not queue:
                yield bell[0]
            due = queue[0][1] + batch.max_delay_ms
            while len(queue) < batch.max_batch and env.now < due - 1e-9:
                yield bell[0] | env.timeout(due - env.now)
            taken = [request for request, _ in queue[: batch.max_batch]]
            del queue[: batch.max_batch]
            env.process(work(taken))

    env.process(arrivals(env, sent, join))
    env.process(dispatch())
    env.run()
    return answered
