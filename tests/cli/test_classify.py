"""``carbonlex classify``."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from carbonlex.checks import reasoned
from carbonlex.checks.reasoned import Reasoned
from carbonlex.cli.main import cli
from carbonlex.errors import UsageError
from carbonlex.faults import Fault
from carbonlex.graph.reasoning import Conclusion, Inference
from carbonlex.vocabulary import CLX
from conftest import PROJECT, wording

pytestmark = pytest.mark.usefixtures("quick")
MARKET = """traded-object: {values: [emission-allowance], basis: implied}
mechanism: {values: [cap-and-trade], basis: explicit, quote: {en: "under a cap"}}
objective: {basis: silent}"""


@pytest.fixture(autouse=True)
def _reasoned(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reasoner is tested elsewhere (``tests/checks``, ``tests/graph``)."""
    conclusion = Conclusion(
        "https://w3id.org/carbonlex/id/definition/aa-new",
        CLX + "CapAndTradeWording",
        ("https://w3id.org/carbonlex/id/definition/aa-new#reading-mechanism",),
    )
    inference = Inference(consistent=True, ran=True, conclusions=[conclusion])
    monkeypatch.setattr(reasoned, "reasoned", lambda *_: (Reasoned("consistent", "", inference), []))


def call(*words: object) -> Result:
    result = CliRunner().invoke(cli, ["--data", str(PROJECT), "classify", *map(str, words)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def new(tmp_path: Path) -> Path:
    path = tmp_path / "aa-new.yaml"
    path.write_bytes(wording("aa-new", MARKET))
    return path


def test_text(new: Path) -> None:
    result = call(new)
    assert result.exit_code == 0
    told = result.stdout
    assert "definition/aa-new\n  market · carbon market · aa\n" in told
    assert (
        "    cap and trade: The wording names this mechanism: a limit on total emissions, and trade under it.\n" in told
    )
    assert "      follows from mechanism: = cap and trade “under a cap”\n" in told
    assert "    1. 1.00 aa-market-2020 · carbon market · aa · on 2 of 2 facets\n" in told
    assert "silent on: objective\n" in told
    assert "not read for: price formation, segment" in told
    assert "nearest in other legal orders\n    none" in told
    assert "mappings" not in told
    assert told.endswith("findings that would be overturned: 0 of 1\n")


def test_json(new: Path) -> None:
    told = json.loads(call(new, "--format", "json", "--relatives", "1").stdout)
    assert told["reasoner"] == {"ran": True, "consistent": True, "told": ""}
    assert told["findings"] == {"asked": 1, "overturned": []}
    (found,) = told["wordings"]
    assert found["classes"][0]["follows-from"] == [
        {"facet": "mechanism", "basis": "explicit", "values": ["cap-and-trade"], "quote": {"en": "under a cap"}}
    ]
    (relative,) = found["relatives"]
    assert (relative["id"], relative["number"], relative["compared"]) == ("definition/aa-market-2020", 1.0, 2)
    facets: dict[str, Any] = {f["facet"]: f for f in relative["facets"]}
    assert facets["mechanism"] == {
        "facet": "mechanism",
        "state": "same",
        "score": 1.0,
        "new": ["cap-and-trade"],
        "published": ["cap-and-trade"],
    }
    assert found["silent"] == ["objective"]


def test_a_folder_and_what_it_overturns(tmp_path: Path) -> None:
    for year in (2020, 2023):
        name = f"aa-market-{year}.yaml"
        text = (PROJECT / "definitions/aa" / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace("values: [cap-and-trade]", "values: [offsetting]"), "utf-8")
    told = call(tmp_path).stdout
    assert "the published version of this record · nearly the same words (1.00)" in told
    assert "aa-market-bb-quota: aa-market-2023 false-friend bb-quota: stands as before\n" in told
    assert "      aa-market-2023: this record changes it\n      as before: traded object (not read in both)\n" in told
    assert "overturned: 1 of 1\n  cap-named: holds now, fails with the new records\n    Aland names cap" in told


def test_what_was_not_run_has_not_passed(new: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasoned, "reasoned", lambda *_: (Reasoned("not run", "there is no Java runtime"), []))
    result = call(new)
    assert result.exit_code == 3
    assert "  classes\n    not run (there is no Java runtime)\n" in result.stdout
    assert "findings that would be overturned: not asked" in result.stdout
    told = json.loads(call(new, "--format", "json").stdout)
    assert told["reasoner"]["ran"] is False
    assert told["findings"] == {"asked": 0, "overturned": []}


def test_a_contradiction_is_status_1(new: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told in the words in which validate tells it."""
    clash = Reasoned("inconsistent", "1 contradiction", Inference(consistent=False, ran=True))
    fault = Fault(str(new), 3, 1, "CLX704", "error", "one thing is two")
    monkeypatch.setattr(reasoned, "reasoned", lambda *_: (clash, [fault]))
    result = call(new)
    assert result.exit_code == 1
    assert f"  classes\n    {new}:3: one thing is two\n" in result.stdout
    assert "findings that would be overturned: not asked" in result.stdout
    assert json.loads(call(new, "--format", "json").stdout)["reasoner"]["told"] == f"{new}:3: one thing is two"


def test_what_is_wrong_is_not_classified(new: Path) -> None:
    new.write_text(new.read_text("utf-8").replace("under a cap", "under no cap", 1).replace("[cap-and", "[cup-and"))
    result = call(new)
    assert result.exit_code == 1
    assert "error CLX102: cup-and-trade" in result.stdout
    assert "does not conform" in result.stdout
    assert json.loads(call(new, "--format", "json").stdout)["conforms"] is False


def test_bad_usage(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.yaml", tmp_path):
        with pytest.raises(UsageError):
            call(path)
    (tmp_path / "aa-act.yaml").write_bytes((PROJECT / "sources/aa-act.yaml").read_bytes())
    result = call(tmp_path)
    assert result.exit_code == 2
    assert "no definition and no proposal" in result.stderr
