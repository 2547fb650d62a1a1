"""How well the cells of the comparisons are supported, and where the records are weak (``ontology/decisions/evidence.md``)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from carbonlex.compare import matrix
from carbonlex.compare.matrix import Cell
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Definition, Disagreement, Record, Silence, Statement, Worded

OFFICIAL = frozenset({"official", "consolidated"})
SEARCHED = frozenset({"uses-without-defining", "does-not-use"})
STATES = ("official", "copy", "withheld", "silent", "unread", "searched", "unsearched")
"""What a cell rests on, the firmest first; each cell is in one of them.

``official``: a wording that says something was read in an official or consolidated copy. ``copy``: such wordings were read in
reproductions or at second hand only. ``withheld``: their words may not be quoted. ``silent``: the wordings were read, and none says
anything. ``unread``: there are wordings, and none was read for this. ``searched``: somebody looked, and found no definition.
``unsearched``: nobody has looked.
"""


@dataclass(frozen=True)
class Held:
    """A cell (legal order, concept, facet) and what it rests on. It is ``corroborated`` where a wording that it rests on was seen in
    two independent copies, and ``disputed`` where somebody reads one of its wordings otherwise, or contests a reading."""

    jurisdiction: str
    concept: str
    facet: str
    state: str
    corroborated: bool = False
    disputed: bool = False


@dataclass(frozen=True)
class Count:
    """How many cells of a group are in each state (the order of ``STATES``), and how many were seen twice or are disputed."""

    id: str
    cells: int
    states: tuple[int, ...]
    corroborated: int
    disputed: int


def cells(dataset: Dataset, first: Sequence[str]) -> list[Held]:
    """The cells of the comparisons: of the legal orders ``first`` those of every concept, since the comparisons show their columns
    empty or not, and of the others those of the concepts on which they have a wording or a search."""
    wordings: dict[tuple[str, str], list[Definition]] = {}
    for definition in dataset.all(Definition):
        wordings.setdefault((definition.jurisdiction, definition.concept), []).append(definition)
    silences: dict[tuple[str, str], list[Silence]] = {}
    for silence in dataset.all(Silence):
        silences.setdefault((silence.jurisdiction, silence.concept), []).append(silence)
    positions = _positions(dataset)
    concepts = list(dict.fromkeys([*matrix.concepts(dataset), *sorted(c for _, c in silences)]))
    compared = [(concept, matrix.facets_of(dataset, concept)) for concept in concepts]
    rest = [j.id for j in matrix.orders(dataset) if j.id not in first]
    found = []
    for order in (*first, *rest):
        for concept, facets in compared:
            here, searches = wordings.get((order, concept), ()), silences.get((order, concept), ())
            if order in first or here or searches:
                found += [_held(order, concept, f, matrix.cell(here, f), here, searches, positions) for f in facets]
    return found


def _positions(dataset: Dataset) -> set[tuple[str, str]]:
    """Wordings and facets on which a disagreement about the wording has a position."""
    return {(id_, s.property) for d in dataset.all(Disagreement) for id_ in d.about for s in d.statements}


def _held(
    order: str,
    concept: str,
    facet: str,
    cell: Cell,
    wordings: Sequence[Worded],
    silences: Sequence[Silence],
    positions: set[tuple[str, str]],
) -> Held:
    state, rests = _state(cell, wordings, silences)
    readings = [r for s in cell.said for _, r in s.sources] + [r for _, r in (*cell.silent, *cell.others)]
    disputed = (
        any(not other.agrees for other in cell.otherwise)
        or any(r.contested for r in readings)
        or any((w.id, facet) in positions for w in wordings)
    )
    return Held(order, concept, facet, state, any(w.evidence.corroborated for w in rests), disputed)


def _state(cell: Cell, wordings: Sequence[Worded], silences: Sequence[Silence]) -> tuple[str, list[Worded]]:
    """What a cell rests on, and by which wordings."""
    if said := [w for s in cell.said for w, _ in s.sources]:
        quotable = [w for w in said if not w.withheld]
        official = any(w.evidence.standing in OFFICIAL for w in quotable)
        return ("official" if official else "copy" if quotable else "withheld"), said
    if cell.silent:
        return "silent", [w for w, _ in cell.silent]
    if wordings:
        return "unread", []
    return ("searched" if searched(silences) else "unsearched"), []


def searched(silences: Iterable[Silence]) -> bool:
    """Whether somebody looked for a definition, and found none."""
    return any(s.status in SEARCHED for s in silences)


def counts(found: Iterable[Held], by: Callable[[Held], str] = lambda _: "") -> list[Count]:
    """The cells counted in groups, in the order in which the groups first occur."""
    groups: dict[str, list[Held]] = {}
    for held in found:
        groups.setdefault(by(held), []).append(held)
    return [
        Count(
            id_,
            len(inside),
            tuple(sum(h.state == state for h in inside) for state in STATES),
            sum(h.corroborated for h in inside),
            sum(h.disputed for h in inside),
        )
        for id_, inside in groups.items()
    ]


def unpinned(dataset: Dataset) -> Iterator[tuple[Record, int, Statement]]:
    """Statements that do not say where in their source they stand, with their number in the record."""
    for key in sorted(dataset.placed):
        record = dataset.placed[key].record
        for number, statement in enumerate(getattr(record, "statements", ()), 1):
            if not statement.pinpoint:
                yield record, number, statement


def weak(dataset: Dataset) -> Mapping[str, list[Worded]]:
    """Wordings whose evidence is weak: read ``secondhand`` in one copy only, with their words ``withheld``, or ``undated``."""
    wordings = list(dataset.wordings())
    return {
        "secondhand": [w for w in wordings if secondhand(w)],
        "withheld": [w for w in wordings if w.withheld],
        "undated": [w for w in wordings if isinstance(w, Definition) and not any(w.dates)],
    }


def secondhand(wording: Worded) -> bool:
    """Whether a wording was read at second hand, in one copy, and not seen in another."""
    evidence = wording.evidence
    return evidence.standing == "secondary" and not evidence.corroborated and len(set(evidence.read_in)) < 2


def unplaced(dataset: Dataset) -> list[Disagreement]:
    """Disagreements about wordings whose positions name no facet, so that they are counted in no cell."""
    facets = set(dataset.vocabulary.facets)
    return [
        d
        for d in dataset.all(Disagreement)
        if any(dataset.wording(id_) for id_ in d.about) and not any(s.property in facets for s in d.statements)
    ]
