"""The comparison: facets down, wordings or legal orders across, in every cell what the words say and on what they rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from carbonlex.errors import UnknownName, UsageError
from carbonlex.graph import days
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Definition, Jurisdiction, Reading, Silence, Worded

UNREAD = "unread"


@dataclass(frozen=True)
class Said:
    """One value, or a silence, with the wordings that it rests on."""

    value: str
    basis: str
    sources: tuple[tuple[Worded, Reading], ...]


@dataclass(frozen=True)
class Other:
    """What another reader reads on a facet, with the wordings; it ``agrees`` where the project reads the same in each of them."""

    by: str
    basis: str
    values: tuple[str, ...]
    agrees: bool
    sources: tuple[tuple[Worded, Reading], ...]


@dataclass(frozen=True)
class Cell:
    """What a column says on a facet by the project's readings, what other readers say, and which wordings the project has not read
    on it."""

    said: tuple[Said, ...]
    silent: tuple[tuple[Worded, Reading], ...]
    others: tuple[tuple[Worded, Reading], ...]
    unread: tuple[Worded, ...] = ()

    @property
    def state(self) -> str:
        """``explicit``, ``implied``, ``silent``, or ``unread`` where nobody has read the facet."""
        if any(s.basis == "explicit" for s in self.said):
            return "explicit"
        if self.said:
            return "implied"
        return "silent" if self.silent else UNREAD

    @property
    def otherwise(self) -> tuple[Other, ...]:
        """What other readers say, those that differ from the project first; what one reader reads alike in several wordings once."""
        own: dict[str, set[str]] = {w.id: set() for w, _ in self.silent}
        for said in self.said:
            for wording, _ in said.sources:
                own.setdefault(wording.id, set()).add(said.value)
        found: dict[tuple[str, str, tuple[str, ...], bool], list[tuple[Worded, Reading]]] = {}
        for wording, reading in self.others:
            agrees = own.get(wording.id) == set(reading.values)
            key = (reading.by or "", reading.basis, tuple(sorted(reading.values)), agrees)
            found.setdefault(key, []).append((wording, reading))
        others = (Other(*key, tuple(sources)) for key, sources in found.items())
        return tuple(sorted(others, key=lambda o: (o.agrees, o.by, o.values)))


@dataclass(frozen=True)
class Column:
    """A legal order, or one wording, with the wordings that its cells are read from."""

    id: str
    jurisdiction: str
    wordings: tuple[Worded, ...]
    silences: tuple[Silence, ...]


@dataclass(frozen=True)
class Matrix:
    """A comparison, by facet and column."""

    concept: str
    facets: tuple[str, ...]
    columns: tuple[Column, ...]
    cells: dict[tuple[str, str], Cell]


def in_force(wording: Worded, day: str | None) -> bool:
    """Whether a wording is or may be in force on the day; what has no dates counts as in force, since none were read."""
    if day is None or not isinstance(wording, Definition):
        return True
    begin, end = wording.dates
    return not (begin and days.first_day(begin) > day) and not (end and days.last_day(end) < day)


def span(wording: Definition) -> tuple[str | None, str | None]:
    """The first day on which a wording is or may be in force, and the first on which it is no more (:func:`in_force`)."""
    begin, end = wording.dates
    return begin and days.first_day(begin), end and days.day_after(days.last_day(end))


def turns(wordings: Iterable[Definition]) -> list[str]:
    """The days on which what is or may be in force changes, oldest first."""
    return sorted({day for wording in wordings for day in span(wording) if day})


def cell(wordings: Iterable[Worded], facet: str) -> Cell:
    """What these wordings together say on the facet."""
    said: dict[str, list[tuple[Worded, Reading]]] = {}
    silent, others, unread = [], [], []
    for wording in wordings:
        if wording.reading(facet) is None:
            unread.append(wording)
        for reading in wording.readings.get(facet, ()):
            if reading.by is not None:
                others.append((wording, reading))
            elif reading.basis == "silent":
                silent.append((wording, reading))
            else:
                for value in reading.values:
                    said.setdefault(value, []).append((wording, reading))
    values = [
        Said(v, "explicit" if any(r.basis == "explicit" for _, r in found) else "implied", tuple(found))
        for v, found in said.items()
    ]
    values.sort(key=lambda s: (-len(s.sources), s.value))
    return Cell(tuple(values), tuple(silent), tuple(others), tuple(unread))


def matrix(dataset: Dataset, columns: Sequence[Column], concept: str) -> Matrix:
    """All cells of the columns, on the facets of the concept."""
    facets = facets_of(dataset, concept)
    cells: dict[tuple[str, str], Cell] = {}
    for column in columns:
        names = tuple((w.kind, w.id) for w in column.wordings)
        for facet in facets:
            # Most cells of a concept are the same on most days.
            find = partial(cell, column.wordings, facet)
            cells[facet, column.id] = dataset.once(("cell", facet, names), find)
    return Matrix(concept, facets, tuple(columns), cells)


def facets_of(dataset: Dataset, concept: str) -> tuple[str, ...]:
    """The facets on which a concept's wordings are compared: the twelve of markets, those of units, and for any other concept
    those on which some wording was read to say something."""
    return dataset.once(("facets", concept), lambda: _facets_of(dataset, concept))


def _facets_of(dataset: Dataset, concept: str) -> tuple[str, ...]:
    catalog = dataset.vocabulary.catalog
    if concept in catalog["market-concepts"]:
        return tuple(catalog["market-facets"])
    if concept in catalog["unit-concepts"]:
        return tuple(catalog["unit-facets"])
    spoken = {
        facet
        for w in dataset.wordings()
        if w.concept == concept
        for facet, readings in w.readings.items()
        if any(r.values for r in readings)
    }
    return tuple(f for f in dataset.vocabulary.facets if f in spoken)


def by_jurisdiction(dataset: Dataset, concept: str, ids: Iterable[str], day: str | None = None) -> Matrix:
    """Legal orders side by side for one concept: only what each enacted or published itself, no proposals; what binds stands before
    what comments on it, in the order of the catalogue."""
    columns = []
    wordings_of = enacted(dataset, concept)
    searched = dataset.once(("searched", concept), lambda: [s for s in dataset.all(Silence) if s.concept == concept])
    for id_ in ids:
        wordings = tuple(w for w in wordings_of if w.jurisdiction == id_ and in_force(w, day))
        columns.append(Column(id_, id_, wordings, tuple(s for s in searched if s.jurisdiction == id_)))
    return matrix(dataset, columns, concept)


def enacted(dataset: Dataset, concept: str) -> list[Definition]:
    """The wordings of a concept that are no proposals; what binds stands before what comments on it."""
    return dataset.once(("enacted", concept), lambda: _enacted(dataset, concept))


def _enacted(dataset: Dataset, concept: str) -> list[Definition]:
    forces = {force: rank for rank, force in enumerate(dataset.vocabulary.list("force"))}
    found = [w for w in dataset.all(Definition) if w.concept == concept]
    return sorted(found, key=lambda w: (forces.get(w.force or "", len(forces)), w.id))


def by_wording(dataset: Dataset, wordings: Sequence[Worded], concept: str) -> Matrix:
    """Single wordings side by side."""
    columns = [Column(w.id, w.jurisdiction, (w,), ()) for w in wordings]
    return matrix(dataset, columns, concept)


def of_names(dataset: Dataset, names: Sequence[str], concept: str | None, day: str | None = None) -> Matrix:
    """The comparison that a reader asks for by ids of jurisdictions or of wordings.

    :param concept: nothing for that of the first wording; of legal orders, ``carbon-market``.
    :raises UsageError: for a name that is neither, or a mixture; a concept that is not known; fewer than two names.
    """
    names = list(dict.fromkeys(names))
    if len(names) < 2:
        raise UsageError("name two or more to compare")
    known_concept(dataset, concept)
    orders = [n for n in names if ("jurisdiction", n) in dataset.placed]
    if len(orders) == len(names):
        return by_jurisdiction(dataset, concept or "carbon-market", names, day)
    wordings = []
    for name in names:
        wording = dataset.wording(name)
        if wording is not None:
            wordings.append(wording)
        elif name not in orders:
            known = [i for k, i in dataset.placed if k in ("jurisdiction", "definition", "proposal")]
            raise UnknownName("jurisdiction and no wording", name, known)
    if orders:
        raise UsageError(f"{orders[0]} is a legal order and {wordings[0].id} a wording: compare these or those")
    return by_wording(dataset, wordings, concept or wordings[0].concept)


def known_concept(dataset: Dataset, concept: str | None) -> None:
    """Tell a concept that the ontology does not have.

    :raises UnknownName: with the one that looks most like it.
    """
    if concept is not None and concept not in dataset.vocabulary.list("concept"):
        raise UnknownName("concept", concept, dataset.vocabulary.list("concept"))


@dataclass(frozen=True)
class Relation:
    """How two columns stand to each other on a facet, and the values that both say."""

    state: str
    shared: tuple[str, ...] = ()


def pair(found: Matrix) -> dict[str, Relation]:
    """For two columns: facet → ``same``, ``different``, ``silent`` (both), ``one-silent`` or ``unread``."""
    result = {}
    first, second = found.columns
    for facet in found.facets:
        a, b = found.cells[facet, first.id], found.cells[facet, second.id]
        states = {a.state, b.state}
        if UNREAD in states:
            result[facet] = Relation(UNREAD)
        elif states == {"silent"}:
            result[facet] = Relation("silent")
        elif "silent" in states:
            result[facet] = Relation("one-silent")
        else:
            said = {s.value for s in b.said}
            shared = tuple(s.value for s in a.said if s.value in said)
            same = len(shared) == len(a.said) == len(b.said)
            result[facet] = Relation("same" if same else "different", shared)
    return result


def concepts(dataset: Dataset) -> dict[str, list[Worded]]:
    """Concept → its wordings, for the concepts that have any: those of markets first."""
    found: dict[str, list[Worded]] = {}
    for wording in dataset.wordings():
        found.setdefault(wording.concept, []).append(wording)
    first = [c for c in dataset.vocabulary.catalog["market-concepts"] if c in found]
    return {c: found[c] for c in [*first, *sorted(set(found) - set(first))]}


def orders(dataset: Dataset) -> list[Jurisdiction]:
    """Jurisdictions in the order of the catalogue, then the others."""
    first = dataset.vocabulary.catalog["legal-orders"]
    rank = {id_: i for i, id_ in enumerate(first)}
    return sorted(dataset.all(Jurisdiction), key=lambda j: (rank.get(j.id, len(first)), j.id))
