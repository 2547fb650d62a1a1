"""Every wording looked up, letter for letter, in a folder of texts: found, not found (with the nearest place), not kept there.

What counts are the letters and marks of the text. Left aside are white space, line breaks, soft hyphens, and quotation marks,
which editors and typesetters change; and an omission (… or three dots, with or without brackets) stands for words left out,
so that the parts before and after it must follow each other in one text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from carbonlex.checks.kept import Text, letters
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Record, Statement, Worded

SEED = 12  # letters of a probe when the nearest place is looked for
KEPT = 0.3  # share of probes that must hit for a text to count as kept in a changed form

_OMISSION = re.compile(r"[\[(（]?(?:…+|\.{3,})[\])）]?")


@dataclass(frozen=True)
class Quotation:
    """Words that a record puts into a source's mouth, with the path at which they stand."""

    record: Record
    path: str
    words: str


@dataclass(frozen=True)
class Lookup:
    """What became of one quotation. ``state`` is ``found``, ``not found`` or ``not kept``; ``place`` names the text and, for a
    quotation that is not found, the words there that come nearest."""

    quotation: Quotation
    state: str
    place: str = ""
    nearest: str = ""


def quotations(dataset: Dataset) -> Iterator[Quotation]:
    """All quotations of a data set, by kind and id."""
    for key in sorted(dataset.placed):
        yield from of(dataset.placed[key].record)


def of(record: Record) -> Iterator[Quotation]:
    """A record's quotations: originals and official translations of a wording, and what statements quote. Readings quote from
    the wordings."""
    if isinstance(record, Worded):
        for tag, wording in record.text.items():
            for role, words in wording.words():
                if role != "gloss":
                    yield Quotation(record, f"text.{tag}.{role}", words)
    for index, statement in enumerate(getattr(record, "statements", ())):
        assert isinstance(statement, Statement)
        for tag, words in (statement.quote or {}).items():
            yield Quotation(record, f"statements[{index}].quote.{tag}", words)


def lookup(quoted: Iterable[Quotation], kept: list[Text]) -> Iterator[Lookup]:
    """Look every quotation up."""
    for quotation in quoted:
        parts = [part for p in _OMISSION.split(quotation.words) if (part := letters(p))]
        found = next((t for t in kept if _in_order(parts, t.letters)), None)
        yield Lookup(quotation, "found", found.name) if found else _nearest(quotation, "".join(parts), kept)


def _in_order(parts: list[str], text: str) -> bool:
    position = 0
    for part in parts:
        position = text.find(part, position)
        if position < 0:
            return False
        position += len(part)
    return bool(parts)


def _nearest(quotation: Quotation, wanted: str, kept: list[Text]) -> Lookup:
    """The place at which most probes of the quotation agree."""
    seed = min(SEED, max(4, len(wanted) // 3))
    probes = [(i, wanted[i : i + seed]) for i in range(0, max(1, len(wanted) - seed + 1), max(1, seed // 2))]
    best: tuple[int, Text | None, int] = (0, None, 0)
    for text in kept:
        places: dict[int, list[int]] = {}
        for offset, probe in probes:
            at = text.letters.find(probe)
            while at >= 0:
                # A few letters more or less on the way do not matter.
                places.setdefault((at - offset) // seed, []).append(at - offset)
                at = text.letters.find(probe, at + 1)
        for begins in places.values():
            if len(begins) > best[0]:
                best = (len(begins), text, begins[0])
    count, near, position = best
    if near is None or count < KEPT * len(probes):
        return Lookup(quotation, "not kept")
    return Lookup(quotation, "not found", near.name, near.around(position, len(wanted) + seed))
