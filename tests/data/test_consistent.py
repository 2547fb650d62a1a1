"""The published records contradict nothing that the ontology says: by HermiT, and by what would name a contradiction."""

from carbonlex.graph import reasoning
from carbonlex.reading.dataset import Dataset
from conftest import needs_java


@needs_java
def test_the_published_records_are_consistent(published: Dataset) -> None:
    inference = reasoning.reason(published)
    assert inference.ran and inference.sound
