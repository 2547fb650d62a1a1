"""What the published records promise."""

from pathlib import Path

import pytest
import yaml

from carbonlex.checks.check import check
from carbonlex.compare import matrix
from carbonlex.graph import days
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import (
    Asset,
    Body,
    Definition,
    Disagreement,
    Event,
    Finding,
    Proposal,
    Record,
    Scheme,
    Silence,
    Term,
    TermMapping,
)

SHARED = Path(__file__).parents[3] / "shared"


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


def test_enough_readings_rest_on_the_words(published: Dataset) -> None:
    explicit = [r for w in published.wordings() for rs in w.readings.values() for r in rs if r.basis == "explicit"]
    assert len(explicit) >= 1200
    assert all(r.quote for r in explicit)


@pytest.mark.parametrize(
    "cls, least",
    [
        (Scheme, 35),
        (Asset, 40),
        (TermMapping, 60),
        (Silence, 20),
        (Finding, 40),
        (Disagreement, 26),
        (Term, 60),
        (Event, 40),
        (Body, 30),
    ],
)
def test_nothing_compiled_is_left_out(cls: type[Record], least: int, published: Dataset) -> None:
    assert len(list(published.all(cls))) >= least


@pytest.mark.skipif(not SHARED.is_dir(), reason="the compiled sources are not beside this checkout")
def test_every_compiled_definition_is_a_record(published: Dataset) -> None:
    compiled = [
        entry["id"]
        for path in sorted((SHARED / "sources").glob("*.yaml"))
        for entry in yaml.safe_load(path.read_text("utf-8"))["definitions"]
    ]
    assert len(compiled) == 488
    assert [id_ for id_ in compiled if published.wording(id_) is None] == []


def test_markets_and_units_of_the_legal_orders_are_rendered_in_five_languages(published: Dataset) -> None:
    catalog = published.vocabulary.catalog
    concepts = {*catalog["market-concepts"], *catalog["unit-concepts"]} - {"trading-venue"}
    wanting = [
        (d.id, language)
        for d in published.all(Definition)
        if d.jurisdiction in catalog["legal-orders"] and d.concept in concepts
        for language in ("en", "fr", "ru", "vi", "zh")
        if not any(tag.partition("-")[0] == language for tag in d.text)
    ]
    assert wanting == []


def test_units_are_accepted_somewhere_on_a_day(published: Dataset) -> None:
    dated = [a for asset in published.all(Asset) for a in asset.accepted_for if a.valid and a.valid.from_]
    assert len(dated) >= 60


def test_chains_of_replacement_give_one_wording_a_day(published: Dataset) -> None:
    """Of two wordings of which one took the place of the other, at most one is in force on any day; and the chain does not run
    in a circle."""
    for later in published.all(Definition):
        seen = [later.id]
        while later.replaces:
            earlier = published.get("definition", later.replaces)
            assert isinstance(earlier, Definition) and earlier.id not in seen, seen
            seen.append(earlier.id)
            if earlier.valid and earlier.valid.to and later.valid and later.valid.from_:
                for day in (days.last_day(earlier.valid.to), days.first_day(later.valid.from_)):
                    assert not (matrix.in_force(earlier, day) and matrix.in_force(later, day)), (later.id, day)
            later = earlier


def test_official_and_other_translations_are_kept_apart(published: Dataset) -> None:
    for term in published.all(Term):
        assert all(t.status in ("official", "unofficial", "proposed") for t in term.translations)
    assert any(t.status == "official" for term in published.all(Term) for t in term.translations)
    assert any(t.status == "unofficial" for term in published.all(Term) for t in term.translations)
