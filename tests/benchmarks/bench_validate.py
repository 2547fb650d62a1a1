"""``carbonlex validate`` beside pySHACL, whole processes, in one run: ``python tests/benchmarks/bench_validate.py [--large]``.

One definition among 400 published ones and among many; a folder of definitions by its size. The ratios count, not the seconds.
``--large`` goes to 100,000 definitions, which takes about an hour. A script, no test.
"""

import json
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import synthetic

from carbonlex.checks import shapebook, shapes
from carbonlex.graph import prepared
from carbonlex.graph import store as graph_store
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import Vocabulary

RUNS = 7
FEW = 100  # definitions that pySHACL examines whole: it takes a second for each
PROGRAM = [sys.executable, "-m", "carbonlex", "--quiet"]


def seconds(words: list[str], environment: dict[str, str], runs: int = RUNS) -> float:
    """Median of whole processes, after one that warms the caches."""
    times = []
    for _ in range(runs + 1):
        begun = time.perf_counter()
        subprocess.run(words, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(time.perf_counter() - begun)
    return statistics.median(times[1:] or times)


def store(folder: Path, vocabulary: Vocabulary) -> Path:
    """The prepared store of a folder of records, made in pieces so that memory is flat."""
    place = folder.with_suffix(".store")

    def quads() -> Iterable[ox.Quad]:
        for part in sorted(p for p in folder.rglob("*") if p.is_dir()):
            yield from prepared.quads(_one(part, vocabulary))

    prepared.write(quads(), place)
    return place


def _one(folder: Path, vocabulary: Vocabulary) -> Dataset:
    dataset = Dataset(vocabulary)
    for path in sorted(folder.glob("*.yaml")):
        dataset.add(path.as_posix(), path.read_bytes(), path.stem)
    return dataset


def peer_data(folder: Path, vocabulary: Vocabulary, place: Path) -> tuple[Path, Path]:
    """Shapes and data as files for pySHACL."""
    dataset = Dataset.load(folder, vocabulary)
    triples = graph_store.triples((p.record for p in dataset.placed.values()), graph_store.mapper(dataset))
    (place / "data.nt").write_bytes(graph_store.ntriples(triples) + shapes.background(vocabulary))
    (place / "shapes.ttl").write_bytes(shapebook.content(vocabulary.folder))
    return place / "shapes.ttl", place / "data.nt"


def same_results(folder: Path, vocabulary: Vocabulary, book: Path, data: Path) -> int:
    """How many results both engines give of the same graph; stops where they differ."""
    dataset = Dataset.load(folder, vocabulary)
    triples = graph_store.triples((p.record for p in dataset.placed.values()), graph_store.mapper(dataset))
    mine = set(shapes.run(triples, vocabulary))
    words = [sys.executable, "-m", "pyshacl", "-s", str(book), "-i", "none", "-f", "turtle", str(data)]
    theirs = set(shapes.results(subprocess.run(words, capture_output=True, check=False).stdout))
    assert mine == theirs, (mine - theirs, theirs - mine)
    return len(mine)


def main() -> None:
    large = "--large" in sys.argv
    vocabulary = Vocabulary()
    place = Path(tempfile.mkdtemp(prefix="carbonlex-bench-"))
    environment = {**os.environ, "XDG_CACHE_HOME": str(place / "cache"), "TMPDIR": str(place)}
    try:
        results = measured(place, vocabulary, environment, large)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    results["peak MiB"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    results["machine"] = {"processors": os.cpu_count(), "python": sys.version.split()[0]}
    print(json.dumps(results, indent=2, ensure_ascii=False))


def measured(place: Path, vocabulary: Vocabulary, environment: dict[str, str], large: bool) -> dict[str, object]:
    few = place / "few"
    synthetic.write(few, FEW)
    (place / "peer").mkdir()
    book, data = peer_data(few, vocabulary, place / "peer")
    found: dict[str, object] = {"results that both engines give": same_results(few, vocabulary, book, data)}
    whole = seconds([sys.executable, "-m", "pyshacl", "-s", str(book), "-i", "none", str(data)], environment, 0)
    small = place / "small"
    synthetic.write(small, 400, faulty=0)
    book, data = peer_data(small, vocabulary, place)
    one = place / "d401.yaml"
    text = (small / "definitions/o0/d2.yaml").read_text("utf-8").replace("id: d2\n", "id: d401\n")
    one.write_text(text.replace('pinpoint: "s. 2"', 'pinpoint: "s. 99"'), "utf-8")
    focus = vocabulary.iri("definition", "d2")
    python = seconds([sys.executable, "-c", "import pyoxigraph"], environment)
    among_few = seconds([*PROGRAM, "--data", str(store(small, vocabulary)), "validate", str(one)], environment)
    peer = seconds(
        [sys.executable, "-m", "pyshacl", "-s", str(book), "-i", "none", "--focus", focus, str(data)], environment, 3
    )
    found |= {
        "import pyoxigraph s": round(python, 3),
        "help s": round(seconds([*PROGRAM, "--help"], environment), 3),
        "explain s": round(seconds([*PROGRAM, "explain", "CLX402"], environment), 3),
        "one among 400 s": round(among_few, 3),
        "pyshacl --focus s": round(peer, 3),
        f"pyshacl on {FEW} s": round(whole, 1),
        "one: share of pyshacl --focus": round(among_few / peer, 3),
    }
    much = place / "much"
    count = 100_000 if large else 10_000
    synthetic.write(much, count, faulty=0)
    among_many = seconds([*PROGRAM, "--data", str(store(much, vocabulary)), "validate", str(one)], environment)
    print(json.dumps(found), file=sys.stderr, flush=True)
    found[f"one among {count:,} s"] = round(among_many, 3)
    found[f"one among {count:,} : among 400"] = round(among_many / among_few, 2)
    (place / "none").mkdir()
    (place / "none" / "o.yaml").write_text(
        'kind: jurisdiction\nid: o\nname: {en: "O"}\nlevel: national\nlanguages: [en]\n'
    )
    sizes = [1_000, 10_000, *([100_000] if large else [])]
    times = {}
    for size in sizes:
        folder = place / f"new{size}"
        synthetic.write(folder, size, seed=7)
        times[size] = seconds([*PROGRAM, "--data", str(place / "none"), "validate", str(folder)], environment, 0)
        found[f"folder of {size:,} s"] = round(times[size], 1)
        found[f"definitions a second of {size:,}"] = round(size / times[size])
    found["rate : pySHACL's"] = round((10_000 / times[10_000]) / (FEW / whole), 1)
    found["exponent"] = round(math.log(times[sizes[-1]] / times[sizes[-2]]) / math.log(sizes[-1] / sizes[-2]), 3)
    return found


if __name__ == "__main__":
    main()
