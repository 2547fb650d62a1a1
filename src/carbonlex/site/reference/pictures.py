"""Pictures of the ontology: where each line and word of them goes. Templates draw them as SVG, in the words of the edition."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from carbonlex.site.reference.hierarchy import Node

# Pixels. Faces differ from system to system, so words are given the room of a wide one.
LETTER, WIDE_LETTER, ROW, GAP, MARGIN, PAD = 7.4, 14.0, 23, 30, 6, 12
BOX, COLUMN_GAP, ROW_GAP = 40, 150, 74


@dataclass(frozen=True)
class Word:
    """Some text at a place; ``form`` is how it is drawn."""

    text: str
    x: float
    y: float
    form: str = ""


@dataclass(frozen=True)
class Tree:
    """A tree that grows to the right."""

    width: int
    height: int
    words: tuple[Word, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Box:
    """A box with words in its middle."""

    text: str
    iri: str
    x: float
    y: float
    width: float
    height: float = BOX


@dataclass(frozen=True)
class Arrow:
    """A line from one box to another, with words at its middle."""

    text: str
    path: str
    x: float
    y: float
    anchor: str = "middle"


@dataclass(frozen=True)
class Pattern:
    """Boxes and arrows."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def room(text: str) -> float:
    """How much room words take at most."""
    return sum(WIDE_LETTER if unicodedata.east_asian_width(c) in "WF" else LETTER for c in text)


def tree(roots: Sequence[Node], called: Callable[[str], str]) -> Tree:
    """A tree with its first branch beside the stem and the others below it, each thing in a row of its own."""
    rows: list[tuple[Node, int, str]] = []
    links: list[tuple[int, list[int]]] = []

    def place(node: Node, depth: int) -> int:
        row = len(rows)
        if not node.below:
            rows.append((node, depth, called(node.iri)))
            return row
        # The stem shares its row with the first branch, so it takes none of its own.
        own = len(stems)
        stems.append((node, depth, called(node.iri), row))
        links.append((own, [place(child, depth + 1) for child in node.below]))
        return row

    stems: list[tuple[Node, int, str, int]] = []
    for root in roots:
        place(root, 0)
    columns = _columns(stems)
    words = [
        Word(text, columns[depth], _row(row), node.form)
        for node, depth, text, row in [*stems, *((n, d, t, r) for r, (n, d, t) in enumerate(rows))]
    ]
    lines = []
    for own, branches in links:
        _, depth, text, row = stems[own]
        begin, stem, end = columns[depth] + room(text) + PAD + 4, columns[depth + 1] - GAP / 2, columns[depth + 1] - 5
        lines.append(f"M{begin:g} {_row(row) - 4:g}H{end:g}")
        if branches[-1] != row:
            lines.append(f"M{stem:g} {_row(row) - 4:g}V{_row(branches[-1]) - 4:g}")
        lines += [f"M{stem:g} {_row(branch) - 4:g}H{end:g}" for branch in branches if branch != row]
    width = max((w.x + room(w.text) for w in words), default=0) + PAD + MARGIN
    return Tree(round(width), round(_row(len(rows) - 1) + ROW / 2 + MARGIN), tuple(words), tuple(lines))


def _row(number: int) -> float:
    return MARGIN + ROW * (number + 0.7)


def _columns(stems: Sequence[tuple[Node, int, str, int]]) -> list[float]:
    """Where each column begins: behind the longest stem of the one before."""
    depth = max((d for _, d, _, _ in stems), default=-1) + 2
    widths = [max((room(t) for _, d, t, _ in stems if d == column), default=0) + PAD + GAP for column in range(depth)]
    return [float(MARGIN), *(MARGIN + sum(widths[: i + 1]) for i in range(depth - 1))]


def pattern(
    places: Sequence[tuple[str, int, int]], arrows: Sequence[tuple[str, str, str]], called: Callable[[str], str]
) -> Pattern:
    """Boxes in a grid, and the arrows between them.

    :param places: IRI, column and row of each box.
    :param arrows: the IRI of the property, and those of the boxes that it leads from and to.
    """
    columns = sorted({column for _, column, _ in places})
    widths = {c: max(room(called(i)) for i, column, _ in places if column == c) + 2 * PAD for c in columns}
    # Words on arrows between columns need room there.
    gap = max(COLUMN_GAP, max((room(called(p)) for p, _, _ in arrows), default=0) + 36)
    left = {c: MARGIN + sum(widths[b] + gap for b in columns if b < c) for c in columns}
    boxes = {iri: Box(called(iri), iri, left[c], MARGIN + row * (BOX + ROW_GAP), widths[c]) for iri, c, row in places}
    drawn = tuple(_arrow(called(p), boxes[a], boxes[b]) for p, a, b in arrows)
    ends = [b.x + b.width for b in boxes.values()] + [a.x + room(a.text) for a in drawn if a.anchor == "start"]
    width = max(ends) + MARGIN
    height = max(b.y + b.height for b in boxes.values()) + MARGIN
    return Pattern(round(width), round(height), tuple(boxes.values()), drawn)


def _arrow(text: str, a: Box, b: Box) -> Arrow:
    """From the side of one box to the nearest side of the other."""
    ay, by = a.y + BOX / 2, b.y + BOX / 2
    if a.x == b.x:
        down = ay < by
        begin, end = (a.y + BOX, b.y) if down else (a.y, b.y + BOX)
        x = a.x + a.width / 2
        return Arrow(text, f"M{x:g} {begin:g}V{end:g}", x + 8, (begin + end) / 2 + 4, "start")
    right = a.x < b.x
    x1, x2 = (a.x + a.width, b.x) if right else (a.x, b.x + b.width)
    middle = (x1 + x2) / 2
    if ay == by:
        return Arrow(text, f"M{x1:g} {ay:g}H{x2:g}", middle, ay - 8)
    return Arrow(text, f"M{x1:g} {ay:g}L{x2:g} {by:g}", middle, (ay + by) / 2 - 8)
