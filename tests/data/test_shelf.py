"""The shelf: each query says what it asks in five languages and what its columns hold, has an answer that is kept, and is answered in the
same way by two engines.

Answers are kept in ``data/queries/expected/``: as rows, or, where these are many, as their number, their digest, and how many different
values stand in each column. ``CARBONLEX_REFRESH=1`` writes them anew; read the difference.
"""

import csv
import hashlib
import io
import os
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from carbonlex import places
from carbonlex.graph import published as prepared
from carbonlex.graph import store as graph_store
from carbonlex.query import binding, engine, shelf
from carbonlex.query.parsed import Parsed
from carbonlex.query.shelf import NamedQuery
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import KINDS
from carbonlex.vocabulary import PREFIXES, Vocabulary
from conftest import PROJECT, WITHOUT_JAVA

SHELF = shelf.shelf(places.published())
EXPECTED = places.published() / "queries" / "expected"
LANGUAGES = ("en", "fr", "ru", "vi", "zh")
XSD = PREFIXES["xsd"]
MOST = 48 * 1024  # bytes of an answer that is kept as rows
PLAIN = {"concept", "facet", "value", "part", "name", "date", "number", "flag", "text"}
WIDER = {"wording": {"definition", "proposal"}, "record": set(KINDS), "any": set(KINDS) | PLAIN}
# Rdflib needs from five seconds to many minutes for these on the published records, so they are compared on the small project; on the
# published records by tests/benchmarks/bench_shelf.py.
SLOW_ON_RDFLIB = {
    "different-statements", "evidence-by-concept", "evidence-by-facet", "evidence-by-order", "largest-carbon-market",
    "linkage-clauses-and-marks", "positions-on-double-redemption", "quotes-by-facet", "restrictions-of-offset-use",
    "table-evidence", "table-pair", "table-terms", "table-terms-in", "terms", "unep-definition-goal",
    "units-of-kyoto-and-paris-mechanisms", "vietnamese-definition-criticised", "voluntary-standards-extremes",
    "voluntary-standards-table",
}  # fmt: skip
Row = tuple[str, ...]


@pytest.mark.parametrize("name", sorted(SHELF))
def test_a_query_says_what_it_asks(name: str) -> None:
    query = SHELF[name]
    assert tuple(query.titles) == tuple(query.questions) == LANGUAGES
    assert all(len(title) <= 80 for title in query.titles.values())
    assert all(question.endswith(("?", "？")) for question in query.questions.values())
    assert all(
        p.default is not None and p.kind in {*KINDS, "concept", "facet", "id", "date", "text"} for p in query.parameters
    )
    assert {p.name for p in query.parameters} <= {node.text.decode()[1:] for node in Parsed(query.text).nodes("var")}  # type: ignore[union-attr]
    assert Parsed(query.text).form in ("select", "ask")
    assert bool(query.columns) == (Parsed(query.text).form == "select")
    assert {column.kind for column in query.columns} <= PLAIN | set(KINDS) | set(WIDER)


def test_there_is_enough_on_the_shelf() -> None:
    assert sum(not name.startswith("finding-") for name in SHELF) >= 70


def kind(term: Any, base: str) -> str:
    """What a column that holds the term is called."""
    if isinstance(term, ox.NamedNode):
        name = term.value.removeprefix(base)
        return "name" if name == term.value else "part" if "#" in name else name.split("/")[0]
    local = term.datatype.value.removeprefix(XSD)
    kinds = {
        "boolean": "flag",
        "date": "date",
        "gYear": "date",
        "gYearMonth": "date",
        "integer": "number",
        "decimal": "number",
    }
    return kinds.get(local, "text")


@pytest.fixture(scope="module")
def whole(vocabulary: Vocabulary) -> ox.Store:
    """The published graph with what follows."""
    return prepared.in_memory(places.published(), vocabulary)


def rows(store: ox.Store, query: NamedQuery, vocabulary: Vocabulary) -> list[list[Any]]:
    answer = engine.run(store, query.text, binding.bindings(query, {}, vocabulary))
    assert [v.value for v in answer.variables] == [column.name for column in query.columns]
    return [[solution[column.name] for column in query.columns] for solution in answer]


@pytest.mark.skipif(WITHOUT_JAVA, reason="there is no Java runtime")
def test_answers_are_those_that_are_kept(whole: ox.Store, vocabulary: Vocabulary) -> None:
    names = {name for name in SHELF if not name.startswith("finding-")}
    wrong = [
        name for name in sorted(names) if not _as_kept(SHELF[name], rows(whole, SHELF[name], vocabulary), vocabulary)
    ]
    assert wrong == []
    assert {path.stem for path in EXPECTED.iterdir()} == names


def _as_kept(query: NamedQuery, found: list[list[Any]], vocabulary: Vocabulary) -> bool:
    assert found, f"{query.name}: an answer without rows answers nothing"
    for column, terms in zip(query.columns, zip(*found, strict=True), strict=True):
        kinds = {kind(term, vocabulary.base) for term in terms if term is not None}
        assert kinds <= WIDER.get(column.kind, {column.kind}), (query.name, column)
    texts = sorted(["" if term is None else term.value for term in row] for row in found)
    table, digest = EXPECTED / f"{query.name}.csv", EXPECTED / f"{query.name}.toml"
    written = _csv(query, texts)
    if os.environ.get("CARBONLEX_REFRESH"):
        keep, other = (table, digest) if len(written) <= MOST else (digest, table)
        keep.write_bytes(written if keep == table else _toml(query, texts, written))
        other.unlink(missing_ok=True)
    if table.is_file():
        return _read(table) == [[column.name for column in query.columns], *texts]
    return digest.is_file() and tomllib.loads(digest.read_text("utf-8")) == tomllib.loads(
        _toml(query, texts, written).decode()
    )


def _csv(query: NamedQuery, texts: list[list[str]]) -> bytes:
    content = io.StringIO(newline="")
    csv.writer(content, lineterminator="\n").writerows([[column.name for column in query.columns], *texts])
    return content.getvalue().encode()


def _read(table: Path) -> list[list[str]]:
    header, *texts = csv.reader(io.StringIO(table.read_text("utf-8"), newline=""))
    return [header, *sorted(texts)]


def _toml(query: NamedQuery, texts: list[list[str]], written: bytes) -> bytes:
    lines = [f"rows = {len(texts)}", f'sha256 = "{hashlib.sha256(written).hexdigest()}"', "", "[different]"]
    lines += [f"{c.name} = {len({row[i] for row in texts})}" for i, c in enumerate(query.columns)]
    return ("\n".join(lines) + "\n").encode()


def in_rdflib(store: ox.Store) -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=store.dump(format=ox.RdfFormat.N_QUADS), format="nquads")
    return dataset


def differing(store: ox.Store, names: Iterator[str], vocabulary: Vocabulary) -> list[str]:
    """The queries that rdflib answers otherwise, row by row, whatever the order of the rows."""
    dataset = in_rdflib(store)
    wrong = []
    for name in names:
        query = SHELF[name]
        asked = engine.asked(query.text, binding.bindings(query, {}, vocabulary))
        ours, theirs = engine.evaluated(store, asked), dataset.query(asked.text, initNs=PREFIXES)
        if isinstance(ours, ox.QueryBoolean):
            same = bool(ours) == theirs.askAnswer
        else:
            columns = [column.name for column in query.columns]
            here = Counter(_ours(solution, columns) for solution in ours)
            # Of nothing, GROUP BY makes no group (SPARQL 1.1, 11.2); rdflib makes one.
            nothing = not here and any(True for _ in Parsed(query.text).nodes("group_clause"))
            same = nothing or here == Counter(_theirs(solution, columns) for solution in theirs.bindings)
        if not same:
            wrong.append(name)
    return wrong


def _ours(solution: Any, columns: list[str]) -> Row:
    return tuple("" if solution[name] is None else str(solution[name]) for name in columns)


def _theirs(solution: Mapping[Any, Any], columns: list[str]) -> Row:
    return tuple("" if (term := solution.get(rdflib.Variable(name))) is None else _written(term) for name in columns)


def _written(term: Any) -> str:
    """A term of rdflib as N-Triples has it."""
    if isinstance(term, rdflib.URIRef):
        return str(ox.NamedNode(str(term)))
    if term.language:
        return str(ox.Literal(str(term), language=term.language))
    return str(ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None))


def test_rdflib_answers_the_same_on_the_small_project(golden: Dataset) -> None:
    store = graph_store.store_of(graph_store.quads(golden))
    assert PROJECT.is_dir()
    assert differing(store, iter(sorted(SHELF)), golden.vocabulary) == []


def test_rdflib_answers_the_same_on_the_published_records(published: Dataset) -> None:
    assert set(SHELF) >= SLOW_ON_RDFLIB
    store = graph_store.store_of(graph_store.quads(published))
    names = (name for name in sorted(SHELF) if name not in SLOW_ON_RDFLIB and not name.startswith("finding-"))
    assert differing(store, names, published.vocabulary) == []
