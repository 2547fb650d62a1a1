"""The tables of the pages as data: ``table.csv`` and ``table.json`` beside each, language-neutral, one row for each thing that a cell says.

A row has ids, English labels and, where the row is about a part of a record, its IRI. The named query of the page (``Page.asked``) gives
the same rows, but for labels and quotations.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from carbonlex.compare.evidence import Held
from carbonlex.compare.matrix import Matrix
from carbonlex.exports.readings import COMPARED, Readings
from carbonlex.exports.table import Row, Table
from carbonlex.query.findings import Verdict
from carbonlex.reading.dataset import Dataset
from carbonlex.records.fields import english
from carbonlex.records.model import Definition, Event, Silence, TermMapping, Worded
from carbonlex.site import terms
from carbonlex.site.page import Page

MAPPINGS = ("mapping", "from", "relation", "to", "facet", "by", "date", "confidence", "contested", "reason", "iri")
TERMS = ("language", "form", "role", "kind", "record", "term", "iri")
FINDINGS = ("finding", "claim", "source", "pinpoint", "query", "answer", "as_of", "iri")
EVIDENCE = (
    "jurisdiction",
    "jurisdiction_label",
    "concept",
    "concept_label",
    "facet",
    "facet_label",
    "state",
    "corroborated",
    "disputed",
)
SEARCHES = (
    "silence",
    "status",
    "jurisdiction",
    "jurisdiction_label",
    "concept",
    "concept_label",
    "source",
    "date",
    "by",
)
GAPS = ("gap", "wording", "jurisdiction", "jurisdiction_label", "concept", "concept_label", "source", "standing")
PINPOINTS = ("source", "kind", "record", "property", "statement")
HISTORY = ("from", "to", "kind", "record", "label", "jurisdiction", "jurisdiction_label", "iri")


class Tables:
    """The tables of the pages."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.readings = Readings(dataset)

    def of(self, page: Page) -> Table:
        """The table of a page that has one.

        :raises LookupError: where it has none.
        """
        if page.asked is None:
            raise LookupError(page.address)
        return self._made[page.asked.query](self, page)

    def write(self, folder: Path, page: Page) -> int:
        """Write ``table.csv`` and ``table.json`` into the folder of a page that has a table; how many tables that were."""
        if page.asked is None:
            return 0
        table = self.of(page)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "table.csv").write_bytes(table.csv())
        (folder / "table.json").write_bytes(
            table.json(query=page.asked.query, parameters=dict(page.asked.given), iris=self.iris(table.columns))
        )
        return 1

    def iris(self, columns: Sequence[str]) -> dict[str, str]:
        """Column of ids → the IRI that an id in it stands for, with the place of the id in braces (RFC 6570)."""
        kinds = {
            name: name
            for name in ("concept", "jurisdiction", "facet", "source", "silence", "mapping", "finding", "term")
        }
        kinds |= {"wording": "definition", "reader": "source", "by": "source"}
        iri = self.dataset.vocabulary.iri
        found = {name: iri(kind, f"{{{name}}}") for name, kind in kinds.items()} | {
            "value": iri("value", "{facet}/{value}")
        }
        return {name: found[name] for name in columns if name in found}

    def matrices(self, found: Iterable[Matrix]) -> Table:
        """Comparisons, row by row, each with the silences of its legal orders."""
        rows: list[Row] = []
        for m in found:
            for facet in m.facets:
                for column in m.columns:
                    for wording in column.wordings:
                        rows += self.readings.read(wording.id, facet)
        return Table(COMPARED, tuple(rows))

    def silences(self, found: Iterable[Silence]) -> tuple[Row, ...]:
        """Records of searches as rows of a comparison: they concern all facets."""
        rows = []
        for s in found:
            row = (
                dict.fromkeys(COMPARED, "") | self.readings.where(s) | {"reader": s.by or "", "source": s.source or ""}
            )
            rows.append(tuple((row | {"silence": s.id, "status": s.status}).values()))
        return tuple(rows)

    def _concept(self, page: Page) -> Table:
        """The comparison of a concept; that of some legal orders has no other searches, the others have all on the concept."""
        found = self.matrices([page.shown["matrix"]])
        asked = dict(page.asked.given) if page.asked else {}
        orders = asked["orders"].split(",") if "orders" in asked else None
        return Table(found.columns, found.rows + self._silent([page.shown["concept"]], orders))

    def _pair(self, page: Page) -> Table:
        found = self.matrices(m for _, m, _ in page.shown["compared"])
        concepts = [c for c, _, _ in page.shown["compared"]]
        return Table(found.columns, found.rows + self._silent(concepts, (page.shown["a"], page.shown["b"])))

    def _silent(self, concepts: Sequence[str], orders: Sequence[str] | None) -> tuple[Row, ...]:
        found = (s for s in self.dataset.all(Silence) if s.concept in concepts)
        return self.silences(s for s in found if orders is None or s.jurisdiction in orders)

    def _mappings(self, page: Page) -> Table:
        mappings: list[TermMapping] = [m for _, found in page.shown["groups"] for m in found]
        return Table(MAPPINGS, tuple(self._mapped(sorted(mappings, key=lambda m: m.id))))

    def _mapped(self, mappings: Iterable[TermMapping]) -> Iterator[Row]:
        for x in mappings:
            ends = [f"{e.kind}/{e.id}" if (e := self.dataset.end(id_)) else id_ for id_ in (x.from_, x.to)]
            contested = str(bool(x.contested)).lower() if x.contested is not None else ""
            rest = (x.by or "", x.date or "", x.confidence or "", contested, english(x.reason), self._iri(x.kind, x.id))
            for facet in x.facets or ("",):
                yield (x.id, ends[0], x.relation, ends[1], facet, *rest)

    def _terms(self, page: Page) -> Table:
        languages: Sequence[tuple[str, list[terms.Entry], bool]] = page.shown["languages"]
        rows = (row for tag, entries, _ in languages for row in self._written(tag, entries))
        return Table(TERMS, tuple(dict.fromkeys(rows)))

    def _terms_in(self, page: Page) -> Table:
        """The terms of a language, without the codes, which are written alike in all."""
        rows = self._written(page.shown["tag"], [entry for _, entry in page.shown["entries"]])
        return Table(TERMS, tuple(row for row in rows if row[TERMS.index("language")]))

    def _written(self, tag: str, entries: Sequence[terms.Entry]) -> Iterator[Row]:
        for e in entries:
            for use in e.uses:
                # What is a code is one in every language, and no term of any.
                language, term = ("", "") if use.role == "code" else (tag, e.term.id if e.term else "")
                kind, id_ = use.record.kind, use.record.id
                yield (language, e.form, use.role, kind, id_, term, self._iri(kind, id_))

    def _findings(self, page: Page) -> Table:
        verdicts: list[Verdict] = page.shown["verdicts"]
        rows = (
            (f.id, english(f.claim), f.source, f.pinpoint, f.query, f.answer, f.as_of or "", self._iri(f.kind, f.id))
            for f in (verdict.finding for verdict in verdicts)
        )
        return Table(FINDINGS, tuple(rows))

    def _history(self, page: Page) -> Table:
        rows = [*map(self._dated, page.shown["dated"]), *map(self._dated, page.shown["events"])]
        return Table(HISTORY, tuple(sorted(rows)))

    def _day(self, page: Page) -> Table:
        rows = [self._dated(d) for _, found in page.shown["orders"] for d in found]
        return Table(HISTORY, tuple(sorted(rows)))

    def _dated(self, record: Definition | Event) -> Row:
        words, (begin, end) = (
            (record.name, (record.date, None)) if isinstance(record, Event) else (record.term, record.dates)
        )
        order = self.dataset.order_of(record) or ""
        label = self.readings.label("jurisdiction", order) if order else ""
        iri = self._iri(record.kind, record.id)
        return (begin or "", end or "", record.kind, record.id, english(words), order, label, iri)

    def _evidence(self, page: Page) -> Table:
        held: list[Held] = page.shown["cells"]
        rows = []
        for h in held:
            names = (h.jurisdiction, h.concept, h.facet)
            kinds = ("jurisdiction", "concept", "facet")
            told = [
                part for kind, id_ in zip(kinds, names, strict=True) for part in (id_, self.readings.label(kind, id_))
            ]
            rows.append((*told, h.state, str(int(h.corroborated)), str(int(h.disputed))))
        return Table(EVIDENCE, tuple(rows))

    def _searches(self, page: Page) -> Table:
        searches = [s for _, found in page.shown["groups"] for s in found]
        return Table(
            SEARCHES,
            tuple((s.id, s.status, *self._filed(s), s.source or "", s.date or "", s.by or "") for s in searches),
        )

    def _gaps(self, page: Page) -> Table:
        weak = [(gap, w) for gap, found in page.shown["groups"] for w in found]
        return Table(GAPS, tuple((gap, w.id, *self._filed(w), w.source, w.evidence.standing) for gap, w in weak))

    def _filed(self, record: Worded | Silence) -> tuple[str, ...]:
        where = self.readings.where(record)
        return tuple(where[c] for c in ("jurisdiction", "jurisdiction_label", "concept", "concept_label"))

    def _pinpoints(self, page: Page) -> Table:
        rows = []
        for record, numbers in page.shown["unpinned"]:
            for n in numbers:
                statement = record.statements[n - 1]
                iri = f"{self._iri(record.kind, record.id)}#statement-{n}"
                rows.append((statement.source, record.kind, record.id, statement.property, iri))
        return Table(PINPOINTS, tuple(rows))

    def _iri(self, kind: str, id_: str) -> str:
        return self.dataset.vocabulary.iri(kind, id_)

    _made: Mapping[str, Callable[["Tables", Page], Table]] = {
        "table-orders": _concept,
        "table-concept": _concept,
        "table-concept-day": _concept,
        "table-pair": _pair,
        "table-mappings": _mappings,
        "table-false-friends": _mappings,
        "table-terms": _terms,
        "table-terms-in": _terms_in,
        "table-findings": _findings,
        "table-history": _history,
        "table-history-day": _day,
        "table-evidence": _evidence,
        "table-searches": _searches,
        "table-gaps": _gaps,
        "table-pinpoints": _pinpoints,
    }
