"""Each rule is tried on a pair that differs in the fault alone: ``bad`` breaks it, ``good`` does not.

A pair is two files (``good.yaml``, ``bad.yaml``) or two folders (``good/``, ``bad/``) of records, laid over the small data set
in ``project/`` as new records are laid over the published ones.
"""

import difflib
from functools import cache
from pathlib import Path

import pytest

from carbonlex.checks.check import check
from carbonlex.faults import Fault
from carbonlex.graph import store
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.reader import files
from carbonlex.vocabulary import Vocabulary

HERE = Path(__file__).parent
VOCABULARY = Vocabulary()


def sides(code: str) -> tuple[Path, Path]:
    """The two sides of a pair, files or folders."""
    found = {p.stem: p for p in (HERE / code).iterdir()}
    return found["good"], found["bad"]


# CLX204 is tried in tests/checks/test_shelf.py, CLX704 in test_clash.py.
ELSEWHERE = {"CLX204", "CLX704"}
PAIRS = sorted(p.name for p in HERE.glob("CLX*") if not (p / "good.ttl").is_file() and p.name not in ELSEWHERE)


@cache
def project() -> Dataset:
    return Dataset.load(HERE / "project", VOCABULARY)


def laid(side: Path) -> tuple[Dataset, frozenset[tuple[str, str]]]:
    """The records of a side over the project, and which of them are new."""
    new = Dataset(VOCABULARY)
    for path in files([side]):
        new.add(path.name, path.read_bytes(), path.stem if side.is_dir() else None)
    return new.over(project()), frozenset(new.placed)


@cache
def found(side: Path) -> tuple[Fault, ...]:
    return tuple(check(*laid(side)))


def test_the_project_is_without_fault() -> None:
    assert not [f for f in check(project()) if f.severity != "info"]


@pytest.mark.parametrize("code", PAIRS)
def test_good_is_without_fault(code: str) -> None:
    assert not [f for f in found(sides(code)[0]) if f.severity != "info" or f.code == code]


@pytest.mark.parametrize("code", PAIRS)
def test_bad_breaks_this_rule_alone(code: str) -> None:
    good, bad = sides(code)
    assert {f.code for f in found(bad)} - {f.code for f in found(good)} == {code}


@pytest.mark.parametrize("code", PAIRS)
def test_the_severity_is_that_of_the_rule_book(code: str) -> None:
    assert {f.severity for f in found(sides(code)[1]) if f.code == code} == {VOCABULARY.rules[code].severity}


@pytest.mark.parametrize("code", PAIRS)
def test_the_fault_has_a_place(code: str) -> None:
    assert all(f.file and f.line and f.column for f in found(sides(code)[1]) if f.code == code)


@pytest.mark.parametrize("code", PAIRS)
def test_the_pair_differs_in_one_place(code: str) -> None:
    good, bad = ([(p.relative_to(side), p) for p in files([side])] for side in sides(code))
    changed = []
    names = {str(n) if sides(code)[0].is_dir() else "" for n, _ in [*good, *bad]}
    for name in names:
        texts = [next((p.read_bytes() for n, p in side if name in ("", str(n))), b"") for side in (good, bad)]
        lines = [text.splitlines(keepends=True) for text in texts]
        hunks = difflib.SequenceMatcher(None, *lines, autojunk=False).get_opcodes()
        changed += [hunk for hunk in hunks if hunk[0] != "equal"]
    assert len(changed) == 1


@pytest.mark.parametrize("code", PAIRS)
def test_the_example_is_taken_from_the_pair(code: str) -> None:
    """What explain shows is what was tried."""
    rule = VOCABULARY.rules[code]
    for side, example in zip(sides(code), (rule.right, rule.wrong), strict=True):
        text = b"\n".join(p.read_bytes() for p in files([side])).decode("utf-8", "replace")
        there = [line.strip() for line in text.splitlines()]
        assert example.strip(), "the rule has no example"
        assert all(line.strip() in there for line in example.strip().splitlines()), example
    assert rule.right != rule.wrong


@pytest.mark.parametrize("code", PAIRS)
def test_engine_and_reference_agree(code: str) -> None:
    from test_rules import engine_results, results

    for side in sides(code):
        dataset, _ = laid(side)
        records = (placed.record for placed in dataset.placed.values())
        text = store.ntriples(store.triples(records, store.mapper(dataset))).decode()
        assert engine_results(text) == results(text)
