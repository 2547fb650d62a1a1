"""The lock file of a data folder: a hash for the words and one for the place of every wording, and for every quotation of a
statement, so that a change of either shows in review and is never slipped in (CLX407, CLX408)."""

import hashlib
from collections.abc import Iterator

from carbonlex.checks import quotations
from carbonlex.checks.written import fault
from carbonlex.faults import Fault
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.known import Known
from carbonlex.reading.reader import Placed
from carbonlex.records.model import Definition, Record, Worded

HEAD = (
    "# Hashes of all wordings and of where they stand. Written by carbonlex quotes --lock; compare the records before you "
    "write it anew.\n"
)


def lines(dataset: Dataset) -> Iterator[str]:
    """The lock of a data set, line by line."""
    yield HEAD
    for key in sorted(dataset.placed):
        record = dataset.placed[key].record
        for path, digest in _hashes(record).items():
            yield f"{record.kind}/{record.id} {path} {digest}\n"


def check(placed: Placed, known: Known) -> Iterator[Fault]:
    """A wording that the lock knows has not changed. One that it does not know is new, and not its business."""
    record = placed.record
    locked = known.locked(record.kind, record.id)
    if locked is None:
        return
    now = _hashes(record)
    for path in dict.fromkeys([*locked, *now]):
        if locked.get(path) != now.get(path):
            what = "where the wording stands" if path == "place" else "the words"
            code = "CLX408" if path == "place" else "CLX407"
            at = "source" if path == "place" else path
            yield fault(placed, known, code, at, f"{what} changed against the lock file", record.id)


def _hashes(record: Record) -> dict[str, str]:
    words = {q.path: _digest(q.words) for q in quotations.of(record)}
    if not isinstance(record, Worded):
        return words
    place = [record.concept, record.jurisdiction, record.source, record.pinpoint, record.evidence.standing]
    if isinstance(record, Definition):
        dates = (record.valid.from_, record.valid.to) if record.valid else (None, None)
        place += [p or "" for p in (record.force, record.replaces, *dates)]
    return {"place": _digest("\n".join(place)), **words}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
