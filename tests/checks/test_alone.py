"""What is found of a record does not depend on whether it is examined alone, laid over the published ones, or with all of them."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from carbonlex import places
from carbonlex.checks.check import check
from carbonlex.checks.examination import Examination
from carbonlex.faults import Fault
from carbonlex.graph import prepared
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.document import Source

EACH = 12  # so many records of each kind, evenly by name; all would take minutes


@pytest.fixture(scope="module")
def whole(published: Dataset) -> dict[str, set[Fault]]:
    """The faults of each file when all are examined as one graph."""
    found: dict[str, set[Fault]] = {}
    for fault in check(published):
        found.setdefault(fault.file, set()).add(fault)
    return found


@pytest.fixture(scope="module")
def store(published: Dataset) -> ox.Store:
    return prepared.in_memory(published)


def test_a_record_alone_has_the_faults_that_it_has_among_all(
    published: Dataset, whole: dict[str, set[Fault]], store: ox.Store
) -> None:
    by_kind: dict[str, list[str]] = {}
    for kind, id_ in sorted(published.placed):
        by_kind.setdefault(kind, []).append(published.placed[kind, id_].file)
    seen = 0
    for files in by_kind.values():
        # Evenly, and those of which there is something to be found.
        faulty = [file for file in files if whole.get(file)]
        for file in {*files[:: max(1, len(files) // EACH)], *faulty[:: max(1, len(faulty) // EACH)]}:
            path = places.published() / file
            source = Source(file, path.suffix, Path(file).stem, path)
            alone = Examination(published.vocabulary, store, folder=places.published()).faults([source])
            assert set(alone) == whole.get(file, set()), file
            seen += bool(alone)
    assert seen > 20
