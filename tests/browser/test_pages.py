"""Every kind of page in every language, in a browser: nothing on the console, no other host, no violation of WCAG 2.2 AA that axe
finds, no sideways scroll on a phone; and what scripts add, used as a person would."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from browsing import watched
from carbonlex import places
from carbonlex.site.strings import languages

ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
NU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
ASKED = "rules => axe.run({ runOnly: rules }).then(done => done.violations.map(v => [v.id, v.nodes[0].html]))"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LANGUAGES = languages(places.site())
PHONE = {"width": 380, "height": 800}


def kinds(built: Path) -> list[str]:
    """One page of every kind, by its address: for each folder of the site, its first page."""
    found: dict[str, str] = {}
    for page in sorted(built.rglob("index.html")):
        address = page.parent.relative_to(built).as_posix()
        parts = address.split("/")
        if parts[0] not in (*LANGUAGES, "static"):
            found.setdefault(
                "/".join(p if i == 0 or p in ("as-of", "in", "statements") else "*" for i, p in enumerate(parts)),
                address,
            )
    return list(found.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_can_be_used_by_all(browser: Any, served: str, built: Path, lang: str) -> None:
    """axe needs the policy of the pages out of its way; the other tests leave it in place."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: `make vendor` does that where npm is")
    violations, wide = [], []
    schemes = ("light", "dark") if lang == "en" else ("light",)
    for scheme in schemes:
        with watched(browser, bypass_csp=True, color_scheme=scheme, viewport={"width": 1280, "height": 900}) as page:
            for address in kinds(built):
                page.goto(f"{served}{'' if lang == 'en' else lang + '/'}{address}/index.html")
                page.evaluate(AXE.read_text("utf-8"))
                found = page.evaluate(ASKED, RULES)
                violations += [(scheme, address, *v) for v in found]
                page.set_viewport_size(PHONE)
                if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
                    wide.append(address)
                page.set_viewport_size({"width": 1280, "height": 900})
    assert violations == []
    assert wide == []


@pytest.mark.parametrize("way", ["policy", "no scripts", "file system"])
def test_pages_work_in_every_way(browser: Any, served: str, built: Path, way: str) -> None:
    with watched(browser, java_script_enabled=way != "no scripts") as page:
        for address in kinds(built):
            if way == "file system" and address == "sparql":
                continue
            page.goto(
                (built / address / "index.html").as_uri() if way == "file system" else f"{served}{address}/index.html"
            )
            assert page.locator("main").inner_text().strip(), address


def test_a_reader_turns_to_another_language_and_keeps_the_place(browser: Any, served: str) -> None:
    with watched(browser) as page:
        page.goto(f"{served}concepts/carbon-market/index.html#wordings")
        page.click(".tongues a[hreflang=ru]")
        assert page.url == f"{served}ru/concepts/carbon-market/index.html#wordings"
        assert page.get_attribute("html", "lang") == "ru"
        page.click(".tongues a[hreflang=en]")
        assert page.url == f"{served}concepts/carbon-market/index.html#wordings"


def test_light_and_dark_are_kept(browser: Any, served: str) -> None:
    with watched(browser, color_scheme="light") as page:
        page.goto(f"{served}index.html")
        before = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.click("button.theme")
        after = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert before != after
        page.goto(f"{served}about/index.html")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == after


def test_a_day_leads_to_what_was_in_force(browser: Any, served: str, built: Path) -> None:
    days = sorted(p.name for p in (built / "concepts/carbon-market/as-of").iterdir())
    with watched(browser) as page:
        page.goto(f"{served}concepts/carbon-market/index.html")
        page.fill("form.as-of input", "2099-01-01")
        page.dispatch_event("form.as-of input", "change")
        page.wait_for_url(f"**/as-of/{days[-1]}/index.html?on=2099-01-01")
        assert page.input_value("form.as-of input") == "2099-01-01"
        page.fill("form.as-of input", "1901-01-01")
        page.dispatch_event("form.as-of input", "change")
        assert page.locator("form.as-of [role=status]").inner_text()
        assert days[-1] in page.url


def test_what_is_pinned_can_be_taken_away(browser: Any, served: str) -> None:
    with watched(browser, accept_downloads=True) as page:
        page.goto(f"{served}definitions/bb-quota/index.html")
        page.click("main[data-wording] .pin")
        page.goto(f"{served}concepts/carbon-market/index.html")
        page.click(".matrix td details summary >> nth=0")
        page.click(".matrix td .pin")
        assert page.inner_text(".collected b") == "2"
        page.click(".collected")
        page.wait_for_selector("#collected article")
        assert page.locator("#collected article").count() == 2
        assert (
            page.inner_text("#collected blockquote >> nth=0") == "Un quota autorise son titulaire à émettre une tonne."
        )
        for button, mark in ((".csv", b"bb-quota"), (".markdown", b"## ")):
            with page.expect_download() as download:
                page.click(f".tools {button}")
            assert mark in Path(download.value.path()).read_bytes()
        page.click("#collected article >> nth=0 >> button")
        assert page.locator("#collected article").count() == 1
        assert page.inner_text(".collected b") == "1"
        page.click(".tools .clear")
        page.reload()
        assert page.locator("#collected article").count() == 0


def test_search_works_from_the_file_system(browser: Any, built: Path) -> None:
    with watched(browser) as page:
        page.goto((built / "concepts/index.html").as_uri())
        page.fill("input[type=search]", "AAA")
        page.wait_for_selector("#search-results[data-answers=aaa]", state="attached")
        assert "assets/aaa/" in page.get_attribute("#search-results a", "href")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/assets/aaa/index.html")


def test_search_finds_words_that_are_no_names(browser: Any, served: str) -> None:
    with watched(browser) as page:
        page.goto(f"{served}about/index.html?q=enforcement")
        page.wait_for_selector("#search-results[data-answers=enforcement]", state="attached")
        assert page.locator("#search-results > *").count()


def test_the_checker_of_the_web_finds_no_error(built: Path) -> None:
    """The Nu Html Checker, over every page in every language."""
    if not NU.is_file() or shutil.which("java") is None:
        pytest.skip("the Nu Html Checker was not run: it needs `make vendor` and Java")
    command = ["java", "-Xss64m", "-jar", str(NU), "--errors-only", "--skip-non-html", "--format", "gnu", str(built)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=500).stderr
    assert [line for line in told.splitlines() if ": error" in line or ": info warning" in line][:10] == []
