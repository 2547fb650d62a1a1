"""The synthetic records: the same for the same seed, sound where nothing was planted, and each fault found by its rule where it was."""

import json
from collections import Counter
from itertools import islice
from pathlib import Path

import planting
import pytest
import synthetic
import yaml

from carbonlex.checks.examination import Examination
from carbonlex.faults import Fault
from carbonlex.reading import tree
from carbonlex.reading.document import Source
from carbonlex.vocabulary import Vocabulary

FEW = 60


def examined(folder: Path, vocabulary: Vocabulary, count: int, faulty: float) -> list[Fault]:
    synthetic.write(folder, count, faulty=faulty)
    paths = sorted(folder.rglob("*.yaml"))
    sources = [Source(path.relative_to(folder).as_posix(), path.suffix, path.stem, path) for path in paths]
    return Examination(vocabulary, None).faults(sources)


def test_same_seed_same_bytes() -> None:
    assert [*synthetic.records(FEW, 3)] == [*synthetic.records(FEW, 3)]
    assert [*synthetic.records(FEW, 3)] != [*synthetic.records(FEW, 4)]


def test_more_begin_as_fewer_do() -> None:
    few = [*synthetic.records(48, 3)]
    assert few == [*islice(synthetic.records(480, 3), len(few))]


def test_each_planted_fault_is_found_by_its_code(tmp_path: Path, vocabulary: Vocabulary) -> None:
    found = {(fault.file, fault.code) for fault in examined(tmp_path, vocabulary, FEW, planting.SHARE)}
    planted = [draft for draft in synthetic.drafts(FEW) if draft.code]
    assert {draft.fault for draft in planted} == set(planting.KINDS)
    assert [(d.path, d.code) for d in planted if (d.path, d.code) not in found] == []


def test_nothing_else_is_wrong(tmp_path: Path, vocabulary: Vocabulary) -> None:
    assert examined(tmp_path, vocabulary, FEW, 0) == []


def test_two_percent_of_each_kind() -> None:
    planted = Counter(draft.fault for draft in synthetic.drafts(400) if draft.fault)
    assert planted == dict.fromkeys(planting.KINDS, 8)


def test_more_faults_than_there_is_room_for() -> None:
    with pytest.raises(ValueError, match="can have each kind of fault"):
        list(synthetic.drafts(FEW, faulty=0.2))


def test_all_kinds_and_languages_are_there() -> None:
    made = [draft.record for draft in synthetic.drafts(FEW)]
    kinds = {"jurisdiction", "source", "definition", "scheme", "silence", "proposal", "mapping"}
    assert {record["kind"] for record in made} == kinds
    worded = [record for record in made if "text" in record]
    assert {tag for record in worded for tag, words in record["text"].items() if "original" in words} == set(
        synthetic.TAGS
    )
    assert any(set(record["text"]) == set(synthetic.TAGS) for record in worded)


def test_lines_and_files_say_the_same(tmp_path: Path) -> None:
    synthetic.write(tmp_path / "files", FEW)
    synthetic.write_lines(tmp_path / "lines.jsonl", FEW)
    lines = [json.loads(line) for line in (tmp_path / "lines.jsonl").read_text("utf-8").splitlines()]
    drafts = [*synthetic.drafts(FEW)]
    assert lines == [draft.record for draft in drafts]
    for draft in drafts:
        content = (tmp_path / "files" / draft.path).read_bytes()
        tree.parse(content)
        assert yaml.load(content, Loader=yaml.BaseLoader) == _texts(draft.record)


def _texts(value: object) -> object:
    if isinstance(value, dict):
        return {key: _texts(part) for key, part in value.items()}
    return [_texts(part) for part in value] if isinstance(value, list) else str(value)
