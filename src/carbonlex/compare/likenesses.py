"""The likeness of every two wordings of a family at once: the same numbers as :mod:`carbonlex.compare.likeness`, without the table
from which each follows.

A reading is a set of bits, one for each value of its facet, so that a score is a count of bits; most pairs share few facets, and a
family of 160 wordings has 12 720 pairs. Wordings in which the same is read have the same likenesses, which are worked out once; and of
equal scores there is one, since a family of thousands of wordings has millions of pairs.
"""

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from carbonlex.compare.likeness import enough, nearness, rounded
from carbonlex.records.model import Worded


@dataclass(frozen=True)
class Score:
    """A likeness in ``hundredths`` (nothing where there is none), how many facets count, and on how many something is said."""

    hundredths: int | None
    counted: int
    spoken: int


@dataclass(frozen=True)
class Said:
    """What the project reads in a wording: the facets read and those on which something is said, as bits, and on each of the
    latter the values, as bits."""

    read: int
    spoken: int
    values: Mapping[int, int]


class Scorer:
    """Scores two wordings by what is read in them.

    :param facets: those that count.
    """

    def __init__(self, facets: Iterable[str]) -> None:
        self._facets = {facet: number for number, facet in enumerate(facets)}
        self._bits: dict[tuple[str, str], int] = {}
        self._jaccard: dict[tuple[int, int], float] = {}

    def said(self, readings: Iterable[tuple[str, Iterable[str]]]) -> Said:
        """The facets on which a wording is read, each with the values; none where it is silent."""
        read = spoken = 0
        values: dict[int, int] = {}
        for facet, found in readings:
            number = self._facets[facet]
            read |= 1 << number
            for value in found:
                spoken |= 1 << number
                bit = self._bits.setdefault((facet, value), len(self._bits))
                values[number] = values.get(number, 0) | 1 << bit
        return Said(read, spoken, values)

    def score(self, first: Said, second: Said) -> tuple[int | None, int, int]:
        """The parts of a :class:`Score`."""
        either = first.spoken | second.spoken
        counted = (first.read & second.read & either).bit_count()
        spoken = either.bit_count()
        if not enough(counted, spoken):
            return None, counted, spoken
        scores = []
        both = first.spoken & second.spoken
        while both:
            facet = (both & -both).bit_length() - 1
            both &= both - 1
            pair = first.values[facet], second.values[facet]
            if pair not in self._jaccard:
                self._jaccard[pair] = (pair[0] & pair[1]).bit_count() / (pair[0] | pair[1]).bit_count()
            scores.append(self._jaccard[pair])
        # Zeros add nothing, so that the sum is that of all scores that count.
        return rounded(100 * (math.fsum(scores) / counted)), counted, spoken


def readings(wording: Worded, facets: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]:
    """The facets on which the project reads a wording, each with the values."""
    return [(facet, reading.values) for facet in facets if (reading := wording.reading(facet)) is not None]


@dataclass(frozen=True)
class Near:
    """A wording with its likeness to another one in ``hundredths``."""

    wording: Worded
    hundredths: int

    @property
    def number(self) -> float:
        """The likeness."""
        return self.hundredths / 100


class Likenesses:
    """The likenesses of all pairs of some wordings, by the project's readings on these facets."""

    def __init__(self, wordings: Iterable[Worded], facets: Sequence[str]) -> None:
        self.wordings = tuple(wordings)
        self.facets = tuple(facets)
        self.place = {(w.kind, w.id): i for i, w in enumerate(self.wordings)}

    @cached_property
    def scores(self) -> tuple[tuple[Score, ...], ...]:
        """The lower triangle: of each wording, its likeness to those before it."""
        scorer = Scorer(self.facets)
        equal: dict[tuple[int | None, int, int], Score] = {}
        kinds: dict[tuple[object, ...], int] = {}  # of wordings: those in which the same is read
        said: list[Said] = []  # by kind
        table: list[list[Score]] = []  # by two kinds
        rows: list[tuple[Score, ...]] = []
        of: list[int] = []

        def score(first: Said, second: Said) -> Score:
            found = scorer.score(first, second)
            if found not in equal:
                equal[found] = Score(*found)
            return equal[found]

        for wording in self.wordings:
            new = scorer.said(readings(wording, self.facets))
            kind = kinds.setdefault((new.read, *new.values.items()), len(said))
            if kind == len(said):
                said.append(new)
                table.append([score(other, new) for other in said])
                for row, found in zip(table, table[-1][:-1], strict=False):
                    row.append(found)
            rows.append(tuple(map(table[kind].__getitem__, of)))
            of.append(kind)
        return tuple(rows)

    def between(self, first: int, second: int) -> Score:
        """The likeness of two different wordings, by their places."""
        return self.scores[max(first, second)][min(first, second)]

    def nearest(self, wording: Worded, count: int) -> tuple[Near, ...]:
        """What :func:`carbonlex.compare.likeness.relatives` finds for one of the wordings among the others."""
        here = self.place[wording.kind, wording.id]
        row = (*self.scores[here], None, *(self.scores[there][here] for there in range(here + 1, len(self.wordings))))
        alike = [(there, score) for there, score in enumerate(row) if score and score.hundredths]
        # Only those that are at least as like as the last one are put in order by all that counts.
        least = min(heapq.nlargest(count, (score.hundredths or 0 for _, score in alike)), default=0)
        found = [
            (nearness(wording, self.wordings[there], hundredths, score.counted, score.spoken), there, hundredths)
            for there, score in alike
            if (hundredths := score.hundredths or 0) >= least
        ]
        found.sort(key=lambda item: item[0])
        return tuple(Near(self.wordings[there], hundredths) for _, there, hundredths in found[:count])

    def orders(self, first: str, second: str) -> int | None:
        """How near one legal order comes to another, in hundredths: the mean, over the wordings of the first, of the likeness to that
        wording of the second which is nearest to each (itself left out). Wordings without any likeness there are left out; nothing
        where all are."""
        found = [best for i in self.of[first] if (best := self._best(i, self.of[second])) is not None]
        return rounded(sum(found) / len(found)) if found else None

    @cached_property
    def of(self) -> Mapping[str, list[int]]:
        """Legal order → the places of its wordings."""
        found: dict[str, list[int]] = {}
        for place, wording in enumerate(self.wordings):
            found.setdefault(wording.jurisdiction, []).append(place)
        return found

    def _best(self, place: int, others: Iterable[int]) -> int | None:
        found = (self.between(place, other).hundredths for other in others if other != place)
        return max((h for h in found if h is not None), default=None)
