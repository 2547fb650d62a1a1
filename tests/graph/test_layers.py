"""New records over published ones: what is known of both."""

import pyoxigraph as ox
import pytest

from carbonlex.graph import prepared
from carbonlex.graph.layers import Layers, record_of
from carbonlex.reading.dataset import Dataset


@pytest.fixture(scope="module")
def laid(golden: Dataset) -> Layers:
    return Layers(golden.vocabulary, ox.Store(), prepared.in_memory(golden))


def test_a_written_form_has_the_record_that_is_its_own(laid: Layers) -> None:
    assert laid.form_of("en", "carbon market") == "en-carbon-market"


def test_the_form_of_a_translation_is_no_record(laid: Layers) -> None:
    assert laid.form_of("fr", "marché du carbone") is None


@pytest.mark.parametrize("data", ["golden", "published"])
def test_who_may_look_at_a_record_is_known(data: str, request: pytest.FixtureRequest) -> None:
    dataset: Dataset = request.getfixturevalue(data)
    layers = Layers(dataset.vocabulary, ox.Store(), prepared.in_memory(dataset))
    iris = [dataset.vocabulary.iri(*name) for name in sorted(dataset.placed)]
    seeing: dict[str, set[str]] = {}
    for iri in iris[:: max(len(iris) // 40, 1)]:
        around = layers.around({iri: list(layers.about(iri))})
        seen = {record_of(t.subject) for t in around} & set(iris)
        for other in sorted(seen)[:: max(len(seen) // 12, 1)]:
            if other not in seeing:
                seeing[other] = layers.seeing(other)
            assert iri in seeing[other], other


def test_nothing_is_seen_twice(golden: Dataset) -> None:
    layers = Layers(golden.vocabulary, ox.Store(), prepared.in_memory(golden))
    iris = [golden.vocabulary.iri(*name) for name in sorted(golden.placed)]
    for some in (iris, [iri for iri in iris if "/source/" in iri], *([iri] for iri in iris)):
        around = layers.around({iri: list(layers.about(iri)) for iri in some})
        assert len(around) == len(set(around)), some
