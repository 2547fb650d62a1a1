"""The published records, spoilt systematically, each by itself: a key or an item deleted, two values swapped, a name misspelt, a date
shifted, a letter changed. Whoever changes what a record says is told so.

A mutant *changes meaning* if the reader refuses it, or if the record that it reads differs from the published one in anything but
notes (``notes``, and the ``note`` of a part) and the order of lists that have none. A mutant is *reported* if validate finds an error
or a warning in it that it does not find in the published record. Most are reported by reading and by the lock, so the shapes are asked
only where these say nothing.
"""

import copy
import datetime
import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from typing import Any

import pytest
import yaml

from carbonlex import places
from carbonlex.checks.examination import Examination
from carbonlex.faults import Fault
from carbonlex.graph import prepared
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.document import Document, Source, read
from carbonlex.records.forms import DATE
from carbonlex.records.model import KINDS
from carbonlex.vocabulary import Vocabulary

SEED = 4
RECORDS = 12  # of each kind
MUTANTS = 4  # of each record by each operation
LEAST = 0.99
LISTS_IN_ORDER = {"statements", "translations", "accepted_for", "table"}
NOTES = ("note", "notes")

Steps = tuple[Any, ...]
Change = Callable[[Any], None]
Told = set[tuple[str, str]]


# What is done to a record, as the loader of YAML gives it.


def walked(node: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Every part of a record, with the way to it; notes are left out."""
    yield steps, node
    for step, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        if step not in NOTES:
            yield from walked(value, (*steps, step))


def texts(record: Any) -> Iterator[tuple[Steps, str]]:
    return ((steps, value) for steps, value in walked(record) if isinstance(value, str))


def at(record: Any, steps: Steps) -> Any:
    for step in steps:
        record = record[step]
    return record


def put(steps: Steps, text: str) -> Change:
    return lambda record: at(record, steps[:-1]).__setitem__(steps[-1], text)


def delete(record: Any) -> Iterator[Change]:
    """A key or an item."""
    for steps, _ in walked(record):
        if steps:
            yield lambda mutant, steps=steps: at(mutant, steps[:-1]).__delitem__(steps[-1])


def swap(record: Any) -> Iterator[Change]:
    """Two values that stand under the same key, or the ends of a period or of a mapping."""
    alike: dict[str, list[tuple[Steps, str]]] = {}
    for steps, value in texts(record):
        key = next(step for step in reversed(steps) if isinstance(step, str))
        alike.setdefault("from" if key == "to" else key, []).append((steps, value))
    for found in alike.values():
        for (one, first), (other, second) in itertools.pairwise(found):
            if first != second:
                changes = put(one, second), put(other, first)
                yield lambda mutant, changes=changes: [change(mutant) for change in changes]


def misspell(record: Any) -> Iterator[Change]:
    """A name without its second letter: a key, an id, a value of a list."""
    for steps, value in walked(record):
        if (
            isinstance(value, str)
            and len(value) > 2
            and value.isascii()
            and " " not in value
            and not DATE.fullmatch(value)
        ):
            yield put(steps, value[0] + value[2:])
        if steps and isinstance(steps[-1], str) and len(steps[-1]) > 2:

            def rename(mutant: Any, steps: Steps = steps) -> None:
                holder, key = at(mutant, steps[:-1]), steps[-1]
                holder[key[0] + key[2:]] = holder.pop(key)

            yield rename


def shift(record: Any) -> Iterator[Change]:
    """A date by a year, a month, a day, in its own precision."""
    for steps, value in texts(record):
        if DATE.fullmatch(value) and steps[-1] != "value":
            day = datetime.date.fromisoformat(value + "-01-01"[len(value) - 4 :])
            for days in (366, -366, 31, -31, 1, -1):
                shifted = (day + datetime.timedelta(days)).isoformat()[: len(value)]
                if shifted != value:
                    yield put(steps, shifted)


def change_a_letter(record: Any) -> Iterator[Change]:
    """One of a wording, a quotation, a title, a sentence: in its middle."""
    for steps, value in texts(record):
        places = [i for i in range(len(value) // 2, len(value)) if value[i].isalpha()] if " " in value else []
        if places:
            letter = "x" if value[places[0]] != "x" else "y"
            yield put(steps, value[: places[0]] + letter + value[places[0] + 1 :])


OPERATIONS = (delete, swap, misspell, shift, change_a_letter)


def mutants(record: Any, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Some of each operation, written down."""
    for operation in OPERATIONS:
        changes = list(operation(record))
        for change in chance.sample(changes, min(MUTANTS, len(changes))):
            mutant = copy.deepcopy(record)
            change(mutant)
            yield operation.__name__, dumped(mutant)


def dumped(record: Any) -> bytes:
    return yaml.safe_dump(record, allow_unicode=True, sort_keys=False).encode()


# What a record means, and what is told of it.


def meaning(document: Document) -> object:
    """The record without notes; nothing where there is none, or one with errors."""
    if document.placed is None or any(f.severity == "error" for f in document.faults):
        return None
    return said(asdict(document.placed.record))


def said(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {k: said(v, k) for k, v in value.items() if k not in NOTES}
    if isinstance(value, list | tuple):
        parts = [said(v) for v in value]
        return parts if key in LISTS_IN_ORDER else sorted(map(repr, parts))
    return value


class Judge:
    """Examines one record at a time over the published ones."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.folder = places.published()
        self.store = prepared.open_store(self.folder, vocabulary)

    def source(self, file: str, content: bytes | None = None) -> Source:
        """A published file, with this content."""
        path = self.folder / file
        return Source(file, path.suffix, path.stem, given=path.read_bytes() if content is None else content)

    def read(self, source: Source) -> Document:
        return read(source, self.vocabulary)

    def before_the_shapes(self, source: Source) -> Told:
        examination = Examination(self.vocabulary, self.store)
        return told([*examination.announce([source]), *examination.describe([source])[0]])

    def wholly(self, source: Source) -> Told:
        return told(Examination(self.vocabulary, self.store, folder=self.folder).faults([source]))


def told(faults: list[Fault]) -> Told:
    return {(f.code, f.path) for f in faults if f.severity in ("error", "warning")}


@pytest.fixture(scope="module")
def judge(vocabulary: Vocabulary) -> Judge:
    return Judge(vocabulary)


def sample(published: Dataset, chance: random.Random, records: int) -> list[str]:
    """Files of some records of each kind."""
    files: list[str] = []
    for kind in KINDS:
        found = sorted(placed.file for key, placed in published.placed.items() if key[0] == kind)
        files += chance.sample(found, min(records, len(found)))
    return files


def test_of_the_mutants_that_change_meaning_nearly_all_are_reported(
    published: Dataset, judge: Judge, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(SEED)
    made: Counter[str] = Counter()
    missed: list[tuple[str, str]] = []
    for file in sample(published, chance, RECORDS):
        source = judge.source(file)
        original, before = meaning(judge.read(source)), judge.before_the_shapes(source)
        for operation, content in mutants(yaml.load(source.given, yaml.BaseLoader), chance):
            mutant = replace(source, given=content)
            if meaning(judge.read(mutant)) == original:
                continue
            made[operation] += 1
            if not (judge.before_the_shapes(mutant) - before or judge.wholly(mutant) - judge.wholly(source)):
                missed.append((operation, file))
    lost = Counter(operation for operation, _ in missed)
    with capsys.disabled():
        print("\nmutants reported:", *(f"{name} {made[name] - lost[name]}/{made[name]}" for name in made), sep="\n  ")
    assert set(made) == {operation.__name__ for operation in OPERATIONS}
    assert made.total() > 2000
    assert len(missed) <= (1 - LEAST) * made.total(), missed


def test_what_the_files_say_is_what_is_read(published: Dataset, judge: Judge) -> None:
    """The mutants are written anew from what the loader reads; that alone changes nothing, and is not reported."""
    for file in sample(published, random.Random(SEED), 2):
        source = judge.source(file)
        again = replace(source, given=dumped(yaml.load(source.given, yaml.BaseLoader)))
        assert meaning(judge.read(again)) == meaning(judge.read(source)) is not None
        assert judge.before_the_shapes(again) == judge.before_the_shapes(source)
