"""Time lines: one lane for each legal order, events above, wordings in force below as bars, all on one scale of years.

Dates keep the precision in which they were read: what a date leaves open is drawn as a span of its own. A bar runs on to the edge
where no beginning or no end was read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from carbonlex.graph import days
from carbonlex.records.model import Definition, Event, Period

YEAR, FEWEST = 34, 18
"""How wide a year is, and how many years there are at least."""
ROOM = 240
"""The room for the words at a mark."""
HEAD, ROW, FOOT, AXIS = 22, 16, 6, 20
_GAP = 8


@dataclass(frozen=True)
class Mark:
    """An event on its day, or somewhere from ``begin`` to ``end``. The words stand ``after`` or ``before`` it."""

    begin: float
    end: float
    y: float
    side: str
    words: float
    event: Event


@dataclass(frozen=True)
class Bar:
    """Wordings of one source that were in force for the same time: surely from ``sure`` to ``still``, perhaps from ``begin`` to
    ``end``. ``opened`` and ``closed`` say whether a beginning and an end were read."""

    begin: float
    sure: float
    still: float
    end: float
    y: float
    side: str
    words: float
    opened: bool
    closed: bool
    source: str
    wordings: tuple[Definition, ...]


@dataclass(frozen=True)
class Lane:
    """A legal order, from ``top`` on."""

    order: str
    top: float
    height: float
    marks: tuple[Mark, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Timeline:
    """Lanes above one another. ``years`` are the years that are written, with their places."""

    width: int
    height: float
    years: tuple[tuple[int, float], ...]
    lanes: tuple[Lane, ...]


@dataclass(frozen=True)
class Scale:
    """The years that a time line shows, from the first day of one to the last of another."""

    first: int
    last: int

    @property
    def width(self) -> int:
        """How wide all years are."""
        return (self.last - self.first + 1) * YEAR

    def place(self, day: str) -> float:
        """Where a day begins (ISO 8601)."""
        found = date.fromisoformat(day)
        begin = date(found.year, 1, 1).toordinal()
        share = (found.toordinal() - begin) / (date(found.year, 12, 31).toordinal() - begin + 1)
        return round((found.year - self.first + share) * YEAR, 1)

    def span(self, text: str) -> tuple[float, float]:
        """From where to where a date of the records may lie."""
        return self.place(days.first_day(text)), self.place(days.last_day(text))


def scale(definitions: Iterable[Definition], events: Iterable[Event], last: int = 0) -> Scale:
    """All years that the records name, and one more, so that what goes on is seen to go on.

    :param last: the year to end with, where that is later.
    """
    found = [e.date for e in events]
    found += [day for d in definitions for day in d.dates if day]
    years = [int(text[:4]) for text in found]
    end = max(last, *(year + 1 for year in years)) if years else last
    return Scale(min([*years, end + 1 - FEWEST]), end)


def timeline(
    definitions: Mapping[str, Sequence[Definition]], events: Mapping[str, Sequence[Event]], scale: Scale
) -> Timeline:
    """A lane for each legal order that has an event or a dated wording, in the order of the events' keys.

    :param definitions: by legal order; those without any date are left out.
    """
    lanes, top = [], float(AXIS)
    for order in events:
        rows: list[float] = []
        marks = tuple(_mark(event, scale, rows, top) for event in sorted(events[order], key=lambda e: (e.date, e.id)))
        below: list[float] = []
        begun = top + len(rows) * ROW
        bars = tuple(_bar(key, found, scale, below, begun) for key, found in _together(definitions.get(order, ())))
        if marks or bars:
            height = HEAD + (len(rows) + len(below)) * ROW + FOOT
            lanes.append(Lane(order, top, height, marks, bars))
            top += height
    years = tuple((y, float((y - scale.first) * YEAR)) for y in range(scale.first, scale.last + 1) if y % 5 == 0)
    return Timeline(scale.width, top, years, tuple(lanes))


@dataclass(frozen=True)
class Row:
    """A legal order of an overview: its wordings in force as ``bars``, its events as ``dots``, each one path."""

    order: str
    y: float
    bars: str
    dots: str
    events: int
    wordings: int


@dataclass(frozen=True)
class Overview:
    """A time line without words, a row for each legal order."""

    width: int
    height: float
    years: tuple[tuple[int, float], ...]
    rows: tuple[Row, ...]


NAMES, NARROW, LINE = 250, 0.7, 20
"""The room for the names of an overview, how much narrower than in a time line its years are, and the height of a row."""


def overview(whole: Timeline) -> Overview:
    """The time line at a glance."""

    def place(x: float) -> int:
        return round(NAMES + x * NARROW)

    rows = []
    for number, lane in enumerate(whole.lanes):
        y = AXIS + number * LINE + LINE // 2
        spans = dict.fromkeys((place(b.begin), place(b.end)) for b in lane.bars)
        days_ = dict.fromkeys((place(m.begin), place(m.end)) for m in lane.marks)
        bars, dots = ("".join(f"M{begin} {y}h{end - begin}" for begin, end in found) for found in (spans, days_))
        rows.append(Row(lane.order, y, bars, dots, len(lane.marks), sum(len(b.wordings) for b in lane.bars)))
    years = tuple((year, place(x)) for year, x in whole.years)
    return Overview(place(whole.width), AXIS + len(rows) * LINE, years, tuple(rows))


def _together(definitions: Iterable[Definition]) -> list[tuple[tuple[str, Period], tuple[Definition, ...]]]:
    """The dated wordings by source and time in force, in the order in which they begin."""
    found: dict[tuple[str, Period], list[Definition]] = {}
    for one in definitions:
        if one.valid and any(one.dates):
            found.setdefault((one.source, one.valid), []).append(one)
    order = sorted(found, key=lambda key: (key[1].from_ or "", key[1].to or "9", key[0]))
    return [(key, tuple(found[key])) for key in order]


def _mark(event: Event, scale: Scale, rows: list[float], top: float) -> Mark:
    begin, end = scale.span(event.date)
    side = "after" if end + _GAP + ROOM <= scale.width else "before"
    words = end + _GAP if side == "after" else begin - _GAP
    y = top + HEAD + _row(rows, min(begin, words - ROOM) if side == "before" else begin, max(end, words), side) * ROW
    return Mark(begin, end, y, side, words, event)


def _bar(key: tuple[str, Period], wordings: tuple[Definition, ...], scale: Scale, rows: list[float], top: float) -> Bar:
    source, valid = key
    begin, sure = scale.span(valid.from_) if valid.from_ else (0.0, 0.0)
    still, end = scale.span(valid.to) if valid.to else (float(scale.width), float(scale.width))
    # A beginning and an end in one year overlap: what is sure is nothing.
    sure, still = (sure, still) if sure <= still else (begin, begin)
    side = "in" if end - begin >= ROOM + _GAP else "after" if end + _GAP + ROOM <= scale.width else "before"
    words = {"in": begin + 5, "after": end + 5, "before": begin - 5}[side]
    y = top + HEAD + _row(rows, words - ROOM if side == "before" else begin, max(end, words), side) * ROW
    return Bar(begin, sure, still, end, y, side, words, bool(valid.from_), bool(valid.to), source, wordings)


def _row(rows: list[float], begin: float, end: float, side: str) -> int:
    """The first row in which something still has room; ``rows`` says where each is free again."""
    free = end + ROOM + _GAP if side == "after" else end + _GAP
    for row, taken in enumerate(rows):
        if taken <= begin:
            rows[row] = free
            return row
    rows.append(free)
    return len(rows) - 1
