"""What stands on each page, the same for every language: address, template and what the template shows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

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
from carbonlex.site import comparisons, history, query_page, record_pages, rule_pages, terms
from carbonlex.site.page import Page


# The closed list from which records of a section have their type.
_LISTS = {"assets": "asset-type", "links": "link-type", "bodies": "body-type", "sources": "source-type"}
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


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
        """The legal orders that are compared in pairs: those of the catalogue that the data hold; where these are fewer than two,
        all that have wordings."""
        found = [i for i in self.vocabulary.catalog["legal-orders"] if ("jurisdiction", i) in self.dataset.placed]
        having = {d.jurisdiction for d in self.dataset.all(Definition)}
        return found if len(found) > 1 else [j.id for j in matrix.orders(self.dataset) if j.id in having]

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

    @cached_property
    def issued(self) -> dict[str, list[Asset]]:
        """Scheme → the kinds of unit issued under it."""
        found: dict[str, list[Asset]] = {}
        for asset in self.dataset.all(Asset):
            for scheme in asset.issued_under:
                found.setdefault(scheme, []).append(asset)
        return found

    @cached_property
    def cited(self) -> Mapping[tuple[str, str], list[Verdict]]:
        """Kind and id of a record → the findings whose query, claim or reason names it."""
        names = {id_: (kind, id_) for kind, id_ in self.dataset.placed if kind in ("definition", "proposal")}
        found: dict[tuple[str, str], list[Verdict]] = {}
        for verdict in self.verdicts:
            finding = verdict.finding
            said = [self.queries.get(finding.query, ""), *finding.claim.values(), *(finding.reason or {}).values()]
            rows = [value for row in finding.table for value in row.values()]
            for id_ in dict.fromkeys(_ID.findall(" ".join([*said, *rows]))):
                if id_ in names:
                    found.setdefault(names[id_], []).append(verdict)
        return found

    def _targets(self, record: Record) -> Iterator[tuple[str, str]]:
        for path, marker, id_ in references(record):
            if not path.endswith((".source", "sources")) or isinstance(record, Event):
                yield self.dataset.kind_of(id_, marker.kinds), id_
        for statement in getattr(record, "statements", ()):
            group, kind = self.vocabulary.range_of(statement.property)
            if group == "record" and isinstance(statement.value, str):
                yield kind, statement.value

    @cached_property
    def conclusions(self) -> Mapping[str, list[Conclusion]]:
        """IRI → what the reasoner found of it."""
        found: dict[str, list[Conclusion]] = {}
        for conclusion in self.inference.conclusions:
            found.setdefault(conclusion.subject, []).append(conclusion)
        return found

    def grouped(self, statements: Sequence[Statement]) -> list[tuple[str, list[tuple[int, Statement]]]]:
        """Statements by property, in the order of the catalogue, figures last; each with its number in the record."""
        order = {name: i for i, name in enumerate(self.vocabulary.catalog["properties"])}
        found: dict[str, list[tuple[int, Statement]]] = {}
        for number, statement in enumerate(statements, 1):
            found.setdefault(statement.property, []).append((number, statement))
        return sorted(found.items(), key=lambda item: order.get(item[0], len(order)))

    def pages(self) -> Iterator[Page]:
        """Every page, in a fixed order."""
        yield from comparisons.pages(self)
        yield from record_pages.pages(self)
        yield from history.pages(self)
        yield from self._lists()
        yield from rule_pages.pages(self.vocabulary)

    def _lists(self) -> Iterator[Page]:
        for section, records in (
            ("jurisdictions", matrix.orders(self.dataset)),
            ("assets", self.dataset.all(Asset)),
            ("schemes", self.dataset.all(Scheme)),
            ("links", self.dataset.all(Link)),
            ("bodies", self.dataset.all(Body)),
            ("sources", self.dataset.all(Source)),
        ):
            yield Page(f"{section}/", "records.html", shown={"groups": _by_type(list(records)), "list": _LISTS.get(section)})
        sources: dict[str, list[Verdict]] = {}
        for verdict in self.verdicts:
            sources.setdefault(verdict.finding.source, []).append(verdict)
        yield Page("findings/", "findings.html", shown={"verdicts": self.verdicts, "sources": sorted(sources.items())})
        disagreements = _by_type(list(self.dataset.all(Disagreement)))
        yield Page("disagreements/", "disagreements.html", shown={"groups": disagreements})
        mappings = list(self.dataset.all(TermMapping))
        relations = [(r, [m for m in mappings if m.relation == r]) for r in self.vocabulary.list("relation")]
        yield Page("mappings/", "mappings-index.html", shown={"groups": [(r, found) for r, found in relations if found]})
        yield Page(
            "terms/false-friends/", "false-friends.html", shown={"list": [m for m in mappings if m.relation == "false-friend"]}
        )
        languages = list(terms.index(self.dataset).items())
        yield Page("terms/", "terms.html", shown={"languages": languages})
        for tag, entries in languages:
            shown = {"tag": tag, "entries": entries}
            yield Page(f"terms/in/{tag}/", "terms-in.html", (("language", tag),), shown=shown, found=False)
        classes: dict[str, list[Conclusion]] = {}
        for conclusion in self.inference.conclusions:
            classes.setdefault(conclusion.cls, []).append(conclusion)
        yield Page("ontology/", "ontology.html", shown={"classes": classes})
        yield Page("data/", "data.html")
        yield query_page.page(self.queries)
        yield Page("collection/", "collection.html", found=False)
        yield Page("about/", "about.html")


def _by_type(records: Sequence[Record]) -> list[tuple[str, list[Record]]]:
    """Records by their type, as far as they have one, in the order in which the types first occur."""
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(getattr(record, "type", None) or "", []).append(record)
    return sorted(found.items(), key=lambda group: group[0] == "")
