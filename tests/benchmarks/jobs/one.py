"""One definition, new among many, checked from a cold start: ``carbonlex validate`` beside ``pyshacl --focus``.

The peer has a graph of 400 definitions and the new one; we have a prepared store, of so many as are wanted. Both must find the same:
nothing in a sound definition, and the same rule broken in one that has a fault planted.
"""

import copy
import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import graphs
import planting
import synthetic
from figures import Figure, compared
from timing import process, turns

from carbonlex.checks import shapebook, shapes
from carbonlex.vocabulary import Vocabulary
from jobs import PROGRAM, Setting, Unequal, equal

FEW = 400
NAME = "new-one"
FAULT = "an end before the beginning"
RUNS, GROWTH = 3, 9


def measured(setting: Setting) -> Iterator[Figure]:
    vocabulary = Vocabulary()
    record = synthetic.Maker(99, vocabulary).definition(2).record | {"id": NAME, "pinpoint": "s. 99"}
    wrong = copy.deepcopy(record)
    planting.KINDS[FAULT].plant(wrong)
    stores = {size: graphs.prepare(vocabulary, size, setting.place / f"{size}.store") for size in {FEW, *setting.sizes}}
    sound, faulty = (
        _Both(setting, vocabulary, stores[FEW], name, r) for name, r in (("sound", record), ("faulty", wrong))
    )
    equal("codes found in a sound definition", sound.ours(), sound.theirs())
    equal("codes found in a faulty definition", faulty.ours(), faulty.theirs())
    if planting.KINDS[FAULT].code not in faulty.ours():
        raise Unequal(f"{planting.KINDS[FAULT].code} was planted and not found")
    environment = setting.environment
    ours, theirs = partial(process, sound.command(stores[FEW]), environment), partial(process, sound.peer, environment)
    pairs = turns(ours, theirs, RUNS)
    yield compared("one", "pyshacl --focus", FEW, pairs, reach=7)
    for size in sorted(set(setting.sizes) - {FEW}):
        pairs = turns(ours, partial(process, sound.command(stores[size]), environment), GROWTH)
        yield compared("one", f"the same among {FEW}, not more", size, pairs, less=True, reach=1.2)


class _Both:
    """A new definition, and how either of the two examines it."""

    def __init__(
        self, setting: Setting, vocabulary: Vocabulary, store: Path, name: str, record: planting.Record
    ) -> None:
        folder = setting.place / name
        folder.mkdir()
        self.setting, self.vocabulary, self.store = setting, vocabulary, store
        self.file = folder / f"{NAME}.yaml"
        self.file.write_text(synthetic.yaml(record), "utf-8")
        self.report = folder / "report"
        (dataset,) = graphs.datasets(vocabulary, FEW)
        dataset.add(self.file.name, self.file.read_bytes(), NAME)
        book = graphs.shapes_file(vocabulary, folder / "shapes.ttl")
        data = graphs.data_file(vocabulary, dataset, folder / "data.nt")
        focus = vocabulary.iri("definition", NAME)
        form = ("-i", "none", "-f", "turtle", "--focus", focus)
        self.peer = (sys.executable, "-m", "pyshacl", "-s", str(book), *form, str(data))

    def command(self, store: Path) -> tuple[str, ...]:
        return (*PROGRAM, "--data", str(store), "validate", "--format", "json", str(self.file))

    def ours(self) -> set[str]:
        process(self.command(self.store), self.setting.environment, self.report)
        return {fault["code"] for fault in json.loads(self.report.read_text("utf-8"))["results"]}

    def theirs(self) -> set[str]:
        process(self.peer, self.setting.environment, self.report)
        codes = shapebook.codes(self.vocabulary.folder)
        return {codes[result.shape] for result in shapes.results(self.report.read_bytes())}
