"""Names of things: they answer with 303, which leads to a page or a file on them (W3C, Cool URIs for the Semantic Web, 4.2)."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from carbonlex.records.model import KINDS
from carbonlex.serve.negotiation import liked
from carbonlex.site.addresses import FOLDERS
from carbonlex.site.redirects import FORMS, ID, NEAREST, Route, routes
from carbonlex.vocabulary import Vocabulary

HTML = "text/html"
GRAPH_FORMS = {"ttl": "turtle", "nt": "ntriples", "jsonld": "jsonld", "rdf": "rdfxml"}
"""Endings of the files beside a record's page → forms of graphs."""
_KINDS = {folder: [kind for kind, at in FOLDERS.items() if at == folder] for folder in FOLDERS.values()}
_FILE = re.compile(rf"({'|'.join(map(re.escape, _KINDS))})/({ID})/index\.({'|'.join(GRAPH_FORMS)})")
_RECORD = re.compile(rf"id/((?:{'|'.join(map(re.escape, KINDS))})/{ID})")
# A record, its parts, and what was inferred of it, whose names begin with its own.
_DESCRIBED = """CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ VALUES ?s {{ <{0}> }} ?s ?p ?o }} UNION
  {{ <{0}> ?leads ?s . ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{0}#")) }} UNION
  {{ ?s ?led <{0}> . ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{0}#")) }}
}}"""


@dataclass(frozen=True)
class File:
    """What stands beside a record's page: the names that the record may have, and the form."""

    names: tuple[str, ...]
    form: str

    def queries(self) -> list[str]:
        """A query for each name, which gives all that is said of the record, its parts and what was inferred of it."""
        return [_DESCRIBED.format(name) for name in self.names]


class Names:
    """Where names lead.

    :param concepts: the comparative concepts that have a page of their own.
    :param pages: whether there are pages at all; without, names lead to what is said in RDF.
    """

    def __init__(self, vocabulary: Vocabulary, concepts: Collection[str], pages: bool) -> None:
        self._base = vocabulary.base
        self._offered = ((HTML, "application/xhtml+xml") if pages else ()) + tuple(FORMS.values())
        self._routes = [(re.compile(route.pattern), route) for route in routes(vocabulary, concepts)]

    def leads(self, path: str, accept: str) -> str | None:
        """Where a name leads; nothing of what is none.

        :param path: without a slash at the beginning. With one at the end it is the address of a page.
        """
        if path.endswith("/"):
            return None
        for pattern, route in self._routes:
            if match := pattern.fullmatch(path):
                target = self._target(route, accept)
                return re.sub(r"\$(\d)", lambda m, match=match: match[int(m[1])] or "", target)  # type: ignore[misc]
        return None

    def _target(self, route: Route, accept: str) -> str:
        media = next(iter(liked(accept, self._offered)), self._offered[0])
        form = next((form for form, other in FORMS.items() if other == media), "")
        if not form:
            return route.page
        nearest = route.files.get(NEAREST, route.page)
        if nearest.endswith(f"/index.{NEAREST}"):  # beside a record's page each form is made where it has no file
            return nearest.removesuffix(NEAREST) + form
        return route.files.get(form, nearest)

    def record(self, path: str) -> str | None:
        """The name of a record, if a path is one.

        :param path: without a slash at the beginning.
        """
        match = _RECORD.fullmatch(path)
        return f"{self._base}{match[1]}" if match else None

    def file(self, path: str) -> File | None:
        """Which file beside a record's page an address is.

        :param path: without a slash at the beginning.
        """
        match = _FILE.fullmatch(path)
        if not match:
            return None
        return File(tuple(f"{self._base}{kind}/{match[2]}" for kind in _KINDS[match[1]]), GRAPH_FORMS[match[3]])
