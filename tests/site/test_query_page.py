"""The page that asks the graph: its shelf, its links, what its script gets; and its engine, held against that of the command line."""

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from carbonlex import places
from carbonlex.graph import store
from carbonlex.query import binding, engine, shelf
from carbonlex.query.shelf import NamedQuery
from carbonlex.reading.dataset import Dataset
from carbonlex.site import query_page
from carbonlex.site.edition import Edition
from carbonlex.vocabulary import PREFIXES
from rendered import edition_of, html_of, site_of

NODE = shutil.which("node")
MODULES = places.share() / "node_modules" / "oxigraph"
ASKER = Path(__file__).parents[1] / "browser" / "answers.mjs"
OTHERS = {"concept": "carbon-credit", "source": "lit-deng-2026", "scheme": "eu-ets", "asset": "ccer", "jurisdiction": "vn",
          "facet": "objective", "date": "2019-05-05", "id": "concept/carbon-credit", "text": "en"}  # fmt: skip


@pytest.fixture
def edition(golden: Dataset) -> Edition:
    return edition_of(golden)


def html(edition: Edition, queries: dict[str, str]) -> str:
    ((_, text),) = html_of(site_of(edition.dataset, queries), [query_page.page(queries)])
    return text


QUERY = (
    "# title: Is <this>?\n# question: Is <this> so?\n# param: concept=cap (concept)\nASK { ?d clx:concept ?concept }\n"
)


def test_without_the_engine_the_page_says_so_and_shows_the_shelf(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(query_page, "_bundle", lambda: None)
    text = html(edition, {"so": QUERY})
    assert edition.strings("sparql.without") in text
    assert "query.js" not in text
    assert 'id="name=so"' in text and 'static/query/so.rq">Is &lt;this&gt;?</a>' in text
    query_page.write(tmp_path, [edition], {"so": QUERY})
    assert sorted(p.name for p in (tmp_path / "query").iterdir()) == [
        "names-en.json",
        "records.json",
        "shelf-en.js",
        "so.rq",
    ]
    assert (tmp_path / "query" / "so.rq").read_text("utf-8") == NamedQuery.parse("so", QUERY).text


def test_the_data_version_is_that_of_the_graph(edition: Edition) -> None:
    listed = [("carbonlex.nq", 9, "a" * 64), ("carbonlex.nq.gz", 7, "b" * 64)]
    setting = query_page.setting(edition, listed, "1.2", ["cap"])
    assert setting["data"] == "1.2-aaaaaaaaaaaa"
    assert setting["bytes"] == 7 + query_page.engine()
    assert setting["words"]["stopped"] == edition.strings("sparql.said.stopped")


def test_the_editor_knows_the_names_of_the_ontology(edition: Edition) -> None:
    names = {name: (label, sort) for name, label, sort in query_page.names(edition)}
    assert names["clx:CapAndTradeWording"][1] == "class"
    assert names["clx:jurisdiction"][1] == "property"
    assert names["value/mechanism/cap-and-trade"] == (edition.label("value", "mechanism/cap-and-trade"), "constant")
    assert query_page.ids(edition.dataset)["scheme"] == ["aa-ets", "bb-ets"]


def test_no_parameter_has_a_name_that_links_use() -> None:
    queries = shelf.shelf(places.published()).values()
    assert not {p.name for q in queries for p in q.parameters} & {"name", "query", "data"}


def questions() -> Iterator[tuple[NamedQuery, dict[str, str]]]:
    """Every query of the shelf, with its defaults and, where it has parameters, with other values."""
    for query in shelf.shelf(places.published()).values():
        yield query, {}
        for parameter in query.parameters:
            yield query, {parameter.name: OTHERS[parameter.kind]}


@pytest.mark.skipif(
    NODE is None or not MODULES.is_dir(), reason="there is no Node.js, or `make vendor` has not been run"
)
def test_the_page_answers_as_the_command_line(published: Dataset, tmp_path: Path) -> None:
    quads = list(store.quads(published))
    graph = tmp_path / "graph.nq"
    ox.serialize(quads, graph, format=ox.RdfFormat.N_QUADS)
    content = store.store_of(quads)
    asked = list(questions())
    listed = [{"text": query.text, "values": given} for query, given in asked]
    (tmp_path / "asked.json").write_text(
        json.dumps({"base": published.vocabulary.base, "prefixes": PREFIXES, "questions": listed}), "utf-8"
    )
    command = [str(NODE), str(ASKER), str(graph), str(tmp_path / "asked.json")]
    told = subprocess.run(command, capture_output=True, timeout=400, check=False)
    assert told.returncode == 0, told.stderr.decode()
    answers = [json.loads(line) for line in told.stdout.decode("utf-8").split("\n")[:-1]]
    assert len(answers) == len(asked)
    for (query, given), answer in zip(asked, answers, strict=True):
        found = engine.run(content, query.text, binding.bindings(query, given, published.vocabulary))
        if isinstance(found, ox.QueryBoolean):
            assert answer == {"yes": bool(found)}, query.name
        else:
            written = (found.serialize(format=ox.QueryResultsFormat.CSV) or b"").decode()
            assert rows(answer["csv"]) == rows(written), (query.name, given)


def rows(text: str) -> tuple[list[str], list[list[str]]]:
    read = list(csv.reader(io.StringIO(text, newline="")))
    return read[0], sorted(read[1:])
