"""The graph in the syntaxes of RDF, the same bytes for the same graph: statements stand record by record, sorted, and what is written is
put together from the parts of the graph (:mod:`carbonlex.graph.parts`)."""

from collections.abc import Collection, Sequence
from functools import cache

import pyoxigraph as ox

from carbonlex.graph import parts
from carbonlex.reading.dataset import Name
from carbonlex.vocabulary import CLX, PREFIXES, RDF, RDFS, SKOS, Vocabulary

FORMATS = {
    "nt": ox.RdfFormat.N_TRIPLES,
    "ttl": ox.RdfFormat.TURTLE,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""Syntaxes of one graph, by the endings of files; N-Quads keeps the named graphs."""
QUADS = "nq"
_ANY = ox.Triple(*[ox.NamedNode("urn:x-carbonlex:any")] * 3)
_NAMING = frozenset(
    f"<{iri}>".encode()
    for iri in (
        RDF + "type",
        RDFS + "label",
        SKOS + "prefLabel",
        SKOS + "notation",
        PREFIXES["skosxl"] + "literalForm",
        *(CLX + name for name in ("name", "title", "term", "claim")),
    )
)
"""What a bare node says of itself: of which class it is, and what it is called."""


def written(content: bytes, ending: str) -> bytes:
    """A graph in N-Quads, ordered by record (:func:`carbonlex.graph.parts.ordered`), in the syntax of an ending."""
    if ending == QUADS:
        return content
    made: list[bytes] = []
    for part in parts.divided(content):
        made.append(inner(ending, triples(part), not made))
    head, foot = frame(ending)
    return b"".join((head, *made, foot))


def triples(content: bytes) -> list[ox.Triple]:
    """The statements of N-Quads, each once, whatever graphs they stand in."""
    return list(dict.fromkeys(quad.triple for quad in ox.parse(content, ox.RdfFormat.N_QUADS)))


def part(content: bytes, chosen: Collection[Name], vocabulary: Vocabulary) -> bytes:
    """The part of a graph that some records make up: all that is said of them and of their parts, and what is inferred; what else they lead
    to in the data set, as bare nodes with class and name."""
    records = {f"<{vocabulary.iri(kind, id_)}".encode() for kind, id_ in chosen}
    lines = content.splitlines(keepends=True)
    whole = [line for line in lines if parts.record_of(line) in records]
    base = f"<{vocabulary.base}".encode()
    beside = {term for line in whole if (term := line.split(b" ", 3)[2]).startswith(base)}
    kept = set(whole)
    kept |= {line for line in lines if (said := line.split(b" ", 2))[0] in beside and said[1] in _NAMING}
    return parts.ordered(kept)


def inner(ending: str, said: Sequence[ox.Triple], first: bool) -> bytes:
    """Triples as they stand in a file, between what begins it and what ends it."""
    head, foot = frame(ending)
    text = ox.serialize(said, format=FORMATS[ending], prefixes=PREFIXES) or b""
    assert text.startswith(head) and text.endswith(foot)
    between = b"," if ending == "jsonld" and not first else b""
    return between + text[len(head) : len(text) - len(foot)]


@cache
def frame(ending: str) -> tuple[bytes, bytes]:
    """How a file begins and ends, whatever it says."""
    if ending == "jsonld":
        return b"[", b"]"
    if ending == "ttl":
        some = ox.serialize([_ANY], format=FORMATS[ending], prefixes=PREFIXES) or b""
        return b"".join(line for line in some.splitlines(keepends=True) if line.startswith(b"@prefix ")), b""
    if ending == "rdf":
        head, foot, _ = (ox.serialize([], format=FORMATS[ending], prefixes=PREFIXES) or b"").partition(b"</rdf:RDF>")
        return head, foot
    return b"", b""
