"""A page before it is rendered: the same for all languages."""

import shlex
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from carbonlex.reading.deprecated import Deprecation
from carbonlex.records.model import Record

ONTOLOGY = "ontology"
"""As the kind of what a page is about: a name of the ontology's namespace."""


@dataclass(frozen=True)
class Asked:
    """The named query whose rows are those of the table on a page, with what its parameters are given."""

    query: str
    given: tuple[tuple[str, str], ...] = ()

    @property
    def fragment(self) -> str:
        """What follows the ``#`` in the address of the query page: the query opens there with its parameters."""
        return urlencode((("name", self.query), *self.given), safe=",")

    @property
    def command(self) -> str:
        """The command line that gives the same rows."""
        words = ["carbonlex", "query", "--name", self.query]
        for name, value in self.given:
            words += ["--param", f"{name}={value}"]
        return shlex.join(words)


@dataclass(frozen=True)
class Page:
    """One page to render. Its title is the names of what it is ``about`` (kind and id each; ``language`` and its tag), or ``title``
    as it stands, or that of its place in the site (``<section>.title`` of the page texts).

    ``record`` is the record whose data lie beside the page, ``gone`` a name that is given up, of which the page tells; ``day`` is that
    of a page as of a day. Only a page that is ``found`` is in the search index. Beside a page whose table is that of a query (``asked``)
    its rows lie as data.

    What is too long for one page goes on on others: each has a ``part`` of what the ``whole`` has, which is called as it stands or,
    where there are two words, by a list and its entry.

    Where ``readings`` is false, no readings stand on the page that it would have to take from the records it shows: they stand there as
    links do, with their places and dates.
    """

    address: str
    template: str
    about: tuple[tuple[str, str], ...] = ()
    title: str = ""
    shown: dict[str, Any] = field(default_factory=dict)
    record: Record | None = None
    day: str = ""
    found: bool = True
    asked: Asked | None = None
    whole: "Page | None" = None
    part: tuple[str, ...] = ()
    readings: bool = True
    gone: Deprecation | None = None
