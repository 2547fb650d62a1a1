"""``carbonlex diff``: its two forms of output, its exit status, what it takes for a data folder, and what it does not guess."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from carbonlex.cli.main import cli
from carbonlex.errors import UsageError
from carbonlex.graph import hermit
from conftest import PROJECT, Run, edit

pytestmark = pytest.mark.usefixtures("quick")
MARKET = "definitions/aa/aa-market-2020.yaml"


def diff(*words: object) -> Result:
    result = CliRunner().invoke(cli, ["diff", *map(str, words)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_equal_folders(project: Path) -> None:
    result = diff(PROJECT, project, "--exit-code")
    assert (result.exit_code, result.stdout) == (0, "nothing changed in 22 records\n")
    told = json.loads(diff(PROJECT, project, "--format", "json").stdout)
    assert told["same"] and told["changes"] == [] and told["touches"]["pages"] == []


def test_sentences(project: Path) -> None:
    edit(project / MARKET, "the trade in emission", "a trade in emission")
    edit(project / "definitions/aa/aa-market-2023.yaml", "[emission-allowance, carbon-credit]", "[carbon-credit]")
    edit(project / "schemes/aa-ets.yaml", "value: mandatory", "value: voluntary")
    edit(project / "definitions/aa/aa-market-2023.yaml", "As the neighbour", "As a neighbour")
    result = diff(PROJECT, project)
    assert result.exit_code == 0
    assert diff(PROJECT, project, "--exit-code").exit_code == 1
    lines = result.stdout.splitlines()
    heads = [line for line in lines if line and not line.startswith(" ")]
    assert heads == [
        "The law: words, their place and their time",
        "What is read in it, and how wordings relate",
        "Statements and particulars",
        "Editorial",
        "Touched",
        heads[-1],
    ]
    assert (
        "  the wording aa-market-2020: words (en, original) changed: The carbon market is [-the-]{+a+} trade"
        in result.stdout
    )
    assert "is now without emission allowance" not in result.stdout  # said once, as what the wording says
    assert "  cell carbon market × aa × traded object: " in result.stdout
    assert "  mapping aa-market-bb-quota (false friend) may hold no longer: aa-market-2023 changed" in result.stdout
    assert "  findings: not asked (--findings asks them)" in lines
    assert heads[-1].startswith("4 changes (records: 3 changed); ")


def test_the_json(project: Path) -> None:
    edit(project / MARKET, "objective: {basis: silent}", "objective: {values: [carbon-neutrality], basis: implied}")
    told = json.loads(diff(PROJECT, project, "--format", "json").stdout)
    assert list(told) == [
        "old", "new", "same", "counts", "faults", "uncompared", "changes", "queries", "touches", "untold",
    ]  # fmt: skip
    assert told["counts"] == {
        "records": {"added": 0, "removed": 0, "renamed": 0, "changed": 1},
        "changes": {"law": 0, "reading": 1, "statement": 0, "evidence": 0, "editorial": 0},
    }
    assert told["changes"] == [
        {
            "matter": "reading",
            "act": "changed",
            "record": "definition/aa-market-2020",
            "path": "readings.objective",
            "old": {"basis": "silent"},
            "new": {"basis": "implied", "values": ["carbon-neutrality"]},
            "keys": [
                {"path": "basis", "old": "silent", "new": "implied", "words": [["gone", "silent"], ["new", "implied"]]},
                {"path": "values", "old": None, "new": ["carbon-neutrality"]},
            ],
            "sentence": "the wording aa-market-2020 says something on objective now: it was silent, and is carbon neutrality (implied)",
        }
    ]
    touches = told["touches"]
    assert list(touches) == ["pages", "cells", "mappings", "findings", "lock"]
    assert {"address": "definitions/aa-market-2020/", "act": "changed", "of": ["definition/aa-market-2020"]} in touches[
        "pages"
    ]
    (cell,) = touches["cells"]
    assert (cell["concept"], cell["jurisdiction"], cell["facet"]) == ("carbon-market", "aa", "objective")
    assert (cell["old"]["state"], cell["new"]["state"], cell["of"]) == (
        "silent",
        "implied",
        ["definition/aa-market-2020"],
    )
    assert touches["findings"] is None and told["untold"]["findings"]


def test_the_lock_that_was_not_rewritten(project: Path, tmp_path: Path) -> None:
    for folder in (project, tmp_path / "old"):
        shutil.copytree(PROJECT, folder, dirs_exist_ok=True)
        assert CliRunner().invoke(cli, ["--data", str(folder), "quotes", "--lock"]).exit_code == 0
    edit(project / MARKET, "the trade in emission", "a trade in emission")
    told = json.loads(diff(tmp_path / "old", project, "--format", "json").stdout)
    assert [(x["record"], x["path"]) for x in told["touches"]["lock"]] == [
        ("definition/aa-market-2020", "text.en.original")
    ]
    assert CliRunner().invoke(cli, ["--data", str(project), "quotes", "--lock"]).exit_code == 0
    assert json.loads(diff(tmp_path / "old", project, "--format", "json").stdout)["touches"]["lock"] == []


@pytest.mark.parametrize(
    "words", [["/nowhere", PROJECT], [PROJECT, "/nowhere"], [PROJECT], [PROJECT, __file__], ["-x:y", "z"]]
)
def test_what_is_not_there(run: Run, words: list[object]) -> None:
    result = run("diff", *words)
    assert (result.returncode, result.stdout) == (2, "")
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_folder_without_records(run: Run, tmp_path: Path) -> None:
    result = run("diff", PROJECT, tmp_path)
    assert result.returncode == 2
    assert "there is no record" in result.stderr


def test_faulty_files_are_told_and_the_rest_is_compared(project: Path) -> None:
    edit(project / MARKET, "kind: definition", "kind: [")
    edit(project / "schemes/aa-ets.yaml", "value: mandatory", "value: voluntary")
    result = diff(PROJECT, project)
    assert result.exit_code == 1
    assert f"{project}: 1 file at fault, and not compared" in result.stderr
    assert "definition/aa-market-2020" in result.stdout and "is gone" not in result.stdout
    told = json.loads(diff(PROJECT, project, "--format", "json").stdout)
    assert told["faults"]["new"]["counts"]["error"] == len(told["faults"]["new"]["results"]) == 1
    assert told["faults"]["old"]["counts"]["error"] == 0
    assert told["uncompared"] == ["definition/aa-market-2020"]
    assert [c["path"] for c in told["changes"]] == ["statements.segment"]


def test_strange_files_in_a_folder(project: Path) -> None:
    (project / "loop.yaml").symlink_to("loop.yaml")
    (project / "nowhere.yaml").symlink_to("nothing.yaml")
    os.mkfifo(project / "pipe.yaml")
    (project / "folder.yaml").mkdir()
    assert diff(PROJECT, project).exit_code == 0
    (project / "binary.yaml").write_bytes(bytes(range(256)))
    assert diff(PROJECT, project).exit_code == 1
    (project / "quotes.lock").write_bytes(b"\xff\xfe")
    assert diff(PROJECT, project).exit_code == 1


def test_a_terminal_is_not_spoken_to(project: Path) -> None:
    edit(project / "sources/aa-act.yaml", 'title: {en: "', 'title: {en: "\\e[31m\\u202E\\r')
    for form in ("text", "json"):
        assert not {"\x1b", "\r", "\u202e"} & set(diff(PROJECT, project, "--format", form).stdout)


def test_a_checkout_and_a_revision(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout = tmp_path / "checkout"
    shutil.copytree(PROJECT, checkout / "data")
    (checkout / "other.yaml").write_text("no: record\n", "utf-8")
    assert diff(checkout, project).stdout == "nothing changed in 22 records\n"
    if shutil.which("git") is None:
        pytest.skip("there is no git")
    monkeypatch.chdir(checkout)
    (checkout / "data/link.yaml").symlink_to("../other.yaml")
    author = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "-A"], [*author, "commit", "-qm", "first"]):
        subprocess.run(["git", *words], check=True, capture_output=True)
    assert diff("HEAD:data", project).stdout == "nothing changed in 22 records\n"
    for name in ("HEAD:nothing", "HEAD:other.yaml", "v9:data"):
        with pytest.raises(UsageError):
            diff(name, project)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    result = CliRunner().invoke(cli, ["diff", "HEAD:data", str(project)])
    assert result.exception is not None and "there is no git" in str(result.exception)


def test_findings_that_turn(project: Path) -> None:
    edit(project / "schemes/aa-ets.yaml", "value: mandatory", "value: voluntary")
    assert "  findings: every answer is as before" in diff(PROJECT, project, "--findings").stdout
    edit(project / "queries/cap-named.rq", "jurisdiction=aa", "jurisdiction=bb")
    result = diff(PROJECT, project, "--findings")
    assert result.exit_code == 0
    assert "  finding cap-named: holds before, fails now (recorded: holds)" in result.stdout
    assert "  the query cap-named asks something else" in result.stdout
    (project / "queries/cap-named.rq").unlink()
    told = json.loads(diff(PROJECT, project, "--findings", "--format", "json").stdout)
    assert told["queries"] == {"cap-named": "removed"}
    assert [(f["id"], f["old"], f["new"]) for f in told["touches"]["findings"]] == [("cap-named", "", "")]
    assert "there is no query cap-named" in told["touches"]["findings"][0]["why"]


def test_without_java_no_finding_is_guessed(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hermit, "java", lambda: None)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    edit(project / MARKET, "cap-and-trade", "offsetting")
    result = diff(PROJECT, project, "--findings", "--format", "json")
    assert result.exit_code == 3
    told = json.loads(result.stdout)
    assert told["touches"]["findings"] is None
    assert "Java" in told["untold"]["findings"] and "Java" in result.stderr
    assert len(told["changes"]) == 1


def test_a_folder_from_which_no_site_can_be_made(project: Path) -> None:
    (project / MARKET).unlink()
    result = diff(PROJECT, project)
    assert result.exit_code == 0
    assert "  pages: not told (" in result.stdout
    assert "the wording aa-market-2020 is gone" in result.stdout
