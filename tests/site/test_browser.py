"""The pages in a browser, from the file system: without one, the tests are skipped and say so."""

import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = ("--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync")

pytestmark = pytest.mark.skipif(
    CHROMIUM is None,
    reason="there is no Chromium: no page was opened in a browser; install it, for example the package chromium",
)


def opened(address: str, profile: Path) -> str:
    """The document after its scripts have run."""
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", *QUIET, f"--user-data-dir={profile}"]
    told = subprocess.run([*command, "--dump-dom", address], capture_output=True, timeout=120, check=True)
    return told.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("asked", "first"), [("Aland allowance", "assets/aaa/"), ("AAA", "assets/aaa/"), ("quota", "definitions/bb-quota/")]
)
def test_search_leads_to_the_page(built: Path, tmp_path: Path, asked: str, first: str) -> None:
    document = opened(f"{(built / 'concepts/index.html').as_uri()}?q={quote(asked)}", tmp_path)
    results = document.partition('id="search-results"')[2].partition("</header>")[0]
    links = re.findall(r'href="([^"]+)"', results)
    assert links, results
    assert first in links[0]
