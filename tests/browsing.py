"""A browser, driven by Playwright, and a plain file server on this machine. Without Chromium the tests are skipped and say so."""

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

OWN = re.compile(r"http://127\.0\.0\.1:|file:|data:|blob:")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address at which a folder is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@contextmanager
def watched(browser: Any, **context: Any) -> Iterator[Any]:
    """A page; whatever its console says, and every request to another host, is a fault."""
    opened = browser.new_context(**context)
    page = opened.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: None if OWN.match(request.url) else said.append(request.url))
    page.set_default_timeout(30_000)
    yield page
    opened.close()
    assert said == []


@pytest.fixture(scope="session")
def served(built: Path) -> Iterator[str]:
    """The golden project's site."""
    with serving(built) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip(
            "there is no Chromium: no page was opened in a browser; install it, for example the package chromium"
        )
    api = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: no page was opened in a browser"
    )
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()
