"""The search: the names of all pages, matched exactly, and the words of the pages, indexed by Pagefind."""

import contextlib
import hashlib
import importlib.metadata
import json
import pickle
import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from carbonlex.errors import CarbonlexError
from carbonlex.graph import cache
from carbonlex.query.search import FIRST
from carbonlex.site import addresses
from carbonlex.site.edition import Edition
from carbonlex.site.page import Page

FOLDER = "pagefind"
"""Where the index of a language lies, in the folder of its pages."""
TOLD = "the words of the pages"
"""How the work on the index is told."""
KEPT = 10
"""So many indexes are kept in the cache, each of one language."""
_REPEATING = ("pair.html",)  # their words stand on the pages of concepts and wordings


def indexed(pages: Iterable[Page]) -> list[str]:
    """The addresses of the pages whose words are indexed."""
    return [page.address for page in pages if page.found and page.template not in _REPEATING]


def index_words(folder: Path, edition: Edition, pages: Sequence[Page]) -> int:
    """Index the words of the pages of a language, which are written; how many pages they are. The index lies with the pages. Where the
    same words stood on the same pages before, the index is the one that was made then.

    :raises CarbonlexError: where the index cannot be made.
    """
    found = indexed(pages)
    root = folder / addresses.localized(edition.lang, "")
    if not found:
        return 0
    name = f"{_digest(root, edition.lang, found)}.words"
    if files := _recalled(name):
        for path, content in files.items():
            (root / FOLDER / path).parent.mkdir(parents=True, exist_ok=True)
            (root / FOLDER / path).write_bytes(content)
    else:
        _index(root, [address.rstrip("/") for address in found])
        made = (path for path in (root / FOLDER).rglob("*") if path.is_file())
        files = {path.relative_to(root / FOLDER).as_posix(): path.read_bytes() for path in made}
        cache.write(name, pickle.dumps(files, pickle.HIGHEST_PROTOCOL), KEPT)
    return len(found)


def _digest(root: Path, lang: str, found: Iterable[str]) -> str:
    """A digest of all that the index is made of: of each page its title and what stands in the element that is indexed. What surrounds
    it, such as links to other pages and addresses of scripts, makes no difference."""
    digest = hashlib.sha256(f"{importlib.metadata.version('pagefind-bin-extended')} {lang}".encode())
    for address in found:
        head, _, rest = (root / address / "index.html").read_bytes().partition(b"<main")
        title = head.partition(b"<title>")[2].partition(b"</title>")[0]
        digest.update(b"\0".join((b"", address.encode(), title, rest.rpartition(b"</main>")[0])))
    return digest.hexdigest()


def _recalled(name: str) -> dict[str, bytes]:
    """The files of an index that is kept; none where it is not. It is the user's own cache: nobody else writes there."""
    with contextlib.suppress(Exception):  # damaged
        return dict(pickle.loads(cache.read(name)))
    return {}


def _index(root: Path, found: Sequence[str]) -> None:
    """Have the pages below a folder indexed (https://pagefind.app), by the extended build, which parts Chinese into words."""
    from pagefind_bin_extended import get_executable

    # Pagefind reads what it does not index as long as what it does, so it is told where to look. Below the pages of the first language
    # lie those of the others.
    parts = sorted({f"{above}/*" if above else last for above, _, last in (a.rpartition("/") for a in found) if last})
    command = [
        str(get_executable()),
        "--site",
        str(root),
        "--glob",
        f"{{index.html,{{{','.join(parts)}}}/index.html}}",
    ]
    made = subprocess.run([*command, "--quiet"], capture_output=True, text=True, check=False)
    if made.returncode:
        raise CarbonlexError(f"the index of the search was not made: {' '.join((made.stderr or made.stdout).split())}")


# Names such as “UK Emissions Trading Scheme (UK ETS)” are two; of a unit, what stands in brackets says where it belongs. A number in
# brackets is that of an act, which has a page of its own.
_NAMED = re.compile(r"^[^()（）]{2,}|(?<=[(（])[^()（）\d]{2,}(?=[)）])")
_OUTER = re.compile(r"^[^()（）]{2,}")
# It comes first, and is worth more than an equal name of a single wording or event.
WEIGHTS = dict.fromkeys(FIRST, 1) | {"concept": 0, "term": 2}
OTHERS = 5


Entry = list[str | int]
_BEGIN, _END = "window.carbonlexNames = ", ";\n"


def write_names(folder: Path, edition: Edition, pages: Sequence[Page]) -> int:
    """Write what the pages of a language are called: a script, since a page that is opened from the file system can load nothing
    else; how many names that are."""
    entries = [entry(edition, page) for page in sorted(filter(named, pages), key=_rank)]
    _write(folder / names_file(edition.lang), entries)
    return len(entries)


def rewrite_names(old: Path, new: Path, lang: str, entries: Iterable[Entry]) -> None:
    """Write what the pages of a language are called, where some of the pages that are known are called otherwise than before.

    :param old: the folder with the former names.
    :param entries: what the search is told of some pages now (:func:`entry`).
    """
    script = (old / names_file(lang)).read_text("utf-8")
    found = {entry[1]: entry for entry in json.loads(script.removeprefix(_BEGIN).removesuffix(_END))}
    differ = {entry[1]: entry for entry in entries if found[entry[1]] != entry}
    if differ:
        new.mkdir(exist_ok=True)
        _write(new / names_file(lang), [*(found | differ).values()])


def names_file(lang: str) -> str:
    """The name of the file with the names of a language."""
    return f"names-{lang}.js"


def named(page: Page) -> bool:
    """Whether a page is found by its name."""
    return page.found and bool(page.address) and _kind(page) != "mapping"


def _write(file: Path, entries: Sequence[Entry]) -> None:
    script = _BEGIN + json.dumps(entries, ensure_ascii=False, separators=(",", ":")) + _END
    file.write_text(script.replace("<", "\\u003c"), "utf-8")


def _kind(page: Page) -> str:
    return page.about[0][0] if len(page.about) == 1 else ""


def _rank(page: Page) -> int:
    kind = _kind(page)
    return FIRST.index(kind) if kind in FIRST else len(FIRST)


def entry(edition: Edition, page: Page) -> Entry:
    """Title, address, where it belongs, its weight (less comes first), and the other words by which a page is found: its name in
    every language, its code, its number."""
    record = page.record
    title = edition.title(page)
    others: list[str] = []
    if _kind(page) == "concept":
        iri = edition.vocabulary.iri("concept", page.about[0][1])
        others += edition.vocabulary.texts.get((iri, "label"), {}).values()
    elif record:
        others += edition.words(record).values()
        others += (getattr(record, "code", None) or "", getattr(record, "number", None) or "")
    others += [part for name in others for part in (_OUTER if _kind(page) == "asset" else _NAMED).findall(name)]
    order = edition.dataset.order_of(record) if record else None
    where = edition.label("jurisdiction", order) if order else ""
    weight = WEIGHTS.get(_kind(page), OTHERS)
    return [
        title,
        page.address,
        where,
        weight,
        *dict.fromkeys(w for other in others if (w := other.strip()) and w != title),
    ]
