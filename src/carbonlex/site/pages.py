"""What stands on each page: address, template and what the template shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, permutations
from typing import Any

from carbonlex.compare import matrix
from carbonlex.graph.reasoning import Conclusion, Inference
from carbonlex.query.findings import Verdict
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Asset, Definition, Record, Scheme, Silence, Source, Worded
from carbonlex.site import addresses, marking
from carbonlex.site.strings import Strings


@dataclass(frozen=True)
class Page:
    """One page to render. ``record`` is the record whose data lie beside it; a page without a ``title`` of its own has
    that of its place in the site (``<section>.title`` of the page texts)."""

    address: str
    template: str
    title: str = ""
    shown: dict[str, Any] = field(default_factory=dict)
    record: Record | None = None

    def titled(self, strings: Strings) -> str:
        """The title in a language; the first page has none."""
        return self.title or (strings(f"{self.address.rstrip('/')}.title") if self.address else "")


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
        """Concepts with wordings."""
        return matrix.concepts(self.dataset)

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

    @staticmethod
    def names(record: Record) -> Mapping[str, str]:
        """What a record is called, by language."""
        found = (getattr(record, key, None) for key in ("term", "name", "title"))
        return next(filter(None, found), {})

    def label(self, kind: str, id_: str) -> str:
        """The ontology's label of a concept, facet or value; the name of a record."""
        record = self.dataset.get(kind, id_)
        return self.name(record) if record else self.vocabulary.label(self.vocabulary.iri(kind, id_))

    def pages(self) -> Iterator[Page]:
        """Every page, in a fixed order."""
        yield from self._comparisons()
        yield from self._records()
        yield from self._lists()

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
                found = matrix.by_jurisdiction(self.dataset, concept, [a, b])
                if all(c.wordings or c.silences for c in found.columns):
                    compared.append((concept, found, matrix.pair(found)))
            yield Page(
                f"compare/{a}/{b}/",
                "pair.html",
                f"{self.label('jurisdiction', a)} – {self.label('jurisdiction', b)}",
                {"a": a, "b": b, "compared": compared},
            )

    def _records(self) -> Iterator[Page]:
        for wording in self.dataset.wordings():
            facets = matrix.facets_of(self.dataset, wording.concept)
            numbered = marking.numbered(wording, facets)
            texts = [
                (tag, role, marking.stretches(text, tag, numbered))
                for tag, words in wording.text.items()
                for role, text in words.words()
            ]
            shown = {
                "wording": wording,
                "texts": texts,
                "numbered": numbered,
                "versions": self._versions(wording),
                "assets": [x for x in self.dataset.all(Asset) if wording.id in x.defined_by],
            }
            yield self._page(wording, "definition.html", shown)
        for source in self.dataset.all(Source):
            shown = {
                "source": source,
                "wordings": [w for w in self.dataset.wordings() if w.source == source.id],
                "stated": [
                    (r, s) for r in self._stating() for s in getattr(r, "statements", ()) if s.source == source.id
                ],
                "read": [
                    (w, f, r)
                    for w in self.dataset.wordings()
                    for f, rs in w.readings.items()
                    for r in rs
                    if r.by == source.id
                ],
                "findings": [v for v in self.verdicts if v.finding.source == source.id],
            }
            yield self._page(source, "source.html", shown)
        for asset in self.dataset.all(Asset):
            yield self._page(asset, "asset.html", {"asset": asset})
        for scheme in self.dataset.all(Scheme):
            units = [x for x in self.dataset.all(Asset) if scheme.id in x.issued_under]
            accepted = [(x, a) for x in self.dataset.all(Asset) for a in x.accepted_for if a.scheme == scheme.id]
            yield self._page(scheme, "scheme.html", {"scheme": scheme, "units": units, "accepted": accepted})
        for jurisdiction in matrix.orders(self.dataset):
            id_ = jurisdiction.id
            schemes = [s for s in self.dataset.all(Scheme) if s.jurisdiction == id_]
            issued = {s.id for s in schemes}
            shown = {
                "jurisdiction": jurisdiction,
                "schemes": schemes,
                "wordings": [
                    (c, [w for w in ws if w.jurisdiction == id_])
                    for c, ws in self.concepts.items()
                    if any(w.jurisdiction == id_ for w in ws)
                ],
                "assets": [x for x in self.dataset.all(Asset) if issued & set(x.issued_under)],
                "silences": [s for s in self.dataset.all(Silence) if s.jurisdiction == id_],
                "sources": [s for s in self.dataset.all(Source) if s.jurisdiction == id_],
                "pairs": [(a, b) for a, b in combinations(self.orders, 2) if id_ in (a, b)],
            }
            yield self._page(jurisdiction, "jurisdiction.html", shown)

    def _stating(self) -> Iterator[Record]:
        yield from self.dataset.all(Scheme)
        yield from self.dataset.all(Asset)

    def _page(self, record: Record, template: str, shown: dict[str, Any]) -> Page:
        return Page(addresses.address(record.kind, record.id), template, self.name(record), shown, record)

    def _versions(self, wording: Worded) -> list[Definition]:
        """The wordings of one provision over time, oldest first, when there are several."""
        if not isinstance(wording, Definition):
            return []
        chain = [wording]
        while (
            chain[0].replaces
            and isinstance(earlier := self.dataset.get("definition", chain[0].replaces), Definition)
            and earlier not in chain
        ):
            chain.insert(0, earlier)
        while later := next(
            (d for d in self.dataset.all(Definition) if d.replaces == chain[-1].id and d not in chain), None
        ):
            chain.append(later)
        return chain if len(chain) > 1 else []

    def _lists(self) -> Iterator[Page]:
        dated = [d for d in self.dataset.all(Definition) if d.valid and d.valid.from_]
        dated.sort(key=lambda d: (d.valid.from_ if d.valid and d.valid.from_ else "", d.id))
        for section, records in (
            ("jurisdictions", matrix.orders(self.dataset)),
            ("assets", self.dataset.all(Asset)),
            ("schemes", self.dataset.all(Scheme)),
            ("sources", self.dataset.all(Source)),
        ):
            yield Page(f"{section}/", "records.html", shown={"records": list(records), "lead": f"{section}.lead"})
        yield Page("findings/", "findings.html", shown={"verdicts": self.verdicts, "queries": self.queries})
        yield Page("history/", "history.html", shown={"dated": dated})
        classes: dict[str, list[Conclusion]] = {}
        for conclusion in self.inference.conclusions:
            classes.setdefault(conclusion.cls, []).append(conclusion)
        yield Page("ontology/", "ontology.html", shown={"classes": classes})
        yield Page("data/", "data.html")
        yield Page("about/", "about.html")
