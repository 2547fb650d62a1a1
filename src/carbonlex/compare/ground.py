"""What the columns of a comparison have in common on a facet, and what only one of them says."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from carbonlex.compare.matrix import Matrix

FEWEST = 2
"""Fewer columns than this have nothing in common."""


@dataclass(frozen=True)
class Ground:
    """The values that all columns say, and those that one says, with its id. ``among`` are the columns compared."""

    among: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    only: dict[str, str] = field(default_factory=dict)


def ground(found: Matrix, ids: Sequence[str]) -> dict[str, Ground]:
    """Facet → what those of the columns ``ids`` that have wordings share, and what only one of them says.

    A value is common where every one of them says it, in words or by implication; one that is silent or has not been read shares
    nothing. With fewer than two columns there is nothing to compare.
    """
    columns = [c for c in found.columns if c.id in ids and c.wordings]
    if len(columns) < FEWEST:
        return {facet: Ground() for facet in found.facets}
    among = tuple(c.id for c in columns)
    result = {}
    for facet in found.facets:
        said: dict[str, list[str]] = {}
        for column in columns:
            for value in found.cells[facet, column.id].said:
                said.setdefault(value.value, []).append(column.id)
        common = tuple(value for value, by in said.items() if len(by) == len(columns))
        result[facet] = Ground(among, common, {value: by[0] for value, by in said.items() if len(by) == 1})
    return result
