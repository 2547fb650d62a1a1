"""Names that were given up, in the graph: that they are, what they were, why, and what is used instead."""

from collections.abc import Iterator

import pyoxigraph as ox

from carbonlex.reading import promised
from carbonlex.reading.deprecated import Deprecation
from carbonlex.vocabulary import OWL, PREFIXES, RDFS, SKOS, Vocabulary

DEPRECATED = ox.NamedNode(OWL + "deprecated")
"""OWL 2, Structural Specification, 5.5."""
REPLACED = ox.NamedNode(PREFIXES["dcterms"] + "isReplacedBy")
LABEL = ox.NamedNode(RDFS + "label")
WHY = ox.NamedNode(SKOS + "historyNote")
TRUE = ox.Literal("true", datatype=ox.NamedNode(PREFIXES["xsd"] + "boolean"))


def triples(entry: Deprecation, vocabulary: Vocabulary) -> Iterator[ox.Triple]:
    """What is said of a name that is given up; nothing of queries and rules, which are not in the graph."""
    iri = promised.iri(entry.name, vocabulary)
    if not iri:
        return
    subject = ox.NamedNode(iri)
    yield ox.Triple(subject, DEPRECATED, TRUE)
    for tag, text in entry.was.items():
        yield ox.Triple(subject, LABEL, ox.Literal(text, language=tag))
    for tag, text in entry.why.items():
        yield ox.Triple(subject, WHY, ox.Literal(f"{entry.since}: {text}", language=tag))
    for other in entry.replaced_by:
        if instead := promised.iri(other, vocabulary):
            yield ox.Triple(subject, REPLACED, ox.NamedNode(instead))
