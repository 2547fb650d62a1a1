"""Which form of an answer is sent: the one that is offered and that whoever asks likes best (RFC 9110, 12.5.1)."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import mimeparse

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
