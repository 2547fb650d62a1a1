"""A wording with its readings marked in it: the text in stretches, each with the numbers of the readings that rest on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from carbonlex.records.model import Reading, Worded


@dataclass(frozen=True)
class Numbered:
    """A reading with the facet that it is on and its number on the page."""

    number: int
    facet: str
    reading: Reading


@dataclass(frozen=True)
class Stretch:
    """Some words, the readings that rest on them, and those whose quotation ends here."""

    text: str
    on: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True)
class Marked:
    """One text of a wording, with what was marked in it; ``role`` is ``original``, ``official`` or ``gloss``."""

    tag: str
    role: str
    stretches: tuple[Stretch, ...]

    @property
    def lines(self) -> list[list[Stretch]]:
        """The stretches of each line that is not empty; one that goes over lines is cut there, and ends with its last."""
        found: list[list[Stretch]] = [[]]
        for stretch in self.stretches:
            *firsts, last = stretch.text.split("\n")
            for text in firsts:
                found[-1].append(Stretch(text, stretch.on, ()))
                found.append([])
            found[-1].append(Stretch(last, stretch.on, stretch.ends))
        return [line for line in found if any(s.text or s.ends for s in line)]


LINES = 13
"""So many lines of two texts are set beside each other line by line; the style sheet has room for no more."""


def aligned(one: Marked, other: Marked | None) -> bool:
    """Whether two texts are of several lines each, and as many."""
    return other is not None and 1 < len(one.lines) == len(other.lines) <= LINES


def numbered(wording: Worded, facets: Sequence[str]) -> list[Numbered]:
    """The readings in the order of the facets, numbered from 1."""
    order = [f for f in facets if f in wording.readings] + [f for f in wording.readings if f not in facets]
    pairs = [(facet, reading) for facet in order for reading in wording.readings[facet]]
    return [Numbered(n, facet, reading) for n, (facet, reading) in enumerate(pairs, 1)]


def marked(wording: Worded, readings: Sequence[Numbered]) -> list[Marked]:
    """The texts of a wording with what these readings rest on."""
    return [
        Marked(tag, role, tuple(stretches(text, tag, readings)))
        for tag, words in wording.text.items()
        for role, text in words.words()
    ]


def span(text: str, reading: Reading, tag: str) -> tuple[int, int] | None:
    """Where the quotation stands, if it is in this language."""
    before, quote, after = reading.selector(tag)
    if not quote:
        return None
    start = text.find(before + quote + after)
    return None if start < 0 else (start + len(before), start + len(before) + len(quote))


def stretches(text: str, tag: str, readings: Sequence[Numbered]) -> list[Stretch]:
    """Cut the text where quotations begin and end; quotations may overlap."""
    spans = [(n.number, s) for n in readings if (s := span(text, n.reading, tag))]
    cuts = sorted({0, len(text), *(p for _, s in spans for p in s)})
    result = []
    for begin, end in pairwise(cuts):
        on = tuple(n for n, s in spans if s[0] <= begin and end <= s[1])
        ends = tuple(n for n, s in spans if s[1] == end)
        result.append(Stretch(text[begin:end], on, ends))
    return result
