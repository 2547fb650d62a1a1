"""The pages that list records of a kind, and those that stand alone."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from carbonlex.compare import matrix
from carbonlex.query.findings import Verdict
from carbonlex.records.model import Asset, Body, Disagreement, Record, Scheme, Source, TermMapping
from carbonlex.site import query_page, term_pages
from carbonlex.site.page import Asked, Page
from carbonlex.site.reference import pages as reference_pages

if TYPE_CHECKING:
    from carbonlex.site.pages import Site

MANY = 50
"""So many records of one type have a page of their own."""
# The closed list from which records of a section have their type.
TYPES = {"assets": "asset-type", "bodies": "body-type", "sources": "source-type"}


def pages(site: "Site") -> Iterator[Page]:
    """The lists of records, of findings, mappings and terms; then the pages on the site itself."""
    yield from _records(site)
    yield _findings(site)
    disagreements = _by_type(site.dataset.all(Disagreement))
    yield Page("disagreements/", "disagreements.html", shown={"groups": disagreements})
    yield _mappings(site)
    yield from term_pages.pages(site)
    yield Page("collection/", "collection.html", found=False)
    yield Page("about/", "about.html")


def files(site: "Site") -> Iterator[Page]:
    """The pages that tell of the data files."""
    yield Page("data/", "data.html", shown={"releases": site.releases})
    yield query_page.page(site.queries)


def _records(site: "Site") -> Iterator[Page]:
    for section, records in (
        ("jurisdictions", matrix.orders(site.dataset)),
        ("assets", site.dataset.all(Asset)),
        ("schemes", site.dataset.all(Scheme)),
        ("bodies", site.dataset.all(Body)),
        ("sources", site.dataset.all(Source)),
    ):
        groups, list_ = _by_type(records), TYPES.get(section)
        shown = {"groups": groups, "list": list_, "many": MANY}
        if section == "assets":
            yield Page("assets/", "assets.html", shown=shown | {"tree": reference_pages.units(site)})
            continue
        whole = Page(f"{section}/", "records.html", shown=shown)
        yield whole
        for type_, found in groups:
            if type_ and list_ and len(found) > MANY:
                shown = {"groups": [("", found)], "list": None, "many": MANY}
                yield Page(f"{section}/of/{type_}/", "records.html", shown=shown, whole=whole, part=(list_, type_))


def _findings(site: "Site") -> Page:
    sources: dict[str, list[Verdict]] = {}
    for verdict in site.verdicts:
        sources.setdefault(verdict.finding.source, []).append(verdict)
    shown = {"verdicts": site.verdicts, "sources": sorted(sources.items())}
    return Page("findings/", "findings.html", shown=shown, asked=Asked("table-findings"))


def _mappings(site: "Site") -> Page:
    """All mappings by their relation."""
    mappings = list(site.dataset.all(TermMapping))
    relations = [(r, [m for m in mappings if m.relation == r]) for r in site.vocabulary.list("relation")]
    shown = {"groups": [(relation, found) for relation, found in relations if found]}
    return Page("mappings/", "mappings-index.html", shown=shown, asked=Asked("table-mappings"))


def _by_type(records: Iterable[Record]) -> list[tuple[str, list[Record]]]:
    """Records by their type in the order in which the types first occur; those without one come last."""
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(getattr(record, "type", None) or "", []).append(record)
    return sorted(found.items(), key=lambda group: group[0] == "")
