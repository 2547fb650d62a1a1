"""Where each page lies (INTERFACE.md, "The site"), and how one page links to another from any folder, also from the file system."""

from carbonlex.site.strings import FIRST

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
    "finding": "findings",
}


def address(kind: str, id_: str) -> str:
    """The address of a record's page below the site's root; empty for kinds that are shown within other pages."""
    return f"{FOLDERS[kind]}/{id_}/" if kind in FOLDERS else ""


def localized(lang: str, address: str) -> str:
    """The address of a page in a language: the first language is at the root, the others are below a folder of their name."""
    return address if lang == FIRST else f"{lang}/{address}"


def relative(from_address: str, to: str) -> str:
    """A link that works from any folder: a folder's address gets its ``index.html``, so that no server is needed."""
    target, hash_, anchor = to.partition("#")
    if target == "" or target.endswith("/"):
        target += "index.html"
    return "../" * from_address.count("/") + target + hash_ + anchor
