"""A begun record: what it takes, what it asks for, and that the commented text is the record and nothing else."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from carbonlex import places
from carbonlex.reading.commented import OPEN, SAID, TOLD, UNSAID, written
from carbonlex.reading.draft import Draft, WrongAnswer
from carbonlex.reading.ids import ids
from carbonlex.reading.reader import read
from carbonlex.reading.yamltext import flow, scalar
from carbonlex.records.fields import schema
from carbonlex.records.model import KINDS, Worded
from carbonlex.vocabulary import Vocabulary

VOCABULARY = Vocabulary()
WORDING = {
    "concept": "carbon-market",
    "jurisdiction": "vn",
    "source": "vn-law-72-2020",
    "pinpoint": "Art. 1",
    "term.vi": "thị trường",
    "text.vi.original": 'Một "thị trường": # {các-bon}',
    "evidence.standing": "reproduction",
    "evidence.read-in": "https://example.org/law",
    "id": "vn-begun",
}


@cache
def known() -> Mapping[str, Any]:
    return ids([places.published()])


def draft(kind: str = "definition", answers: Mapping[str, str] = WORDING) -> Draft:
    begun = Draft(kind, VOCABULARY, known())
    for path, text in answers.items():
        begun.put(path, text)
    return begun


def test_answers_become_the_record() -> None:
    text = written(draft(), "schema.json")
    placed, faults = read("x.yaml", text.encode(), VOCABULARY, "vn-begun")
    assert faults == []
    assert placed is not None
    assert isinstance(placed.record, Worded)
    assert placed.record.original == ("vi", WORDING["text.vi.original"])
    assert text.startswith("# yaml-language-server: $schema=schema.json\n")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_said_unasked(kind: str) -> None:
    said = yaml.safe_load(written(Draft(kind, VOCABULARY, {}), ""))
    assert set(said) <= {"kind", "statements"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_listed(kind: str) -> None:
    text = written(Draft(kind, VOCABULARY, {}), "")
    heads = {line.removeprefix(UNSAID).partition(":")[0] for line in text.splitlines() if not line.startswith(TOLD)}
    assert set(schema(KINDS[kind])) <= heads


@pytest.mark.parametrize("kind", KINDS)
def test_comments_that_lose_their_mark_are_keys_of_the_format(kind: str) -> None:
    """Each of them alone says something that only has still to be filled in: no key is misnamed, none stands in the wrong place."""
    text = written(Draft(kind, VOCABULARY, {}), "")
    loosed = "\n".join(line.removeprefix(UNSAID) for line in text.splitlines() if not line.startswith((TOLD, "# yaml")))
    if kind in ("scheme", "disagreement"):
        loosed = loosed.replace("  - property: segment\n", "").replace("  - property: mechanism\n", "")
        loosed = loosed.replace("  - property: position\n", "")
    _, faults = read("", loosed.encode(), VOCABULARY)
    assert {f.code for f in faults} <= {"CLX102", "CLX103", "CLX105", "CLX109", "CLX301"}, faults
    assert faults, "a record that is still to be filled in must not pass"
    assert all(OPEN in f.message or f.code in ("CLX103", "CLX301") for f in faults), faults


@pytest.mark.parametrize(
    ("concept", "group"), [("carbon-market", "market"), ("carbon-credit", "unit"), ("registry", "")]
)
def test_the_facets_are_those_of_the_concept(concept: str, group: str) -> None:
    text = written(draft(answers={**WORDING, "concept": concept, "readings.segment.basis": "silent"}), "")
    facets = VOCABULARY.catalog[f"{group}-facets"] if group else list(VOCABULARY.facets)
    listed = [line for line in text.splitlines() if line.startswith("#   ") and "basis: " in line]
    assert [line[4:].partition(":")[0] for line in listed] == [f for f in facets if f != "segment"]
    assert "\n  segment:\n    - basis: silent\n" in text or "\n  segment: [{basis: silent}]\n" in text
    for line in listed:
        facet = line[4:].partition(":")[0]
        assert all(value in line for value in VOCABULARY.facets[facet])


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("concept", "carbon-markt", "carbon-market"),
        ("source", "vn-law-72-2021", "vn-law-72-2020"),
        ("evidence.standing", "reprodution", "reproduction"),
        ("evidence.standing", "nonsense", "one of official"),
        ("pinpont", "Art. 1", "pinpoint"),
        ("readings.mecanism.basis", "silent", "mechanism"),
        ("readings.mechanism.values", "cap-and-trad", "cap-and-trade"),
        ("readings.mechanism.bais", "silent", "basis"),
        ("valid.from", "2021-13", "2021-07"),
        ("valid.from", "2021-02-30", "2021-07"),
        ("valid", "2021", "keys of its own"),
        ("term", "market", "term.en"),
        ("term.english", "market", "BCP 47"),
        ("term.en.x", "market", "no key x"),
        ("evidence.corroborated", "yes", "true or false"),
        ("pinpoint", "  ", "empty"),
        ("pinpoint", "\udce4", "UTF-8"),
        ("pinpoint", "Art. \x08 1", "control character"),
        ("kind", "source", "no key kind"),
        ("id", "../../x", "lower-case"),
        ("id", "vn-lep2020-domestic-carbon-market", "already"),
        ("evidence.read-in.5", "x", "the next has"),
    ],
)
def test_what_will_not_do_changes_nothing(path: str, text: str, told: str) -> None:
    begun = Draft("definition", VOCABULARY, known())
    with pytest.raises(WrongAnswer, match=told) as caught:
        begun.put(path, text)
    assert begun.said == {"kind": "definition"}
    assert "\n" not in str(caught.value)


def test_a_later_answer_is_not_blamed_for_another() -> None:
    """That there are two originals shows when the record is whole, with its id."""
    with pytest.raises(WrongAnswer, match=r"^text: a wording has exactly one original; here are 2"):
        draft(answers={"text.en.original": "A market", **WORDING})


def test_readings_quote_the_original() -> None:
    """Whatever language comes first in notes, terms and texts."""
    said = {"notes.fr": "Une note", "term.ru": "рынок", "text.en.gloss": "A market", **WORDING}
    assert draft(answers=said).language == "vi"
    assert 'quote: {vi: "…"}' in written(draft(answers=said), "")
    assert draft(answers={"notes.fr": "Une note", "term.ru": "рынок"}).language == "ru"
    assert draft(answers={"notes.fr": "Une note"}).language == ""


@pytest.mark.parametrize(
    ("basis", "missing"), [("explicit", ["values", "quote.*"]), ("implied", ["values", "note.*"]), ("silent", [])]
)
def test_a_reading_is_asked_for_what_its_basis_wants(basis: str, missing: list[str]) -> None:
    begun = draft(answers={**WORDING, "readings.mechanism.basis": basis})
    assert [question.path for question in begun.missing()] == [f"readings.mechanism.0.{key}" for key in missing]
    if missing:
        begun.put("readings.mechanism.0.values", "cap-and-trade")
        begun.put(f"readings.mechanism.0.{missing[1].replace('*', 'vi')}", "các-bon")
    assert list(begun.missing()) == []


def test_a_statement_takes_the_values_of_its_property() -> None:
    scheme = Draft("scheme", VOCABULARY, known())
    assert [q.stated for q in scheme.missing()][2:4] == ["segment", "segment"]
    with pytest.raises(WrongAnswer, match="mandatory"):
        scheme.put("statements[0].value", "mandatry")
    scheme.put("statements.0.value", "mandatory")
    scheme.put("statements.2.property", "firms-covered")
    scheme.put("statements.2.value", "2225")
    assert scheme.said["statements"][2] == {"property": "firms-covered", "value": "2225"}


def test_lists_take_ids_with_commas_and_text_one_by_one() -> None:
    begun = Draft("definition", VOCABULARY, known())
    begun.put("readings.mechanism.values", "cap-and-trade, offsetting")
    begun.put("evidence.read-in", "one, two")
    begun.put("evidence.read-in", "three")
    assert begun.said["readings"]["mechanism"] == [{"values": ["cap-and-trade", "offsetting"]}]
    assert begun.said["evidence"]["read-in"] == ["one, two", "three"]


def test_a_value_is_one_or_words_by_language() -> None:
    source = Draft("source", VOCABULARY, known())
    source.put("issuer", "Assembly")
    with pytest.raises(WrongAnswer, match="either"):
        source.put("issuer.en", "Assembly")
    source.put("identifiers.2021", "12")
    assert source.said == {"kind": "source", "issuer": "Assembly", "identifiers": {"2021": "12"}}


def test_one_of_two_is_enough() -> None:
    link = Draft("link", VOCABULARY, known())
    assert "schemes" in [q.path for q in link.missing()]
    link.put("members", "vn, th")
    assert "schemes" not in [q.path for q in link.missing()]


@pytest.mark.parametrize(
    ("answers", "proposed"),
    [
        ({"jurisdiction": "vn", "term.vi": "thị trường các-bon"}, "vn-thi-truong-cac-bon"),
        ({"jurisdiction": "ru", "term.ru": "углеродный рынок"}, ""),
        ({"jurisdiction": "ru", "term.ru": "углеродный рынок", "term.en": "Carbon market!"}, "ru-carbon-market"),
    ],
)
def test_an_id_is_proposed(answers: Mapping[str, str], proposed: str) -> None:
    assert draft(answers=answers).proposed_id() == proposed


def test_text_is_normalised() -> None:
    assert draft(answers={"term.vi": "thi\u0323 trươ\u0300ng "}).said["term"] == {"vi": "th\u1ecb trường"}


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"), min_size=1))
def test_any_text_is_read_as_it_was_given(text: str) -> None:
    """By this reader and by a parser of editors. Other control characters are refused by the reader."""
    from carbonlex.reading import tree

    root = tree.parse(flow({"key": [text]}).encode())
    assert isinstance(root, tree.Mapping)
    assert root.entries["key"][1].items[0].text == text  # type: ignore[attr-defined]
    shown = scalar(text)
    if shown.startswith('"'):
        assert yaml.safe_load(shown) == text


@pytest.mark.parametrize(
    "word", ["no", "yes", "on", "null", "true-ish", "1e3", "0x1f", "~", "", "12:30", "zh-Hans", "a b"]
)
def test_a_word_is_never_taken_for_something_else(word: str) -> None:
    assert yaml.safe_load(scalar(word)) == word


def test_marks_are_told_apart() -> None:
    assert len({SAID, TOLD, UNSAID}) == 3
