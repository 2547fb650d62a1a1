"""What stands on each page: address, template and what the template shows."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations, permutations

from carbonlex.compare import matrix
from carbonlex.graph.reasoning import Conclusion, Inference
from carbonlex.query.findings import Verdict
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import (
    Asset,
    Body,
    Concept,
    Definition,
    Disagreement,
    Event,
    Link,
    Reading,
    Record,
    Scheme,
    Silence,
    Source,
    Statement,
    TermMapping,
    Worded,
)
from carbonlex.records.references import references
from carbonlex.site import record_pages, rule_pages, terms
from carbonlex.site.page import Page


class Site:
    """All pages of a data set."""

    def __init__(
        self, dataset: Dataset, inference: Inference, verdicts: list[Verdict], queries: dict[str, str]
    ) -> None:
        self.dataset = dataset
        self.vocabulary = dataset.vocabulary
        self.inference = inference
        self.verdicts = verdicts
        self.queries = queries

    @cached_property
    def orders(self) -> list[str]:
        """The legal orders that the first matrix shows and that the data hold."""
        return [i for i in self.vocabulary.catalog["legal-orders"] if ("jurisdiction", i) in self.dataset.placed]

    @cached_property
    def concepts(self) -> dict[str, list[Worded]]:
        """Concepts with wordings, then those of which only something is stated."""
        found = matrix.concepts(self.dataset)
        return found | {c.id: [] for c in self.dataset.all(Concept) if c.id not in found}

    @cached_property
    def mentions(self) -> dict[tuple[str, str], list[Record]]:
        """Kind and id of a record → the links, events, mappings, disagreements and bodies that lead to it."""
        found: dict[tuple[str, str], list[Record]] = {}
        for cls in (Link, Event, TermMapping, Disagreement, Body):
            for record in self.dataset.all(cls):
                for key in dict.fromkeys(self._targets(record)):
                    found.setdefault(key, []).append(record)
        return found

    @cached_property
    def stated(self) -> dict[str, list[tuple[Record, Statement]]]:
        """Source → what it states, of which record."""
        found: dict[str, list[tuple[Record, Statement]]] = {}
        for placed in self.dataset.placed.values():
            for statement in getattr(placed.record, "statements", ()):
                found.setdefault(statement.source, []).append((placed.record, statement))
        return found

    @cached_property
    def worded(self) -> dict[str, list[Worded]]:
        """Source → the wordings that stand in it."""
        found: dict[str, list[Worded]] = {}
        for wording in self.dataset.wordings():
            found.setdefault(wording.source, []).append(wording)
        return found

    @cached_property
    def read(self) -> dict[str, list[tuple[Worded, str, Reading]]]:
        """Source → wordings, facets and readings of which it is the reader."""
        found: dict[str, list[tuple[Worded, str, Reading]]] = {}
        for wording in self.dataset.wordings():
            for facet, readings in wording.readings.items():
                for reading in readings:
                    if reading.by is not None:
                        found.setdefault(reading.by, []).append((wording, facet, reading))
        return found

    @cached_property
    def covered(self) -> set[tuple[str, str]]:
        """The legal orders and concepts that an enacted wording or a silence speaks of."""
        records: list[Definition | Silence] = [*self.dataset.all(Definition), *self.dataset.all(Silence)]
        return {(r.jurisdiction, r.concept) for r in records}

    @cached_property
    def replaced_by(self) -> dict[str, Definition]:
        """Definition → the one that took its place."""
        return {d.replaces: d for d in self.dataset.all(Definition) if d.replaces}

    def _targets(self, record: Record) -> Iterator[tuple[str, str]]:
        for path, marker, id_ in references(record):
            if not path.endswith((".source", "sources")) or isinstance(record, Event):
                yield self.dataset.kind_of(id_, marker.kinds), id_
        for statement in getattr(record, "statements", ()):
            group, kind = self.vocabulary.range_of(statement.property)
            if group == "record" and isinstance(statement.value, str):
                yield kind, statement.value

    @cached_property
    def conclusions(self) -> dict[str, list[Conclusion]]:
        """IRI → what the reasoner found of it."""
        found: dict[str, list[Conclusion]] = {}
        for conclusion in self.inference.conclusions:
            found.setdefault(conclusion.subject, []).append(conclusion)
        return found

    def name(self, record: Record, lang: str = "en") -> str:
        """What a record is called in a language, else in English, else in its own."""
        names = self.names(record)
        return names.get(lang) or names.get("en") or next(iter(names.values()), record.id)

    def names(self, record: Record) -> Mapping[str, str]:
        """What a record is called, by language. A mapping, and a link without a name, are called by what they join; a concept has
        the ontology's labels."""
        if isinstance(record, TermMapping):
            ends = [self.end(id_) for id_ in (record.from_, record.to)]
            return {"en": " – ".join(f"{self.own_name(e)} ({self._order(e)})" if e else "?" for e in ends)}
        if isinstance(record, Concept):
            return self.vocabulary.texts.get((self.vocabulary.iri("concept", record.id), "label"), {})
        if isinstance(record, Link) and not record.name:
            return {
                "en": " – ".join(
                    self.label(k, i)
                    for k, ids in (("scheme", record.schemes), ("jurisdiction", record.members))
                    for i in ids
                )
            }
        found = (getattr(record, key, None) for key in ("term", "name", "title", "form"))
        return next(filter(None, found), {})

    def short(self, source: Source) -> str:
        """What a source is called in a table: acts by their number, with their type where the number is bare, others by their title."""
        if not source.number or len(source.number) > 40 or source.type not in self.vocabulary.list("cited-by-number"):
            return self.name(source)
        return source.number if source.number[0].isalpha() else f"{source.type} {source.number}"

    def grouped(self, statements: Sequence[Statement]) -> list[tuple[str, list[tuple[int, Statement]]]]:
        """Statements by property, in the order of the catalogue, figures last; each with its number in the record."""
        order = {name: i for i, name in enumerate(self.vocabulary.catalog["properties"])}
        found: dict[str, list[tuple[int, Statement]]] = {}
        for number, statement in enumerate(statements, 1):
            found.setdefault(statement.property, []).append((number, statement))
        return sorted(found.items(), key=lambda item: order.get(item[0], len(order)))

    def end(self, id_: str) -> Record | None:
        """What a mapping joins: a wording, a kind of unit or a term."""
        return self.dataset.wording(id_) or self.dataset.get("asset", id_) or self.dataset.get("term", id_)

    def own_name(self, record: Record) -> str:
        """What a record is called in its own language."""
        if isinstance(record, Worded):
            return record.term.get(record.language) or self.name(record)
        return next(iter(self.names(record).values()), record.id)

    def _order(self, record: Record) -> str:
        id_ = getattr(record, "jurisdiction", None)
        if isinstance(record, Asset) and record.issued_under:
            id_ = getattr(self.dataset.get("scheme", record.issued_under[0]), "jurisdiction", None)
        return self.label("jurisdiction", id_) if id_ else "?"

    def label(self, kind: str, id_: str) -> str:
        """The ontology's label of a concept, facet or value; the name of a record."""
        record = self.dataset.get(kind, id_)
        return self.name(record) if record else self.vocabulary.label(self.vocabulary.iri(kind, id_))

    def pages(self) -> Iterator[Page]:
        """Every page, in a fixed order."""
        yield from self._comparisons()
        yield from record_pages.pages(self)
        yield from self._lists()
        yield from rule_pages.pages(self.vocabulary)

    def _comparisons(self) -> Iterator[Page]:
        home = matrix.by_jurisdiction(self.dataset, "carbon-market", self.orders)
        yield Page("", "home.html", shown={"matrix": home})
        yield Page("concepts/", "concepts.html", shown={"concepts": self.concepts})
        for concept, wordings in self.concepts.items():
            ids = [
                j.id
                for j in matrix.orders(self.dataset)
                if any(w.jurisdiction == j.id for w in wordings) or (j.id in self.orders and concept == "carbon-market")
            ]
            shown = {
                "concept": concept,
                "matrix": matrix.by_jurisdiction(self.dataset, concept, ids),
                "wordings": [(i, [w for w in wordings if w.jurisdiction == i]) for i in ids],
                "silences": [s for s in self.dataset.all(Silence) if s.concept == concept],
                "said": self.dataset.get("concept", concept),
            }
            yield Page(
                f"concepts/{concept}/",
                "concept.html",
                self.vocabulary.label(self.vocabulary.iri("concept", concept)),
                shown,
            )
        yield Page("compare/", "pairs.html", shown={"pairs": list(combinations(self.orders, 2))})
        for a, b in permutations(self.orders, 2):
            compared = []
            for concept in self.concepts:
                if {(a, concept), (b, concept)} <= self.covered:
                    found = matrix.by_jurisdiction(self.dataset, concept, [a, b])
                    compared.append((concept, found, matrix.pair(found)))
            yield Page(
                f"compare/{a}/{b}/",
                "pair.html",
                f"{self.label('jurisdiction', a)} – {self.label('jurisdiction', b)}",
                {"a": a, "b": b, "compared": compared},
            )

    def _lists(self) -> Iterator[Page]:
        dated = [d for d in self.dataset.all(Definition) if d.valid and d.valid.from_]
        dated.sort(key=lambda d: (d.valid.from_ if d.valid and d.valid.from_ else "", d.id))
        for section, records in (
            ("jurisdictions", matrix.orders(self.dataset)),
            ("assets", self.dataset.all(Asset)),
            ("schemes", self.dataset.all(Scheme)),
            ("links", self.dataset.all(Link)),
            ("bodies", self.dataset.all(Body)),
            ("sources", self.dataset.all(Source)),
        ):
            yield Page(f"{section}/", "records.html", shown={"records": list(records), "lead": f"{section}.lead"})
        yield Page("findings/", "findings.html", shown={"verdicts": self.verdicts, "queries": self.queries})
        yield Page("disagreements/", "disagreements.html", shown={"list": list(self.dataset.all(Disagreement))})
        mappings = list(self.dataset.all(TermMapping))
        false_friends = [m for m in mappings if m.relation == "false-friend"]
        yield Page("mappings/", "mappings.html", shown={"list": mappings, "lead": "mappings.lead"})
        yield Page("terms/", "terms.html", shown={"languages": terms.index(self.dataset)})
        yield Page(
            "terms/false-friends/", "mappings.html", shown={"list": false_friends, "lead": "terms.false-friends.lead"}
        )
        events = sorted(self.dataset.all(Event), key=lambda e: (e.date, e.id))
        yield Page("history/", "history.html", shown={"dated": dated, "events": events})
        yield Page("events/", "history.html", shown={"dated": [], "events": events})
        classes: dict[str, list[Conclusion]] = {}
        for conclusion in self.inference.conclusions:
            classes.setdefault(conclusion.cls, []).append(conclusion)
        yield Page("ontology/", "ontology.html", shown={"classes": classes})
        yield Page("data/", "data.html")
        yield Page("about/", "about.html")
