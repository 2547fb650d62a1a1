"""Each rule is tried on a pair that differs in the fault alone: ``bad`` breaks it, ``good`` does not.

A pair is two files (``good.yaml``, ``bad.yaml``) or two folders (``good/``, ``bad/``) of records, laid over the small data set
in ``project/`` as new records are laid over the published ones.
"""

import difflib
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from carbonlex.checks import shapebook, shapes
from carbonlex.checks.check import check
from carbonlex.checks.examination import Examination
from carbonlex.checks.reasoned import reasoned
from carbonlex.faults import Fault
from carbonlex.graph import prepared
from carbonlex.graph.layers import record_of
from carbonlex.reading import files
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.document import Source
from carbonlex.vocabulary import Vocabulary
from conftest import WITHOUT_JAVA
from reference import validate

HERE = Path(__file__).parent
VOCABULARY = Vocabulary()


def sides(pair: str) -> tuple[Path, Path]:
    """The two sides of a pair, files or folders."""
    code, _, ending = pair.partition(".")
    return tuple(HERE / code / (f"{name}.{ending}" if ending else name) for name in ("good", "bad"))  # type: ignore[return-value]


def code_of(pair: str) -> str:
    return pair.partition(".")[0]


# A rule may have a pair in YAML and another in RDF: CLX101.yaml, CLX101.ttl; or one of folders: CLX503.
PAIRS = sorted(p.parent.name + p.suffix for p in HERE.glob("CLX*/bad*"))
CODES = sorted({code_of(pair) for pair in PAIRS})
# Of these the fault is no record that could be kept: tests/hostile has the first two; the third is of the file of names that are given up
# (tests/release); the last is of a data set without such records.
WITHOUT = {"CLX017", "CLX018", "CLX207", "CLX901"}
REASONER = "CLX704"  # the rule that the reasoner checks
ENDINGS = (*files.YAML, *files.RDF)


@cache
def project() -> ox.Store:
    return prepared.in_memory(Dataset.load(HERE / "project", VOCABULARY))


def sources(side: Path) -> list[Source]:
    """A file is read as if it had no name, so that its id is free; those of a folder have theirs."""
    if side.is_file():
        return [Source(side.name, side.suffix, None, side)]
    return [
        Source(str(path.relative_to(side)), path.suffix, path.stem, path) for path in files.records([side], ENDINGS)
    ]


@cache
def examined(side: Path) -> tuple[Examination, tuple[Fault, ...]]:
    """The records of a side over the project."""
    examination = Examination(VOCABULARY, project(), folder=HERE / "project")
    faults = examination.faults(sources(side))
    if side.parent.name == REASONER:
        if WITHOUT_JAVA:
            pytest.skip("there is no Java runtime, and CARBONLEX_WITHOUT_JAVA is set")
        faults += reasoned(examination)[1]
    return examination, tuple(faults)


def found(side: Path) -> tuple[Fault, ...]:
    return examined(side)[1]


def test_every_rule_has_a_pair() -> None:
    assert set(CODES) == set(VOCABULARY.rules) - WITHOUT
    assert set(shapebook.codes(VOCABULARY.folder).values()) <= set(CODES) | {""}


def test_the_project_is_without_fault() -> None:
    assert not [f for f in check(Dataset.load(HERE / "project", VOCABULARY)) if f.severity != "info"]


@pytest.mark.parametrize("pair", PAIRS)
def test_good_is_without_fault(pair: str) -> None:
    assert not [f for f in found(sides(pair)[0]) if f.severity != "info" or f.code == code_of(pair)]


@pytest.mark.parametrize("pair", PAIRS)
def test_bad_breaks_this_rule_alone(pair: str) -> None:
    good, bad = sides(pair)
    told = {f.code for f in found(bad) if f.severity != "info" or f.code == code_of(pair)}
    assert told - {f.code for f in found(good)} == {code_of(pair)}


@pytest.mark.parametrize("pair", PAIRS)
def test_the_severity_is_that_of_the_rule_book(pair: str) -> None:
    assert {f.severity for f in found(sides(pair)[1]) if f.code == code_of(pair)} == {
        VOCABULARY.rules[code_of(pair)].severity
    }


@pytest.mark.parametrize("pair", PAIRS)
def test_the_fault_has_a_place(pair: str) -> None:
    assert all(f.file and f.line and f.column for f in found(sides(pair)[1]) if f.code == code_of(pair))


def test_a_fault_of_a_reading_is_at_the_reading() -> None:
    (fault,) = (f for f in found(sides("CLX701.yaml")[1]) if f.code == "CLX701")
    assert (fault.path, fault.line) == ("readings.traded-object", 16)


@pytest.mark.parametrize("pair", PAIRS)
def test_the_pair_differs_in_one_place(pair: str) -> None:
    good, bad = ([(p.relative_to(side), p) for p in files.records([side], ENDINGS)] for side in sides(pair))
    changed = []
    names = {str(n) if sides(pair)[0].is_dir() else "" for n, _ in [*good, *bad]}
    for name in names:
        texts = [next((p.read_bytes() for n, p in side if name in ("", str(n))), b"") for side in (good, bad)]
        lines = [text.splitlines(keepends=True) for text in texts]
        hunks = difflib.SequenceMatcher(None, *lines, autojunk=False).get_opcodes()
        changed += [hunk for hunk in hunks if hunk[0] != "equal"]
    assert len(changed) == 1


@pytest.mark.parametrize("pair", PAIRS)
def test_the_example_is_taken_from_the_pair(pair: str) -> None:
    """What explain shows is what was tried, in the first pair of the rule."""
    if pair != min((p for p in PAIRS if code_of(p) == code_of(pair)), key=lambda p: ("yaml" not in p, p)):
        return
    rule = VOCABULARY.rules[code_of(pair)]
    for side, example in zip(sides(pair), (rule.right, rule.wrong), strict=True):
        text = b"\n".join(p.read_bytes() for p in files.records([side], ENDINGS)).decode("utf-8", "replace")
        there = [line.strip() for line in text.splitlines()]
        assert example.strip(), "the rule has no example"
        assert all(line.strip() in there for line in example.strip().splitlines()), example
    assert rule.right != rule.wrong


@pytest.mark.parametrize("pair", PAIRS)
def test_engine_and_reference_agree(pair: str) -> None:
    for side in sides(pair):
        examination, _ = examined(side)
        triples = examination.layers.around({iri: list(examination.layers.about(iri)) for iri in examination.sources})
        found = set(shapes.run(triples, VOCABULARY))
        assert found == referred(triples)
        # Kept to the new records, the engine finds what it finds of them otherwise.
        new = nodes_of(set(examination.sources), triples)
        assert set(shapes.run(triples, VOCABULARY, new.__contains__)) == {r for r in found if r.focus in new}


def nodes_of(records: set[str], triples: list[ox.Triple]) -> set[Any]:
    """The nodes of some records: they themselves, their parts, and what has no name within these."""
    nodes: set[Any] = set()
    for _ in range(3):
        for t in triples:
            if record_of(t.subject) in records or t.subject in nodes:
                nodes |= {t.subject, *([t.object] if isinstance(t.object, ox.BlankNode) else [])}
    return nodes


def referred(triples: list[ox.Triple]) -> set[shapes.Result]:
    """What pySHACL says of the same graph."""
    data = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"") + shapes.background(VOCABULARY)
    graph = rdflib.Graph().parse(data=data, format="nt")
    report = validate(graph, book())
    return set(shapes.results(report.serialize(format="turtle", encoding="utf-8")))


@cache
def book() -> rdflib.Graph:
    return rdflib.Graph().parse(data=shapebook.content(VOCABULARY.folder), format="turtle")
