"""What the documentation shows is so: the code of the README, of the tutorial and of the docstrings, and the commands that ask queries.

``CARBONLEX_REFRESH=1`` writes the answers of the pages anew; read the difference.
"""

import doctest
import fcntl
import importlib
import os
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pandas as pd
import pytest

import carbonlex
from carbonlex import places
from carbonlex.graph import published
from carbonlex.vocabulary import Vocabulary
from conftest import needs_java

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", ROOT / "docs/tutorial.md")
MODULES = ("asking", "checked", "collection", "comparison", "opening", "questions", "rows")
OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
_ASKING = re.compile(r"^(?:\$ )?(carbonlex (?:query|queries|search) .*)$", re.MULTILINE)
COMMANDS = sorted(
    {
        line
        for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"))
        for line in _ASKING.findall(page.read_text("utf-8"))
        if "--endpoint" not in line  # stores elsewhere are asked in tests/endpoint
    }
)
pytestmark = needs_java


@pytest.fixture(scope="session")
def _graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with the published graph, which the first of the processes that run tests prepares for all."""
    shared = tmp_path_factory.getbasetemp().parent / "published-graph"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock, pytest.MonkeyPatch.context() as patch:
        fcntl.flock(lock, fcntl.LOCK_EX)
        patch.setenv("XDG_CACHE_HOME", str(shared))
        published.content(places.published(), Vocabulary())
    return shared


@pytest.fixture(autouse=True)
def _prepared(_graph: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(_graph))
    with pd.option_context("display.width", 190, "display.max_columns", 12, "display.max_colwidth", 78):
        yield


class Runner(doctest.DocTestRunner):
    """Keeps what examples print that differs from what is written."""

    def __init__(self) -> None:
        super().__init__(optionflags=OPTIONS)
        self.got: dict[int, str] = {}

    def report_failure(self, out: object, test: doctest.DocTest, example: doctest.Example, got: str) -> None:
        self.got[example.lineno] = got
        super().report_failure(out, test, example, got)  # type: ignore[arg-type]


def refreshed(text: str, examples: list[doctest.Example], got: dict[int, str]) -> str:
    """The page with what its examples print."""
    lines = text.splitlines(keepends=True)
    for example in reversed(examples):
        if example.lineno in got:
            begin = example.lineno + example.source.count("\n")
            lines[begin : begin + example.want.count("\n")] = [got[example.lineno]]
    return "".join(lines)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_code_of_a_page_is_so(page: Path) -> None:
    text = page.read_text("utf-8")
    plain = re.sub(r"^```\w*$", "", text, flags=re.MULTILINE)  # or the end of a block would be awaited as output
    test = doctest.DocTestParser().get_doctest(plain, {}, page.name, str(page), 0)
    runner, told = Runner(), list[str]()
    runner.run(test, out=told.append)
    if os.environ.get("CARBONLEX_REFRESH"):
        page.write_text(refreshed(text, test.examples, runner.got), "utf-8")
    assert test.examples
    assert not runner.failures, "".join(told)


@pytest.mark.parametrize("name", [*(f"carbonlex.library.{module}" for module in MODULES), "carbonlex"])
def test_examples_of_docstrings_are_so(name: str) -> None:
    module = importlib.import_module(name)
    with carbonlex.open() as data:
        given = {"carbonlex": carbonlex, "data": data, **vars(module)}
        runner = Runner()
        told: list[str] = []
        for test in doctest.DocTestFinder(exclude_empty=True).find(module, name, globs=given):
            runner.run(test, out=told.append)
    assert not runner.failures, "".join(told)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_queries_that_are_shown_answer(command: str, run: Callable[..., "CompletedProcess[str]"]) -> None:
    told = run(*shlex.split(command)[1:])
    assert told.returncode == 0, told.stderr
    assert len(told.stdout.splitlines()) > 1


def test_queries_are_shown() -> None:
    assert len([command for command in COMMANDS if "--name" in command]) >= 7
