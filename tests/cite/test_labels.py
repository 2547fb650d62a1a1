"""The words of the styles: that there are enough of them, and that single rules of the styles are kept."""

import dataclasses

import pytest

from carbonlex import cite
from carbonlex.cite import characters, dates, pinpoints, sentence
from carbonlex.cite.labels import Labels, of
from carbonlex.cite.names import Person, Responsibility, responsibility
from carbonlex.cite.styles import TEXT_STYLES
from carbonlex.errors import ContentError, UnknownName
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Definition, Jurisdiction, Source
from carbonlex.vocabulary import Vocabulary

LANGUAGES = {"en", "fr", "ru", "vi", "zh"}


@pytest.fixture(scope="module")
def labels(vocabulary: Vocabulary) -> Labels:
    return of(vocabulary.folder)


def test_every_type_of_source_has_a_treatment(vocabulary: Vocabulary, labels: Labels) -> None:
    assert set(labels.tables["types"]) - {"other", "unplaced"} == set(vocabulary.list("source-type"))


def test_words_of_the_pages_languages_are_there(labels: Labels) -> None:
    for table in ("force", "gost", "numbers"):
        assert set(labels.tables[table]) >= LANGUAGES
    assert set(labels.tables["gbt7714"]["version"]) >= LANGUAGES


def test_every_pattern_is_one(labels: Labels) -> None:
    for section, table in labels.tables.items():
        for key, value in table.items() if isinstance(table, dict) else ():
            if isinstance(value, list) and value and isinstance(value[0], list):
                assert len(labels.rewrites(section, key)) == len(value)


def test_every_country_whose_law_is_cited_has_its_bluebook_name(published: Dataset, labels: Labels) -> None:
    """Table T10.3; a part of a country may be named in full, with its country."""
    home = labels.tables["bluebook"]["home"]
    for wording in published.wordings():
        order = published.get("jurisdiction", wording.jurisdiction)
        assert isinstance(order, Jurisdiction)
        acts = labels.treatment(getattr(published.get("source", wording.source), "type", "")).form == "act"
        if acts and order.level == "national" and order.code not in home:
            assert order.code in labels.tables["bluebook"]["places"]


@pytest.mark.parametrize(
    ("issuer", "persons", "container"),
    [
        ("О. В. Головач; Известия, 4 (142), 2023", [("О. В.", "Головач")], "Известия, 4 (142), 2023"),
        ("М. Е. Кузнецов, А. В. Стеценко", [("М. Е.", "Кузнецов"), ("А. В.", "Стеценко")], ""),
        ("J.-P. Sartre", [("J.-P.", "Sartre")], ""),
        ("Yu. Dyachenko", [("Yu.", "Dyachenko")], ""),
        ("Xu Yuxiang, Beijing Financial Court", [], ""),
        ("Morgan, Lewis & Bockius LLP", [], ""),
        ("под ред. акад. Б. Н. Порфирьева; Изд-во «МБИ», СПб.", [], ""),
        ("B. N. Porfiryev (ed.); MBI, St Petersburg", [], ""),
        ("国务院", [], ""),
        ("", [], ""),
    ],
)
def test_persons_are_known_by_their_initials(issuer: str, persons: list[tuple[str, str]], container: str) -> None:
    found = responsibility(issuer)
    assert [(p.given, p.family) for p in found.persons] == persons
    assert found.container == container
    assert persons or found == Responsibility(name=issuer)


def test_initials() -> None:
    assert Person("J.-P. A.", "Sartre").initials == "J P A"


@pytest.mark.parametrize(
    ("pinpoint", "language", "told"),
    [
        ("Art. 2, part 1, item 1", "ru", "ст. 2, ч. 1, п. 1"),
        ("Art. 5, parts 1 and 2", "ru", "ст. 5, ч. 1 и 2"),
        ("Art. 2 (item not seen)", "ru", "Art. 2 (item not seen)"),
        ("Art. 139, clause 1", "vi", "Điều 139, khoản 1"),
        ("Art. 30(2)", "zh-Hans", "第30条(2)"),
        ("Art. 1038(1)-(2)", "zh-Hant", "第1038条(1)-(2)"),
        ("Art. 6, first two sentences", "zh-Hans", "第6条，前两句"),
        ("section 一, first sentence", "zh-Hans", "第一部分，第一句"),
        ("section 一 (background), first clause", "zh-Hans", "section 一 (background), first clause"),
        ("§ 3 Nr. 2", "de", "§ 3 Nr. 2"),
        ("", "ru", ""),
    ],
)
def test_a_pinpoint_is_rendered_whole_or_not_at_all(labels: Labels, pinpoint: str, language: str, told: str) -> None:
    assert pinpoints.rendered(pinpoint, language, labels) == told


@pytest.mark.parametrize(
    ("pinpoint", "seen"),
    [
        ("article not seen", False),
        ("not shown in the copy", False),
        ("Not given in the copy", False),
        ("Art. 2 (item not seen)", True),
        ("definition (article not seen)", True),
        ("RCW 70A.65.010 (attribution inferred)", True),
    ],
)
def test_what_was_not_seen_is_no_place(labels: Labels, pinpoint: str, seen: bool) -> None:
    assert pinpoints.seen(pinpoint, labels) == (pinpoint if seen else "")


@pytest.mark.parametrize(
    ("date", "british", "american", "dotted"),
    [
        ("2003-10-13", "13 October 2003", "Oct. 13, 2003", "13.10.2003"),
        ("2003-05", "May 2003", "May 2003", "05.2003"),
        ("2003", "2003", "2003", "2003"),
        ("2003-13-01", "", "", ""),
        ("soon", "", "", ""),
    ],
)
def test_dates_keep_their_precision(labels: Labels, date: str, british: str, american: str, dotted: str) -> None:
    assert dates.british(date, labels.tables["dates"]["months"]["en"]) == british
    assert dates.american(date, labels.tables["bluebook"]["months"]) == american
    assert dates.dotted(date) == dotted
    assert dates.iso(date) == (date if british else "")


@pytest.mark.parametrize(
    ("day", "title", "told"),
    [
        ("2003-10-13", "Directive 2003/87/EC of 13 October 2003", True),
        ("2003-10-13", "Directive 2003/87/EC", False),
        ("2021-07-02", "Федеральный закон от 02.07.2021 № 296-ФЗ", True),
        ("2012-11-30", "Verordnung vom 30. November 2012", True),
        ("2011-12-23", "Loi fédérale du 23 décembre 2011", True),
        ("2005", "Luật Bảo vệ môi trường 2005", False),
    ],
)
def test_a_day_that_a_title_says(labels: Labels, day: str, title: str, told: bool) -> None:
    assert dates.told(day, title, labels) is told


def test_parts_are_joined_without_a_sign_too_many() -> None:
    assert sentence.joined(["a", "", "b"]) == "a, b"
    assert sentence.joined(["СПб.", "2018"], ". – ") == "СПб. – 2018"
    assert sentence.joined(["Inc.", "b"]) == "Inc., b"
    assert sentence.joined([]) == ""
    assert sentence.bracketed("[a]", "[", "]") == "[a]"
    assert sentence.bracketed("") == ""
    assert sentence.quoted("the ‘carbon market’ of Russia’s law") == "‘the “carbon market” of Russia’s law’"
    assert sentence.quoted("[described]") == "[described]"
    assert sentence.ended("a.") == "a."
    assert sentence.ended("") == ""


def test_russian_is_romanised_and_nothing_else(labels: Labels) -> None:
    assert labels.romanised("Щёлково «Объявление» № 5, ЖЭК") == "Shchelkovo “Obʺiavlenie” No. 5, ZhEK"
    assert labels.romanised("« à la française »") == "« à la française »"
    assert labels.romanised("国务院令第775号") == "国务院令第775号"


def test_identifiers_of_another_form_are_left_out() -> None:
    assert characters.doi("https://doi.org/10.1596/978-1-4648-2127-1") == "10.1596/978-1-4648-2127-1"
    assert characters.doi("doi:10.1000/182") == "10.1000/182"
    assert characters.doi("11.1000/182") == ""
    assert characters.isbn("978-5-4228-0094-0") == "978-5-4228-0094-0"
    assert characters.isbn("n/a") == ""
    assert characters.celex("22017A1207(01)") == "22017A1207(01)"
    assert characters.celex("see note") == ""
    assert characters.address("http://user@example.org/") == ""


def test_a_publication_in_the_official_journal_is_written_in_the_way_of_each_style(published: Dataset) -> None:
    source = published.get("source", "eu-ch-linking-agreement")
    assert isinstance(source, Source)
    told = cite.citations(source, published, "https://example.org/", "1")
    assert "[2017] OJ L322/3" in told["oscola"]
    assert "2017 O.J. (L 322) 3" in told["bluebook"]
    assert "OJ L 322, 7.12.2017, p. 3" in told["gost"]
    assert '"volume": "322"' in told["csl-json"]
    later = dataclasses.replace(source, identifiers={"oj": "OJ L, 2024/3012, 6.12.2024"})
    told = cite.citations(later, published, "https://example.org/", "1")
    assert "[2024] OJ L, 2024/3012" in told["oscola"]
    assert "2024 O.J. (L 3012)" in told["bluebook"]
    other = dataclasses.replace(source, identifiers={"oj": "OJ C, somewhere"})
    assert "OJ C, somewhere" in cite.citation(other, published, "oscola", "https://example.org/", "1")


def test_an_unknown_style_is_named_with_its_neighbour(golden: Dataset) -> None:
    wording = next(golden.wordings())
    with pytest.raises(UnknownName, match="did you mean oscola"):
        cite.citation(wording, golden, "oscolla", "https://example.org/", "1")


def test_a_wording_of_no_source_is_told(golden: Dataset) -> None:
    wording = dataclasses.replace(next(golden.all(Definition)), source="nowhere")
    with pytest.raises(ContentError, match="nowhere, which has no record"):
        cite.citation(wording, golden, "ris", "https://example.org/", "1")


def test_every_style_has_a_name_and_a_writer(golden: Dataset) -> None:
    told = cite.citations(next(golden.wordings()), golden, "https://example.org/", "1")
    assert list(told) == list(cite.STYLES)
    assert set(TEXT_STYLES) < set(cite.STYLES)
