"""What stands on each page, the same for every language: address, template and what the template shows."""

import copy
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from carbonlex import __version__, cite
from carbonlex.cite.reference import Citable
from carbonlex.compare import matrix
from carbonlex.compare.classification import FAMILIES, family_name
from carbonlex.compare.likenesses import Likenesses
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
    Silence,
    Statement,
    TermMapping,
    Worded,
)
from carbonlex.records.references import references
from carbonlex.site import (
    changes_page,
    comparisons,
    evidence_page,
    history,
    likenesses,
    linkage,
    lists,
    record_pages,
    release_pages,
    rule_pages,
)
from carbonlex.site.changes_page import Since
from carbonlex.site.page import Page
from carbonlex.site.reference import pages as reference_pages
from carbonlex.site.reference.index import Reference
from carbonlex.site.release_pages import Released

_ID = re.compile(r"[a-z0-9-]+")


class Site:
    """All pages of a data set."""

    def __init__(
        self,
        dataset: Dataset,
        inference: Inference,
        verdicts: list[Verdict],
        queries: dict[str, str],
        since: Since | None = None,
        releases: Sequence[Released] = (),
    ) -> None:
        self.dataset = dataset
        self.vocabulary = dataset.vocabulary
        self.inference = inference
        self.verdicts = verdicts
        self.queries = queries
        self.since = since
        self.releases = releases
        self._citations: dict[tuple[str, str, str], Mapping[str, str]] = {}

    def following(self, inference: Inference) -> "Site":
        """The same site, of whose records something else follows. What is known of it already stays, but for what rests on that."""
        other = copy.copy(self)
        other.inference = inference
        for name in ("conclusions", "reference"):
            vars(other).pop(name, None)
        return other

    @cached_property
    def all_orders(self) -> list[str]:
        """All legal orders, those of the catalogue first."""
        return [j.id for j in matrix.orders(self.dataset)]

    def rank(self, order: str | None) -> int:
        """The place of a legal order among all; what belongs to none comes last."""
        return self.all_orders.index(order) if order in self.all_orders else len(self.all_orders)

    @cached_property
    def orders(self) -> list[str]:
        """The legal orders that are compared in pairs: those of the catalogue that the data hold; where these are fewer than two,
        all that have wordings."""
        found = [i for i in self.vocabulary.catalog["legal-orders"] if ("jurisdiction", i) in self.dataset.placed]
        having = {d.jurisdiction for d in self.dataset.all(Definition)}
        return found if len(found) > 1 else [order for order in self.all_orders if order in having]

    @cached_property
    def concepts(self) -> dict[str, list[Worded]]:
        """Concepts with wordings, then those of which only something is stated."""
        found = matrix.concepts(self.dataset)
        return found | {c.id: [] for c in self.dataset.all(Concept) if c.id not in found}

    @cached_property
    def families(self) -> dict[str, Likenesses]:
        """Families of concepts, those of the catalogue first, with the likenesses of their wordings; these by legal order, then by
        id."""
        found: dict[str, list[Worded]] = {name: [] for name in FAMILIES}
        for concept, wordings in self.concepts.items():
            found.setdefault(family_name(self.vocabulary, concept), []).extend(wordings)
        facets = tuple(self.vocabulary.facets)
        return {
            name: Likenesses(sorted(ws, key=lambda w: (self.rank(w.jurisdiction), w.kind, w.id)), facets)
            for name, ws in found.items()
            if ws
        }

    @cached_property
    def mentions(self) -> dict[tuple[str, str], list[Record]]:
        """Kind and id of a record → the links, events, mappings, disagreements and bodies that lead to it."""
        found: dict[tuple[str, str], list[Record]] = {}
        for cls in (Link, Event, TermMapping, Disagreement, Body):
            for record in self.dataset.all(cls):
                for key in dict.fromkeys(self._targets(record)):
                    found.setdefault(key, []).append(record)
        return found

    def mentions_of(self, page: Page) -> list[Record]:
        """The records at the foot of a page that lead to its record, or to its concept."""
        about = (page.record.kind, page.record.id) if page.record else ("concept", str(page.shown.get("concept")))
        return self.mentions.get(about, [])

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

    def citations(self, base_url: str, record: Citable) -> Mapping[str, str]:
        """The citations of a record in all styles, which are the same in every language of the site."""
        key = (base_url, record.kind, record.id)
        if key not in self._citations:
            self._citations[key] = cite.citations(record, self.dataset, base_url, __version__)
        return self._citations[key]

    @cached_property
    def joining(self) -> dict[frozenset[str | None], list[TermMapping]]:
        """Legal orders → the mappings between something of each."""
        found: dict[frozenset[str | None], list[TermMapping]] = {}
        for mapping in self.dataset.all(TermMapping):
            ends = (self.dataset.end(id_) for id_ in (mapping.from_, mapping.to))
            orders = frozenset(self.dataset.order_of(end) if end else None for end in ends)
            found.setdefault(orders, []).append(mapping)
        return found

    @cached_property
    def happened(self) -> dict[str, list[Event]]:
        """Legal order → the events that belong to it; those that belong to none stand under the empty name."""
        found: dict[str, list[Event]] = {}
        for event in self.dataset.all(Event):
            found.setdefault(history.order_of(self.dataset, event), []).append(event)
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

    @cached_property
    def reference(self) -> Reference:
        """What the reference says of the names of the ontology."""
        return Reference(self)

    def grouped(self, statements: Sequence[Statement]) -> list[tuple[str, list[tuple[int, Statement]]]]:
        """Statements by property, in the order of the catalogue, figures last; each with its number in the record."""
        order = {name: i for i, name in enumerate(self.vocabulary.catalog["properties"])}
        found: dict[str, list[tuple[int, Statement]]] = {}
        for number, statement in enumerate(statements, 1):
            found.setdefault(statement.property, []).append((number, statement))
        return sorted(found.items(), key=lambda item: order.get(item[0], len(order)))

    def sections(self) -> Iterator[list[Page]]:
        """The pages, section by section."""
        for section in SECTIONS:
            yield list(section.pages(self))

    def pages(self) -> Iterator[Page]:
        """Every page, in a fixed order."""
        for section in SECTIONS:
            yield from section.pages(self)


@dataclass(frozen=True)
class Section:
    """Some pages. Records of other than these ``kinds`` (all where none is named) and the fields that are ``hidden`` make no difference
    to them unless they are shown as a link is (:mod:`carbonlex.site.faces`); some show what the reasoner ``concluded``, and some ``list``
    the data files."""

    pages: Callable[[Site], Iterator[Page]]
    kinds: Collection[str] | None = None
    hidden: Collection[str] = ("notes",)
    concluded: bool = False
    list: bool = False

    def shows(self, fields: Mapping[str, Collection[str]]) -> bool:
        """Whether a change may show on these pages.

        :param fields: the fields in which records of a kind differ, by kind.
        """
        return any(
            (self.kinds is None or kind in self.kinds) and not set(differ) <= set(self.hidden)
            for kind, differ in fields.items()
        )


def _rules(site: Site) -> Iterator[Page]:
    return rule_pages.pages(site.vocabulary)


_COMPARED = ("definition", "proposal", "concept", "jurisdiction")
_LINKED = ("link", "scheme", "asset", "jurisdiction")
_TOLD = ("notes", "readings", "statements")

SECTIONS = (
    Section(comparisons.pages),
    Section(record_pages.wordings, hidden=(), concluded=True),
    Section(record_pages.others, hidden=(), concluded=True),
    Section(history.pages, hidden=_TOLD),
    Section(likenesses.pages, kinds=_COMPARED),
    Section(linkage.pages, kinds=_LINKED),
    Section(evidence_page.pages),
    Section(changes_page.pages),
    Section(lists.pages, hidden=("notes", "readings")),
    Section(lists.files, list=True),
    Section(_rules, kinds=()),
    Section(reference_pages.pages, hidden=(), concluded=True),
    Section(release_pages.pages, kinds=()),
    Section(release_pages.given_up, hidden=_TOLD),
)
"""The pages of a site."""
