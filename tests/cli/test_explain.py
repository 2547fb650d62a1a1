"""``carbonlex explain``: rules from the book, without the rest of the ontology."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from carbonlex import rulebook
from carbonlex.cli.main import cli
from carbonlex.errors import UnknownName
from carbonlex.vocabulary import Vocabulary


def told(*words: str) -> str:
    result = CliRunner().invoke(cli, ["explain", *words], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_a_rule() -> None:
    rule = Vocabulary().rules["CLX501"]
    assert (
        told("CLX501")
        == f"""\
CLX501, error: {rule.title}

  why:     {rule.why}
  mend:    {rule.hint}
  family:  5xx, time

  wrong:
    {rule.wrong.strip()}

  right:
    {rule.right.strip()}
"""
    )


@pytest.mark.parametrize("code", ["clx501", "501", " CLX501 "])
def test_codes_may_be_written_otherwise(code: str) -> None:
    assert told(code) == told("CLX501")


def test_several_rules() -> None:
    output = told("501", "CLX502", "501")
    assert output.count("CLX501, error") == 1
    assert "\n\nCLX502, error" in output


def test_all_rules_by_family() -> None:
    lines = told().splitlines()
    codes = [line.split()[0] for line in lines if line.startswith("  CLX")]
    assert sorted(codes) == codes == sorted(Vocabulary().rules)
    assert "5xx time" in lines


def test_json() -> None:
    (rule,) = json.loads(told("CLX501", "--format", "json"))
    assert list(rule) == ["code", "severity", "title", "why", "hint", "wrong", "right", "family"]
    assert rule["family"] == "time"
    assert {r["code"] for r in json.loads(told("--format", "json"))} == set(Vocabulary().rules)


def test_an_unknown_code_proposes_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"there is no rule CLX5O1: did you mean CLX5\d1\?"):
        CliRunner().invoke(cli, ["explain", "clx5o1"], catch_exceptions=False)
    with pytest.raises(UnknownName, match="there is no rule 碳: carbonlex explain lists them"):
        CliRunner().invoke(cli, ["explain", "碳"], catch_exceptions=False)
    assert UnknownName("rule", "x", []).exit_status == 2


def test_nothing_is_loaded_that_is_not_needed() -> None:
    program = (
        "import sys; sys.argv[1:] = ['explain', '501']\n"
        "from carbonlex.cli.main import main\n"
        "try: main()\n"
        "finally: print([m for m in ('rich', 'rdflib', 'pyoxigraph', 'yaml', 'json') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_one_family_is_read_for_one_rule(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    entry = '[CLX{}]\nseverity = "error"\ntitle = "t"\nwhy = "w"\nhint = "h"\n'
    (tmp_path / "rules/1-structure.toml").write_text("this is no TOML")
    (tmp_path / "rules/5-time.toml").write_text(entry.format(501))
    book = rulebook.Book(tmp_path)
    assert book["CLX501"].title == "t"
    assert "CLX502" not in book
    assert "CLX901" not in book
    assert "" not in book
    (tmp_path / "rules/1-structure.toml").write_text(entry.format(101))
    assert list(book) == ["CLX101", "CLX501"]
    assert rulebook.families(tmp_path) == {"1": "structure", "5": "time"}
