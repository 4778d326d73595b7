"""What a request path costs to compute: closed form, sweep and event loop, each beside a peer.

`python benchmarks/serving_bench.py` prints the rows. Ours and the peer run in turn, in one
process; the medians of the rounds are compared.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import process_time

import numpy as np

from pipelines.serving import Exponential, Path, Station, arrival_times, queues, replay, sweep

RATE = 100.0
TANDEM = Path(
    Station("a", 1, Exponential(8)),
    Station("b", 4, Exponential(30)),
    Station("c", 2, Exponential(15)),
    Station("d", 16, Exponential(120)),
)


def by_simpy(path: Path, sent: np.ndarray, seed: int) -> np.ndarray:
    """Answer times in ms of a tandem of plain stations, one SimPy process a request."""
    import simpy

    env, answered = simpy.Environment(), np.zeros(len(sent))
    stations = [
        (simpy.Resource(env, each.servers), each.work(seed).times(len(sent)).tolist())
        for each in path.stations
    ]

    def client(request):
        for servers, times in stations:
            with servers.request() as turn:
                yield turn
                yield env.timeout(times[request])
        answered[request] = env.now

    def source():
        for request, at in enumerate(sent.tolist()):
            yield env.timeout(max(at - env.now, 0))
            env.process(client(request))

    env.process(source())
    env.run()
    return answered


def mean_latency(path: Path, rate_per_s: float) -> float:
    """Mean latency in ms of a tandem of M/M/c stations, by Erlang's formula."""
    return sum(
        each.service.mean_ms
        + float(queues.mmc_mean_wait(rate_per_s, each.service.mean_ms, each.servers))
        for each in path.stations
        if each.service is not None
    )


def rows(requests: int = 20_000, rounds: int = 5) -> list[dict]:
    """One row a comparison: name, ours_seconds, peer, peer_seconds, ratio (peer/ours), note."""
    sent = arrival_times(RATE, requests, 1)
    swept, peer = sweep(TANDEM, sent, 1).answered_ms, by_simpy(TANDEM, sent, 1)
    gap = f"largest difference in any answer time {np.abs(swept - peer).max():.1g} ms"
    same = f"{requests} requests, 4 stations, same random numbers; {gap}"
    simpy_run = lambda: by_simpy(TANDEM, sent, 1)  # noqa: E731
    sweep_run = lambda: sweep(TANDEM, sent, 1)  # noqa: E731
    event_run = lambda: replay(TANDEM, sent, 1)  # noqa: E731
    closed = lambda: mean_latency(TANDEM, RATE)  # noqa: E731
    note = "mean latency of the path: Erlang's formula against a simulated run"
    return [
        _row("sweep of a request path", sweep_run, "SimPy", simpy_run, rounds, same),
        _row("event loop of a request path", event_run, "SimPy", simpy_run, rounds, same),
        _row("closed form of a request path", closed, "our sweep", sweep_run, rounds, note),
    ]


def _row(name: str, ours: Callable, peer_name: str, peer: Callable, rounds: int, note: str) -> dict:
    timed = [(_seconds(ours), _seconds(peer)) for _ in range(rounds)]
    ours_seconds, peer_seconds = (median(column) for column in zip(*timed, strict=True))
    return {
        "name": name,
        "ours_seconds": ours_seconds,
        "peer": peer_name,
        "peer_seconds": peer_seconds,
        "ratio": peer_seconds / ours_seconds,
        "note": note,
    }


def _seconds(run: Callable) -> float:
    began = process_time()
    run()
    return process_time() - began


if __name__ == "__main__":
    for row in rows():
        print(
            f"{row['name']}: {row['ours_seconds']:.3g} s, {row['peer']} "
            f"{row['peer_seconds']:.3g} s, {row['ratio']:.1f} times; {row['note']}"
        )
