"""Every rule has records that break it and records that keep it: ``tests/rules/<CODE>/{bad,good}/``."""

from pathlib import Path

import pytest
import rdflib

from carbonlex.checks.check import check
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import CLX, Vocabulary

HERE = Path(__file__).parent
CODES = sorted(p.name for p in HERE.glob("CLX*") if p.is_dir())
WORDS = Vocabulary()


def codes(folder: Path) -> set[str]:
    return {f.code for f in check(Dataset.load(folder, WORDS))}


@pytest.mark.parametrize("code", CODES)
def test_bad_records_are_told(code: str) -> None:
    for folder in sorted(HERE.glob(f"{code}/bad*")):
        assert code in codes(folder)


@pytest.mark.parametrize("code", CODES)
def test_good_records_pass(code: str) -> None:
    for folder in sorted(HERE.glob(f"{code}/good*")):
        assert code not in codes(folder)


def test_every_shape_has_a_pair() -> None:
    graph = rdflib.Graph()
    for path in sorted((WORDS.folder / "shapes").glob("*.ttl")):
        graph.parse(path, format="turtle")
    wanted = {str(o) for o in graph.objects(None, rdflib.URIRef(CLX + "ruleCode"))}
    assert wanted <= set(WORDS.rules)
    have = {c for c in CODES if list(HERE.glob(f"{c}/good*")) and list(HERE.glob(f"{c}/bad*"))}
    assert sorted(wanted - have) == []
