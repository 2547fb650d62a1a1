"""A fault between two records is found whichever of them is the new one."""

from pathlib import Path

import pytest
from test_fixtures import VOCABULARY, sides

from carbonlex.checks.check import check
from carbonlex.reading import files
from carbonlex.reading.dataset import Dataset


@pytest.mark.parametrize(
    ("code", "kind", "name"),
    [
        ("CLX605", "mapping", "marche-outcome"),
        ("CLX605", "mapping", "outcome-marche"),
        ("CLX611", "mapping", "marche-outcome"),
        ("CLX611", "mapping", "outcome-marche"),
        ("CLX612", "definition", "permit-2012"),
        ("CLX612", "mapping", "permit-quota"),
        ("CLX614", "mapping", "marche-outcome"),
        ("CLX614", "mapping", "marche-outcome-transfer"),
        ("CLX615", "mapping", "marche-outcome"),
        ("CLX615", "mapping", "outcome-quota"),
        ("CLX615", "mapping", "quota-marche"),
        ("CLX616", "mapping", "allowance-kvota"),
        ("CLX616", "mapping", "kvota-quota"),
        ("CLX616", "mapping", "allowance-term-quota"),
        ("CLX617", "jurisdiction", "north-atlantis"),
        ("CLX617", "jurisdiction", "north-coast"),
        ("CLX618", "source", "climate-code"),
        ("CLX618", "source", "trading-code"),
        ("CLX619", "asset", "old-credit"),
        ("CLX619", "asset", "new-credit"),
        ("CLX620", "term", "en-emission-allowance"),
        ("CLX620", "term", "en-emissions-allowance"),
        ("CLX622", "definition", "market"),
        ("CLX622", "mapping", "market-marche"),
        ("CLX625", "definition", "droit-2019"),
        ("CLX625", "definition", "droit-2024"),
        ("CLX626", "source", "climate-code"),
        ("CLX706", "asset", "club-allowance"),
        ("CLX706", "scheme", "atlantis-club"),
    ],
)
def test_the_fault_is_found(code: str, kind: str, name: str) -> None:
    side = next(side for side in (sides(code)[1], sides(f"{code}.yaml")[1]) if side.exists())
    new = Dataset(VOCABULARY)
    for path in files.records([side]):
        new.add(path.name, path.read_bytes(), path.stem if side.is_dir() else None)
    whole = new.over(Dataset.load(Path(__file__).parent / "project", VOCABULARY))
    assert code in {f.code for f in check(whole, frozenset({(kind, name)}))}
