"""A finding's query is on the shelf."""

from pathlib import Path

import pytest

from carbonlex.checks import shelf
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.reader import Placed, read
from carbonlex.vocabulary import Vocabulary

PAIR = Path(__file__).parents[1] / "rules" / "CLX204"
NAMES = {"atlantis-wording", "lemuria-wording"}


def placed(vocabulary: Vocabulary, side: str) -> Placed:
    record, faults = read(f"{side}.yaml", (PAIR / f"{side}.yaml").read_bytes(), vocabulary)
    assert record and not faults
    return record


def test_a_query_that_is_there(vocabulary: Vocabulary) -> None:
    assert list(shelf.check(placed(vocabulary, "good"), Dataset(vocabulary), NAMES)) == []


def test_a_query_that_nobody_knows_is_reported_where_it_is_named(vocabulary: Vocabulary) -> None:
    (fault,) = shelf.check(placed(vocabulary, "bad"), Dataset(vocabulary), NAMES)
    assert (fault.code, fault.severity, fault.line, fault.path) == ("CLX204", "error", 6, "query")
    assert fault.message == "there is no query atlantis-words"
    assert fault.hint == "did you mean atlantis-wording?"


@pytest.mark.parametrize("names", [set(), {"something-else"}])
def test_without_a_near_name_the_rule_says_how_to_mend_it(vocabulary: Vocabulary, names: set[str]) -> None:
    (fault,) = shelf.check(placed(vocabulary, "bad"), Dataset(vocabulary), names)
    assert fault.hint == vocabulary.rules["CLX204"].hint


def test_other_records_name_no_query(vocabulary: Vocabulary) -> None:
    record, _ = read("x.yaml", b'kind: body\nid: aa-body\nname: {en: "A body"}\n', vocabulary)
    assert record and list(shelf.check(record, Dataset(vocabulary), set())) == []
