"""Every published wording and source in every style: nothing empty, nothing doubled, nothing lost, and readable by the field's readers."""

import re
from collections.abc import Iterator

import pytest
from readers import bibtex, check, csl, ris
from test_expected import BASE, source

from carbonlex import cite
from carbonlex.cite import characters
from carbonlex.cite.labels import of
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Source, Worded

VERSION = "1.2.3"
EMPTY = re.compile(r"None|\(\s*\)|\[\s*\]|<\s*>|‘’|“”|«»|《》|\{\}")
# A sign that follows itself or another of its kind. A full stop before a comma or the like ends an abbreviation.
DOUBLED = re.compile(r"[,;:]\s*[,;:.]|(?<!\.)\.\s*\.(?!\.)|，，|，。|：：|\s[,;.](?!\d)|\(\s|\s\)|  ")
PAIRS = ("()", "[]", "“”", "«»", "《》", "（）", "〔〕")
TEXTS = ("oscola", "bluebook", "gost", "gbt7714")
Told = dict[str, tuple[Worded | Source, dict[str, str]]]


@pytest.fixture(scope="module")
def told(published: Dataset) -> Told:
    records = [*published.wordings(), *published.all(Source)]
    return {f"{r.kind}/{r.id}": (r, cite.citations(r, published, BASE, VERSION)) for r in records}


def each(told: Told, *styles: str) -> Iterator[tuple[Worded | Source, str, str]]:
    for record, texts in told.values():
        for style in styles or cite.STYLES:
            yield record, style, texts[style]


def own(record: Worded | Source, dataset: Dataset) -> list[str]:
    """The texts of the records themselves that a citation may hold."""
    cited = source(dataset, record)
    issuer = cited.issuer or ""
    texts = [*cited.title.values(), *(issuer.values() if not isinstance(issuer, str) else [issuer]), cited.number or ""]
    texts += [characters.address(text) or text for text in cited.identifiers.values()]
    return [characters.line(text) for text in [*texts, getattr(record, "pinpoint", "")] if text]


def test_there_is_something_to_cite(told: Told) -> None:
    assert len(told) > 1000
    assert {next(iter(w.text)) for w, _ in told.values() if isinstance(w, Worded)} >= {
        "en",
        "fr",
        "ru",
        "vi",
        "zh-Hans",
    }


def test_each_is_of_the_form_of_its_style(told: Told) -> None:
    for _, style, text in each(told):
        check(style, text)


def test_nothing_is_empty_and_no_sign_stands_twice(told: Told, published: Dataset) -> None:
    wrong = []
    for record, style, text in each(told, *TEXTS):
        for words in sorted(own(record, published), key=len, reverse=True):
            text = text.replace(words.rstrip("."), "x").replace(words.replace(". ", " "), "x")
        if EMPTY.search(text) or DOUBLED.search(text.replace(" : ", ": ")):
            wrong.append((record.id, style, text))
    assert wrong == []


def test_a_text_ends_as_a_sentence(told: Told) -> None:
    for _, _, text in each(told, *TEXTS):
        assert text.endswith(".")
        assert not re.search(r"[,;:\s(\[«“‘<]\.$", text)


def test_brackets_and_quotation_marks_are_balanced(told: Told, published: Dataset) -> None:
    for record, _, text in each(told, *TEXTS):
        for left, right in PAIRS:
            if all(words.count(left) == words.count(right) for words in own(record, published)):
                assert text.count(left) == text.count(right), text


def test_every_citation_says_what_is_cited_and_where_it_was_found(told: Told, published: Dataset) -> None:
    labels = of(published.vocabulary.folder)
    for record, style, text in each(told):
        folder = "sources" if isinstance(record, Source) else "definitions"
        assert f"{BASE}{folder}/{record.id}/" in text
        assert "carbonlex" in text
        assert VERSION in text
        # The others put signs of their own into titles: escapes, inner quotation marks, a full stop after "v".
        titles = [characters.line(title) for title in source(published, record).title.values()]
        if style in ("gost", "gbt7714", "ris"):
            assert any(title in text for title in titles)
        elif style == "bluebook":
            assert any(labels.romanised(title)[:12] in text for title in titles)


def test_a_pinpoint_is_told_and_what_was_not_seen_is_not(told: Told) -> None:
    for record, style, text in each(told, "ris", "csl-json"):
        if isinstance(record, Source):
            assert '"section"' not in text if style == "csl-json" else "\r\nSE  - " not in text
        elif re.fullmatch(r"(?:[Aa]rt\. [\d.]+\S*|§ \d+)", record.pinpoint):
            assert record.pinpoint in text
        if getattr(record, "pinpoint", "") in ("article not seen", "not shown in the copy"):
            assert "not s" not in text


def test_dates_are_those_of_the_record(told: Told, published: Dataset) -> None:
    """A wording whose first and last day were not seen has none in its citation, and an undated source no year."""
    for record, _, text in each(told, "ris"):
        valid = getattr(record, "valid", None)
        assert ("In force" in text) == bool(valid and (valid.from_ or valid.to))
        assert ("\r\nPY  - " in text) == bool(source(published, record).adopted)
        assert "\r\nY2  - " not in text


def test_readers_get_back_what_was_written(told: Told, published: Dataset) -> None:
    for record, texts in told.values():
        item, entry, lines = csl(texts["csl-json"]), bibtex(texts["bibtex"]), ris(texts["ris"])
        assert item["id"] == entry["ID"] == lines["id"] == record.id
        assert entry["title"].strip("{}") == item["title"] == lines["title"]
        assert entry.get("number") == item.get("number") == lines.get("note")
        assert entry.get("doi") == item.get("DOI") == lines.get("doi")
        assert entry.get("isbn") == item.get("ISBN") == lines.get("issn")
        assert entry["url"] == item["URL"] == lines["urls"][0]
        assert lines["urls"][-1] == item["archive_location"]
        adopted = source(published, record).adopted
        assert entry.get("date") == adopted
        assert (
            ["-".join(f"{part:02}" for part in item["issued"]["date-parts"][0])] == [adopted]
            if adopted
            else "issued" not in item
        )
        pinpoint = item.get("section", "")
        assert pinpoint in entry["note"].replace("–", "-").replace("’", "'") or not pinpoint.isascii()


def test_the_same_record_has_the_same_bytes_alone(told: Told, published: Dataset) -> None:
    for record, texts in list(told.values())[::25]:
        assert {s: cite.citation(record, published, s, BASE, VERSION) for s in cite.STYLES} == texts
