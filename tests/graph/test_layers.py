"""New records over published ones: what is known of both."""

import pyoxigraph as ox
import pytest

from carbonlex.graph import prepared
from carbonlex.graph.layers import Layers
from carbonlex.reading.dataset import Dataset


@pytest.fixture(scope="module")
def laid(golden: Dataset) -> Layers:
    return Layers(golden.vocabulary, ox.Store(), prepared.in_memory(golden))


def test_a_written_form_has_the_record_that_is_its_own(laid: Layers) -> None:
    assert laid.form_of("en", "carbon market") == "en-carbon-market"


def test_the_form_of_a_translation_is_no_record(laid: Layers) -> None:
    assert laid.form_of("fr", "marché du carbone") is None
