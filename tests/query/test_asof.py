"""A graph cut to a day."""

import pyoxigraph as ox
import pytest

from carbonlex.errors import UsageError
from carbonlex.graph import store
from carbonlex.query import asof, engine
from carbonlex.reading.dataset import Dataset

CLX = "https://w3id.org/carbonlex/ontology#"


def wordings(golden: Dataset, day: str) -> set[str]:
    cut = store.store_of(store.quads(golden))
    asof.cut(cut, day)
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    found = cut.quads_for_pattern(None, kind, ox.NamedNode(CLX + "Definition"))
    return {str(q.subject.value).rsplit("/", 1)[1] for q in found}


def test_one_version_is_in_force_on_a_day(golden: Dataset) -> None:
    early, late = wordings(golden, "2021-06-01"), wordings(golden, "2024-06-01")
    assert "aa-market-2020" in early
    assert "aa-market-2023" not in early
    assert "aa-market-2023" in late
    assert "aa-market-2020" not in late


def test_readings_go_with_their_wording(golden: Dataset) -> None:
    cut = store.store_of(store.quads(golden))
    asof.cut(cut, "2021-06-01")
    assert not [q for q in cut if "aa-market-2023" in str(q.subject)]


@pytest.mark.parametrize("day", ["2021-13-01", "20210601", "2021-W22-2", "2021-06", "soon"])
def test_a_day_that_is_none(golden: Dataset, day: str) -> None:
    with pytest.raises(UsageError, match="no date"):
        wordings(golden, day)


def test_a_link_is_there_while_it_holds(golden: Dataset) -> None:
    for day, there in (("2021-12-31", False), ("2022-01-01", True)):
        cut = store.store_of(store.quads(golden))
        asof.cut(cut, day)
        assert bool(engine.run(cut, "ASK { ?link a clx:Link }")) is there, day
