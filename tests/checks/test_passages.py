"""Passages of text and the codes that they break, from one file; and what holds of every problem."""

import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from carbonlex.checks.text import Passage, Problem, problems
from carbonlex.vocabulary import Vocabulary

PASSAGES = tomllib.loads((Path(__file__).parent / "passages.toml").read_text("utf-8"))["passage"]


def found(words: str, tag: str = "en", key: str = "note") -> list[Problem]:
    return list(problems(Passage(words, tag, key)))


@pytest.mark.parametrize("entry", PASSAGES, ids=[ascii(e["words"]) + " " + e["tag"] for e in PASSAGES])
def test_a_passage_breaks_these_rules_and_no_others(entry: dict[str, Any]) -> None:
    assert sorted(p.code for p in found(entry["words"], entry["tag"], entry["key"])) == entry["codes"]


def test_half_a_character_is_found_and_can_be_printed() -> None:
    """TOML cannot hold it."""
    (problem,) = found("a \ud800 b")
    assert problem.code == "CLX011"
    assert problem.message.encode()


def test_every_code_is_in_the_rule_book() -> None:
    assert {code for e in PASSAGES for code in e["codes"]} <= set(Vocabulary().rules)


def test_every_check_is_tried() -> None:
    codes = {f"CLX{n}" for n in (301, 302, 303, *range(305, 317))}
    assert codes <= {code for e in PASSAGES for code in e["codes"]}


def test_messages_hold_nothing_that_cannot_be_seen() -> None:
    """A message must not turn round the line of whoever prints it."""
    for entry in PASSAGES:
        for problem in found(entry["words"], entry["tag"], entry["key"]):
            shown = problem.message + problem.value + problem.hint
            assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def test_the_place_is_that_of_the_first_sign() -> None:
    (problem,) = found("an\u200b allow\u200bance")
    assert problem.offset == 2
    assert "U+200B ZERO WIDTH SPACE" in problem.message
    assert "character 3" in problem.message
    assert "1 more" in problem.message


def test_a_letter_and_what_it_imitates_are_named() -> None:
    (problem,) = found("прaво", "ru", "term")
    assert "U+0061 LATIN SMALL LETTER A" in problem.message
    assert "U+0430 CYRILLIC SMALL LETTER A" in problem.hint


def test_a_flood_is_one_problem() -> None:
    assert [p.code for p in found("a\u200b" * 100_000)] == ["CLX305"]
    assert [p.code for p in found("аa" * 100_000)] == ["CLX307"]


def test_what_is_garbled_is_not_examined_further() -> None:
    assert [p.code for p in found("Ã\x83 <p>\x07", "fr")] == ["CLX313"]
