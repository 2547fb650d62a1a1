"""The pages of releases, which keep their addresses, and of names that were given up, each at the address that it had."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbonlex.reading import promised
from carbonlex.reading.deprecated import Deprecation
from carbonlex.records.model import KINDS
from carbonlex.site import addresses
from carbonlex.site.page import Page

if TYPE_CHECKING:
    from carbonlex.site.pages import Site

FOLDER = "releases"
"""Where releases lie, below the root of the site."""
WHAT = "releases.what."
"""How the names of the texts begin that tell what is in a release, by path."""
GONE = "deprecated/"
"""The page of all names that were given up."""


@dataclass(frozen=True)
class Released:
    """A release that lies on the site: its version, its day, and the files that are worth naming, by their paths in it."""

    version: str
    date: str
    files: tuple[str, ...]

    @property
    def address(self) -> str:
        """Where it lies."""
        return f"{FOLDER}/{self.version}/"


def pages(site: "Site") -> Iterator[Page]:
    """The list of releases, newest first, and each of them."""
    if not site.releases:
        return
    newest = site.releases[0]
    yield Page(f"{FOLDER}/", "releases.html", shown={"releases": site.releases})
    for released in site.releases:
        shown = {"released": released, "newest": newest}
        yield Page(
            released.address, "release.html", shown=shown, whole=Page(f"{FOLDER}/", ""), part=(released.version,)
        )


def given_up(site: "Site") -> Iterator[Page]:
    """The list of names that were given up, and for each that had a page of its own one that says what became of it."""
    entries = [*site.dataset.deprecated.entries.values()]
    if not entries:
        return
    before = dict(zip((r.version for r in site.releases), site.releases[1:], strict=False))
    last = {entry.name: before.get(entry.since) for entry in entries}
    yield Page(GONE, "deprecated.html", shown={"entries": entries, "last": last})
    taken = {addresses.address(kind, id_) for kind, id_ in site.dataset.placed}
    for entry in entries:
        here = own_page(entry)
        if here and here not in taken:  # a wording that is enacted has the place of the one that was proposed
            yield Page(here, "gone.html", shown={"entry": entry, "last": last}, gone=entry)


def own_page(entry: Deprecation) -> str:
    """The address of the page that a name had to itself; empty where it stood with others."""
    if entry.kind == promised.RULE:
        return f"rules/{entry.id}/"
    return addresses.address(entry.kind, entry.id) if entry.kind in KINDS else ""
