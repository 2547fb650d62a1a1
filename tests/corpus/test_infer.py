"""The classes of a corpus in parts are those that its records have as a whole."""

import shutil
from pathlib import Path

import corpora
import pytest
from pyarrow import dataset

from carbonlex.checks.profile import Profile
from carbonlex.corpus import run as running
from carbonlex.corpus.parts import Corpus
from carbonlex.errors import CarbonlexError
from carbonlex.graph import hermit, reasoning
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import Vocabulary
from conftest import PROJECT, TESTS, Run, needs_java

pytestmark = needs_java


def classified(source: Path, out: Path, data: Path) -> running.Outcome:
    return running.Run(str(source), str(out), str(data), "en", Profile(), "classify").perform(corpora.Here())


def concluded(out: Path) -> set[tuple[str, str, tuple[str, ...]]]:
    rows = dataset.dataset(out / "classes").to_table().to_pylist()
    return {(row["record"], row["class"], tuple(row["rests-on"])) for row in rows}


@pytest.mark.parametrize("which", ["synthetic", "project"])
def test_classes_and_what_they_rest_on(
    which: str, tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = PROJECT if which == "project" else corpora.records(tmp_path / "records", 40)
    monkeypatch.setattr(running, "PART", Corpus(str(source)).state()[0] // 4)
    (tmp_path / "none").mkdir()
    outcome = classified(source, tmp_path / "out", tmp_path / "none")
    expected = reasoning.reason(Dataset.load(source, vocabulary)).conclusions
    assert concluded(tmp_path / "out") == {(c.subject, c.cls, c.rests_on) for c in expected}
    assert sum(outcome.classes.values()) == len(expected) > 4
    assert outcome.setting.buckets > 3
    assert outcome.taken == outcome.records


def test_a_contradiction_is_told_of_those_that_it_joins(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """A unit that its kind does not let anybody accept, and the scheme that accepts it; what is apart from them is classified."""
    source = tmp_path / "records"
    shutil.copytree(PROJECT, source)
    wrong = (TESTS / "rules" / "CLX704" / "bad.yaml").read_text("utf-8")
    wrong = wrong.replace("atlantis-ets", "aa-ets").replace("climate-act", "aa-act")
    (source / "assets" / "allowance-future.yaml").write_text(wrong, "utf-8")
    (tmp_path / "none").mkdir()
    outcome = classified(source, tmp_path / "out", tmp_path / "none")
    rows = dataset.dataset(tmp_path / "out" / "findings").to_table().to_pylist()
    told = {row["record"] for row in rows if row["code"] == "CLX704"}
    assert vocabulary.iri("asset", "allowance-future") in told
    assert outcome.codes["CLX704"] == len(told)
    expected = {(c.subject, c.cls, c.rests_on) for c in reasoning.reason(Dataset.load(PROJECT, vocabulary)).conclusions}
    assert concluded(tmp_path / "out") == {one for one in expected if one[0] not in told}


def test_without_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = corpora.records(tmp_path / "records", 10, faulty=0)
    (tmp_path / "none").mkdir()
    monkeypatch.setattr(hermit, "java", lambda: None)
    with pytest.raises(CarbonlexError, match="there is no Java runtime") as told:
        classified(source, tmp_path / "out", tmp_path / "none")
    assert told.value.exit_status == 3


def test_the_command(tmp_path: Path, run: Run) -> None:
    source = corpora.records(tmp_path / "records", 12, faulty=0)
    done = run("--data", PROJECT, "corpus", "classify", source, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "CrossBorder" in done.stdout
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert "A corpus classified" in page
    assert "classes/*.parquet" in page
