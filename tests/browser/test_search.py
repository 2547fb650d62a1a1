"""The search brings the right page first, in every language, however a lawyer types the name."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from browsing import serving
from carbonlex import places
from carbonlex.reading.dataset import Dataset
from carbonlex.site import search
from carbonlex.site.strings import languages
from rendered import edition_of, html_of, site_of

ROWS = [line.split("\t") for line in (Path(__file__).parent / "searches.tsv").read_text("utf-8").splitlines()]
SEARCHES = [tuple(row) for row in ROWS if len(row) == 3]
LANGUAGES = languages(places.site())


@pytest.fixture(scope="module")
def named(published: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The names of all published pages, and one page of each language to search from."""
    folder = tmp_path_factory.mktemp("named")
    shutil.copytree(places.site() / "assets", folder / "static")
    site = site_of(published)
    pages = list(site.pages())
    about = [page for page in pages if page.address == "about/"]
    for lang in LANGUAGES:
        edition = edition_of(published, lang)
        search.write_names(folder / "static", edition, pages)
        for page, html in html_of(site, about, lang, LANGUAGES):
            (folder / edition.address(page)).mkdir(parents=True)
            (folder / edition.address(page) / "index.html").write_text(html, "utf-8")
    with serving(folder) as address:
        yield address


def first(page: Any, typed: str, root: str) -> str:
    """The address of the first page that is found, below the root of its language."""
    page.fill("input[type=search]", "")
    page.wait_for_selector("#search-results:not([data-answers]):empty", state="attached")
    page.fill("input[type=search]", typed)
    answers = typed.lower().replace("’", "'")
    page.wait_for_selector(f'#search-results[data-answers="{answers}"]', state="attached")
    links = page.eval_on_selector_all("#search-results a", "links => links.slice(0, 1).map(link => link.href)")
    return str(urlsplit(links[0]).path.removeprefix(urlsplit(root).path).removesuffix("index.html")) if links else ""


def test_there_are_enough() -> None:
    assert len(set(SEARCHES)) == len(SEARCHES) >= 150
    assert {lang for lang, _, _ in SEARCHES} == set(LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_right_page_comes_first(browser: Any, named: str, lang: str) -> None:
    root = named if lang == "en" else f"{named}{lang}/"
    page = browser.new_page()
    page.goto(f"{root}about/index.html")
    asked = {typed: wanted for code, typed, wanted in SEARCHES if code == lang}
    found = {typed: first(page, typed, root) for typed in asked}
    page.close()
    assert found == asked


def test_a_search_that_was_left_answers_no_more(browser: Any, named: str) -> None:
    page = browser.new_page()
    page.goto(f"{named}about/index.html")
    left = "#search-results:not([data-answers]):empty"
    for leave in (
        lambda: page.press("input[type=search]", "Escape"),
        lambda: page.click("main", position={"x": 1, "y": 1}),
    ):
        assert first(page, "carbon market", named) == "concepts/carbon-market/"
        leave()
        page.wait_for_selector(left, state="attached")
        page.fill("input[type=search]", "")
    page.close()
