"""Words that are nearly those of another record."""

import pyoxigraph as ox
import pytest

from carbonlex.checks import copies
from carbonlex.graph import prepared
from carbonlex.graph.layers import Layers
from carbonlex.reading.dataset import Dataset


def layers(dataset: Dataset) -> Layers:
    return Layers(dataset.vocabulary, ox.Store(), prepared.in_memory(dataset))


@pytest.fixture(scope="module")
def laid(published: Dataset) -> Layers:
    return layers(published)


def told(laid: Layers, kind: str, id_: str) -> list[str]:
    return [other for _, _, other, _ in copies.near([laid.vocabulary.iri(kind, id_)], laid)]


@pytest.mark.parametrize("id_", ["cn-code-2026-trading-products", "cn-775-trading-products", "cn-mee19-ccer"])
def test_words_taken_over_are_accounted_for_by_replaces_or_by_a_mapping(id_: str, laid: Layers) -> None:
    assert told(laid, "definition", id_) == []


def test_without_the_mapping_they_are_told(published: Dataset) -> None:
    kept = {key: placed for key, placed in published.placed.items() if key[0] == "definition"}
    alone = layers(Dataset(published.vocabulary, kept))
    assert published.vocabulary.iri("definition", "cn-jrt0244-ccer") in told(alone, "definition", "cn-mee19-ccer")


def test_withheld_words_are_not_compared(golden: Dataset) -> None:
    assert told(layers(golden), "definition", "bb-draft") == []
