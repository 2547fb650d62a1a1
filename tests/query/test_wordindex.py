"""Records found by their words."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from carbonlex import errors
from carbonlex.graph import cache
from carbonlex.query import search as searching
from carbonlex.query import wordindex
from carbonlex.query.search import Hit, Sought
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import Vocabulary
from conftest import PROJECT, edit


@pytest.fixture(scope="module")
def index(golden: Dataset) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:")
    wordindex.fill(base, golden)
    return base


def search(base: sqlite3.Connection, text: str, kind: str | None = None, limit: int = 20) -> tuple[Hit, ...]:
    return searching.search(base, Sought(text, kind, limit))


def found(hits: tuple[Hit, ...]) -> list[str]:
    return [f"{hit.kind}/{hit.id}" for hit in hits]


def test_what_is_called_so_comes_first(index: sqlite3.Connection) -> None:
    hits = search(index, "Carbon  MARKET")
    assert found(hits)[0] == "concept/carbon-market"
    assert {"definition/aa-market-2020", "definition/aa-market-2023"} <= set(found(hits)[:6])
    assert found(search(index, "carbon market", limit=1)) == found(hits)[:1]
    assert all(hit.kind == "definition" for hit in search(index, "market", kind="definition"))


def test_a_hit_says_where_it_stands(index: sqlite3.Connection) -> None:
    (hit,) = search(index, "autorise son titulaire", kind="definition")
    assert (hit.id, hit.name, hit.where, hit.language) == ("bb-quota", "quota", "text.fr.original", "fr")
    assert hit.words == "Un quota autorise son titulaire à émettre une tonne."


def test_words_may_stand_apart_and_be_parts_of_others(index: sqlite3.Connection) -> None:
    (hit,) = search(index, "titul TONN émett")
    assert hit.id == "bb-quota"
    assert search(index, "titulaire nothing-of-the-sort") == ()


def test_short_words_and_signs_are_found_too(golden: Dataset) -> None:
    """A trigram has three characters; many Chinese words have two."""
    dataset = Dataset(golden.vocabulary)
    for number, words in enumerate(("碳排放配额", "配额", 'a "quoted" OR 50% NEAR(_)', "ǅ Straße")):
        text = f"kind: term\nid: t-{number}\nform: {{zh-Hans: {json.dumps(words)}}}\n"
        dataset.add(f"t-{number}.yaml", text.encode(), f"t-{number}")
    assert dataset.faults == []
    base = sqlite3.connect(":memory:")
    wordindex.fill(base, dataset)
    assert found(search(base, "配额")) == ["term/t-1", "term/t-0"]
    assert found(search(base, "排放配 额")) == ["term/t-0"]
    for text in ('"quoted"', "OR", "50%", "NEAR(_)", "_)", '"', 'quoted" OR', "a"):
        assert "term/t-2" in found(search(base, text)), text
    assert found(search(base, "STRASSE")) == found(search(base, "ǆ")) == ["term/t-3"]
    for text in ("*", "^quoted", "names:quoted", "\0", "x\0yz", "-"):
        search(base, text)


@pytest.mark.parametrize("text", ["", " \n", "x" * 201])
def test_what_cannot_be_searched(index: sqlite3.Connection, text: str) -> None:
    with pytest.raises(errors.UsageError, match="say what to search for"):
        search(index, text)
    with pytest.raises(errors.UnknownName, match="did you mean definition"):
        search(index, "market", kind="definitions")
    with pytest.raises(errors.UsageError, match="at least one"):
        search(index, "market", limit=0)


def test_a_long_text_is_shown_around_the_hit(golden: Dataset) -> None:
    dataset = Dataset(golden.vocabulary)
    words = "word " * 50 + "needle " + "word " * 50
    dataset.add("t.yaml", f"kind: term\nid: t\nform: {{en: x}}\nnotes: {{en: {words}}}\n".encode(), "t")
    base = sqlite3.connect(":memory:")
    wordindex.fill(base, dataset)
    (hit,) = search(base, "needle")
    assert hit.where == "notes"
    assert hit.words.startswith("…word ")
    assert hit.words.endswith(" word…")
    assert len(hit.words) < 120


def test_everything_that_is_said_in_words_is_indexed_and_nothing_else(golden: Dataset) -> None:
    paths = {where.split("[")[0] for placed in golden.placed.values() for where, _, _ in wordindex.said(placed.record)}
    assert {"term", "text.fr.original", "pinpoint", "statements", "reason", "claim"} <= paths
    assert not {path.rsplit(".", 1)[-1] for path in paths} & {"jurisdiction", "source", "kind", "id", "concept", "date"}


def test_the_index_is_kept_and_made_anew(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    said: list[str] = []
    for _ in range(2):
        assert len(search(wordindex.opened(project, Vocabulary(), said.append), "titulaire")) == 1
    assert len(said) == 1
    (kept,) = cache.folder().glob("*.words")
    kept.write_bytes(b"damaged" * 1000)
    assert len(search(wordindex.opened(project, Vocabulary(), said.append), "titulaire")) == 1
    edit(project / "definitions/bb/bb-quota.yaml", "Un quota", "Ce quota-ci")
    assert len(search(wordindex.opened(project, Vocabulary(), said.append), "quota-ci")) == 1
    assert len(said) == 3


def test_the_command(run: Callable[..., "CompletedProcess[str]"]) -> None:
    told = run("--data", PROJECT, "search", "carbon", "market", "--format", "json", "--limit", "1")
    assert told.returncode == 0
    assert json.loads(told.stdout)[0]["id"] == "carbon-market"
    told = run("--data", PROJECT, "search", "carbon market", "--limit", "2")
    assert told.stdout.splitlines()[0].split() == ["record", "name", "where", "words"]
    assert told.stderr.endswith("2 records, and perhaps more: --limit 4\n")
    nothing = run("--data", PROJECT, "search", "nothing of the sort")
    assert (nothing.returncode, nothing.stdout, nothing.stderr) == (0, "", "0 records\n")
