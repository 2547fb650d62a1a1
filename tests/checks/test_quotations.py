"""Looking quotations up: what counts, what is set aside, what is told of those that are not found."""

import json
import shutil
from pathlib import Path

import pytest

from carbonlex import places
from carbonlex.checks import kept, quotations
from carbonlex.checks.quotations import Quotation, Text
from carbonlex.errors import UsageError
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Jurisdiction
from conftest import PROJECT, Run, edit

NOBODY = Jurisdiction(kind="jurisdiction", id="aa", name={"en": "A"}, level="national")
SHARED = Path(__file__).parents[3] / "shared"


def look(words: str, *texts: str) -> quotations.Lookup:
    held = [Text(f"text {i}", text) for i, text in enumerate(texts)]
    return next(quotations.lookup([Quotation(NOBODY, "text.en.original", words)], held))


@pytest.mark.parametrize(
    "words, text",
    [
        ("an allowance to emit", "means an  allowance\nto emit one tonne"),
        ("“quota” means", '"quota" means one'),
        ("«квота» означает", "“квота” означает"),
        ("碳排放配额", "碳 排放\n配额"),
        ("quota d'émission", "quota d’émission"),
        ("first … last", "the first of many and the last"),
        ("first [...] last", "the first of many and the last"),
        ("emission", "emis\u00adsion"),
        ("các-bon", "ca\u0301c-bon"),
    ],
)
def test_what_is_set_aside(words: str, text: str) -> None:
    assert look(words, text).state == "found"


@pytest.mark.parametrize(
    "words, text",
    [
        ("an allowance to emit one tonne", "an allowance to emit one ton"),
        ("last … first", "the first of many and the last of them all"),
        ("thu được từ cơ chế", "thu được tử cơ chế"),
        ("Allowance to emit one tonne", "allowance to emit one tonne"),
        ("tín chỉ các-bon", "tín chỉ cac-bon"),
    ],
)
def test_what_counts(words: str, text: str) -> None:
    assert look(words, text).state != "found"


def test_the_nearest_place_is_told() -> None:
    text = "In this Act an allowance is a permission to emit one tonne of carbon dioxide in a year. Then other things follow."
    found = look("an allowance is a permission to emit one ton of carbon dioxide in a year", "nothing here", text)
    assert (found.state, found.place) == ("not found", "text 1")
    assert found.nearest.startswith("an allowance is a permission to emit one tonne")


def test_what_is_kept_nowhere() -> None:
    assert (
        look("The emperor decides what a unit is", "An allowance is a permission to emit one tonne.").state
        == "not kept"
    )


def test_no_quotation_is_pieced_together_from_two_scalars(tmp_path: Path) -> None:
    (tmp_path / "texts.yaml").write_text("- an allowance to\n- emit one tonne\n- 'broken\n", "utf-8")
    assert len(kept.texts(tmp_path)) == 1  # not YAML: taken as it stands
    (tmp_path / "texts.yaml").write_text("- an allowance to\n- emit one tonne\n", "utf-8")
    quoted = [Quotation(NOBODY, "p", "an allowance to emit one tonne")]
    assert next(quotations.lookup(quoted, kept.texts(tmp_path))).state != "found"


def test_a_pages_words_without_its_scripts(tmp_path: Path) -> None:
    page = "<html><script>an allowance to emit</script><p>a <b>quota</b>&nbsp;to emit</p></html>"
    (tmp_path / "page.html").write_text(page, "utf-8")
    (text,) = kept.texts(tmp_path)
    assert look("a quota to emit", text.plain).state == "found"
    assert look("an allowance to emit", text.plain).state != "found"


def test_folders(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        kept.texts(tmp_path / "nothing")
    with pytest.raises(UsageError):
        kept.texts(tmp_path)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the texts are not beside this checkout")
def test_every_published_wording_is_in_the_texts(published: Dataset) -> None:
    found = list(quotations.lookup(quotations.quotations(published), kept.texts(SHARED)))
    assert [(r.quotation.record.id, r.state, r.nearest) for r in found if r.state != "found"] == []
    assert len(found) >= 480


def test_the_command(run: Run, project: Path, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    shutil.copytree(PROJECT / "definitions", texts / "definitions")
    shutil.copytree(PROJECT / "proposals", texts / "proposals")
    shutil.copytree(PROJECT / "links", texts / "links")
    good = run("--data", project, "quotes", "--against", texts)
    assert (good.returncode, good.stdout.splitlines()[-1]) == (
        0,
        "5 quotations: 5 found, 0 not found, 0 not kept there",
    )
    record = project / "definitions/aa/aa-market-2020.yaml"
    edit(record, "The carbon market is", "The karbon market is")
    bad = run("--data", project, "quotes", "--against", texts)
    assert bad.returncode == 1
    assert "definitions/aa/aa-market-2020.yaml:10:" in bad.stdout and "nearest: The carbon market" in bad.stdout
    told = json.loads(run("--data", project, "quotes", "--against", texts, "--format", "json").stdout)
    assert [t["record"] for t in told if t["state"] == "not found"] == ["definition/aa-market-2020"]
    assert run("quotes").returncode == 2
    assert run("quotes", "--against", tmp_path / "nothing").returncode == 2


def test_a_folder_that_keeps_a_part(run: Run, project: Path, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "text.txt").write_text("A law on something else entirely, of some length.", "utf-8")
    assert run("--data", project, "quotes", "--against", texts).returncode == 1
    assert run("--data", project, "quotes", "--against", texts, "--partial").returncode == 0


def test_the_lock_is_written_and_holds(run: Run, project: Path) -> None:
    assert run("--data", project, "quotes", "--lock").returncode == 0
    record = project / "definitions/aa/aa-market-2023.yaml"
    assert run("--data", project, "validate", record).returncode == 0
    text = record.read_text("utf-8")
    record.write_text(text.replace("carbon market", "carbon markets", 2), "utf-8")
    said = run("--data", project, "validate", record).stdout
    assert "CLX407" in said
    record.write_text(text.replace("pinpoint: ", "pinpoint: 1", 1).replace('1"', '"1', 1), "utf-8")
    assert "CLX408" in run("--data", project, "validate", record).stdout


def test_the_published_lock_is_current(published: Dataset) -> None:
    from carbonlex.checks import lock

    assert (places.published() / "quotes.lock").read_text("utf-8") == "".join(lock.lines(published))
