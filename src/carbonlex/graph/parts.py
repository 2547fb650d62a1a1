"""A graph in N-Quads whose statements stand record by record, and the parts of it that files are put together from.

Where a part ends is told by the names of records alone. So the same graph is always parted in the same way, and what changes in a
record changes one part.
"""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

_RECORD = re.compile(rb"<[^#>]*|_:")  # all blank nodes together: none of them is a record's
_ENDS = 16  # of 256 records so many end a part


def ordered(lines: Iterable[bytes]) -> bytes:
    """Statements as one text, without repetition, by record."""
    records: dict[bytes, list[bytes]] = {}
    for line in set(lines):
        records.setdefault(record_of(line), []).append(line)
    return b"".join(line for record in sorted(records) for line in sorted(records[record]))


def divided(content: bytes) -> list[bytes]:
    """The parts of such a text, in their order."""
    parts: list[list[bytes]] = [[]]
    for record, lines in groupby(content.splitlines(keepends=True), record_of):
        parts[-1] += lines
        if _ends(record):
            parts.append([])
    return [b"".join(part) for part in parts if part]


def changed(parts: Sequence[bytes], gone: Collection[bytes], come: Collection[bytes]) -> list[bytes]:
    """The parts of a graph in which some statements no longer stand and others do."""
    if not parts:
        return divided(ordered(come))
    begins = [record_of(part) for part in parts]
    touched: dict[int, set[bytes]] = {}
    for line in (*gone, *come):
        index = _place(begins, line)
        touched.setdefault(index, set())
        if line in come:
            touched[index].add(line)
    found: list[bytes] = []
    left = b""  # of a part that ends no more where it did
    for index, part in enumerate(parts):
        if index not in touched and not left:
            found.append(part)
            continue
        lines = {*left.splitlines(keepends=True)} | ({*part.splitlines(keepends=True)} - set(gone))
        made = divided(ordered(lines | touched.get(index, set())))
        left = (
            made.pop() if made and index + 1 < len(parts) and not _ends(record_of(made[-1].splitlines()[-1])) else b""
        )
        found += made
    return found


def said(parts: Sequence[bytes], subject: bytes) -> list[bytes]:
    """The statements of a subject, which stand one after the other in one part."""
    part = parts[_place([record_of(part) for part in parts], subject)] if parts else b""
    begin = 0 if part.startswith(subject) else part.find(b"\n" + subject) + 1
    found: list[bytes] = []
    while part.startswith(subject, begin):
        end = part.find(b"\n", begin) + 1
        found.append(part[begin:end])
        begin = end
    return found


def _place(begins: Sequence[bytes], line: bytes) -> int:
    """In which part a statement stands, or belongs, by the records with which the parts begin."""
    return max(bisect_right(begins, record_of(line)) - 1, 0)


def _ends(record: bytes) -> bool:
    return hashlib.sha256(record).digest()[0] < _ENDS


def record_of(line: bytes) -> bytes:
    """The record that a statement is of, as its name begins in N-Quads."""
    found = _RECORD.match(line)
    return found[0] if found else b""
