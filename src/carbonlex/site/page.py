"""A page before it is rendered: the same for all languages."""

from dataclasses import dataclass, field
from typing import Any

from carbonlex.records.model import Record

ONTOLOGY = "ontology"
"""As the kind of what a page is about: a name of the ontology's namespace."""


@dataclass(frozen=True)
class Page:
    """One page to render. Its title is the names of what it is ``about`` (kind and id each; ``language`` and its tag), or ``title``
    as it stands, or that of its place in the site (``<section>.title`` of the page texts).

    ``record`` is the record whose data lie beside the page; ``day`` is that of a page as of a day. Only a page that is ``found``
    is in the search index.
    """

    address: str
    template: str
    about: tuple[tuple[str, str], ...] = ()
    title: str = ""
    shown: dict[str, Any] = field(default_factory=dict)
    record: Record | None = None
    day: str = ""
    found: bool = True
