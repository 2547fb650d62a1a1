"""The lock file of a data folder, so that a change shows in review and is never slipped in: a hash for the words and one for the
place of every wording, and for every quotation of a statement (CLX407, CLX408), and one for what each record says beside these
(CLX419): readings, statements, dates, names, relations; notes are free."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from carbonlex.checks import quotations
from carbonlex.checks.written import fault
from carbonlex.faults import Fault
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.known import Known
from carbonlex.reading.reader import Placed
from carbonlex.records.authored import authored
from carbonlex.records.model import Definition, Evidence, Record, Statement, Worded, Wording

HEAD = (
    "# Hashes of all wordings, of where they stand, and of what records say. Written by carbonlex quotes --lock; compare the "
    "records before you write it anew.\n"
)
MEANING = "meaning"
NOTES = ("note", "notes")
# What other hashes cover.
ASIDE: dict[type, tuple[str, ...]] = {
    Worded: ("concept", "jurisdiction", "source", "pinpoint", "force", "replaces", "valid"),
    Evidence: ("standing",),
    Wording: ("original", "official"),
    Statement: ("quote",),
}


def lines(dataset: Dataset) -> Iterator[str]:
    """The lock of a data set, line by line."""
    yield HEAD
    for key in sorted(dataset.placed):
        record = dataset.placed[key].record
        for path, digest in _hashes(record).items():
            yield f"{record.kind}/{record.id} {path} {digest}\n"


def check(placed: Placed, known: Known) -> Iterator[Fault]:
    """A record that the lock knows has not changed. One that it does not know is new, and not its business."""
    record = placed.record
    locked = known.locked(record.kind, record.id)
    if locked is None:
        return
    now = _hashes(record)
    for path in dict.fromkeys([*locked, *now]):
        if locked.get(path) == now.get(path) or (path == MEANING and MEANING not in locked):
            continue
        if path == "place":
            code, at, what = "CLX408", "source", "where the wording stands"
        elif path == MEANING:
            code, at, what = "CLX419", "readings" if isinstance(record, Worded) else "id", "what the record says"
        else:
            code, at, what = "CLX407", path, "the words"
        yield fault(placed, known, code, at, f"{what} changed against the lock file", record.id)


def _hashes(record: Record) -> dict[str, str]:
    words = {q.path: _digest(q.words) for q in quotations.of(record)}
    meaning = _digest(json.dumps(authored(record, _aside, _unordered), ensure_ascii=False, sort_keys=True))
    if not isinstance(record, Worded):
        return {MEANING: meaning, **words}
    place = [record.concept, record.jurisdiction, record.source, record.pinpoint, record.evidence.standing]
    if isinstance(record, Definition):
        place += [p or "" for p in (record.force, record.replaces, *record.dates)]
    return {"place": _digest("\n".join(place)), MEANING: meaning, **words}


def _aside(part: Any) -> tuple[str, ...]:
    """The keys of a part of a record that are notes, or have a hash of their own."""
    return (*NOTES, *next((keys for cls, keys in ASIDE.items() if isinstance(part, cls)), ()))


def _unordered(items: list[Any]) -> list[Any]:
    """A list of names says the same in any order."""
    return sorted(items) if all(isinstance(item, str) for item in items) else items


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
