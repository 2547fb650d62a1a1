"""Dates at three precisions: what is certain is a fault, a mere difference of precision is none. And what two records say
together is told at whichever of them is new."""

from functools import cache
from pathlib import Path

import pytest

from carbonlex.checks.check import check
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import Vocabulary

HERE = Path(__file__).parent
VOCABULARY = Vocabulary()
EARLIER, LATER = (HERE / "CLX503" / "good" / f"permit-{year}.yaml" for year in (2012, 2020))


@cache
def project() -> Dataset:
    return Dataset.load(HERE / "project", VOCABULARY)


def codes(*texts: str) -> set[str]:
    """What is found at new records over the project."""
    new = Dataset(VOCABULARY)
    for text in texts:
        new.add(f"{len(new.placed)}.yaml", text.encode(), None)
    assert new.faults == []
    return {f.code for f in check(new.over(project()), frozenset(new.placed))} - {"CLX902"}


def versions(first: str, last: str, begin: str) -> set[str]:
    """What is found at a wording in force from ``first`` to ``last``, and one from ``begin`` that replaces it."""
    earlier = EARLIER.read_text("utf-8").replace("from: 2012-01-01, to: 2019-12-31", f"from: {first}, to: {last}")
    later = LATER.read_text("utf-8").replace("from: 2020-01-01", f"from: {begin}")
    return codes(earlier, later)


@pytest.mark.parametrize(
    ("last", "begin", "found"),
    [
        ("2019-12-31", "2020-01-01", ""),
        ("2019-12", "2020-01-01", ""),
        ("2019", "2020", ""),
        ("2020-02", "2020-03-01", ""),
        ("2020-01-01", "2020-01-01", "CLX503"),
        ("2020-02", "2020-01-15", "CLX503"),
        ("2021", "2020-01", "CLX503"),
        ("2020", "2020-01-01", "CLX511"),
        ("2020-01", "2020-01", "CLX511"),
        ("2020-03-01", "2020", "CLX511"),
        ("2019-12-30", "2020-01-01", "CLX509"),
        ("2019-11", "2020", "CLX509"),
    ],
)
def test_the_end_of_one_version_and_the_beginning_of_the_next(last: str, begin: str, found: str) -> None:
    assert versions("2012", last, begin) == {found} - {""}


@pytest.mark.parametrize(
    ("first", "begin", "found"),
    [
        ("2019", "2020", False),
        ("2020", "2020", False),
        ("2020-07", "2020", False),
        ("2020", "2020-07", False),
        ("2020-07-01", "2020-07-01", True),
        ("2021", "2020-12-31", True),
    ],
)
def test_the_beginnings_of_two_versions(first: str, begin: str, found: bool) -> None:
    assert ("CLX502" in versions(first, "2030", begin)) is found


@pytest.mark.parametrize(
    ("begin", "found"),
    [("2009", set()), ("2009-11", set()), ("2009-10", {"CLX505"}), ("2009-11-19", {"CLX505"}), ("2008", {"CLX505"})],
)
def test_the_beginning_of_a_wording_and_the_adoption_of_its_source(begin: str, found: set[str]) -> None:
    text = (HERE / "CLX505" / "good.yaml").read_text("utf-8")
    assert codes(text.replace("from: 2010-01-01", f"from: {begin}")) - {"CLX524"} == found


BOTH = ("CLX502", "CLX503", "CLX509", "CLX510", "CLX511", "CLX515", "CLX520")


@pytest.mark.parametrize(("code", "path"), [(c, p) for c in BOTH for p in sorted((HERE / c / "bad").iterdir())])
def test_either_record_may_be_the_new_one(code: str, path: Path) -> None:
    """The other one is published already."""
    whole = Dataset(VOCABULARY, dict(project().placed))
    new = Dataset(VOCABULARY)
    for other in path.parent.iterdir():
        published = Dataset(VOCABULARY)
        (new if other == path else published).add(other.name, other.read_bytes(), other.stem)
        whole.placed.update(published.placed)
    assert code in {f.code for f in check(new.over(whole), frozenset(new.placed))}
