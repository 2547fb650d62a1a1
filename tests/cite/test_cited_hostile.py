"""Texts that would break out of a field, a line or a string, in every field of the records that the styles use."""

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readers import check, entry, plain

from carbonlex import cite
from carbonlex.cite import bibtex as bibtex_style
from carbonlex.cite import characters
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.reader import Placed
from carbonlex.records.model import Definition, Jurisdiction, Period, Source

BASE, VERSION = "https://example.org/lex/", "1.2.3"
HOSTILE = [
    "}", "{", "}}", "{{{", "\\", "\\\\}", "\\}", "}, evil = {x", "} }\n@misc{evil, title={x}", "@comment{", "a\n@string{x=1}",
    '"', '" # "', "%", "% }", "& # _ ~ ^ $", "$x$", "\\input{/etc/passwd}", "\\write18{id}", "#1", "~", "^^M", "|",
    "<script>alert(1)</script>", "]]>", "a\nER  - ", "\r\nER  - \r\nTY  - JOUR\r\n", "ER  - ", "TY  - BOOK", "a\rAU  - Evil",
    "a\x0bER  - ", "a\x0cER  - ", "a\x85ER  - ", "a\u2028ER  - ", "a\u2029ER  - ", "\t", " ", "", "\x00", "\x1b[31mred\x1b[0m",
    "\x7f", "\x9b31m", "\u202eevil\u202c", "\u2066x\u2069", "\u200e\u200f", "\u061c", "\ufeff", "\u200b", "\xad", "\U000e0041",
    "\ufffe", "\U0001ffff", "\ufdd0", "\ud800", "\udfff x", '\\",\n"type":"x', "\\u0000", "');--", "{{7*7}}", "{0}", "{title}",
    "%s", "%(x)s", "\\g<0>", "\\1", "(", ")", "[", "]", "()", "[]", "“", "”", "‘", "«", "…", "...", ".", ",", ";", ":", "//",
    ". –", " : ", "a, b, c", "A. B. Evil; } \n ER  - ", "O. O. O'Neill, X.", "None", "null", "0000", "2021-13-45", "9999-99",
    "2021-07-16\nER  - ", "10.1000/x}y", 'https://example.org/}{\\"<>', "https://example.org/a b\nc", "javascript:alert(1)",
    "data:text/html,x", "http://", "HTTPS://EXAMPLE.ORG/é", "https://user:pw@example.org/", "https://[::1", "//example.org",
    "OJ L 1, 1.1.2001, p. 1}", "OJ L {x}, 1.1.2001, p. 1",
    "9" * 5000, "é" * 5000, "‘" * 2000, "(" * 2000, ", " * 2000, "A. " * 2000, "; " * 2000,
]  # fmt: skip

Changed = Callable[[Source, Definition, Jurisdiction, str], tuple[Any, Any, Any]]


def of_source(**made: Callable[[str], Any]) -> Changed:
    return lambda s, w, j, x: (dataclasses.replace(s, **{key: make(x) for key, make in made.items()}), w, j)


def of_wording(**made: Callable[[str], Any]) -> Changed:
    return lambda s, w, j, x: (s, dataclasses.replace(w, **{key: make(x) for key, make in made.items()}), j)


def of_order(**made: Callable[[str], Any]) -> Changed:
    return lambda s, w, j, x: (s, w, dataclasses.replace(j, **{key: make(x) for key, make in made.items()}))


FIELDS: dict[str, Changed] = {
    "title": of_source(title=lambda x: {"ru": x, "en": "Act"}),
    "title in English": of_source(title=lambda x: {"en": x}),
    "translated title": of_source(title=lambda x: {"ru": "Закон", "en": x}),
    "language of the title": of_source(title=lambda x: {x: "Закон", "en": "Act"}),
    "type": of_source(type=str),
    "number": of_source(number=str),
    "issuer": of_source(issuer=lambda x: {"ru": x, "en": x}),
    "issuer by name": of_source(issuer=str),
    "adopted": of_source(adopted=str),
    "in force": of_source(in_force=lambda x: Period(from_=x, to=x)),
    **{
        name: of_source(identifiers=lambda x, name=name: {name: x})  # type: ignore[misc]
        for name in ("celex", "eli", "doi", "isbn", "url", "oj")
    },
    "name of an identifier": of_source(identifiers=lambda x: {x: x}),
    "pinpoint": of_wording(pinpoint=str),
    "valid": of_wording(valid=lambda x: Period(from_=x, to=x)),
    "valid from": of_wording(valid=lambda x: Period(from_=x)),
    "id": of_wording(id=str),
    "term's language": of_wording(term=lambda x: {x: x}),
    "legal order": of_order(name=lambda x: {"en": x}),
    "its code": of_order(code=str),
    "its level": of_order(level=str),
    "its languages": of_order(languages=lambda x: (x,)),
    "all of it": lambda s, w, j, x: (
        dataclasses.replace(
            s,
            title={"ru": x, "en": x},
            number=x,
            issuer={"ru": x},
            identifiers=dict.fromkeys(("celex", "eli", "doi", "isbn", "url", "oj"), x),
        ),
        dataclasses.replace(w, pinpoint=x, valid=Period(from_=x, to=x)),
        dataclasses.replace(j, name={"en": x}, code=x),
    ),
}
TYPES = ("statute", "treaty", "judgment", "article", "textbook", "report", "website")


@pytest.fixture(scope="module")
def records(published: Dataset) -> tuple[Source, Definition, Jurisdiction]:
    source, wording, order = (
        published.get(kind, id_)
        for kind, id_ in (("source", "ru-34-fz"), ("definition", "ru-34fz-quota"), ("jurisdiction", "ru"))
    )
    assert isinstance(source, Source)
    assert isinstance(wording, Definition)
    assert isinstance(order, Jurisdiction)
    return source, wording, order


def dataset_of(published: Dataset, *changed: Any) -> Dataset:
    """A data set of the changed records, under the ids that they refer to each other by."""
    keys = (("source", "ru-34-fz"), ("definition", "ru-34fz-quota"), ("jurisdiction", "ru"))
    old = published.placed
    placed = {key: Placed(record, old[key].file, old[key].marks) for key, record in zip(keys, changed, strict=True)}
    return Dataset(published.vocabulary, placed)


@pytest.mark.parametrize("field", FIELDS)
def test_no_text_breaks_out_of_its_place(
    published: Dataset, records: tuple[Source, Definition, Jurisdiction], field: str
) -> None:
    """Each text goes with one type of source, all of them at once with every type: the patterns of the styles differ by type."""
    for number, text in enumerate(HOSTILE):
        for type_ in TYPES if field == "all of it" else [TYPES[number % len(TYPES)]]:
            changed = FIELDS[field](dataclasses.replace(records[0], type=type_), records[1], records[2], text)
            told = cite.citations(changed[1], dataset_of(published, *changed), BASE, VERSION)
            for style, citation in told.items():
                check(style, citation)
            assert entry(told["bibtex"])["url"].startswith(("https://", "http://"))


@pytest.mark.parametrize("place", ["base_url", "version", "accessed"])
def test_no_parameter_breaks_out_either(
    published: Dataset, records: tuple[Source, Definition, Jurisdiction], place: str
) -> None:
    dataset = dataset_of(published, *records)
    for text in HOSTILE:
        with_ = {"base_url": BASE, "version": VERSION, "accessed": "", place: text}
        told = cite.citations(records[1], dataset, with_["base_url"], with_["version"], accessed=with_["accessed"])
        for style, citation in told.items():
            check(style, citation)
            if not characters.line(text):
                assert not {"()", "<>"} & set(citation.split())


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/x", "file:///etc/passwd", "//x.org/y"]
)
def test_only_web_addresses_are_cited(
    published: Dataset, records: tuple[Source, Definition, Jurisdiction], link: str
) -> None:
    source = dataclasses.replace(records[0], identifiers={"url": link, "eli": link})
    told = cite.citations(records[1], dataset_of(published, source, *records[1:]), BASE, VERSION)
    assert not any(link in text for text in told.values())


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_a_field_gives_its_text_back(text: str) -> None:
    """What TeX prints of an escaped text is the text; decoders take ligatures apart in their own ways, and are not asked."""
    line = characters.line(text)
    told = bibtex_style.escaped(line)
    assert told.count("{") == told.count("}")
    for sign, name in (("\\", "textbackslash"), ("{", "textbraceleft"), ("}", "textbraceright"), ("~", "textasciitilde"),
                       ("^", "textasciicircum"), ("<", "textless"), (">", "textgreater"), ("|", "textbar")):  # fmt: skip
        assert told.count(f"{{\\{name}}}") == line.count(sign)
    assert all(told.count(f"\\{sign}") == line.count(sign) for sign in "%&#$_")


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_a_line_is_one_line_and_stays(text: str) -> None:
    line = characters.line(text)
    plain(line)
    assert characters.line(line) == line
    assert line.encode("utf-8").decode("utf-8") == line
    assert json.loads(json.dumps(line)) == line


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.text().map("https://example.org/{}".format)))
def test_an_address_has_no_sign_that_a_format_minds(text: str) -> None:
    address = characters.address(text)
    assert not set(address) & set(" {}\\\"<>^`|'")
    assert address.isascii()
    assert not address or address.lower().startswith(("http://", "https://"))
    assert characters.address(address) == address
