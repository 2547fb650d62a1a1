"""Heat maps: likenesses as fields of a colour in ten steps. One path draws all fields of a step, row by row, so that a map of
160 wordings stays small."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

STEPS = 10
NONE = -1
NUMBERED = 24
"""Up to so many rows a triangle has fields large enough for their numbers."""
_LABEL, _PITCH, _CLOSE = 250, 27, 10


@dataclass(frozen=True)
class Number:
    """A number in its field."""

    x: float
    y: float
    hundredths: int
    step: int


@dataclass(frozen=True)
class Label:
    """The place where a row's name begins."""

    x: float
    y: float
    name: str


@dataclass(frozen=True)
class Heat:
    """A map of likenesses. The paths, by step (``NONE``: there is no likeness), are in fields, of ``pitch`` pixels each, from the
    corner at ``left`` and ``top``; everything else is in pixels. Of a triangle the names stand at the ends of the rows."""

    width: int
    height: int
    left: int
    top: int
    pitch: int
    letters: float
    room: int
    paths: tuple[tuple[int, str], ...]
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    numbers: tuple[Number, ...]


def step(hundredths: int | None) -> int:
    """The step of a likeness: 0 below 0.1, up to 9 from 0.9."""
    return NONE if hundredths is None else min(hundredths * STEPS // 100, STEPS - 1)


def triangle(names: Sequence[str], likeness: Callable[[int, int], int | None]) -> Heat:
    """Each pair once, below the diagonal.

    :param names: of the rows, which are the columns too, in the order in which they are drawn.
    :param likeness: of row and column, in hundredths.
    """
    count = len(names)
    pitch = _PITCH if count <= NUMBERED else _CLOSE
    letters = 12 if count <= NUMBERED else 9.5
    fields = [[likeness(i, j) for j in range(i)] for i in range(count)]
    rows = tuple(Label(i * pitch + 4, _base(i, pitch, letters), name) for i, name in enumerate(names))
    width = (count - 1) * pitch + 8 + _LABEL
    return Heat(
        width,
        count * pitch,
        0,
        0,
        pitch,
        letters,
        _LABEL,
        _paths(fields),
        rows,
        (),
        _numbers(fields, 0, 0, pitch) if count <= NUMBERED else (),
    )


def square(names: Sequence[str], likeness: Callable[[int, int], int | None], heads: int) -> Heat:
    """Each pair twice, where the likeness of row to column is another than that of column to row.

    :param heads: the room that the names of the columns need, which are written upwards.
    """
    count = len(names)
    fields = [[likeness(i, j) for j in range(count)] for i in range(count)]
    rows = tuple(Label(_LABEL - 6, heads + _base(i, _PITCH, 12), name) for i, name in enumerate(names))
    columns = tuple(Label(_LABEL + (i + 0.5) * _PITCH + 4, heads - 6, name) for i, name in enumerate(names))
    numbers = _numbers(fields, _LABEL, heads, _PITCH)
    width, height = _LABEL + count * _PITCH, heads + count * _PITCH
    return Heat(width, height, _LABEL, heads, _PITCH, 12, _LABEL - 10, _paths(fields), rows, columns, numbers)


def _base(row: int, pitch: int, letters: float) -> float:
    """The line on which the letters of a row stand."""
    return round((row + 0.5) * pitch + 0.35 * letters, 1)


def _numbers(fields: Sequence[Sequence[int | None]], left: int, top: int, pitch: int) -> tuple[Number, ...]:
    return tuple(
        Number(left + (j + 0.5) * pitch, top + _base(i, pitch, 11), found, step(found))
        for i, row in enumerate(fields)
        for j, found in enumerate(row)
        if found is not None
    )


def _paths(fields: Sequence[Sequence[int | None]]) -> tuple[tuple[int, str], ...]:
    """Step → the path of its fields: strokes along the middle of the rows, as wide as a field."""
    drawn: dict[int, list[str]] = {}
    for i, row in enumerate(fields):
        ends: dict[int, int] = {}
        begin = 0
        while begin < len(row):
            of = step(row[begin])
            end = begin + 1
            while end < len(row) and step(row[end]) == of:
                end += 1
            move = f"m{begin - ends[of]} 0" if of in ends else f"M{begin} {i}"
            drawn.setdefault(of, []).append(f"{move}h{end - begin}")
            ends[of] = begin = end
    return tuple((of, "".join(parts)) for of, parts in sorted(drawn.items()))
