"""What sections say that they do not show makes no difference to any of their pages."""

import dataclasses
from collections.abc import Collection

import pytest

from carbonlex import places
from carbonlex.graph.reasoning import Inference
from carbonlex.query.findings import Verdict
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Finding
from carbonlex.site import rendering
from carbonlex.site.edition import Edition
from carbonlex.site.pages import SECTIONS, Section, Site
from carbonlex.site.rendering import Setting
from carbonlex.site.strings import Strings

# What of a record no link to it shows.
EMPTY = {"notes": None, "statements": (), "readings": {}}
NARROW = [section for section in SECTIONS if section.kinds is not None or set(section.hidden) - {"notes"}]


def html(dataset: Dataset, section: Section) -> dict[str, str]:
    verdicts = [Verdict(finding, True, finding.answer) for finding in dataset.all(Finding)]
    site = Site(dataset, Inference(consistent=True, ran=False), verdicts, {})
    edition = Edition(dataset, Strings(places.site(), "en"))
    made = rendering.rendered(site, section.pages(site), edition, Setting("https://example.org/", ["en"]))
    return {page.address: text for page, text in made}


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


def test_a_change_shows_where_it_may() -> None:
    section = Section(lambda _: iter(()), kinds=("link",), hidden=("notes",))
    assert section.shows({"link": {"notes", "type"}})
    assert not section.shows({"link": {"notes"}})
    assert not section.shows({"event": {"date"}})
    assert not Section(lambda _: iter(()), kinds=()).shows({"link": {"type"}})
