"""The relatives of wordings in a corpus are those that a comparison of each with each finds."""

from pathlib import Path

import corpora
import pytest
from pyarrow import dataset

from carbonlex.checks.profile import Profile
from carbonlex.compare.classification import family_name
from carbonlex.compare.likeness import relatives
from carbonlex.corpus import run as running
from carbonlex.corpus.parts import Corpus
from carbonlex.corpus.stages import relate
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import Vocabulary
from conftest import PROJECT, Run

COUNT = 4
Found = dict[str, list[tuple[str, float]]]


def compared(source: Path, out: Path, data: Path) -> Found:
    run = running.Run(str(source), str(out), str(data), "en", Profile(), "compare", COUNT)
    outcome = run.perform(corpora.Here())
    assert outcome.taken == outcome.records
    assert outcome.setting.buckets > 3
    found: Found = {}
    for row in dataset.dataset(out / "relatives").to_table().to_pylist():
        found.setdefault(row["record"], []).append((row["relative"], row["likeness"]))
        assert row["rank"] == len(found[row["record"]])
    return found


def expected(source: Path, data: Path, vocabulary: Vocabulary) -> Found:
    """By the definition: each wording held against all others of its family."""
    new, published = Dataset.load(source, vocabulary), Dataset.load(data, vocabulary)
    all_ = [*new.over(published).wordings()]
    found: Found = {}
    for wording in new.wordings():
        family = family_name(vocabulary, wording.concept)
        others = [w for w in all_ if w != wording and family_name(vocabulary, w.concept) == family]
        near = relatives(wording, others, [*vocabulary.facets], COUNT)
        if near:
            iri = vocabulary.iri(wording.kind, wording.id)
            found[iri] = [(vocabulary.iri(r.wording.kind, r.wording.id), r.number) for r in near]
    return found


def _readings(path: Path) -> int:
    return path.read_text("utf-8").count("basis:")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Synthetic wordings, some of them read alike."""
    folder = corpora.records(tmp_path_factory.mktemp("records"), 90)
    for number in range(0, 90, 9):
        path = next(folder.rglob(f"d{number}.yaml"))
        text = path.read_text("utf-8").replace(f"id: d{number}\n", f"id: like-{number}\n")
        path.with_name(f"like-{number}.yaml").write_text(text, "utf-8")
    one = max((PROJECT / "definitions").rglob("*.yaml"), key=_readings)  # published
    text = one.read_text("utf-8").replace(f"id: {one.stem}\n", "id: copied\n")
    (folder / "definitions" / "copied.yaml").write_text(text, "utf-8")
    return folder


def test_few_are_all_compared(
    source: Path, tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "PART", Corpus(str(source)).state()[0] // 5)
    found = compared(source, tmp_path / "out", PROJECT)
    assert found == expected(source, PROJECT, vocabulary)
    one = max((PROJECT / "definitions").rglob("*.yaml"), key=_readings)
    assert (vocabulary.iri("definition", one.stem), 1.0) in found[vocabulary.iri("definition", "copied")]


def test_of_many_the_near_ones_are_found(
    source: Path, tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relate, "FEW", 10)
    monkeypatch.setattr(relate, "MOST", 30)
    monkeypatch.setattr(running, "PART", Corpus(str(source)).state()[0] // 5)
    found, all_ = compared(source, tmp_path / "out", PROJECT), expected(source, PROJECT, vocabulary)
    pairs = {(iri, *near) for iri, relatives_ in found.items() for near in relatives_}
    near = {(iri, *one) for iri, relatives_ in all_.items() for one in relatives_ if one[1] >= 0.7}
    assert near
    assert near <= pairs


def test_the_command(source: Path, tmp_path: Path, run: Run) -> None:
    done = run("--data", PROJECT, "corpus", "compare", source, "--out", tmp_path / "out", "--relatives", 2)
    assert done.returncode == 1, done.stderr  # what could not be read is wrong
    assert "relatives/*.parquet" in (tmp_path / "out" / "index.html").read_text("utf-8")
