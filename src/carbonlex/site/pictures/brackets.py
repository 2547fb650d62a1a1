"""Links as brackets: a row for each scheme, a column for each link, and in the column a line that joins the schemes of the link.

An arc joins two; many links join three or four, and a bracket shows who they are. Where one side accepts and the other does not, the
last scheme of the link is the one that accepts (``ontology/decisions/links.md``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from carbonlex.records.model import Link, Scheme

DIRECTED = frozenset({"one-way-recognition", "offset-acceptance"})
NAMES, ORDERS = 500, 170
ROW, PITCH = 19, 21
_LINE, _GROUP, _MARGIN = 17, 12, 14


@dataclass(frozen=True)
class Row:
    """A scheme, or a legal order that takes part without one. ``first`` says that the rows of its legal order begin here."""

    order: str
    scheme: str
    y: float
    first: bool


@dataclass(frozen=True)
class End:
    """Where a link meets a row; the one that ``accepts`` has the head of the arrow."""

    y: float
    accepts: bool


@dataclass(frozen=True)
class Bracket:
    """A link in its column, numbered as in the table."""

    number: int
    x: float
    ends: tuple[End, ...]
    directed: bool
    link: Link


@dataclass(frozen=True)
class Group:
    """The links of one type: where its heading stands, and where its columns begin and end."""

    type: str
    x: float
    end: float
    y: float


@dataclass(frozen=True)
class Brackets:
    """All links."""

    width: float
    height: float
    top: float
    rows: tuple[Row, ...]
    groups: tuple[Group, ...]
    brackets: tuple[Bracket, ...]


def arranged(links: Iterable[Link], types: Sequence[str]) -> list[Link]:
    """The links by type, the larger types last; of one type by date, then by id."""
    found = list(links)
    numbers = {t: sum(link.type == t for link in found) for t in types}
    rank = {t: i for i, t in enumerate(sorted(types, key=lambda t: (numbers[t], types.index(t))))}
    return sorted(found, key=lambda x: (rank[x.type], x.in_force or x.signed or x.ended or "9", x.id))


def brackets(links: Sequence[Link], schemes: Iterable[Scheme], orders: Sequence[str]) -> Brackets:
    """The drawing of links that are arranged.

    :param orders: legal orders, in the order of the rows.
    """
    types = list(dict.fromkeys(link.type for link in links))
    top = float(len(types) * _LINE + 24)
    rows = _rows(links, schemes, orders, top)
    height = top + len(rows) * ROW + 6
    places = {(row.order, row.scheme): row.y for row in rows}
    schemed = {row.scheme: row.y for row in rows if row.scheme}
    groups, found = [], []
    x = float(NAMES + _MARGIN)
    for line, of in enumerate(types):
        begin = x
        for number, link in enumerate(links, 1):
            if link.type != of:
                continue
            last = link.schemes[-1] if link.schemes and of in DIRECTED else ""
            ends = [End(schemed[s], s == last) for s in link.schemes if s in schemed]
            ends += [End(places[m, ""], False) for m in link.members]
            found.append(Bracket(number, x, tuple(sorted(ends, key=lambda e: e.y)), bool(last), link))
            x += PITCH
        groups.append(Group(of, begin, x - PITCH, (line + 1) * _LINE - 4))
        x += _GROUP
    # The headings run to the right of their columns: the last has as much room as a heading needs.
    return Brackets(max(x, (groups[-1].x if groups else x) + 190), height, top, rows, tuple(groups), tuple(found))


def _rows(links: Iterable[Link], schemes: Iterable[Scheme], orders: Sequence[str], top: float) -> tuple[Row, ...]:
    members = {m for link in links for m in link.members}
    of: dict[str, list[str]] = {order: [""] if order in members else [] for order in orders}
    for scheme in schemes:
        of.setdefault(scheme.jurisdiction, []).append(scheme.id)
    places = [(order, scheme, not i) for order, found in of.items() for i, scheme in enumerate(found)]
    return tuple(Row(order, scheme, top + (n + 0.5) * ROW, first) for n, (order, scheme, first) in enumerate(places))
