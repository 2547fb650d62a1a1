"""The pages of single records: what stands on each, kind by kind."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from carbonlex.compare import matrix, words
from carbonlex.compare.classification import family_name
from carbonlex.records.model import (
    Asset,
    Body,
    Definition,
    Disagreement,
    Event,
    Jurisdiction,
    Link,
    Record,
    Scheme,
    Silence,
    Source,
    Statement,
    Term,
    TermMapping,
    Worded,
)
from carbonlex.site import addresses, facts, history, likenesses
from carbonlex.site.page import Page

if TYPE_CHECKING:
    from carbonlex.site.pages import Site

RELATIVES = 5
"""So many of the wordings that are most like one are named on its page."""
STATED, SAID, SILENCES, SOURCES = 110, 40, 8, 30
"""So many statements stand on one page; so many statements, silences and sources on that of a legal order."""
# Kinds whose page is their particulars, their statements and what leads to them.
PLAIN = (Body, Event, Link, TermMapping, Disagreement, Term)


def wordings(site: "Site") -> Iterator[Page]:
    """The pages of wordings."""
    for wording in site.dataset.wordings():
        yield _page(wording, "definition.html", _wording(site, wording))


def others(site: "Site") -> Iterator[Page]:
    """A page for every other record that has one, in a fixed order."""
    for source in site.dataset.all(Source):
        yield _page(source, "source.html", _source(site, source), readings=False)
    for asset in site.dataset.all(Asset):
        yield _page(asset, "asset.html", {"asset": asset})
    for scheme in site.dataset.all(Scheme):
        units = site.issued.get(scheme.id, [])
        accepted = [(x, a) for x in site.dataset.all(Asset) for a in x.accepted_for if a.scheme == scheme.id]
        here, *further = _divided(site, scheme.statements)
        shown = {"scheme": scheme, "units": units, "accepted": accepted, "stated": here, "further": further}
        whole = _page(scheme, "scheme.html", shown)
        yield whole
        yield from _statements(whole, further)
    for jurisdiction in matrix.orders(site.dataset):
        whole = _page(jurisdiction, "jurisdiction.html", _jurisdiction(site, jurisdiction), readings=False)
        yield whole
        yield from _statements(whole, whole.shown["further"])
        if len(silences := whole.shown["silences"]) > SILENCES:
            address, part = f"{whole.address}silences/", ("silence", "title")
            yield Page(address, "silences.html", shown={"silences": silences}, whole=whole, part=part)
        if len(sources := whole.shown["sources"]) > SOURCES:
            address, part = f"{whole.address}sources/", ("jurisdiction", "sources")
            shown = {"groups": [("", sources)], "list": None, "many": len(sources)}
            yield Page(address, "records.html", shown=shown, whole=whole, part=part)
    for verdict in site.verdicts:
        shown = {"verdict": verdict, "query": site.queries.get(verdict.finding.query, "")}
        yield _page(verdict.finding, "finding.html", shown)
    for cls in PLAIN:
        for record in site.dataset.all(cls):
            shown = {"record": record, "facts": list(facts.facts(record, site.dataset))}
            yield _page(record, "record.html", shown)


Grouped = list[tuple[str, list[tuple[int, Statement]]]]


def _divided(site: "Site", statements: Sequence[Statement]) -> list[Grouped]:
    """The statements by what they are about, in as many pieces as there are pages."""
    pieces: list[Grouped] = [[]]
    room = STATED
    for property_, found in site.grouped(statements):
        if pieces[-1] and len(found) > room:
            pieces.append([])
            room = STATED
        pieces[-1].append((property_, found))
        room -= len(found)
    return pieces


def _statements(whole: Page, further: Sequence[Grouped]) -> Iterator[Page]:
    """The statements for which there is no room on the page of a record."""
    for number, groups in enumerate(further, 1):
        part = ("asset", "statements") if len(further) == 1 else ("part", "statements", str(number + 1))
        address = f"{whole.address}statements/{number}/"
        yield Page(address, "statements.html", shown={"stated": groups}, whole=whole, part=part)


def _page(record: Record, template: str, shown: dict[str, Any], readings: bool = True) -> Page:
    about, address = ((record.kind, record.id),), addresses.address(record.kind, record.id)
    return Page(address, template, about, shown=shown, record=record, readings=readings)


def _wording(site: "Site", wording: Worded) -> dict[str, Any]:
    name = family_name(site.vocabulary, wording.concept)
    family = site.families[name]
    return {
        "wording": wording,
        "facets": matrix.facets_of(site.dataset, wording.concept),
        "versions": _versions(site, wording),
        "assets": [x for x in site.dataset.all(Asset) if wording.id in x.defined_by],
        "nearest": family.nearest(wording, RELATIVES),
        "family": name if likenesses.comparable(family) else "",
        "cited": site.cited.get((wording.kind, wording.id), []),
    }


def _source(site: "Site", source: Source) -> dict[str, Any]:
    return {
        "source": source,
        "wordings": site.worded.get(source.id, []),
        "stated": site.stated.get(source.id, []),
        "read": site.read.get(source.id, []),
        "findings": [v for v in site.verdicts if v.finding.source == source.id],
    }


def _jurisdiction(site: "Site", jurisdiction: Jurisdiction) -> dict[str, Any]:
    id_ = jurisdiction.id
    schemes = [s for s in site.dataset.all(Scheme) if s.jurisdiction == id_]
    issued = {s.id for s in schemes}
    pieces = _divided(site, jurisdiction.statements)
    here, further = (pieces[0], pieces[1:]) if len(jurisdiction.statements) <= SAID else ([], pieces)
    return {
        "jurisdiction": jurisdiction,
        "stated": here,
        "further": further,
        "many": {"silences": SILENCES, "sources": SOURCES},
        "schemes": schemes,
        "wordings": [
            (c, [w for w in ws if w.jurisdiction == id_])
            for c, ws in site.concepts.items()
            if any(w.jurisdiction == id_ for w in ws)
        ],
        "assets": [x for x in site.dataset.all(Asset) if issued & set(x.issued_under)],
        "silences": [s for s in site.dataset.all(Silence) if s.jurisdiction == id_],
        "bodies": [b for b in site.dataset.all(Body) if b.jurisdiction == id_],
        "sources": [s for s in site.dataset.all(Source) if s.jurisdiction == id_],
        "timeline": history.lanes(site, [id_]),
        "pairs": [(a, b) for a, b in combinations(site.orders, 2) if id_ in (a, b)],
    }


def _versions(site: "Site", wording: Worded) -> list[tuple[Definition, tuple[words.Stretch, ...]]]:
    """The wordings of one provision over time, oldest first, when there are several; each but the first with what differs from the
    one before, where both are in one language."""
    if not isinstance(wording, Definition):
        return []
    chain = [wording]
    while (
        chain[0].replaces
        and isinstance(earlier := site.dataset.get("definition", chain[0].replaces), Definition)
        and earlier not in chain
    ):
        chain.insert(0, earlier)
    while later := site.replaced_by.get(chain[-1].id):
        if later in chain:
            break
        chain.append(later)
    if len(chain) == 1:
        return []
    differences = [
        words.differences(old.original[1], new.original[1]) if old.original[0] == new.original[0] else ()
        for old, new in pairwise(chain)
    ]
    return list(zip(chain, ((), *differences), strict=True))
