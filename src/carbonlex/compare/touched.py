"""What a change of the records touches in the comparison: cells whose content is another, mappings that may hold no longer."""

from collections.abc import Iterator
from dataclasses import dataclass

from carbonlex.compare import matrix
from carbonlex.compare.changes import Change, Comparison
from carbonlex.compare.matrix import Cell
from carbonlex.reading.dataset import Dataset, Name
from carbonlex.records.model import Definition, TermMapping

ENDS = ("definition", "proposal", "asset", "term")


@dataclass(frozen=True)
class TouchedCell:
    """A cell of the comparison, as it was and as it is, and the wordings that make the difference."""

    concept: str
    jurisdiction: str
    facet: str
    old: Cell
    new: Cell
    of: tuple[Name, ...]


@dataclass(frozen=True)
class TouchedMapping:
    """A mapping that is the same as before, while what it joins is not: by each change of an end that bears on it."""

    mapping: TermMapping
    by: tuple[Change, ...]


def cells(comparison: Comparison) -> Iterator[TouchedCell]:
    """The cells (concept, legal order, facet) that say something else, or say it by other words."""
    old, new = comparison.old, comparison.new
    columns: dict[tuple[str, str], set[Name]] = {}
    for name in comparison.changed():
        for dataset, id_ in ((new, name[1]), (old, _former(comparison, name))):
            wording = dataset.get(name[0], id_)
            if isinstance(wording, Definition):
                columns.setdefault((wording.concept, wording.jurisdiction), set()).add(name)
    rows = {concept: _rows(old, new, concept) for concept, _ in columns}
    for (concept, jurisdiction), names in sorted(columns.items()):
        before, after = (matrix.by_jurisdiction(d, concept, [jurisdiction]).columns[0].wordings for d in (old, new))
        for facet in rows[concept]:
            was, is_ = matrix.cell(before, facet), matrix.cell(after, facet)
            renamed = {(n, i): new_id for (n, i), new_id in comparison.renamed.items()}
            if _content(was, renamed) != _content(is_, {}):
                of = tuple(n for n in sorted(names) if _bears(comparison, n, facet))
                yield TouchedCell(concept, jurisdiction, facet, was, is_, of)


def _rows(old: Dataset, new: Dataset, concept: str) -> list[str]:
    return list(dict.fromkeys([*matrix.facets_of(new, concept), *matrix.facets_of(old, concept)]))


def _former(comparison: Comparison, name: Name) -> str:
    return next((i for (k, i), id_ in comparison.renamed.items() if (k, id_) == name), name[1])


def _bears(comparison: Comparison, name: Name, facet: str) -> bool:
    """Whether the record reads the facet in either data set."""
    records = (comparison.new.get(*name), comparison.old.get(name[0], _former(comparison, name)))
    return any(isinstance(r, Definition) and facet in r.readings for r in records)


def _content(cell: Cell, renamed: dict[Name, str]) -> str:
    """What a cell shows: values, what they rest on, silences, other readers."""
    told = [("said", s.value, s.basis, w.kind, w.id, r) for s in cell.said for w, r in s.sources]
    told += [("silent", "", "", w.kind, w.id, r) for w, r in cell.silent]
    told += [("other", "", "", w.kind, w.id, r) for w, r in cell.others]
    return repr([(*t[:3], renamed.get((t[3], t[4]), t[4]), t[5]) for t in told])


def mappings(comparison: Comparison) -> Iterator[TouchedMapping]:
    """The mappings whose ends say something else than when they were drawn: other words, another reading on a facet for which
    the mapping holds, or no record any more. A mapping that was itself changed was looked at, and is told as a change."""
    changed = comparison.changed()
    for mapping in comparison.new.all(TermMapping):
        if any(c.act != "follows" for c in changed.get((mapping.kind, mapping.id), ())):
            continue
        ends = {(kind, id_) for id_ in (mapping.from_, mapping.to) for kind in ENDS}
        by = tuple(c for c in comparison.changes if (c.kind, c.id) in ends and _doubtful(c, mapping))
        if by:
            yield TouchedMapping(mapping, by)


def _doubtful(change: Change, mapping: TermMapping) -> bool:
    """Whether a change of an end bears on what joins it: that it is gone, what it is called, its words (not the project's own
    translation), and what is read in it or stated of it on a facet for which the mapping holds."""
    if change.matter in ("evidence", "editorial") or (change.act == "added" and not change.path):
        return False
    head, _, facet = change.path.partition(".")
    if head in ("readings", "statements"):
        return not mapping.facets or facet in mapping.facets
    return head in ("", "term", "form", "name", "type", "concept") or (head == "text" and change.matter == "law")
