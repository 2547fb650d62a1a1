"""A small complete project against the graph and the addresses kept here. CARBONLEX_REFRESH=1 writes them anew."""

import os
from pathlib import Path

from carbonlex import places
from carbonlex.graph import store
from carbonlex.reading.dataset import Dataset
from carbonlex.site import query_page
from carbonlex.site.strings import languages

HERE = Path(__file__).parent
BUNDLED = {f"static/{query_page.FOLDER}/{name}" for name in query_page.BUNDLED}


def kept(name: str, content: str) -> str:
    path = HERE / name
    if os.environ.get("CARBONLEX_REFRESH"):
        path.write_text(content, "utf-8")
    return path.read_text("utf-8")


def test_the_graph(golden: Dataset) -> None:
    records = (golden.placed[key].record for key in sorted(golden.placed))
    content = store.ntriples(store.triples(records, store.mapper(golden))).decode()
    assert content == kept("expected.nt", content)


def test_the_addresses(built: Path) -> None:
    """The pages of single rules are left out: they follow from the rule book, not from the project. So are the bundle of the query
    page, which is there where npm is, and the index of words, whose files are named by their content."""
    files = [p.relative_to(built).as_posix() for p in sorted(built.rglob("*")) if p.is_file()]
    others = tuple(f"{lang}/" for lang in languages(places.site())[1:])
    own = [name for name in files if "rules/CLX" not in name and not name.startswith((*others, "pagefind/"))]
    content = "".join(f"{name}\n" for name in own if name not in BUNDLED)
    assert content == kept("addresses.txt", content)
    pages = {name for name in own if name.endswith("index.html")}
    for lang in others:
        found = {name.removeprefix(lang) for name in files if name.startswith(lang) and name.endswith("index.html")}
        assert {name for name in found if "rules/CLX" not in name} == pages
