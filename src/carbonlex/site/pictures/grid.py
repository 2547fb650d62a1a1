"""Acceptances as a grid: a row for each kind of unit, a column for each scheme that accepts units of others, a disc where it does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from carbonlex.records.model import Acceptance, Asset

NAMES, ORDERS = 470, 160
ROW, PITCH, HEADS = 19, 24, 250
"""The names of the columns are written upwards in the room of the heads."""


@dataclass(frozen=True)
class Row:
    """A kind of unit, at its height; ``first`` says that the rows of its legal order begin here."""

    order: str
    asset: Asset
    y: float
    first: bool


@dataclass(frozen=True)
class Disc:
    """One or more acceptances of a unit by a scheme. It is ``ended`` where all of them have an end, and ``own`` where the scheme is one
    that issues the unit."""

    x: float
    y: float
    own: bool
    ended: bool
    acceptances: tuple[Acceptance, ...]


@dataclass(frozen=True)
class Grid:
    """All acceptances. ``columns`` are the schemes with their places."""

    width: float
    height: float
    rows: tuple[Row, ...]
    columns: tuple[tuple[str, float], ...]
    discs: tuple[Disc, ...]


def grid(units: Sequence[tuple[str, Asset]], schemes: Iterable[str]) -> Grid:
    """The drawing.

    :param units: each with its legal order, in the order of the rows; those that nobody accepts are left out.
    :param schemes: in the order of the columns; those that accept nothing are left out.
    """
    accepted = [(order, asset) for order, asset in units if asset.accepted_for]
    accepting = {a.scheme for _, asset in accepted for a in asset.accepted_for}
    columns = {s: NAMES + (i + 0.5) * PITCH for i, s in enumerate(s for s in schemes if s in accepting)}
    rows, discs = [], []
    for number, (order, asset) in enumerate(accepted):
        y = HEADS + (number + 0.5) * ROW
        rows.append(Row(order, asset, y, number == 0 or accepted[number - 1][0] != order))
        of: dict[str, list[Acceptance]] = {}
        for acceptance in asset.accepted_for:
            of.setdefault(acceptance.scheme, []).append(acceptance)
        for scheme, found in of.items():
            ended = all(a.valid and a.valid.to for a in found)
            discs.append(Disc(columns[scheme], y, scheme in asset.issued_under, ended, tuple(found)))
    width = NAMES + len(columns) * PITCH + 6
    return Grid(width, HEADS + len(rows) * ROW + 4, tuple(rows), tuple(columns.items()), tuple(discs))
