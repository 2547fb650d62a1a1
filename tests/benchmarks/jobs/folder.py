"""A folder of definitions, all rules: ``carbonlex validate`` beside pySHACL on a whole graph, and beside the engine of the shapes alone.

pySHACL takes seconds for each definition, so it has fifty of them, and rates are compared: with more it gets slower. The engine alone
has the same graph as we, made into one file beforehand; it reads no records and no words, and holds all of it in memory. It is asked
where there are few.
Both must give the same results of these fifty, and we must find every fault that was planted, by its code.
"""

import json
import statistics
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import graphs
import planting
import synthetic
from figures import Figure, compared, growth
from timing import Run, process, spread, turns

from carbonlex.checks import shapes
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import Vocabulary
from jobs import PEERS, PROGRAM, Setting, Unequal, equal

FEW = 50
RUNS, MANY = 3, 1000  # of more, one run of ours must do: it takes minutes
BASE = 'kind: jurisdiction\nid: nowhere\nname: {en: "Nowhere"}\nlevel: national\nlanguages: [en]\n'


def measured(setting: Setting) -> Iterator[Figure]:
    vocabulary, environment = Vocabulary(), setting.environment
    book = graphs.shapes_file(vocabulary, setting.place / "shapes.ttl")
    nothing = setting.place / "nothing"
    nothing.mkdir()
    (nothing / "nowhere.yaml").write_text(BASE, "utf-8")
    ours = (*PROGRAM, "--data", str(nothing), "validate", "--format", "json")
    whole = _whole(setting, vocabulary, book)
    times, scatter = {}, 0.0
    for size in setting.sizes:
        folder, report = setting.place / f"{size}", setting.place / f"{size}.json"
        planted = synthetic.write(folder, size, seed=7)
        check = partial(process, (*ours, str(folder)), environment, report)
        if size <= MANY:
            data = graphs.data_file(vocabulary, Dataset.load(folder, vocabulary), setting.place / f"{size}.nt")
            raw = partial(process, (sys.executable, str(PEERS / "engine_alone.py"), str(book), str(data)), environment)
            pairs = turns(check, raw, RUNS)
            mine = [run for run, _ in pairs]
            yield compared("folder", "pyshifty alone", size, pairs, rate=_rate(size, mine))
        else:
            mine = [check()]
        found(planted, report, synthetic.drafts(size, seed=7), folder)
        times[size] = statistics.median(run.seconds for run in mine)
        scatter = max(scatter, spread([run.seconds for run in mine]))
        # The peer's time for so many, at its rate: measured once, since it takes minutes.
        pair = Run(times[size], max(run.peak for run in mine)), Run(whole.seconds * size / FEW, whole.peak)
        yield compared("folder", f"pySHACL on {FEW}, rates", size, [pair], rate=_rate(size, mine), reach=60)
    if len(times) > 1:
        # What is to be reached is said of 10,000 and more, which are a corpus.
        yield growth("folder", "exponent", times, scatter)


def _rate(size: int, runs: list[Run]) -> float:
    return size / statistics.median(run.seconds for run in runs)


def _whole(setting: Setting, vocabulary: Vocabulary, book: Path) -> Run:
    """What pySHACL takes for a few definitions, after the results were found to be those of our engine, and of that alone."""
    folder = setting.place / "few"
    synthetic.write(folder, FEW)
    dataset = Dataset.load(folder, vocabulary)
    data, report = graphs.data_file(vocabulary, dataset, setting.place / "few.nt"), setting.place / "few.ttl"
    words = (sys.executable, "-m", "pyshacl", "-s", str(book), "-i", "none", "-f", "turtle", str(data))
    run = process(words, setting.environment, report)
    theirs = set(shapes.results(report.read_bytes()))
    equal("results of the shapes", set(shapes.run(graphs.triples(dataset), vocabulary)), theirs)
    process((sys.executable, str(PEERS / "engine_alone.py"), str(book), str(data)), setting.environment, report)
    equal("results of the engine alone", set(shapes.results(report.read_bytes())), theirs)
    return run


def found(planted: Counter[str], report: Path, drafts: Iterator[planting.Draft], folder: Path) -> None:
    """:raises Unequal: where a fault that was planted was not found at its record, by its code."""
    told = {(fault["file"], fault["code"]) for fault in json.loads(report.read_text("utf-8"))["results"]}
    missed = [draft for draft in drafts if draft.code and (str(folder / draft.path), draft.code) not in told]
    if missed:
        raise Unequal(
            f"{len(missed)} of {planted.total()} faults were not found, for one {missed[0].code} in {missed[0].path}"
        )
