"""What the endpoint says of itself: a SPARQL 1.1 Service Description, with the data set in VoID."""

from collections.abc import Mapping

import pyoxigraph as ox

from carbonlex.query.answer import GRAPHS
from carbonlex.site.description import PREFIXED, SD
from carbonlex.vocabulary import RDF, Vocabulary

_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)


def described(vocabulary: Vocabulary, endpoint: str, graphs: Mapping[str, int], form: str) -> bytes:
    """The description of the service.

    :param endpoint: its address.
    :param graphs: the named graphs of its data set, with the number of their triples. None stands in two, so that together they are those
        of the union.
    :param form: a name of :data:`carbonlex.query.answer.GRAPHS`.
    """
    service, dataset = ox.NamedNode(endpoint), ox.NamedNode(vocabulary.base + "dataset")
    union = ox.NamedNode(f"{endpoint}#default-graph")
    found = [
        _t(service, RDF + "type", SD + "Service"),
        _t(service, SD + "endpoint", endpoint),
        _t(service, SD + "supportedLanguage", SD + "SPARQL11Query"),
        *(_t(service, SD + "feature", SD + feature) for feature in ("UnionDefaultGraph", "EmptyGraphs")),
        *(_t(service, SD + "resultFormat", PREFIXED["formats"] + name) for name in _FORMATS),
        _t(service, SD + "defaultDataset", dataset.value),
        _t(service, SD + "availableGraphs", dataset.value),
        _t(dataset, RDF + "type", SD + "Dataset"),
        _t(dataset, RDF + "type", SD + "GraphCollection"),
        _t(dataset, RDF + "type", PREFIXED["void"] + "Dataset"),
        _t(dataset, PREFIXED["void"] + "sparqlEndpoint", endpoint),
        _t(dataset, SD + "defaultGraph", union.value),
        _t(union, RDF + "type", SD + "Graph"),
        *(_n(node, sum(graphs.values())) for node in (dataset, union)),
        _t(dataset, PREFIXED["dcterms"] + "license", vocabulary.catalog["dataset"]["licence"]),
    ]
    for graph in sorted(graphs):
        node = ox.NamedNode(f"{vocabulary.base}dataset#graph-{graph.rsplit('/', 1)[-1]}")
        found += [
            _t(dataset, SD + "namedGraph", node.value),
            _t(node, RDF + "type", SD + "NamedGraph"),
            _t(node, SD + "name", graph),
            _n(node, graphs[graph]),
        ]
    return ox.serialize(sorted(set(found), key=str), format=GRAPHS[form], prefixes=PREFIXED) or b""


def _t(subject: ox.NamedNode, predicate: str, object_: str) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), ox.NamedNode(object_))


def _n(subject: ox.NamedNode, number: int) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(PREFIXED["void"] + "triples"), ox.Literal(number))
