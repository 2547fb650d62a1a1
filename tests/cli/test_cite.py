"""``carbonlex cite``: which record, which styles, what goes where."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from click.testing import CliRunner, Result

from carbonlex import __version__
from carbonlex.cite import STYLES
from carbonlex.cite.styles import TEXT_STYLES
from carbonlex.cli.main import cli
from carbonlex.errors import UnknownName, UsageError

GOLDEN = Path(__file__).parents[1] / "golden" / "project"
Run = Callable[..., "CompletedProcess[str]"]


def call(*words: str) -> Result:
    result = CliRunner().invoke(cli, ["--data", str(GOLDEN), "cite", *words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_without_a_style_the_four_that_people_read_are_told_by_name() -> None:
    result = call("aa-market-2020")
    assert result.exit_code == 0
    assert [line for line in result.stdout.splitlines() if line in STYLES.values()] == [STYLES[s] for s in TEXT_STYLES]
    assert "Act on Emissions" in result.stdout
    assert f"https://w3id.org/carbonlex/definitions/aa-market-2020/>.\n\n{STYLES['bluebook']}\n\n" in result.stdout
    assert f"(version {__version__})" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize("style", STYLES)
def test_one_style_is_told_alone(style: str) -> None:
    told = call("aa-market-2020", "--style", style).stdout
    assert told.endswith("\n")
    assert not told.endswith("\n\n")
    assert not told.startswith(STYLES[style])
    assert "Sec. 2" in told or "Sec 2" in told


def test_formats_are_whole() -> None:
    assert json.loads(call("aa-market-2020", "--style", "csl-json").stdout)[0]["section"] == "Sec. 2"
    ris = call("aa-market-2020", "--style", "ris").stdout_bytes
    assert ris.startswith(b"TY  - STAT\r\n")
    assert ris.endswith(b"\r\nER  - \r\n")
    assert b"\n" not in ris.replace(b"\r\n", b"")
    assert call("aa-market-2020", "--style", "bibtex").stdout.startswith("@legislation{aa-market-2020,\n")


@pytest.mark.parametrize(
    "words",
    [
        ["--style", "ris,bibtex"],
        ["--style", "ris", "--style", "bibtex"],
        ["--style", " RIS , bibtex,ris "],
    ],
)
def test_several_styles_stand_in_the_order_of_the_call(words: list[str]) -> None:
    told = call("aa-market-2020", *words).stdout.replace("\r", "").splitlines()
    assert told[0] == "RIS"
    assert "BibTeX" in told
    assert told.count("TY  - STAT") == 1


def test_all_styles() -> None:
    told = call("aa-market-2020", "--style", "all").stdout.splitlines()
    assert [line for line in told if line in STYLES.values()] == list(STYLES.values())


@pytest.mark.parametrize(
    "id_", ["aa-market-2020", "definition/aa-market-2020", "https://w3id.org/carbonlex/id/definition/aa-market-2020"]
)
def test_an_id_may_be_written_in_three_ways(id_: str) -> None:
    assert "definitions/aa-market-2020/" in call(id_, "--style", "oscola").stdout


def test_a_proposal_and_a_source_are_cited_too() -> None:
    assert "definitions/aa-author-market/" in call("aa-author-market", "--style", "ris").stdout
    told = call("aa-act", "--style", "ris").stdout
    assert "sources/aa-act/" in told
    assert "SE  - " not in told


def test_a_withheld_wording_is_cited_without_its_words() -> None:
    told = call("bb-draft", "--style", "all").stdout
    assert "Loi sur le climat" in told
    assert "A place for units" not in told


def test_the_day_of_access_is_told_where_it_is_given() -> None:
    assert "accessed" not in call("aa-market-2020").stdout
    assert "accessed 1 May 2026." in call("aa-market-2020", "--style", "oscola", "--accessed", "2026-05-01").stdout


def test_another_site() -> None:
    told = call("aa-market-2020", "--style", "ris", "--base-url", "https://example.org/lex").stdout
    assert "UR  - https://example.org/lex/definitions/aa-market-2020/" in told


@pytest.mark.parametrize(
    ("words", "error", "told"),
    [
        (["aa-markt-2020"], UnknownName, "no wording or source aa-markt-2020: did you mean aa-market-2020"),
        (["aa-ets"], UsageError, "aa-ets is the id of a record of the kind scheme: only definitions"),
        (["asset/aaa"], UsageError, "kind asset"),
        (["aa-act", "--style", "gots"], UnknownName, "did you mean gost"),
        (["aa-act", "--style", ""], UnknownName, "there are bibtex, csl-json"),
        (["aa-act", "--accessed", "soon"], UsageError, "soon is no date"),
        (["aa-act", "--base-url", "example.org"], UsageError, "no web address"),
    ],
)
def test_what_cannot_be_cited_is_told(words: list[str], error: type[UsageError], told: str) -> None:
    with pytest.raises(error, match=told):
        call(*words)


def test_a_site_has_the_same_words(run: Run) -> None:
    """No clock, no order of a set: two processes write the same bytes."""
    first, second = (run("--data", GOLDEN, "cite", "aa-market-2020", "--style", "all").stdout for _ in range(2))
    assert first == second != ""
