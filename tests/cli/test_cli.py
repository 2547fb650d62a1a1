"""Commands called in this process, for their forms of output."""

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from carbonlex.cli import main as entry
from carbonlex.cli.main import COMMANDS, cli
from carbonlex.errors import UsageError
from conftest import edit

pytestmark = pytest.mark.usefixtures("quick")


def call(project: Path, *words: str, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(cli, ["--data", str(project), *words], input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str) -> None:
    result = CliRunner().invoke(cli, [command, "--help"])
    assert result.exit_code == 0
    assert "Example: carbonlex" in result.output


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "json"])
def test_compare(project: Path, form: str) -> None:
    output = call(project, "compare", "aa", "bb", "--format", form, "--as-of", "2024-01-01").output
    assert "emission-allowance" in output or "emission allowance" in output
    if form == "json":
        assert json.loads(output)["columns"] == ["aa", "bb"]


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml"])
def test_query(project: Path, form: str) -> None:
    assert "aa-market-2020" in call(project, "query", "--name", "wordings", "--format", form).output


@pytest.mark.parametrize("limit", [("--timeout", "1e300"), ("--max-memory", "9" * 14), ("--max-rows", "9" * 23)])
def test_a_limit_that_no_system_can_keep_is_told(project: Path, limit: tuple[str, str]) -> None:
    with pytest.raises(UsageError, match="a limit is more than nothing"):
        call(project, "query", "ASK {}", *limit)


@pytest.mark.parametrize("form", ["turtle", "ntriples"])
def test_construct(project: Path, form: str) -> None:
    assert (
        "Proposal"
        in call(project, "query", "CONSTRUCT { ?d a clx:Proposal } { ?d a clx:Proposal }", "--format", form).output
    )


def test_ask(project: Path) -> None:
    assert call(project, "query", "--name", "cap-named").output.endswith("yes\n")
    assert call(project, "query", "--name", "cap-named", "--param", "jurisdiction=bb").exit_code == 1


def test_query_in_a_file(project: Path) -> None:
    assert "Sec. 2" in call(project, "query", "--file", str(project / "queries/wordings.rq")).output


def test_a_shelf_without_questions_is_listed(project: Path) -> None:
    (project / "queries/untold.rq").write_text("ASK {}", "utf-8")
    told = json.loads(call(project, "queries", "--format", "json", "--lang", "en").output)
    assert {q["name"]: q["question"] for q in told}["untold"] == "untold"
    assert call(project, "queries", "--lang", "xx").exit_code == 2
    for path in (project / "queries").glob("*.rq"):
        path.unlink()
    assert call(project, "queries", "--lang", "en").exit_code == 0


def test_queries_findings_show(project: Path) -> None:
    assert json.loads(call(project, "queries", "--format", "json").output)[0]["name"] == "cap-named"
    assert "cap-named" in call(project, "queries").output
    assert call(project, "findings").exit_code == 0
    assert json.loads(call(project, "--quiet", "findings", "--format", "json").output)[0]["answer"] == "holds"
    for id_ in ("aa-market-2020", "aa-ets", "aaa"):
        assert id_ in call(project, "show", id_).output
    assert json.loads(call(project, "show", "aaa", "--format", "json").output)["id"] == "asset/aaa"


def test_a_table_that_is_no_terminals_cuts_nothing(project: Path) -> None:
    long = "x" * 400
    told = call(project, "query", f'SELECT ("{long}" AS ?long) ("碳排放权" AS ?wide) {{}}').output
    assert f" {long}   碳排放权\n" in told


def test_a_wording_is_shown_with_its_readings(project: Path) -> None:
    told = call(project, "show", "aa-market-2020").output
    assert "  en, original\n    The carbon market is the trade in emission allowances under a cap.\n" in told
    assert "carbon market · aa · statutory · from 2020-07-01 to 2022-12-31 · official" in told
    assert (
        "  mechanism: = cap and trade\n      “trade in emission allowances under a cap”\n  objective: silent\n" in told
    )


def test_a_unit_is_shown_as_it_was_written(project: Path) -> None:
    told = call(project, "show", "aaa").output
    assert "  type: allowance\n" in told
    assert "  issued-under: aa-ets\n" in told
    assert "      valid:\n        from: 2020-07\n" in told
    assert "https://" not in told


def test_rdf_is_not_taken_for_yaml(project: Path) -> None:
    (project / "record.ttl").write_text("@prefix : <https://example.org/> .\n")
    result = call(project, "validate", str(project / "record.ttl"))
    assert result.exit_code == 1
    assert "CLX016" in result.output


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("assets/aaa.yaml", "[aa-ets]", "[nobody]"),
        ("mappings/aa-market-bb-quota.yaml", "to: bb-quota", "to: nobody"),
    ],
)
def test_a_dangling_reference_has_no_echo(project: Path, file: str, right: str, wrong: str) -> None:
    text = (project / file).read_text("utf-8").replace(right, wrong)
    told = json.loads(call(project, "validate", "-", "--format", "json", stdin=text).stdout)
    assert [(r["code"], r["value"]) for r in told["results"]] == [("CLX201", "nobody")]


def test_a_refuted_finding(project: Path) -> None:
    edit(project / "findings/cap-named.yaml", "answer: holds", "answer: fails\nreason: {en: because}")
    result = call(project, "findings")
    assert result.exit_code == 1
    assert "recorded as fails" in result.output
    assert "because" in result.output


def test_validate(project: Path) -> None:
    assert call(project, "validate", str(project)).exit_code == 0
    text = (project / "assets/aaa.yaml").read_text("utf-8")
    assert call(project, "validate", "-", stdin=text).exit_code == 0
    wrong = json.loads(
        call(project, "validate", "-", "--format", "json", stdin=text.replace("aa-ets", "aa-ett")).stdout
    )
    assert "CLX201" in {r["code"] for r in wrong["results"]}


def test_build(project: Path, tmp_path: Path) -> None:
    result = call(project, "build", "--out", str(tmp_path / "out"))
    assert "1 of 1 findings hold" in result.output
    assert (tmp_path / "out/index.html").is_file()


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (click.Abort(), 3),
        (KeyboardInterrupt(), 3),
        (RuntimeError("x"), 3),
        (click.UsageError("x"), 2),
        (click.exceptions.Exit(1), 1),
    ],
)
def test_main_never_shows_a_traceback(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(**_: Any) -> None:
        raise error

    monkeypatch.setattr(entry.cli, "main", fails)
    with pytest.raises(SystemExit) as caught:
        entry.main()
    assert caught.value.code == status
    assert "Traceback" not in capsys.readouterr().err
