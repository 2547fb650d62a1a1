"""Where each page lies (INTERFACE.md, "The site"), and how one page links to another from any folder, also from the file system."""

import posixpath

FOLDERS = {
    "definition": "definitions",
    "proposal": "definitions",
    "source": "sources",
    "asset": "assets",
    "scheme": "schemes",
    "jurisdiction": "jurisdictions",
    "link": "links",
    "concept": "concepts",
    "body": "bodies",
    "event": "events",
    "mapping": "mappings",
    "disagreement": "disagreements",
    "term": "terms",
}


def address(kind: str, id_: str) -> str:
    """The address of a record's page below the site's root; empty for kinds that are shown within other pages."""
    return f"{FOLDERS[kind]}/{id_}/" if kind in FOLDERS else ""


def relative(from_address: str, to: str) -> str:
    """A link that works from any folder: a folder's address gets its ``index.html``, so that no server is needed."""
    target, hash_, anchor = to.partition("#")
    if target == "" or target.endswith("/"):
        target += "index.html"
    return posixpath.relpath(target, from_address or ".") + hash_ + anchor
