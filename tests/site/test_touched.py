"""The pages that a change touches are exactly those whose HTML differs."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from carbonlex.compare.changes import compare
from carbonlex.query import shelf
from carbonlex.reading import release
from carbonlex.reading.dataset import Dataset
from carbonlex.site import touched
from carbonlex.site.rendering import Setting
from carbonlex.vocabulary import Vocabulary
from conftest import PROJECT, edit

EDITS = {
    "a reading": ("definitions/aa/aa-market-2020.yaml", "[cap-and-trade]", "[emissions-trading]"),
    "a term": ("definitions/bb/bb-quota.yaml", '"quota"', '"unité"'),
    "the order of a term": (
        "definitions/bb/bb-quota.yaml",
        '{fr: "quota", en: "allowance"}',
        '{en: "allowance", fr: "quota"}',
    ),
    "a pinpoint": ("definitions/bb/bb-quota.yaml", "Art. 4", "Art. 5"),
    "a note": ("definitions/aa/aa-market-2023.yaml", "As the neighbour", "As a neighbour"),
    "a legal order's name": ("jurisdictions/aa.yaml", "Aland", "Åland"),
    "an act's number or title": ("sources/aa-act.yaml", "title: {en: ", "title: {fr: X, en: "),
    "a statement": ("schemes/aa-ets.yaml", "mandatory", "voluntary"),
    "a unit's name": ("assets/aaa.yaml", "Aland allowance", "Aland unit"),
    "a relation": ("mappings/aa-market-bb-quota.yaml", "false-friend", "overlaps"),
    "a finding": ("findings/cap-named.yaml", "Aland names", "Aland calls"),
    "a date": ("events/aa-start.yaml", "date: 2", "date: 1"),
}


@pytest.fixture(scope="module", autouse=True)
def _two_languages() -> Iterator[None]:
    """Names differ by language and nothing else does, so two languages show as much as all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(touched, "SETTING", Setting(touched.SETTING.base_url, ["en", "fr"]))
        yield


@pytest.fixture(scope="module")
def before(_two_languages: None, golden: Dataset) -> dict[str, list[str]]:
    return html(golden, PROJECT)


def html(dataset: Dataset, folder: Path) -> dict[str, list[str]]:
    side = touched._Side(dataset, {n: q.text for n, q in shelf.shelf(folder).items()})
    return side.html(list(side.pages))


@pytest.mark.parametrize("name", [*EDITS, "gone", "new", "renamed", "a query"])
def test_pages(name: str, project: Path, vocabulary: Vocabulary, golden: Dataset, before: dict[str, list[str]]) -> None:
    if name in EDITS:
        file, old, new = EDITS[name]
        edit(project / file, old, new)
    elif name == "gone":
        (project / "proposals/aa-author-market.yaml").unlink()
    elif name == "new":
        text = (project / "definitions/bb/bb-quota.yaml").read_text("utf-8")
        (project / "definitions/bb/bb-other.yaml").write_text(text.replace("bb-quota", "bb-other"), "utf-8")
    elif name == "renamed":
        (project / "definitions/bb/bb-quota.yaml").rename(project / "definitions/bb/bb-other.yaml")
        for path in project.rglob("*.yaml"):
            path.write_text(re.sub(r"(?<!-)\bbb-quota\b", "bb-other", path.read_text("utf-8")), "utf-8")
    else:
        (project / "queries/cap-named.rq").write_text("# title: other\nASK {}\n", "utf-8")
    found = compare(golden, release.read(project, vocabulary))
    assert not found.new.faults
    queries = [{n: q.text for n, q in shelf.shelf(f).items()} for f in (PROJECT, project)]
    pages = touched.pages(found, (queries[0], queries[1]))
    after = html(found.new, project)
    differ = {a for a in before.keys() | after.keys() if before.get(a) != after.get(a)}
    assert {p.address for p in pages} - {touched.DOWNLOADS} == differ - {touched.DOWNLOADS}
    assert differ
    assert [p.address for p in pages] == sorted(p.address for p in pages)
    assert (touched.DOWNLOADS in {p.address for p in pages}) == (name != "a query")


def test_equal_data_touch_nothing(golden: Dataset) -> None:
    assert touched.pages(compare(golden, golden), ({}, {})) == []


def test_records_that_lead_nowhere_give_no_site(project: Path, vocabulary: Vocabulary, golden: Dataset) -> None:
    """They are for ``validate`` to tell; here the pages are not told, and everything else is."""
    (project / "definitions/aa/aa-market-2020.yaml").unlink()
    found = compare(golden, release.read(project, vocabulary))
    with pytest.raises(touched.Unmade):
        touched.pages(found, ({}, {}))
