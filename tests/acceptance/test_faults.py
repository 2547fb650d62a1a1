"""Bad input, as typed: one clear line with its place, and the right exit status."""

import json
from pathlib import Path

import pytest

from conftest import RECORD, Run


def validated(run: Run, tmp_path: Path, text: str) -> tuple[int, list[dict[str, object]]]:
    path = tmp_path / "xx-market.yaml"
    path.write_text(text, "utf-8")
    done = run("validate", path, "--format", "json")
    report = json.loads(done.stdout)
    assert report["conforms"] == (done.returncode == 0)
    return done.returncode, report["results"]


def test_a_good_record_conforms(run: Run, tmp_path: Path) -> None:
    status, results = validated(run, tmp_path, RECORD)
    assert status == 0
    assert {result["severity"] for result in results} == {"info"}  # advice, such as what nobody has read


@pytest.mark.parametrize(
    ("wrong", "code", "line", "hint"),
    [
        (("mechanism: {basis", "mechanim: {basis"), "CLX108", 13, "mechanism"),
        (("pinpoint:", "pinpont:"), "CLX101", 6, "pinpoint"),
        (("[carbon-credit]", "[carbon-credt]"), "CLX102", 12, "carbon-credit"),
        (('quote: {en: "carbon credits"}', 'quote: {en: "carbon permits"}'), "CLX402", 12, "carbon"),
        (("concept: carbon-market\n", "concept: carbon-market\nconcept: cap\n"), "CLX004", 4, "line 3"),
        (("source: vn-law-72-2020", "source: vn-law-72-2021"), "CLX201", 5, "vn-law-72-2020"),
        (("{basis: silent}", "{basis: silent, values: [offsetting]}"), "CLX404", 13, ""),
        ((', quote: {en: "carbon credits"}', ""), "CLX401", 12, ""),
        (("pinpoint:", "valid: {from: 2024, to: 2023}\npinpoint:"), "CLX501", 6, ""),
        (("text:\n  en:", "text:\n  ru:"), "CLX302", 9, ""),
    ],
)
def test_a_fault_has_its_place_and_its_remedy(
    run: Run, tmp_path: Path, wrong: tuple[str, str], code: str, line: int, hint: str
) -> None:
    text = RECORD.replace(*wrong)
    if code == "CLX302":
        text = text.replace("quote: {en:", "quote: {ru:")
    status, results = validated(run, tmp_path, text)
    assert status == 1
    found = [r for r in results if r["code"] == code]
    assert found, results
    assert found[0]["line"] == line
    assert hint in str(found[0]["hint"])


def test_a_misspelt_key_is_not_missing_too(run: Run, tmp_path: Path) -> None:
    _, results = validated(run, tmp_path, RECORD.replace("pinpoint:", "pinpont:"))
    assert [r["code"] for r in results] == ["CLX101"]


def test_what_is_not_there_is_bad_usage(run: Run, tmp_path: Path) -> None:
    for arguments in (
        ("validate", str(tmp_path / "no")),
        ("--data", str(tmp_path / "no"), "queries"),
        ("validte",),
        ("query", "--name", "no-such"),
    ):
        done = run(*arguments)
        assert done.returncode == 2
        assert done.stderr.strip()


def test_an_output_folder_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    assert run("build", "--out", str(tmp_path / "file" / "site")).returncode in (2, 3)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("keep", "utf-8")
    done = run("build", "--out", str(tmp_path / "mine"))
    assert done.returncode == 2
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_standard_input_is_read(run: Run) -> None:
    assert run("validate", "-", stdin=RECORD).returncode == 0
