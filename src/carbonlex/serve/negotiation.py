"""Which form of an answer is sent: the one that is offered and that whoever asks likes best (RFC 9110, 12.5.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import mimeparse
from starlette.types import Scope

ROWS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
"""Media types of rows and truth values → form (SPARQL 1.1 Query Results JSON, XML, CSV and TSV); what is named first is sent to whoever
does not mind."""
GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "text/plain": "ntriples",
}
"""Media types of graphs → form; N-Triples was once plain text."""
CHARSETS = {
    "text/csv": "; charset=utf-8",
    "text/tab-separated-values": "; charset=utf-8",
    "text/turtle": "; charset=utf-8",
}
_ANY = "*/*"


@lru_cache(maxsize=256)
def liked(accept: str, offered: tuple[str, ...]) -> tuple[str, ...]:
    """The media types that are offered and liked, the best first; those that are liked alike in the order in which they are offered.

    :param accept: the header field, empty where there was none: then everything is liked alike. So it is where it cannot be read.
    """
    try:
        ranges = [mimeparse.parse_media_range(part) for part in accept.split(",") if part.strip()] or [
            mimeparse.parse_media_range(_ANY)
        ]
    except mimeparse.MimeTypeParseException:
        ranges = [mimeparse.parse_media_range(_ANY)]
    found = []
    for place, media in enumerate(offered):
        fitness, quality = _quality(media, ranges)
        if quality > 0:
            found.append((-quality, place, -fitness, media))
    return tuple(media for *_, media in sorted(found))


@dataclass(frozen=True)
class Wanted:
    """How an answer may be sent.

    :param rows, graphs: forms → the media type as which each is sent, the best first.
    :param mark: differs where they do.
    """

    rows: dict[str, str]
    graphs: dict[str, str]
    mark: str


@lru_cache(maxsize=256)
def wanted(accept: str) -> Wanted:
    """How an answer may be sent to whoever likes this (:func:`liked`)."""
    rows, graphs = _forms(accept, ROWS), _forms(accept, GRAPHS)
    return Wanted(rows, graphs, repr((rows, graphs)))


def _forms(accept: str, offered: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for media in liked(accept, tuple(offered)):
        found.setdefault(offered[media], media)
    return found


def field(scope: Scope, name: bytes) -> str:
    """A header field of a request, empty where there is none; several of one name are one (RFC 9110, 5.3).

    :param name: in lower case.
    """
    return b", ".join([value for other, value in scope["headers"] if other == name]).decode("latin-1")


def _quality(media: str, ranges: Sequence[tuple[str, str, Mapping[str, str]]]) -> tuple[float, float]:
    """How well the best range fits, and what it says of the media type; a range that names it outright counts before one of its kind."""
    kind, subtype, _ = mimeparse.parse_mime_type(media)
    best = (-1.0, 0.0)
    for wide, narrow, parameters in ranges:
        if wide in (kind, "*") and narrow in (subtype, "*"):
            fitness = (wide == kind) * 2.0 + (narrow == subtype)
            if fitness > best[0]:
                best = (fitness, float(parameters.get("q", 1)))
    return best
