"""What the published records promise."""

import pytest

from carbonlex.checks.check import check
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Definition, Proposal


@pytest.fixture(scope="module")
def own(published: Dataset) -> dict[str, set[str]]:
    """Definition → facets on which the project itself has read it."""
    return {
        d.id: {f for f, rs in d.readings.items() if any(r.by is None for r in rs)} for d in published.all(Definition)
    }


def test_no_errors(published: Dataset) -> None:
    assert [(f.file, f.line, f.code, f.message) for f in check(published) if f.severity == "error"] == []


def test_markets_are_read_on_all_twelve_facets(published: Dataset, own: dict[str, set[str]]) -> None:
    catalog = published.vocabulary.catalog
    markets = [
        d.id
        for d in published.all(Definition)
        if d.jurisdiction in catalog["legal-orders"] and own[d.id] >= set(catalog["market-facets"])
    ]
    assert len(markets) >= 68
    unfinished = [
        d.id
        for d in published.all(Definition)
        if d.concept == "carbon-market" and not own[d.id] >= set(catalog["market-facets"])
    ]
    assert unfinished == []


def test_units_are_read_on_eight_facets(published: Dataset, own: dict[str, set[str]]) -> None:
    eight = set(published.vocabulary.catalog["unit-facets"][:8])
    assert sum(1 for facets in own.values() if facets >= eight) >= 60


def test_explicit_readings_quote_and_implied_ones_argue(published: Dataset) -> None:
    assert [
        (w.id, facet)
        for w in published.wordings()
        for facet, readings in w.readings.items()
        for r in readings
        if not {"explicit": r.quote, "implied": r.note, "silent": not r.values}[r.basis]
    ] == []


def test_both_proposals_and_the_footnote_are_there(published: Dataset) -> None:
    assert len(list(published.all(Proposal))) >= 3
