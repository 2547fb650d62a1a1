"""What sections say that they do not show makes no difference to any of their pages."""

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pytest

from carbonlex import places
from carbonlex.graph.reasoning import Conclusion, Inference
from carbonlex.query.findings import Verdict
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Finding, Worded
from carbonlex.site import rendering
from carbonlex.site.edition import Edition
from carbonlex.site.page import Page
from carbonlex.site.pages import SECTIONS, Section, Site
from carbonlex.site.rendering import Setting
from carbonlex.site.strings import Strings
from carbonlex.vocabulary import CLX

# What of a record no link to it shows.
EMPTY = {"notes": None, "statements": (), "readings": {}}
NARROW = [section for section in SECTIONS if section.kinds is not None or set(section.hidden) - {"notes"}]


def site_of(dataset: Dataset) -> Site:
    verdicts = [Verdict(finding, True, finding.answer) for finding in dataset.all(Finding)]
    concluded = [Conclusion(dataset.vocabulary.iri(w.kind, w.id), CLX + "BothSegments", ()) for w in dataset.wordings()]
    return Site(dataset, Inference(True, True, concluded), verdicts, {})


def rendered(site: Site, pages: Iterable[Page]) -> dict[str, str]:
    edition = Edition(site.dataset, Strings(places.site(), "en"))
    made = rendering.rendered(site, pages, edition, Setting("https://example.org/", ["en"]))
    return {page.address: text for page, text in made}


def html(dataset: Dataset, section: Section) -> dict[str, str]:
    site = site_of(dataset)
    return rendered(site, section.pages(site))


def without(dataset: Dataset, fields: Collection[str], kinds: Collection[str] | None = None) -> Dataset:
    """The records without these fields, but for some kinds."""
    placed = {}
    for name, one in dataset.placed.items():
        has = {field.name for field in dataclasses.fields(one.record)}
        gone = {key: EMPTY[key] for key in fields if key in has} if kinds is None or name[0] not in kinds else {}
        placed[name] = dataclasses.replace(one, record=dataclasses.replace(one.record, **gone))
    return Dataset(dataset.vocabulary, placed, [], dataset.lock)


@pytest.mark.parametrize("section", NARROW, ids=lambda section: section.pages.__module__)
def test_what_is_hidden_shows_nowhere(section: Section, golden: Dataset) -> None:
    whole = html(golden, section)
    assert html(without(golden, section.hidden), section) == whole
    if section.kinds is not None:
        assert html(without(golden, EMPTY, section.kinds), section) == whole


def unread(shown: Any) -> Any:
    """What a page shows, with records that nobody has read."""
    if isinstance(shown, Mapping):
        return {key: unread(value) for key, value in shown.items()}
    if isinstance(shown, list | tuple):
        return type(shown)(map(unread, shown))
    return dataclasses.replace(shown, readings={}) if isinstance(shown, Worded) else shown


def test_pages_without_readings_show_none(golden: Dataset) -> None:
    site = site_of(golden)
    pages = [page for page in site.pages() if not page.readings]
    assert {page.template for page in pages} > {
        "gaps.html",
        "source.html",
        "jurisdiction.html",
        "ontology-members.html",
    }
    nobody = site_of(without(golden, ["readings"]))
    blank = [dataclasses.replace(page, shown=unread(page.shown)) for page in pages]
    assert rendered(nobody, blank) == rendered(site, pages)


def test_a_change_shows_where_it_may() -> None:
    section = Section(lambda _: iter(()), kinds=("link",), hidden=("notes",))
    assert section.shows({"link": {"notes", "type"}})
    assert not section.shows({"link": {"notes"}})
    assert not section.shows({"event": {"date"}})
    assert not Section(lambda _: iter(()), kinds=()).shows({"link": {"type"}})
