"""The search: the names of all pages, matched exactly, and the words of the pages, indexed by Pagefind."""

import json
import subprocess
from collections.abc import Sequence
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


# The first of equals: what readers most often mean by a name.
ORDER = (
    "concept",
    "asset",
    "scheme",
    "jurisdiction",
    "term",
    "definition",
    "proposal",
    "link",
    "body",
    "source",
    "event",
)


def write_names(folder: Path, edition: Edition, pages: Sequence[Page]) -> None:
    """Write what the pages of a language are called: a script, since a page that is opened from the file system can load nothing
    else."""
    named = sorted((page for page in pages if page.found and page.address and _kind(page) != "mapping"), key=_rank)
    entries = [_entry(edition, page) for page in named]
    script = "window.carbonlexNames = " + json.dumps(entries, ensure_ascii=False, separators=(",", ":")) + ";\n"
    (folder / f"names-{edition.lang}.js").write_text(script.replace("</", "<\\/"), "utf-8")


def _kind(page: Page) -> str:
    return page.about[0][0] if len(page.about) == 1 else ""


def _rank(page: Page) -> int:
    kind = _kind(page)
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


def _entry(edition: Edition, page: Page) -> list[str]:
    """Title, address, where it belongs, and the other words by which a page is found: its name in every language, its code, its
    number."""
    record = page.record
    title = edition.title(page)
    others: list[str] = []
    if _kind(page) == "concept":
        iri = edition.vocabulary.iri("concept", page.about[0][1])
        others += edition.vocabulary.texts.get((iri, "label"), {}).values()
    elif record:
        others += edition.words(record).values()
        others += (getattr(record, "code", None) or "", getattr(record, "number", None) or "")
    order = edition.dataset.order_of(record) if record else None
    where = edition.label("jurisdiction", order) if order else ""
    return [title, page.address, where, *dict.fromkeys(w for w in others if w and w != title)]
