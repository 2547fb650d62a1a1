"""Nothing in the data is hidden: every property that a record has is shown on its page, or on the page that shows records of
its kind."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from typing import Any

import pytest

from carbonlex import places
from carbonlex.query import shelf
from carbonlex.reading.dataset import Dataset
from carbonlex.records.fields import AnyRef, OneOf, Ref, members
from carbonlex.records.model import KINDS
from carbonlex.site import addresses
from carbonlex.site.page import Page
from carbonlex.site.pages import Site
from carbonlex.site.strings import Strings, languages
from rendered import edition_of, html_of, site_of

ENGLISH = Strings(places.site(), "en")
TAG = re.compile(r"<sup>.*?</sup>|<[^>]*>")
# Ids and kinds are in the address; a definition's language is the attribute of its words; a query is shown by its text.
APART = {
    "kind",
    "id",
    "basis",
    "status",
    "expect",
    "table",
    "languages",
    "prefix",
    "suffix",
    "relation",
    "corroborated",
}


def words(text: str) -> str:
    return "".join(html.unescape(TAG.sub("", text)).split())


@pytest.fixture(scope="module")
def site(published: Dataset) -> Site:
    return site_of(published, {n: q.text for n, q in shelf.shelf(places.published()).items()})


@pytest.fixture(scope="module")
def shown(site: Site) -> dict[str, str]:
    """Address → the words of the page in all languages, without spaces."""
    found: dict[str, str] = {}
    pages = list(site.pages())
    for lang in languages(places.site()):
        for page, text in html_of(site, pages, lang):
            said = words(text + " ".join(re.findall(r'(?:href|title|datetime)="([^"]*)"', text)))
            found[page.address] = found.get(page.address, "") + said
    return found


def leaves(instance: Any, path: str = "") -> Iterator[tuple[str, object, str]]:
    """Path, marker and text of everything that a record says."""
    for key, field, value in members(instance):
        if key in APART or value is None:
            continue
        here = f"{path}.{key}".lstrip(".")
        yield from leaf(here, field.marker, value)


def leaf(path: str, marker: object, value: Any) -> Iterator[tuple[str, object, str]]:
    if is_dataclass(value):
        yield from leaves(value, path)
    elif isinstance(value, tuple):
        for item in value:
            yield from leaf(path, marker, item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from leaf(path, marker, item)
    elif isinstance(value, str):
        yield path, marker, value


def told(site: Site, record: Any, path: str, marker: object, text: str) -> set[str]:
    """Ways in which a page may say it: as it stands, by its label, by the name of the record that it leads to."""
    ways = {text, text.replace("-", " ")}
    vocabulary = site.vocabulary
    if isinstance(marker, Ref | AnyRef):
        ways |= {addresses.address(k, text) for k in marker.kinds}
    if isinstance(marker, OneOf):
        ways |= {vocabulary.entry(marker.list, text)}
        ways |= {vocabulary.label(vocabulary.iri("value", f"{marker.list}/{text}")), f"concepts/{text}/"}
    if path == "statements.property":
        ways.add(vocabulary.entry("property", text))
    if path.endswith("values"):
        ways |= {vocabulary.label(vocabulary.iri("value", f"{f}/{text}")) for f in vocabulary.facets}
    if path == "statements.value":
        groups = {vocabulary.range_of(s.property) for s in record.statements if s.value == text}
        ways |= {
            vocabulary.label(vocabulary.iri("value", f"{name}/{text}")) for group, name in groups if group == "facet"
        }
        ways |= {addresses.address(name, text) for group, name in groups if group == "record"}
        ways.add(ENGLISH.figure(text))
    if path == "statements.unit" and text == "percent":
        ways.add("%")
    return {"".join(way.split()) for way in ways if way}


@pytest.mark.parametrize("kind", KINDS)
def test_every_property_in_the_data_is_shown(kind: str, site: Site, shown: dict[str, str]) -> None:
    everywhere = [text for address, text in shown.items() if address.startswith(("concepts/", "jurisdictions/"))]
    examined, hidden = set(), []
    for record in site.dataset.all(KINDS[kind]):
        own = addresses.address(record.kind, record.id)
        pages = [text for a, text in shown.items() if a.startswith(own)] if own else everywhere
        for path, marker, text in leaves(record):
            examined.add(path)
            if not any(way in page for page in pages for way in told(site, record, path, marker, text)):
                hidden.append((record.id, path, text[:60]))
    assert hidden == []
    assert examined, f"there is no {kind}"


@pytest.mark.parametrize(("lang", "title"), [("en", "Sources: A"), ("zh", "来源：A")])
def test_a_part_is_called_after_the_whole(lang: str, title: str, golden: Dataset) -> None:
    whole = Page("sources/", "records.html")
    part = Page("sources/of/a/", "records.html", whole=whole, part=("A",))
    assert edition_of(golden, lang).title(part) == title
