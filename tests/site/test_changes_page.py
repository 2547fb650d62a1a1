"""The page and the feed of changes."""

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest

import pagetree
from carbonlex.compare.changes import compare
from carbonlex.reading.dataset import Dataset
from carbonlex.site import changes_page, feed, publish
from carbonlex.site.changes_page import Since, called
from carbonlex.site.pages import Site
from carbonlex.vocabulary import Vocabulary
from conftest import PROJECT, Run, edit
from pagetree import Node
from rendered import BASE, edition_of, html_of, site_of

ATOM = "{http://www.w3.org/2005/Atom}"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
QUOTA = "definitions/bb/bb-quota.yaml"


def site_since(old: Dataset, new: Dataset, name: str = "v0") -> Site:
    return site_of(new, since=Since(name, compare(old, new)))


def fed(site: Site) -> bytes:
    return feed.feed(site, edition_of(site.dataset), BASE)


def trees(site: Site) -> dict[str, Node]:
    return {page.address: pagetree.read(html) for page, html in html_of(site, changes_page.pages(site))}


def valid(body: bytes) -> ET.Element:
    """What RFC 4287 demands of a feed and of its entries (4.1.1, 4.1.2, 4.2.6, 4.2.7), beyond what a reader forgives."""
    parsed = feedparser.parse(body)
    assert not parsed.bozo
    assert parsed.version == "atom10"
    root = ET.fromstring(body)
    assert root.tag == ATOM + "feed"
    ids = []
    for node in (root, *root.findall(ATOM + "entry")):
        for name in ("id", "title", "updated"):
            assert len(node.findall(ATOM + name)) == 1
            assert (node.findtext(ATOM + name) or "").strip()
        assert DATE.fullmatch(node.findtext(ATOM + "updated") or "")
        ids.append(node.findtext(ATOM + "id"))
        for link in node.findall(ATOM + "link"):
            assert link.attrib["href"].startswith(BASE)
        kinds = [(link.attrib["rel"], link.attrib["type"]) for link in node.findall(ATOM + "link")]
        assert len(set(kinds)) == len(kinds)
    assert all(id_ and id_.startswith("https://w3id.org/carbonlex/") for id_ in ids)
    assert len(set(ids)) == len(ids)
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    assert [link.attrib["href"] for link in root.findall(ATOM + "link") if link.attrib["rel"] == "self"] == [
        BASE + "feed.xml"
    ]
    assert len(parsed.entries) == len(root.findall(ATOM + "entry"))
    return root


def test_a_first_release_says_so(built: Path, golden: Dataset) -> None:
    page = pagetree.read((built / "changes/index.html").read_text("utf-8"))
    assert "the first release that is published, data version 0.1.0" in page.text
    numbers = [int(b.text) for ul in page.all("ul", "tally") for b in ul.all("b")]
    assert sum(numbers) == len(golden.placed)
    (entry,) = valid((built / "feed.xml").read_bytes()).findall(ATOM + "entry")
    assert str(len(golden.placed)) in (entry.findtext(ATOM + "content") or "")


def edited(project: Path, file: str, old: str, new: str) -> Dataset:
    edit(project / file, old, new)
    found = Dataset.load(project, Vocabulary())
    assert not [f for f in found.faults if f.severity == "error"]
    return found


def test_what_changed_is_told_and_linked(golden: Dataset, project: Path) -> None:
    (project / "proposals/aa-author-market.yaml").unlink()
    edited(project, "definitions/aa/aa-market-2020.yaml", "Sec. 2", "Sec. 3")
    edited(project, QUOTA, '{fr: "quota"', '{fr: "unité"')
    new = edited(project, QUOTA, "values: [emit]", "values: [claim]")
    site = site_since(golden, new)
    (page,) = trees(site).values()
    assert "v0" in page.text
    assert {h2.attributes["id"] for h2 in page.all("h2") if "id" in h2.attributes} == {"law", "reading"}
    links = {a.attributes["href"] for a in page.all("a")}
    assert {"../definitions/aa-market-2020/index.html", "../definitions/bb-quota/index.html"} <= links
    assert "../concepts/emission-allowance/index.html#emission-allowance-entitles-to-bb" in links
    assert "../mappings/aa-market-bb-quota/index.html" in links
    assert not [link for link in links if "aa-author-market" in link], "it is gone"
    (law, *_) = [dd for dd in page.all("dd") if dd.attributes.get("lang") == "en"]
    assert [(n.name, n.text) for n in law.all() if n.name in ("del", "ins")] == [("del", "2"), ("ins", "3")]
    root = valid(fed(site))
    assert len(root.findall(ATOM + "entry")) == 4
    there = {link.attrib["href"].removeprefix(BASE) for link in root.iter(ATOM + "link")}
    assert {"definitions/aa-market-2020/", "definitions/bb-quota/", "changes/"} <= there


def test_nothing_changed(golden: Dataset) -> None:
    site = site_since(golden, golden)
    (page,) = trees(site).values()
    assert "No record says anything else." in page.text
    assert len(valid(fed(site)).findall(ATOM + "entry")) == 1


def test_many_changes_have_a_page_for_each_matter(
    golden: Dataset, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes_page, "MANY", 1)
    edited(project, "definitions/aa/aa-market-2020.yaml", "Sec. 2", "Sec. 3")
    found = trees(site_since(golden, edited(project, QUOTA, "values: [emit]", "values: [claim]")))
    assert list(found) == ["changes/", "changes/law/", "changes/reading/"]
    links = {a.attributes["href"] for a in found["changes/"].all("a")}
    assert {"../changes/law/index.html", "../changes/reading/index.html"} <= links
    assert "aa-market-2020" in found["changes/law/"].text


def test_a_page_tells_so_many_and_names_the_rest(
    golden: Dataset, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes_page, "MANY", 1)
    edited(project, "definitions/aa/aa-market-2020.yaml", "Sec. 2", "Sec. 3")
    page = trees(site_since(golden, edited(project, QUOTA, "Art. 4", "Art. 5")))["changes/law/"]
    assert len([dd for dd in page.all("dd") if dd.attributes.get("lang") == "en"]) == 1
    (rest,) = page.all("ul", "columns")
    assert [a.attributes["href"] for a in rest.all("a")] == ["../../definitions/bb-quota/index.html"]


def test_hostile_words_stay_words(golden: Dataset, project: Path) -> None:
    hostile = r'"</title><script>alert(1)</script> ]]> &amp; \u0007\u202e\x1b[31m"'
    edited(project, "jurisdictions/aa.yaml", "Aland", "<b>&Aland]]>")
    text = (project / QUOTA).read_text("utf-8")
    (project / QUOTA).write_text(re.sub('fr: "quota"', "fr: " + hostile.replace("\\", "\\\\"), text), "utf-8")
    new = Dataset.load(project, Vocabulary())
    site = site_since(golden, new, "</title>")
    body = fed(site)
    valid(body)
    assert b"<script>" not in body and b"<b>" not in body
    assert not re.search(rb"[\x00-\x08\x0b-\x1f]", body)
    for tree in trees(site).values():
        assert not [s for s in tree.all("script") if s.text]
        assert not list(tree.all("b"))[10:]


def test_times_are_those_of_the_data(golden: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert feed.updated(golden) == "2026-01-01T00:00:00Z"
    assert fed(site_of(golden)) == fed(site_of(golden))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert feed.updated(golden) == "1970-01-02T00:00:00Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert feed.updated(golden) == "2026-01-01T00:00:00Z"
    assert feed.updated(Dataset(golden.vocabulary)) == "1970-01-01T00:00:00Z"


def test_the_same_change_keeps_its_id(golden: Dataset, project: Path) -> None:
    new = edited(project, QUOTA, "values: [emit]", "values: [claim]")
    ids: Callable[[str], set[str | None]] = lambda name: {  # noqa: E731
        node.text for node in valid(fed(site_since(golden, new, name))).iter(ATOM + "id")
    }
    assert ids("v0") == ids("v1")


def test_a_release_is_called_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "release-1/data").mkdir(parents=True)
    assert called(str(tmp_path / "release-1/data")) == "release-1"
    assert called(str(tmp_path / "release-1")) == "release-1"
    assert called("v0.1:data") == "v0.1"


@pytest.mark.usefixtures("quick")
def test_a_build_since(project: Path, tmp_path: Path) -> None:
    edited(project, QUOTA, "values: [emit]", "values: [claim]")
    out = tmp_path / "out"
    publish.build(project, out, BASE, full_text=False, since=("golden:data", PROJECT))
    assert "What is otherwise than in golden" in (out / "changes/index.html").read_text("utf-8")
    assert len(valid((out / "feed.xml").read_bytes()).findall(ATOM + "entry")) == 2


def test_a_release_that_is_not_there(run: Run, tmp_path: Path) -> None:
    result = run("--data", PROJECT, "build", "--out", tmp_path / "out", "--since", "nowhere", "--without-reasoner")
    assert result.returncode == 2
    assert "there is no folder nowhere" in result.stderr
    assert not (tmp_path / "out").exists()
