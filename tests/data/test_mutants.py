"""The published records, spoilt systematically, each by itself: a key or an item deleted, two values exchanged, a name misspelt, a date
shifted, a letter changed. Whoever changes what a record says is told so.

A mutant *changes meaning* if the reader refuses it, or if the record that it reads differs from the published one in anything but
notes (``notes``, and the ``note`` of a part) and the order of lists that have none. What is left out is white space, comments,
quotation marks and such: they do not change the record that is read. A mutant is *reported* if validate finds an error or a warning
in it that it does not find in the published record.

Of what is another valid record nothing but the lock can know that it is not meant; so the share that the other rules report is
counted, too, and printed.
"""

import copy
import dataclasses
import datetime
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
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
RECORDS = 4  # of each kind
MUTANTS = 5  # of each record by each operation
LEAST = 0.99
LOCK = {"CLX407", "CLX408", "CLX419"}
Path_ = tuple[Any, ...]


def test_of_the_mutants_that_change_meaning_nearly_all_are_reported(
    published: Dataset, vocabulary: Vocabulary, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(SEED)
    folder = places.published()
    store = prepared.open_store(folder, vocabulary)
    made: Counter[str] = Counter()
    reported: Counter[str] = Counter()
    without_lock: Counter[str] = Counter()
    missed: list[str] = []
    for kind in KINDS:
        records = sorted(key for key in published.placed if key[0] == kind)
        for key in chance.sample(records, min(RECORDS, len(records))):
            file = published.placed[key].file
            content = (folder / file).read_bytes()
            source = Source(file, ".yaml", key[1], folder / file, content)
            before = told(Examination(vocabulary, store, folder=folder).faults([given(source, content)]))
            original = meaning(read(given(source, content), vocabulary))
            for operation, mutant in mutants(yaml.load(content, yaml.BaseLoader), chance):
                spoilt = given(source, yaml.safe_dump(mutant, allow_unicode=True, sort_keys=False).encode())
                if meaning(read(spoilt, vocabulary)) == original:
                    continue
                found = told(Examination(vocabulary, store, folder=folder).faults([spoilt])) - before
                made[operation] += 1
                reported[operation] += bool(found)
                without_lock[operation] += bool({code for code, _ in found} - LOCK)
                if not found:
                    missed.append(f"{file}: {operation}")
    with capsys.disabled():
        print(f"\n{'':>12} made reported by other rules than the lock")
        for operation in made:
            print(f"{operation:>12} {made[operation]:4} {reported[operation]:8} {without_lock[operation]:4}")
        print(f"{'all':>12} {made.total():4} {reported.total():8} {without_lock.total():4}")
    assert made.total() > 500
    assert reported.total() >= LEAST * made.total(), missed


def given(source: Source, content: bytes) -> Source:
    """A file's content as it would be, without writing it."""
    return dataclasses.replace(source, path=None, given=content)


def told(faults: list[Fault]) -> set[tuple[str, str]]:
    return {(f.code, f.path) for f in faults if f.severity in ("error", "warning")}


def meaning(document: Document) -> object:
    """The record without notes, lists without order; nothing where there is no record, or one with faults."""
    if document.placed is None or any(f.severity == "error" for f in document.faults):
        return None
    return _said(dataclasses.asdict(document.placed.record))


ORDERED = {"statements", "translations", "accepted_for", "table"}


def _said(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {k: _said(v, k) for k, v in value.items() if k not in ("note", "notes")}
    if isinstance(value, list | tuple):
        said = [_said(v) for v in value]
        return said if key in ORDERED else sorted(map(repr, said))
    return value


def mutants(record: dict[str, Any], chance: random.Random) -> Iterator[tuple[str, Any]]:
    for operation in OPERATIONS:
        made = list(OPERATIONS[operation](record))
        for path, value in chance.sample(made, min(MUTANTS, len(made))):
            mutant = copy.deepcopy(record)
            value(mutant)
            yield operation, mutant
            del path


def walked(node: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    yield path, node
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        if key not in ("notes", "note"):
            yield from walked(value, (*path, key))


def at(record: Any, path: Path_) -> Any:
    for step in path:
        record = record[step]
    return record


def deleted(record: Any) -> Iterator[tuple[Path_, Any]]:
    for path, _ in walked(record):
        if path:
            yield path, lambda mutant, path=path: at(mutant, path[:-1]).__delitem__(path[-1])


def replaced(path: Path_, text: str) -> Any:
    return lambda mutant: at(mutant, path[:-1]).__setitem__(path[-1], text)


def exchanged(record: Any) -> Iterator[tuple[Path_, Any]]:
    """Two values that stand under the same key, or the ends of a period or of a mapping."""
    alike: dict[Any, list[tuple[Path_, str]]] = {}
    for path, value in walked(record):
        if isinstance(value, str):
            name = next(step for step in reversed(path) if isinstance(step, str))
            alike.setdefault("from" if name == "to" else name, []).append((path, value))
    for found in alike.values():
        for (one, first), (other, second) in zip(found, found[1:], strict=False):
            if first != second:

                def exchange(
                    mutant: Any, one: Path_ = one, other: Path_ = other, first: str = first, second: str = second
                ) -> None:
                    replaced(one, second)(mutant)
                    replaced(other, first)(mutant)

                yield one, exchange


def misspelt(record: Any) -> Iterator[tuple[Path_, Any]]:
    """A key, an id or a value of a list without one of its letters."""
    for path, value in walked(record):
        if (
            isinstance(value, str)
            and " " not in value
            and len(value) > 2
            and value.isascii()
            and not DATE.fullmatch(value)
        ):
            yield path, replaced(path, value[:1] + value[2:])
        if path and isinstance(path[-1], str) and len(path[-1]) > 2:

            def rename(mutant: Any, path: Path_ = path) -> None:
                holder = at(mutant, path[:-1])
                holder[path[-1][:1] + path[-1][2:]] = holder.pop(path[-1])

            yield path, rename


def shifted(record: Any) -> Iterator[tuple[Path_, Any]]:
    """A date by a year, a month, a day, at its own precision."""
    for path, value in walked(record):
        if isinstance(value, str) and DATE.fullmatch(value) and path[-1] != "value":
            day = datetime.date.fromisoformat((value + "-01-01")[:10])
            for days in (366, -366, 31, -31, 1, -1):
                text = (day + datetime.timedelta(days)).isoformat()[: len(value)]
                if text != value:
                    yield path, replaced(path, text)


def lettered(record: Any) -> Iterator[tuple[Path_, Any]]:
    """A letter of words: of a wording, a quotation, a name, a text."""
    for path, value in walked(record):
        if isinstance(value, str) and " " in value:
            place = next((i for i in range(len(value) // 2, len(value)) if value[i].isalpha()), None)
            if place is not None:
                letter = "x" if value[place] != "x" else "y"
                yield path, replaced(path, value[:place] + letter + value[place + 1 :])


OPERATIONS = {
    "deleted": deleted,
    "exchanged": exchanged,
    "misspelt": misspelt,
    "shifted": shifted,
    "lettered": lettered,
}


def test_what_the_files_say_is_what_is_read(published: Dataset, vocabulary: Vocabulary) -> None:
    """The mutants are written anew from what the loader reads; that alone changes nothing."""
    for key in sorted(published.placed)[::97]:
        file = published.placed[key].file
        content = (Path(places.published()) / file).read_bytes()
        again = yaml.safe_dump(yaml.load(content, yaml.BaseLoader), allow_unicode=True, sort_keys=False).encode()
        source = Source(file, ".yaml", key[1])
        assert meaning(read(given(source, again), vocabulary)) == meaning(read(given(source, content), vocabulary))
