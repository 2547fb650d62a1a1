"""The search: the names of all pages, matched exactly, and the words of the pages, indexed by Pagefind."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from carbonlex.errors import CarbonlexError
from carbonlex.site.edition import Edition
from carbonlex.site.page import Page


def index_words(folder: Path) -> None:
    """Index the words of a built site (https://pagefind.app), in the extended build, which parts Chinese into words.

    :raises CarbonlexError: where the index cannot be made.
    """
    from pagefind_bin_extended import get_executable

    made = subprocess.run(
        [str(get_executable()), "--site", str(folder), "--quiet"], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise CarbonlexError(f"the index of the search was not made: {' '.join((made.stderr or made.stdout).split())}")


def write_names(folder: Path, edition: Edition, pages: Sequence[Page]) -> None:
    """Write what the pages of a language are called: a script, since a page that is opened from the file system can load nothing
    else."""
    entries = [entry for page in pages if page.found and page.address for entry in _entries(edition, page)]
    script = "window.carbonlexNames = " + json.dumps(entries, ensure_ascii=False, separators=(",", ":")) + ";\n"
    (folder / f"names-{edition.lang}.js").write_text(script.replace("</", "<\\/"), "utf-8")


def _entries(edition: Edition, page: Page) -> Iterator[list[str]]:
    """Title, address, where it belongs, and the other words by which a page is found."""
    record = page.record
    title = edition.title(page)
    words = [*edition.words(record).values()] if record else []
    code = [getattr(record, "code", None) or "", getattr(record, "number", None) or ""]
    order = edition.dataset.order_of(record) if record else None
    where = edition.label("jurisdiction", order) if order else ""
    other = dict.fromkeys(w for w in [*words, *code] if w and w != title)
    yield [title, page.address, where, *other]
