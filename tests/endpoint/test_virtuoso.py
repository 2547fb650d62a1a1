"""Virtuoso: it wants Digest, knows no union of its own, and is asked with all graphs named."""

from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from stores import HERE, VIRTUOSO, WITHOUT_VIRTUOSO, Store, differing, virtuoso

from carbonlex import places
from carbonlex.cli.main import cli
from carbonlex.graph import published as prepared
from carbonlex.vocabulary import Vocabulary
from conftest import PROJECT, TESTS

pytestmark = pytest.mark.skipif(VIRTUOSO is None, reason=WITHOUT_VIRTUOSO)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as running:
        yield running


def test_the_small_project(store: Store, vocabulary: Vocabulary) -> None:
    store.clear(vocabulary)
    result = store.push(PROJECT)
    assert result.exit_code == 0, result.output
    here, there = prepared.in_memory(PROJECT, vocabulary), store.endpoint(vocabulary)
    assert differing(here, there, PROJECT, vocabulary) == []


def test_the_published_graph(store: Store, vocabulary: Vocabulary) -> None:
    """All queries of the shelf, and of the findings."""
    store.clear(vocabulary)
    result = store.push(places.published())
    assert result.exit_code == 0, result.output
    here, there = prepared.in_memory(places.published(), vocabulary), store.endpoint(vocabulary)
    assert differing(here, there, places.published(), vocabulary) == []


def test_a_wrong_password_is_told(store: Store) -> None:
    words = ["--data", str(PROJECT), "push", store.graphs, "--user", "dba"]
    result = CliRunner().invoke(cli, words, env={"CARBONLEX_PASSWORD": "not this one"})
    assert "answers 401" in str(result.exception)
    assert "another password" in str(result.exception)
    nobody = CliRunner().invoke(cli, words[:-2])
    assert "wants a user who may do this" in str(nobody.exception)


def test_the_settings_are_those_that_users_are_told() -> None:
    told = (TESTS.parent / "docs" / "stores.md").read_text("utf-8")
    settings = (HERE / "virtuoso.ini").read_text("utf-8")
    for line in ("ThreadsPerQuery = 1", "VectorSize = 100000", "AdjustVectorSize = 0", "ResultSetMaxRows = 1000000"):
        assert line in told
        assert line in settings
