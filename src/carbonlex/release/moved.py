"""Addresses of former releases at which nothing is any more, such as the comparison of a day on which, as is known now, nothing changed:
where what stood there is told."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import jinja2

from carbonlex import places
from carbonlex.errors import ContentError
from carbonlex.site import addresses as site_addresses
from carbonlex.site import output
from carbonlex.site.release_pages import FOLDER
from carbonlex.site.strings import Strings, languages

FILE = "addresses.txt"
MOVED = "moved.tsv"
INDEX = "index.html"
_MADE = ("static/", "pagefind/", f"{FOLDER}/")
"""What pages need for themselves, and what is kept otherwise."""


def of_site(site: Path) -> list[str]:
    """The addresses of a site below its root, sorted: pages end in a slash. Those of other languages follow from them."""
    others = tuple(f"{lang}/" for lang in languages(places.site())[1:])
    return sorted(path.removesuffix(INDEX) for path in output.files(site) if not path.startswith((*_MADE, *others)))


def addresses(root: Path) -> frozenset[str]:
    """The addresses that a release answers: those of its site, and those that lead elsewhere.

    :raises ContentError: where it does not tell them.
    """
    return frozenset(_lines(root / FILE)) | leads(root).keys()


def leads(root: Path) -> Mapping[str, str]:
    """Address → where it leads, of those of a release at which nothing is.

    :raises ContentError: where it does not tell them.
    """
    rows = [line.split("\t") for line in _lines(root / MOVED)]
    if not all(len(row) == 2 for row in rows):
        raise ContentError(f"{root / MOVED} has a line that is no pair of addresses")
    return {row[0]: row[1] for row in rows}


def told(before: Collection[str], now: Collection[str]) -> dict[str, str]:
    """Where addresses lead now at which nothing is: to the nearest page above."""
    there = set(now)
    return {address: _above(address, there) for address in sorted(before) if address not in there}


def written(pairs: Iterable[Sequence[str]]) -> str:
    """Lines of addresses."""
    return "".join("\t".join(pair) + "\n" for pair in pairs)


def write(site: Path, moved: Mapping[str, str], langs: Sequence[str], base_url: str) -> None:
    """Write, at the address of each page that is no more, one that leads to what tells of it, in all languages. What is no page, such as
    a table beside one, is left to the server (``moved.tsv``)."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(places.site() / "templates"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    template = environment.get_template("moved.html")
    for lang in langs:
        strings = Strings(places.site(), lang)
        for old, new in moved.items():
            if old and not old.endswith("/"):
                continue
            here, there = (site_addresses.localized(lang, address) for address in (old, new))
            html = template.render(
                t=strings,
                lang=lang,
                there=site_addresses.relative(here, there),
                style=site_addresses.relative(here, "static/carbonlex.css"),
                canonical=base_url.rstrip("/") + "/" + there,
            )
            target = site / here
            target.mkdir(parents=True, exist_ok=True)
            (target / INDEX).write_text(html, "utf-8")


def _above(address: str, there: Collection[str]) -> str:
    """The nearest page above an address; the first page of all in the end."""
    while address:
        address = address.rstrip("/").rpartition("/")[0]
        address += "/" * bool(address)
        if address in there:
            break
    return address


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{file} cannot be read: {getattr(error, 'strerror', None) or error}") from None
