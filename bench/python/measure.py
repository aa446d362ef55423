"""measure.py ROUNDS : times the peers in Python and prints one JSON object.

In each round every peer is timed once at every size, so that a disturbance meets all of them. The
garbage collector is off, as in `timeit`: it would be to Python's disadvantage.
"""

import gc
import importlib.metadata
import itertools
import json
import platform
import sys
from time import perf_counter_ns

import inputs
from peers import NOW, PEERS

SAMPLE_NS = 10_000_000


def sample(run, value, times: int) -> int:
    began = perf_counter_ns()
    for _ in itertools.repeat(None, times):
        run(value, NOW)
    return perf_counter_ns() - began


def times_for(run, value) -> int:
    """How often to run for a sample that is long beside the clock's own noise; warms up too."""
    times = 1
    while (took := sample(run, value, times)) < SAMPLE_NS // 2:
        times *= 2
    return max(1, times * SAMPLE_NS // took)


def main() -> None:
    rounds = int(sys.argv[1])
    runs = []
    for peer in PEERS:
        for size in inputs.SIZES:
            value = peer.prepare(inputs.draft(size))
            runs.append((peer, size, value, times_for(peer.run, value), []))
    gc.disable()
    for _ in range(rounds):
        for peer, _size, value, times, samples in runs:
            samples.append(sample(peer.run, value, times) / times)
        gc.collect()
    versions = {name: importlib.metadata.version(name) for name in ("pydantic", "msgspec")}
    results = [
        {"peer": peer.name, "start": peer.start, "case": f"send/{size}", "ns": samples}
        for peer, size, _value, _times, samples in runs
    ]
    versions = {"Python": platform.python_version(), **versions}
    json.dump({"where": "Python", "versions": versions, "results": results}, sys.stdout)


main()
