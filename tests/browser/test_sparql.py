"""The query page as a reader uses it: on a server, in a browser, with nothing asked of another machine."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

import pytest

from browsing import watched
from carbonlex.site import query_page
from conftest import PROJECT, Run

pytestmark = pytest.mark.skipif(
    not query_page.engine(), reason="the query page was not bundled; `make vendor` does that where npm is"
)

ANSWERED = "#query-result:not([hidden]), #query-fault:not([hidden])"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    with watched(browser) as opened:
        yield opened


def opened(page: Any, served: str, fragment: str = "") -> None:
    page.goto("about:blank")
    page.goto(f"{served}sparql/index.html{'#' if fragment else ''}{fragment}")
    page.wait_for_selector(".cm-content")


def ask(page: Any) -> None:
    page.click("#query-run")
    page.wait_for_selector(ANSWERED)


def fault(page: Any) -> str:
    return str(page.inner_text("#query-fault"))


def saved(page: Any, button: str) -> bytes:
    with page.expect_download() as download:
        page.click(button)
    return Path(download.value.path()).read_bytes()


def test_nothing_large_is_loaded_before_a_query_runs(page: Any, served: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, served)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if url.endswith((".gz", "worker.js"))]


def test_a_named_query_answers_as_on_the_command_line(page: Any, served: str, run: Run) -> None:
    opened(page, served)
    page.fill("#query-find", "which wordings")
    page.click('#query-list li:not([hidden]) a[href$="name=wordings"]')
    assert page.inner_text("#query-title") == "Wordings"
    ask(page)
    command = ("--data", PROJECT, "query", "--name", "wordings", "--format")
    text = saved(page, "#query-csv").decode()
    assert text == run(*command, "csv").stdout.replace("\r\n", "\n").replace("\n", "\r\n")
    assert json.loads(saved(page, "#query-json")) == json.loads(run(*command, "json").stdout)
    table = page.locator("#query-table tbody tr")
    written = list(csv.reader(io.StringIO(text, newline="")))
    assert table.count() == len(written) - 1
    assert page.locator("#query-table a").first.get_attribute("href") == "../definitions/aa-market-2020/index.html"
    assert "name=wordings" in page.url


def test_parameters_are_bound(page: Any, served: str) -> None:
    opened(page, served, "name=cap-named&jurisdiction=bb")
    assert page.input_value("input[name=jurisdiction]") == "bb"
    ask(page)
    assert page.inner_text("#query-said") == "No"
    assert "--param jurisdiction=bb" in page.inner_text("#query-command")
    page.fill("input[name=jurisdiction]", "a> } #")
    ask(page)
    assert "jurisdiction" in fault(page)


def test_a_link_restores_the_query(page: Any, served: str) -> None:
    query = "SELECT ?n + { } # 100 % ä 碳"
    opened(page, served, f"query={quote(query)}&data=elsewhere")
    assert page.inner_text(".cm-content") == query
    assert "elsewhere" in page.inner_text("#query-other")
    page.click("#query-link")
    page.locator("#query-status", has_text="link").wait_for()
    link = page.url
    opened(page, served)
    opened(page, served, link.partition("#")[2])
    assert page.inner_text(".cm-content") == query
    assert not page.is_visible("#query-other")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT ?d\nWHERE { ?d a }", r"Line 2, column \d+: here the query cannot be read"),
        ("# param: j=bb (jurisdiction)\nSELECT ?d { ?d clx:jurisdiction ?j ; a }", r"Line 2, column 41"),
        ("SELECT ?d { ?d nowhere:at ?x }", r"Line 1, column 16: the prefix “nowhere:”"),
        ("SELECT ?d { SERVICE <https://example.org/> { ?d a ?c } }", r"SERVICE asks another machine"),
        ("SELECT ?d { SERVICE SILENT <https://example.org/> { ?d a ?c } }", r"SERVICE asks another machine"),
        ("DELETE WHERE { ?s ?p ?o }", r"This is an update"),
        ("# param: d=2021-02-30 (date)\nASK { ?s ?p ?d }", r"is no date"),
    ],
)
def test_what_is_wrong_is_told_in_words(page: Any, served: str, query: str, told: str) -> None:
    opened(page, served, f"query={quote(query)}")
    ask(page)
    assert re.search(told, fault(page))


def test_what_runs_can_be_stopped_and_the_next_query_runs(page: Any, served: str) -> None:
    opened(page, served, f"query={quote(ENDLESS)}")
    page.click("#query-run")
    page.locator("#query-status", has_text="Running").wait_for()
    page.click("#query-stop")
    page.wait_for_selector("#query-fault:not([hidden])")
    assert fault(page) == "Stopped."
    page.evaluate("location.hash = 'name=wordings'")
    page.locator("#query-title", has_text="Wordings").wait_for()
    ask(page)
    assert page.locator("#query-table tbody tr").count() > 1


def test_numbers_become_a_chart_and_a_graph_becomes_turtle(page: Any, served: str) -> None:
    opened(page, served)  # the first query counts wordings
    ask(page)
    assert page.locator("#query-bars svg[role=img] rect").count() == page.locator("#query-table tbody tr").count()
    query = "CONSTRUCT { ?d a clx:Seen } WHERE { ?d a clx:Definition FILTER (STRENDS(STR(?d), 'aa-market-2023')) }"
    opened(page, served, f"query={quote(query)}")
    ask(page)
    assert "aa-market-2023" in page.inner_text("#query-graph")
    assert saved(page, "#query-turtle").decode() == page.inner_text("#query-graph")


def test_the_editor_proposes_names(page: Any, served: str) -> None:
    opened(page, served)
    page.click(".cm-content")
    page.keyboard.press("Control+End")
    page.keyboard.type("clx:CapAndTradeW")
    page.locator(".cm-tooltip-autocomplete li", has_text="clx:CapAndTradeWording").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.type(" <cap-and-tra")
    page.locator(".cm-tooltip-autocomplete li", has_text="value/mechanism/cap-and-trade").wait_for()


def test_without_scripts_the_shelf_is_there(browser: Any, served: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{served}sparql/index.html#name=wordings")
    assert plain.locator("#shelf li").count() > 2
    text = plain.locator('[id="name=wordings"] a').get_attribute("href")
    found = plain.request.get(urljoin(plain.url, text))
    assert "SELECT ?d ?pinpoint" in found.text()
    context.close()


def test_from_the_file_system_the_page_says_what_it_needs(browser: Any, built: Path) -> None:
    plain = browser.new_page()
    plain.goto((built / "sparql/index.html").as_uri())
    plain.wait_for_selector("#query-file:not([hidden])")
    assert plain.is_disabled("#query-run")
    plain.close()
