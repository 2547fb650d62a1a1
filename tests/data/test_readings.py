"""The published records: what the first release promises of them."""

from pathlib import Path

import pytest

from carbonlex import places
from carbonlex.checks import records
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Definition, Proposal
from carbonlex.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return Dataset.load(places.published(), Vocabulary())


def test_records_have_no_faults(dataset: Dataset) -> None:
    assert dataset.faults == []
    assert records.check(dataset) == []


def test_markets_are_read_on_all_twelve_facets(dataset: Dataset) -> None:
    facets = dataset.vocabulary.catalog["market-facets"]
    orders = dataset.vocabulary.catalog["legal-orders"]
    full = [w for w in dataset.wordings() if w.jurisdiction in orders and all(w.reading(f) for f in facets)]
    assert len(full) >= 69


def test_units_are_read_on_all_eight_facets(dataset: Dataset) -> None:
    facets = dataset.vocabulary.catalog["unit-facets"][:8]
    assert sum(all(w.reading(f) for f in facets) for w in dataset.all(Definition)) >= 60


def test_explicit_readings_quote_and_implied_ones_argue(dataset: Dataset) -> None:
    for wording in dataset.wordings():
        for facet, readings in wording.readings.items():
            for reading in readings:
                if reading.basis == "explicit":
                    assert reading.quote, (wording.id, facet)
                elif reading.basis == "implied":
                    assert reading.note, (wording.id, facet)
                else:
                    assert not reading.values, (wording.id, facet)


def test_both_proposals_and_the_footnote_are_there(dataset: Dataset) -> None:
    assert len(list(dataset.all(Proposal))) == 3


def test_nothing_is_left_of_the_conversion() -> None:
    assert not list(Path(places.published()).rglob("*.py"))
