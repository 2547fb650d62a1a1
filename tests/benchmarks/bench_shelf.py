"""The named queries, in one run beside what others take: ``python tests/benchmarks/bench_shelf.py [--rdflib SECONDS] [--large COUNT]``.
A script, no test; the ratios count, not the seconds.

- A named query as a whole process beside Python that does nothing.
- Each query of the shelf within a process beside the engine without us, and beside rdflib, which is stopped after some seconds (20;
  0 leaves this out): such a ratio is a lower bound and says so.
- Look-ups as whole processes on the published graph beside the same among COUNT (10,000) synthetic definitions; 100,000 take some
  twenty minutes to make.
"""

import argparse
import contextlib
import json
import math
import os
import select
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import rdflib
import synthetic

from carbonlex import places
from carbonlex.graph import counts, published
from carbonlex.graph import store as graph_store
from carbonlex.query import binding, engine
from carbonlex.query.answer import Request, answered
from carbonlex.query.shelf import NamedQuery, shelf
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import PREFIXES, Vocabulary

RUNS = 15
ENOUGH = 0.3  # seconds for the repetitions of one query
LOOK_UPS = ("countries-of-a-scheme", "legal-nature-of-a-unit", "statements-about", "trading-results", "units-on-day")
PROGRAM = [sys.executable, "-m", "carbonlex", "--quiet"]


def paired(first: Callable[[], object], second: Callable[[], object], enough: float) -> tuple[float, float]:
    """The medians of both, in seconds, taken in turns for some seconds and at least three times."""
    taken: tuple[list[float], list[float]] = ([], [])
    while sum(map(sum, taken)) < enough or len(taken[0]) < 3:
        for one, times in zip((first, second), taken, strict=True):
            begun = time.perf_counter()
            one()
            times.append(time.perf_counter() - begun)
    return statistics.median(taken[0]), statistics.median(taken[1])


def process(words: list[str]) -> Callable[[], object]:
    return lambda: subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def cold() -> dict[str, object]:
    words = [*PROGRAM, "query", "--name", "units-on-day"]
    process(words)()
    ours, nothing = paired(process(words), process([sys.executable, "-c", "pass"]), RUNS * 0.15)
    return {"query --name s": round(ours, 3), "python -c pass s": round(nothing, 3)}


def beside_the_engine(
    store: ox.Store, known: counts.Counts, query: NamedQuery, vocabulary: Vocabulary
) -> tuple[float, float]:
    terms = binding.bindings(query, {}, vocabulary)
    text = engine.portable(engine.asked(query.text, terms))
    request = Request(query.text, tuple(terms.items()), ("json",), ("ntriples",))

    def raw() -> None:
        found = store.query(text, use_default_graph_as_union=True)
        graph = isinstance(found, ox.QueryTriples)
        found.serialize(format=ox.RdfFormat.N_TRIPLES if graph else ox.QueryResultsFormat.JSON)  # type: ignore[call-overload]

    return paired(lambda: answered(store, request, 1_000_000, known), raw, ENOUGH)


def in_rdflib(dataset: rdflib.Dataset, text: str, most: float) -> float | None:
    """Seconds that rdflib takes, in a process of its own; nothing where that is too long."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        begun = time.perf_counter()
        found = dataset.query(text, initNs=PREFIXES)
        if found.type == "SELECT":
            list(found.bindings)
        os.write(writing, str(time.perf_counter() - begun).encode())
        os._exit(0)
    os.close(writing)
    told = os.read(reading, 99) if select.select([reading], [], [], most)[0] else b""
    os.close(reading)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return float(told) if told else None


def mean(values: list[float]) -> float:
    return math.exp(statistics.fmean(map(math.log, values)))


def queries(vocabulary: Vocabulary, most: float) -> dict[str, object]:
    store = published.in_memory(places.published(), vocabulary)
    known = counts.counted(store)
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=store.dump(format=ox.RdfFormat.N_QUADS), format="nquads")
    raw: dict[str, float] = {}
    beside: dict[str, float] = {}
    stopped = 0
    for name, query in shelf(places.published()).items():
        if name.startswith("finding-"):
            continue
        ours, theirs = beside_the_engine(store, known, query, vocabulary)
        raw[name] = ours / theirs
        text = engine.portable(engine.asked(query.text, binding.bindings(query, {}, vocabulary)))
        slow = in_rdflib(dataset, text, most)
        beside[name] = (slow or most) / ours
        stopped += slow is None
        mark = "" if slow else " at least"
        print(
            f"{name:44} {ours * 1000:8.2f} ms   engine {raw[name]:5.2f}   rdflib{mark} {beside[name]:9.1f}",
            file=sys.stderr,
            flush=True,
        )
    return {
        "queries": len(raw),
        "of the engine: highest": max((ratio, name) for name, ratio in raw.items()),
        "of the engine: geometric mean": round(mean([*raw.values()]), 2),
        "rdflib's time: lowest": min((ratio, name) for name, ratio in beside.items()),
        "rdflib's time: geometric mean, at least": round(mean([*beside.values()]), 1),
        "rdflib stopped": stopped,
    }


def synthetic_quads(vocabulary: Vocabulary, count: int) -> Iterator[ox.Quad]:
    """Statements of synthetic definitions, some records at a time, so that memory is flat."""
    found = synthetic.records(count, faulty=0)
    while True:
        dataset = Dataset(vocabulary)
        for _, (path, text) in zip(range(2000), found, strict=False):
            dataset.add(path, text.encode(), Path(path).stem)
        if not dataset.placed:
            return
        yield from graph_store.quads_of((p.record for p in dataset.placed.values()), dataset)


def look_ups(vocabulary: Vocabulary, count: int, place: Path) -> dict[str, object]:
    store = ox.Store(str(place / "growing"))
    store.bulk_extend(published.in_memory(places.published(), vocabulary))
    store.bulk_extend(synthetic_quads(vocabulary, count))
    published.write(store, place / "large")
    found: dict[str, object] = {"triples": len(store)}
    del store
    for name in LOOK_UPS:
        words = ["query", "--name", name]
        small, large = [*PROGRAM, *words], [*PROGRAM, "--data", str(place / "large"), *words]
        process(large)()
        here, there = paired(process(small), process(large), RUNS * 0.3)
        found[f"{name}: s, and among {count:,}"] = (round(here, 3), round(there, 3), round(there / here, 2))
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rdflib", type=float, default=20)
    parser.add_argument("--large", type=int, default=10_000)
    told = parser.parse_args()
    vocabulary = Vocabulary()
    place = Path(tempfile.mkdtemp(prefix="carbonlex-bench-"))
    try:
        # What reads a store on disk has threads, which must not be forked: rdflib is asked first.
        results = cold() | (queries(vocabulary, told.rdflib) if told.rdflib else {})
        results |= look_ups(vocabulary, told.large, place) if told.large else {}
    finally:
        shutil.rmtree(place, ignore_errors=True)
    results["machine"] = {"processors": os.cpu_count(), "python": sys.version.split()[0]}
    print(json.dumps(results, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
