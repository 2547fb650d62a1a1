"""A record given alone is held against the published ones that it contradicts; both places are told."""

from pathlib import Path

import pytest

from carbonlex.checks.check import check
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import Vocabulary
from conftest import PROJECT

WORDING = (PROJECT / "definitions/aa/aa-market-2020.yaml").read_text("utf-8").partition("readings:")[0]
MAPPING = (PROJECT / "mappings/aa-market-bb-quota.yaml").read_text("utf-8")
SILENCE = """kind: silence
id: new
jurisdiction: aa
concept: carbon-market
status: does-not-use
searched: {en: "The act."}
source: aa-act
"""


def found(text: str, vocabulary: Vocabulary, project: Path = PROJECT) -> set[tuple[str, bool]]:
    """Code of each fault at the new record, and whether it tells the place of the other."""
    new = Dataset(vocabulary)
    new.add("new.yaml", text.encode(), "new")
    assert new.faults == []
    faults = check(new.over(Dataset.load(project, vocabulary)), frozenset(new.placed))
    assert {f.file for f in faults} <= {"new.yaml"}
    return {(f.code, "(the other: " in f.message) for f in faults if f.code.startswith("CLX6")}


def test_other_words_at_the_same_place(vocabulary: Vocabulary) -> None:
    same = WORDING.replace("id: aa-market-2020", "id: new")
    assert found(same, vocabulary) == set()
    assert found(same.replace("under a cap", "under a lid"), vocabulary) == {("CLX606", True)}
    assert found(same.replace("under a cap", "under a lid").replace("Sec. 2", "Sec. 3"), vocabulary) == set()


@pytest.mark.parametrize("ends", [("aa-market-2023", "bb-quota"), ("bb-quota", "aa-market-2023")])
def test_the_opposite_mapping(ends: tuple[str, str], vocabulary: Vocabulary) -> None:
    new = (
        MAPPING.replace("id: aa-market-bb-quota", "id: new").replace("aa-market-2023", "X").replace("bb-quota", ends[1])
    )
    new = (
        new.replace("X", ends[0])
        .replace("false-friend", "close")
        .replace("other a unit.", "other a unit, but no matter.")
    )
    assert found(new, vocabulary) == {("CLX605", True)}
    assert found(new + "contested: true\n", vocabulary) == set()


def test_the_likeness_that_a_published_mapping_denies(project: Path, vocabulary: Vocabulary) -> None:
    path = project / "mappings/aa-market-bb-quota.yaml"
    path.write_text(
        MAPPING.replace("false-friend", "close").replace("other a unit.", "other a unit; near enough."), "utf-8"
    )
    new = MAPPING.replace("id: aa-market-bb-quota", "id: new")
    assert found(new, vocabulary, project) == {("CLX605", True)}


def test_a_silence_of_a_source_that_has_a_wording(vocabulary: Vocabulary) -> None:
    assert found(SILENCE, vocabulary) == {("CLX607", True)}
    assert found(SILENCE + "nearest: [aa-market-2020, aa-market-2023, aa-author-market]\n", vocabulary) == set()


def test_a_wording_of_a_source_that_is_said_to_be_silent(project: Path, vocabulary: Vocabulary) -> None:
    near = "nearest: [aa-market-2020, aa-market-2023, aa-author-market]\n"
    (project / "silences/aa-silent.yaml").write_text(SILENCE.replace("id: new", "id: aa-silent") + near, "utf-8")
    new = WORDING.replace("id: aa-market-2020", "id: new").replace("Sec. 2", "Sec. 9")
    assert found(new, vocabulary, project) == {("CLX607", True)}
