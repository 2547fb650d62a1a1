"""How alike two wordings are, facet by facet, by the project's own readings.

The number is Gower's general coefficient of similarity (Biometrics 27, 1971) with the Jaccard measure on each facet. Why so, and a
worked example: ``ontology/decisions/likeness.md``.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from carbonlex.records.model import Reading, Worded

UNREAD = "unread"
FEWEST = 2
"""On fewer facets than this, two wordings have no likeness."""


@dataclass(frozen=True)
class Facet:
    """What two wordings say on one facet."""

    facet: str
    first: Reading | None
    second: Reading | None

    @property
    def shared(self) -> tuple[str, ...]:
        """The values that both say, in the order of the first."""
        return tuple(v for v in self.first.values if v in self.second.values) if self.first and self.second else ()

    @property
    def score(self) -> float | None:
        """The values that both say, divided by those that either says; 0 where one is silent. Nothing where neither says
        anything, or where one has not been read."""
        if self.first is None or self.second is None:
            return None
        either = {*self.first.values, *self.second.values}
        return len(self.shared) / len(either) if either else None

    @property
    def state(self) -> str:
        """``same``, ``partly``, ``different``, ``one-silent``, ``silent`` (both), or ``unread`` (one of them, or both)."""
        if self.first is None or self.second is None:
            return UNREAD
        if self.score is None:
            return "silent"
        if not (self.first.values and self.second.values):
            return "one-silent"
        return "same" if self.score == 1 else "partly" if self.score else "different"


@dataclass(frozen=True)
class Likeness:
    """Two wordings, facet by facet."""

    facets: tuple[Facet, ...]

    @cached_property
    def scores(self) -> tuple[float, ...]:
        """The scores of the facets that count: both wordings were read, and at least one says something."""
        return tuple(s for f in self.facets if (s := f.score) is not None)

    @cached_property
    def spoken(self) -> int:
        """On how many facets at least one of the two says something, whether or not the other was read."""
        return sum(any(r and r.values for r in (f.first, f.second)) for f in self.facets)

    @cached_property
    def number(self) -> float | None:
        """The mean of the scores, to two decimals (halves are rounded up); nothing where fewer than two facets count, or fewer
        than half of those on which something is said."""
        counted = len(self.scores)
        return rounded(100 * (math.fsum(self.scores) / counted)) / 100 if enough(counted, self.spoken) else None


def enough(counted: int, spoken: int) -> bool:
    """Whether so many facets make a likeness: two or more, and half of those on which something is said."""
    return counted >= FEWEST and 2 * counted >= spoken


def rounded(hundredths: float) -> int:
    """The nearest whole number; halves are rounded up, and so is what the sum of fractions left a little below one."""
    return math.floor(hundredths + 0.5 + 1e-9)


@dataclass(frozen=True)
class Relative:
    """A wording with its likeness to the one that was asked about."""

    wording: Worded
    likeness: Likeness

    @property
    def number(self) -> float:
        """The likeness; a relative always has one."""
        return self.likeness.number or 0.0


def likeness(first: Worded, second: Worded, facets: Iterable[str]) -> Likeness:
    """The likeness of two wordings, by what the project reads in them on these facets."""
    return Likeness(tuple(Facet(f, first.reading(f), second.reading(f)) for f in facets))


def nearness(wording: Worded, other: Worded, number: float, counted: int, spoken: int) -> tuple[float | str, ...]:
    """The place of another wording among those like this one: by the number, then by how many facets it rests on, then by how few it
    leaves out; of equals its own published version first, then by kind and id."""
    own = (other.kind, other.id) == (wording.kind, wording.id)
    return -number, -counted, spoken, not own, other.kind, other.id


def relatives(wording: Worded, others: Iterable[Worded], facets: Sequence[str], count: int) -> tuple[Relative, ...]:
    """The wordings most like this one, the nearest first. A likeness of 0 makes no relative."""

    def order(relative: Relative) -> tuple[float | str, ...]:
        return nearness(
            wording, relative.wording, relative.number, len(relative.likeness.scores), relative.likeness.spoken
        )

    found = [Relative(other, likeness(wording, other, facets)) for other in others]
    return tuple(sorted((r for r in found if r.number > 0), key=order)[:count])
