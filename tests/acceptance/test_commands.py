"""Commands as typed, with the exit status that INTERFACE.md promises."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from conftest import edit

Run = Callable[..., "CompletedProcess[str]"]
GOLDEN = Path(__file__).parents[1] / "golden" / "project"


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["-h"],
        ["--version"],
        ["validate", "--help"],
        ["queries"],
        ["show", "aaa"],
        ["cite", "aa-market-2020"],
        ["cite", "aa-act", "--style", "gost,ris"],
        ["compare", "aa", "bb"],
        ["explain", "501"],
        ["search", "market"],
        ["export", "--format", "csv"],
        ["export", "--format", "skos", "--concept", "carbon-market"],
    ],
)
def test_status_0(run: Run, words: list[str]) -> None:
    result = run("--data", GOLDEN, *words)
    assert result.returncode == 0
    assert result.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["--nonsense"],
        ["nonsense"],
        ["--data", "/nowhere", "queries"],
        ["show", "aab"],
        ["cite"],
        ["cite", "aa-market-2021"],
        ["cite", "aa-ets"],
        ["cite", "aa-act", "--style", "oscolla"],
        ["compare", "aa"],
        ["compare", "aa", "zz"],
        ["compare", "aa", "bb", "--as-of", "soon"],
        ["compare", "aa", "bb", "--concept", "carbon-markt"],
        ["validate", "/nowhere"],
        ["validate"],
        ["query"],
        ["query", "--name", "cap-name"],
        ["query", "--file", "/nowhere"],
        ["query", "--name", "cap-named", "--param", "x"],
        ["query", "--name", "cap-named", "--param", "x=y"],
        ["build", "--nonsense"],
        ["explain", "CLX999"],
        ["search"],
        ["search", ""],
        ["search", "market", "--kind", "definitions"],
        ["search", "market", "--limit", "0"],
        ["validate", "/nowhere", "--format", "sarf"],
        ["export", "--format", "turtel"],
        ["export", "--jurisdiction", "zz"],
        ["export", "--concept", "carbon-markt", "--format", "tbx"],
    ],
)
def test_status_2(run: Run, words: list[str]) -> None:
    result = run("--data", GOLDEN, *words)
    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""


def test_an_unwritable_output_folder_is_status_3(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for out in (tmp_path / "file" / "x", "/dev/null/x"):
        result = run("--data", GOLDEN, "build", "--out", out)
        assert result.returncode == 3
        assert len(result.stderr.strip().splitlines()) == 1


def test_foreign_content_is_untouched(run: Run, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    assert run("--data", GOLDEN, "build", "--out", tmp_path).returncode == 2
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_wrong_records_are_status_1(run: Run, project: Path, tmp_path: Path) -> None:
    path = project / "definitions/bb/bb-quota.yaml"
    edit(path, 'quote: {fr: "autorise', 'quote: {fr: "permet')
    told = run("--data", project, "validate", path, "--format", "json")
    assert told.returncode == 1
    (fault,) = [result for result in json.loads(told.stdout)["results"] if result["severity"] == "error"]
    assert (fault["code"], fault["line"]) == ("CLX402", 14)
    assert run("--data", project, "build", "--out", tmp_path / "out").returncode == 1
    assert not (tmp_path / "out").exists()


def test_environment_names_the_folder(run: Run) -> None:
    assert "cap-named" in run("queries", env={"CARBONLEX_DATA": str(GOLDEN)}).stdout
