"""The pages of the rules: each rule of the book has one, with what explains it."""

import html
import re
from pathlib import Path

import pytest

from carbonlex import rulebook
from carbonlex.rulebook import Rule
from carbonlex.site import rule_pages
from carbonlex.vocabulary import CLX, Vocabulary


def page(built: Path, code: str) -> str:
    return (built / "rules" / code / "index.html").read_text("utf-8")


def words(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", text))


def test_every_rule_has_a_page_with_all_that_the_book_says(built: Path, vocabulary: Vocabulary) -> None:
    assert {p.parent.name for p in built.glob("rules/CLX*/index.html")} == set(vocabulary.rules)
    index = words((built / "rules/index.html").read_text("utf-8"))
    for rule in vocabulary.rules.values():
        shown = words(page(built, rule.code))
        for text in (rule.code, rule.severity, rule.title, rule.why, rule.hint, rule.wrong.strip(), rule.right.strip()):
            assert text in shown, rule.code
        assert rule.code in index and rule.title in index


def test_every_shape_is_shown_in_every_language(built: Path, vocabulary: Vocabulary) -> None:
    found = rule_pages.stated(vocabulary)
    assert set(found) <= set(vocabulary.rules)
    for code, shapes in found.items():
        shown = words(page(built, code))
        for shape in shapes:
            assert shape.iri.startswith(CLX) and shape.iri in shown
            assert shape.messages and all(message in shown for message in shape.messages.values()), shape.iri


def test_a_page_leads_to_its_neighbours_and_every_page_to_the_rules(built: Path, vocabulary: Vocabulary) -> None:
    shown = page(built, "CLX501").partition("<main")[2]  # above it, the page leads to itself in other languages
    for code in vocabulary.rules:
        assert (f"../../rules/{code}/" in shown or f"../{code}/" in shown) == (
            code != "CLX501" and rulebook.family(code) == "5"
        )
    assert 'href="rules/index.html"' in (built / "index.html").read_text("utf-8")


def test_what_differs_is_marked(built: Path) -> None:
    assert "{from: <mark>2015</mark>, to: <mark>2012</mark>}" in page(built, "CLX501")


@pytest.mark.parametrize(
    ("wrong", "right", "marked"),
    [
        ("", "", []),
        ("a: b\n", "", [("wrong", [])]),
        ("a: b\nc: d\n", "a: b\n", [("wrong", ["\nc: d"]), ("right", [])]),
        ("a: 碳排\n", "a: 碳权\n", [("wrong", ["碳排"]), ("right", ["碳权"])]),
        ("a: [x]", "a: [x, y]", [("wrong", []), ("right", [", y"])]),
    ],
)
def test_examples(wrong: str, right: str, marked: list[tuple[str, list[str]]]) -> None:
    found = rule_pages.examples(Rule("CLX999", "error", "t", "w", "h", wrong, right))
    assert [(side, [p.text for p in pieces if p.differs]) for side, pieces in found] == marked
    for side, pieces in found:
        assert "".join(p.text for p in pieces) == {"wrong": wrong, "right": right}[side].strip("\n")


def test_a_message_within_a_shape_is_the_shapes(tmp_path: Path) -> None:
    (tmp_path / "shapes").mkdir()
    (tmp_path / "shapes/x.ttl").write_text(
        f"""@prefix clx: <{CLX}> . @prefix sh: <http://www.w3.org/ns/shacl#> .
        clx:S clx:ruleCode "CLX501" ; sh:sparql [ sh:message "one"@en , "un"@fr ] ;
            sh:property [ clx:ruleCode "CLX502" ; sh:message "two" ] .""",
        "utf-8",
    )
    (tmp_path / "catalog.toml").write_text('base = "https://example.org/id/"')
    found = rule_pages.stated(Vocabulary(tmp_path))
    assert found["CLX501"] == [rule_pages.Shape(CLX + "S", {"en": "one", "fr": "un"})]
    assert found["CLX502"] == [rule_pages.Shape(CLX + "S", {"en": "two"})]
    assert found["CLX501"][0].name == "clx:S"
