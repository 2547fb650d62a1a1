"""What lies in a release beside its site: the records as they are, the files of the field, the queries, the README."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Template

from carbonlex import places
from carbonlex.query import shelf
from carbonlex.query.binding import bindings
from carbonlex.query.explained import explained
from carbonlex.query.parsed import Parsed
from carbonlex.reading import deprecated, files
from carbonlex.reading.dataset import LOCK
from carbonlex.release import crate
from carbonlex.site import output
from carbonlex.site.release_pages import WHAT, Released
from carbonlex.site.strings import FIRST, Strings
from carbonlex.vocabulary import Vocabulary

README = "README.md"
APART = ("site", "w3id")
"""Folders of a release that are no part of what stays on the site for ever."""
_ASIDE = ("SHA256SUMS", "dcat.ttl", "void.ttl", "index.html")  # they tell of the newest files
_SCHEMAS = "schema/"  # they are for who writes records now


def what() -> dict[str, str]:
    """Path → what it is, of all that belongs to a release."""
    texts = Strings(places.site(), FIRST)
    return {name.removeprefix(WHAT): texts(name) for name in texts.names if name.startswith(WHAT)}


def records(data: Path, folder: Path) -> None:
    """Copy the records with their lock, the names that are given up, and the queries with their answers."""
    found = [
        *files.records([data]),
        data / LOCK,
        data / deprecated.FILE,
        *files.records([data / "queries"], (".rq", ".csv", ".toml")),
    ]
    for path in found:
        if path.is_file():
            target = folder / path.relative_to(data)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def of_field(site: Path, folder: Path) -> None:
    """Give the data files of a site a second name in a folder; of what is there with and without compression, only the former."""
    found = {path.relative_to(site / "data").as_posix(): path for path in (site / "data").rglob("*") if path.is_file()}
    for name, path in found.items():
        if f"{name}.gz" not in found and name not in _ASIDE and not name.startswith(_SCHEMAS):
            linked(path, folder / name)


def queries(data: Path, folder: Path, vocabulary: Vocabulary) -> None:
    """Write the named queries with the values of their parameters in them (:func:`carbonlex.query.explained.explained`)."""
    folder.mkdir()
    for name, query in shelf.shelf(data).items():
        text = f"# {query.question()}\n" + explained(query.text, bindings(query, {}, vocabulary))
        (folder / f"{name}.rq").write_text(text + "\n", "utf-8")


def readme(folder: Path, released: Released, vocabulary: Vocabulary, address: str, described: Mapping[str, str]) -> str:
    """The README of a release, from the text in ``site/release/``."""
    tools = crate.tools()
    text = (places.site() / "release" / README).read_text("utf-8")
    asked = sorted((folder / "queries").glob("*.rq"))
    names = [path.stem for path in asked if Parsed(path.read_text("utf-8")).form == "select"]  # what is shown has rows
    return Template(text).substitute(
        version=released.version,
        date=released.date,
        title=vocabulary.catalog["dataset"]["title"]["en"].removeprefix("carbonlex: ").capitalize(),
        address=address,
        files="\n".join(f"| `{path}` | {told} |" for path, told in described.items()),
        python=tools["Python"],
        pyoxigraph=tools["pyoxigraph"],
        query="silences" if "silences" in names else next(iter(names), "NAME"),
    )


def lasting(folder: Path) -> Iterator[Path]:
    """The files of a release that stay on the site for ever: all but the site itself and what is hidden."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and parts[0] not in APART and not parts[0].startswith("."):
            yield path


def carried(paths: Iterable[Path], above: Path, below: Path) -> None:
    """Give files a second name, at the same place below another folder."""
    for path in paths:
        linked(path, below / path.relative_to(above))


def linked(path: Path, other: Path) -> None:
    """Give a file a second name in a folder that need not be there."""
    other.parent.mkdir(parents=True, exist_ok=True)
    output.link(path, other)
