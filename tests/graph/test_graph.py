"""Records as RDF: names of FORMAT.md, precision of dates, named graphs, byte-stable writing, the cache."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from carbonlex.errors import UsageError
from carbonlex.graph import cache, days, prepared, published, store
from carbonlex.graph.reasoning import Inference
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import CLX, Vocabulary

BASE = "https://w3id.org/carbonlex/id/"


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        ("2021", "xsd:gYear", "2021-01-01", "2021-12-31"),
        ("2024-02", "xsd:gYearMonth", "2024-02-01", "2024-02-29"),
        ("2021-07-16", "xsd:date", "2021-07-16", "2021-07-16"),
    ],
)
def test_days(text: str, kind: str, first: str, last: str) -> None:
    assert (days.datatype(text), days.first_day(text), days.last_day(text)) == (kind, first, last)


def asked(content: ox.Store, pattern: str) -> bool:
    return bool(
        content.query(
            f"PREFIX clx: <{CLX}> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> BASE <{BASE}> ASK {{ {pattern} }}",
            use_default_graph_as_union=True,
        )
    )


@pytest.mark.parametrize(
    "pattern",
    [
        "GRAPH <graph/aa> { <definition/aa-market-2020> a clx:Definition ; clx:concept <concept/carbon-market> }",
        '<definition/aa-market-2020> clx:originalText "The carbon market is the trade in emission allowances under a cap."@en',
        '<definition/aa-market-2020> clx:validTo "2022-12-31"^^xsd:date',
        "<definition/aa-market-2023> clx:replaces <definition/aa-market-2020>",
        "<definition/aa-market-2023> clx:reading [ clx:readBy <source/bb-loi> ; clx:basis clx:Implied ]",
        "<definition/aa-market-2020> clx:reading [ clx:facet <facet/objective> ; clx:basis clx:Silent ]",
        "<definition/bb-quota> clx:gloss ?g FILTER(lang(?g) = 'en')",
        "<proposal/aa-author-market> a clx:Proposal",
        "<scheme/aa-ets> clx:statement [ clx:property 'offset-limit' ; clx:statedValue 5.0 ; clx:unit 'percent' ]",
        "<scheme/aa-ets> clx:statement [ clx:property 'mechanism' ; clx:statedResource <value/mechanism/cap-and-trade> ]",
        "GRAPH <graph/aa> { <asset/aaa> a clx:Allowance }",
        '<source/bb-loi> clx:adopted "2021"^^xsd:gYear',
        "GRAPH <graph/ontology> { clx:Definition a <http://www.w3.org/2002/07/owl#Class> }",
    ],
)
def test_names_of_the_format(golden: Dataset, pattern: str) -> None:
    assert asked(store.store_of(store.quads(golden)), pattern)


def test_the_same_records_give_the_same_bytes(golden: Dataset, project: Path) -> None:
    nothing = Inference(consistent=True, ran=False)
    assert published.complete(golden, nothing) == published.complete(Dataset.load(project, Vocabulary()), nothing)


def test_the_cache_costs_time_never_the_answer(
    project: Path, vocabulary: Vocabulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from carbonlex.graph import reasoning

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(reasoning, "reason", lambda _: Inference(consistent=True, ran=True))
    said: list[str] = []
    first = published.open_store(project, vocabulary, said.append)
    assert said
    said.clear()
    assert len(published.open_store(project, vocabulary, said.append)) == len(first)
    assert said == []
    kept = next(cache.folder().glob("*.nq"))
    kept.write_bytes(b"nonsense")
    assert len(published.open_store(project, vocabulary, said.append)) == len(first)
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert len(published.open_store(project, vocabulary, said.append)) == len(first)
    with pytest.raises(UsageError):
        published.open_store(project / "nowhere", vocabulary)


def test_a_prepared_store_that_cannot_be_written_is_held_in_memory(
    project: Path, golden: Dataset, vocabulary: Vocabulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    opened = prepared.open_store(project, vocabulary)
    assert len(opened) == len(prepared.in_memory(golden)) > 0
