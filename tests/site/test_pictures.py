"""The pictures: what is in the data is in the picture and in its table, nothing is written over anything, and the same data draw the
same picture."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

import pagetree
from carbonlex import places
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Asset, Definition, Event, Link, Scheme
from carbonlex.site import history, likenesses, linkage, record_pages
from carbonlex.site.page import Page
from carbonlex.site.pages import Site
from carbonlex.site.pictures import heat, lettering, timeline
from conftest import TESTS
from rendered import html_of, site_of

SVG = re.compile(r'<svg class="picture".*?</svg>', re.DOTALL)
NS = "{http://www.w3.org/2000/svg}"
SIZES = {"close": 9.5, "row": 12.0, "head": 12.0, "group": 12.0, "lane-name": 13.0}
# The style sheet makes these smaller, or sets them in the middle of their place.
NUMBERED = "brackets"


def rows_of(page: str) -> list[list[str]]:
    """The rows of the tables of a page."""
    rows = pagetree.read(page).all("tr")
    return [[cell.text for cell in row.children() if cell.name in ("td", "th")] for row in rows]


def links_of(page: str) -> set[str]:
    """The addresses that a page links to outside its pictures."""
    links = pagetree.read(SVG.sub("", page)).all("a")
    return {a.attributes.get("href", "") for a in links}


def pages_of(site: Site) -> list[Page]:
    drawn = {
        "likeness.html",
        "likeness-family.html",
        "links.html",
        "acceptances.html",
        "history.html",
        "events.html",
        "jurisdiction.html",
    }
    return [page for page in site.pages() if page.template in drawn]


def drawn_in(dataset: Dataset) -> dict[str, str]:
    site = site_of(dataset)
    return {page.address: html for page, html in html_of(site, pages_of(site))}


@pytest.fixture(scope="module")
def site(published: Dataset) -> Site:
    return site_of(published)


@pytest.fixture(scope="module")
def pages(published: Dataset) -> dict[str, str]:
    return drawn_in(published)


@pytest.fixture(scope="module")
def drawings(pages: dict[str, str]) -> list[tuple[str, ElementTree.Element]]:
    """Address and picture, read as XML."""
    return [(address, ElementTree.fromstring(svg)) for address, html in pages.items() for svg in SVG.findall(html)]


def test_pictures_are_told_to_those_who_do_not_see_them(drawings: list[tuple[str, ElementTree.Element]]) -> None:
    assert len(drawings) > 50
    for address, svg in drawings:
        [image] = [g for g in svg.iter(f"{NS}g") if g.get("role") == "img"]
        texts = {e.get("id"): e.text for tag in ("title", "desc") for e in image.findall(NS + tag)}
        assert all(texts.values()), address
        assert (image.get("aria-labelledby") or "").split() == list(texts), address
        # What is inside an image is not told: its links stand outside, and are for the pointer only.
        assert not list(image.iter(f"{NS}a")), address
        assert all(a.get("tabindex") == "-1" for a in svg.iter(f"{NS}a")), address


def test_every_link_of_a_picture_is_on_the_page_for_the_keyboard(
    pages: dict[str, str], drawings: list[tuple[str, ElementTree.Element]]
) -> None:
    for address, svg in drawings:
        # A source stands for its wordings, which the tables name; a legal order, in the picture of links, for its schemes.
        aside = ("/sources/", f"/{address}index.html", *(["/jurisdictions/"] if address.startswith("links/") else []))
        drawn = {a.get("href", "") for a in svg.iter(f"{NS}a")}
        wanted = {href for href in drawn if not any(part in href for part in aside)}
        assert wanted <= links_of(pages[address]), address


def test_words_do_not_overlap(drawings: list[tuple[str, ElementTree.Element]]) -> None:
    for address, svg in drawings:
        boxes = list(_boxes(svg))
        for (a, one), (b, other) in combinations(boxes, 2):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (address, a, b)
        width, height = float(svg.get("width", 0)), float(svg.get("height", 0))
        for text, (left, top, right, bottom) in boxes:
            assert left >= -1 and top >= -1 and right <= width + 2 and bottom <= height + 2, (address, text)


def _boxes(svg: ElementTree.Element) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Each text with its left, upper, right and lower edge."""
    for element in svg.iter(f"{NS}text"):
        text = "".join(element.itertext())
        classes = (element.get("class") or "").split()
        size = next((SIZES[c] for c in reversed(classes) if c in SIZES), 11.0)
        wide = lettering.width(text, size) / 1.06
        if turned := re.match(r"translate\((\S+) (\S+)\)", element.get("transform") or ""):
            x, y = map(float, turned.groups())
            yield text, (x - 0.75 * size, y - wide, x + 0.2 * size, y)
            continue
        x, y = float(element.get("x", 0)), float(element.get("y", 0))
        middle = "in" in classes or ("head" in classes and svg.get("id") == NUMBERED)
        left = x - wide if "before" in classes else x - wide / 2 if middle else x
        yield text, (left, y - 0.72 * size, left + wide, y + 0.2 * size)


def test_numbers_of_the_table_are_the_likenesses(site: Site, pages: dict[str, str]) -> None:
    for name, found in site.families.items():
        if not likenesses.comparable(found):
            assert f"likeness/{name}/" not in pages
            continue
        head, *rows = rows_of(pages[f"likeness/{name}/"])
        assert len(rows) == len(found.wordings) == len(head)
        for scores, row in zip(found.scores, rows, strict=True):
            assert row[1:] == ["–" if s.hundredths is None else str(s.hundredths) for s in scores]
        drawn = SVG.findall(pages[f"likeness/{name}/"])[0]
        paths = [p.get("d", "") for p in ElementTree.fromstring(drawn).iter(f"{NS}path") if p.get("class") != "hatch"]
        fields = sum(int(n) for d in paths for n in re.findall(r"h(\d+)", d))
        assert fields == len(rows) * (len(rows) - 1) // 2


def test_a_family_of_too_many_wordings_has_no_page(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page has a number for every two of them; what each is most like stands on its own page all the same."""
    most = max(len(found.wordings) for found in site.families.values())
    assert most <= likenesses.MOST
    monkeypatch.setattr(likenesses, "MOST", most - 1)
    assert sum(page.template == "likeness-family.html" for page in likenesses.pages(site)) == sum(
        likenesses.FEWEST <= len(found.wordings) < most and likenesses.comparable(found)
        for found in site.families.values()
    )
    shown = [page.shown for page in record_pages.wordings(site)]
    assert any(s["nearest"] and not s["family"] for s in shown)
    assert any(s["nearest"] and s["family"] for s in shown)


def test_the_colour_of_a_field_is_that_of_its_number() -> None:
    found = heat.triangle("abcd", lambda i, j: [None, 0, 9, 10, 55, 100][i * (i - 1) // 2 + j])
    assert found.paths == ((-1, "M0 1h1"), (0, "M0 2h2"), (1, "M0 3h1"), (5, "M1 3h1"), (9, "M2 3h1"))
    assert [n.hundredths for n in found.numbers] == [0, 9, 10, 55, 100]


def test_every_link_and_scheme_is_drawn(published: Dataset, site: Site, pages: dict[str, str]) -> None:
    page, accepted_page = linkage.pages(site)
    picture = page.shown["picture"]
    assert sorted(b.link.id for b in picture.brackets) == [x.id for x in published.all(Link)]
    assert sorted(r.scheme for r in picture.rows if r.scheme) == [s.id for s in published.all(Scheme)]
    for bracket in picture.brackets:
        link = bracket.link
        assert len(bracket.ends) == len(link.schemes) + len(link.members)
        assert sum(e.accepts for e in bracket.ends) == bracket.directed
    _, *rows = rows_of(pages["links/"])
    _, *further = rows_of(pages["links/units/"])
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert len(rows) == len(picture.brackets)
    [drawn, units] = [ElementTree.fromstring(SVG.findall(pages[p.address])[0]) for p in (page, accepted_page)]
    lines = [p for p in drawn.iter(f"{NS}path") if (p.get("class") or "").startswith("bracket")]
    assert len(lines) == len(rows)
    accepted = {(a.id, x.scheme) for a in published.all(Asset) for x in a.accepted_for}
    assert len(list(units.iter(f"{NS}circle"))) == len(accepted) == len(accepted_page.shown["units"].discs)
    found = [x for d in accepted_page.shown["units"].discs for x in d.acceptances]
    assert len(found) == sum(len(a.accepted_for) for a in published.all(Asset))
    assert len(further) == len(found)


def test_every_event_and_dated_wording_is_on_the_time_line(
    published: Dataset, site: Site, pages: dict[str, str]
) -> None:
    whole = next(history.pages(site))
    picture = whole.shown["picture"]
    marks = [m.event.id for lane in picture.lanes for m in lane.marks]
    assert sorted(marks) == [e.id for e in published.all(Event)]
    bars = [w.id for lane in picture.lanes for b in lane.bars for w in b.wordings]
    dated = [d.id for d in published.all(Definition) if any(d.dates)]
    assert sorted(bars) == dated
    rows = whole.shown["overview"].rows
    assert (sum(r.events for r in rows), sum(r.wordings for r in rows)) == (len(marks), len(dated))
    listed = {link.lstrip("./") for a in pages if a.startswith(("history/", "events/")) for link in links_of(pages[a])}
    assert {f"definitions/{id_}/index.html" for id_ in dated} <= listed
    assert {f"events/{id_}/index.html" for id_ in marks} <= listed
    for lane in picture.lanes:
        own = history.lanes(site, [lane.order])
        assert [m.event.id for m in own.lanes[0].marks] == [m.event.id for m in lane.marks]


def test_a_date_is_as_long_as_it_is_vague() -> None:
    scale = timeline.Scale(2000, 2019)
    assert scale.span("2010-07-01")[0] == scale.span("2010-07-01")[1]
    begin, end = scale.span("2010")
    assert (begin, round(end - begin)) == (10 * timeline.YEAR, timeline.YEAR)
    begin, end = scale.span("2010-06")
    assert 2 < end - begin < 4


def test_words_are_cut_where_there_is_no_room() -> None:
    assert lettering.fit("short", 100, 12) == "short"
    cut = lettering.fit("a name that is much too long for its place", 100, 12)
    assert cut.endswith("…")
    assert lettering.width(cut, 12) <= 100
    assert lettering.width("碳市场", 10) == 30
    assert lettering.width("e\u0301", 10) == lettering.width("e", 10)


DRAW = """
import hashlib
from pathlib import Path
from carbonlex.vocabulary import Vocabulary
from carbonlex.reading.dataset import Dataset
from test_pictures import drawn_in
pages = drawn_in(Dataset.load(Path({folder!r}), Vocabulary()))
print(hashlib.sha256(repr(sorted(pages.items())).encode()).hexdigest())
"""


def test_the_same_data_draw_the_same_pictures() -> None:
    path = os.pathsep.join([os.environ["PYTHONPATH"], str(TESTS), str(Path(__file__).parent)])
    digests = set()
    for seed in "12":
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        script = DRAW.format(folder=str(places.published()))
        made = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
        digests.add(made.stdout)
    assert len(digests) == 1


def test_a_small_data_set_has_pictures_too(golden: Dataset) -> None:
    for address, html in drawn_in(golden).items():
        for svg in SVG.findall(html):
            assert ElementTree.fromstring(svg).get("width"), address
