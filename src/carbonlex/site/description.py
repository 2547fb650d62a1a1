"""The data set described for machines: VoID for its graph, DCAT for its files."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from carbonlex.vocabulary import PREFIXES, RDF, Vocabulary

VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
SPDX = "http://spdx.org/rdf/terms#"
SD = "http://www.w3.org/ns/sparql-service-description#"
DCTERMS, XSD = PREFIXES["dcterms"], PREFIXES["xsd"]
MEDIA = "https://www.iana.org/assignments/media-types/"
TYPES = {
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "ttl": "text/turtle",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "csv": "text/csv",
    "skos.ttl": "text/turtle",
    "sqlite": "application/vnd.sqlite3",
    "sssom.tsv": "text/tab-separated-values",
    "tbx": "application/xml",
}
"""Media types of the whole data set in a file, by the ending of its name (IANA)."""
PACKAGES = {"datapackage/datapackage.json": "application/vnd.datapackage+json"}
"""Media types of files that stand for several."""
PREFIXED = {**PREFIXES, "void": VOID, "dcat": DCAT, "spdx": SPDX, "sd": SD, "formats": "http://www.w3.org/ns/formats/"}
FEATURES = {"nt": "N-Triples", "nq": "N-Quads", "ttl": "Turtle", "rdf": "RDF_XML", "jsonld": "JSON-LD"}
Listed = tuple[str, int, str]
"""Name, size in bytes and SHA-256 of a file."""


@dataclass(frozen=True)
class Numbers:
    """How much a graph holds (VoID, 3): distinct triples, how many of their subjects and of these have names of the data set, how many
    belong to each class and have each property; and digests of the objects."""

    triples: int
    entities: int
    subjects: int
    objects: frozenset[bytes]
    classes: Counter[str]
    properties: Counter[str]


def numbers(triples: Iterable[ox.Triple], space: str) -> Numbers:
    """Count distinct triples.

    :param space: how the IRIs of entities begin.
    """
    subjects, objects, instances = set(), set(), set()
    properties: Counter[str] = Counter()
    number = 0
    for subject, predicate, object_ in triples:
        number += 1
        subjects.add(subject)
        objects.add(hashlib.blake2b(str(object_).encode(), digest_size=8).digest())
        properties[predicate.value] += 1
        if predicate.value == RDF + "type" and isinstance(object_, ox.NamedNode):
            instances.add((subject, object_.value))
    entities = sum(isinstance(s, ox.NamedNode) and s.value.startswith(space) for s in subjects)
    classes = Counter(cls for _, cls in instances)
    return Numbers(number, entities, len(subjects), frozenset(objects), classes, properties)


def summed(parts: Collection[Numbers]) -> Numbers:
    """The numbers of a graph from those of its parts, each of which speaks of other subjects."""
    classes: Counter[str] = Counter()
    properties: Counter[str] = Counter()
    for part in parts:
        classes.update(part.classes)
        properties.update(part.properties)
    return Numbers(
        sum(part.triples for part in parts),
        sum(part.entities for part in parts),
        sum(part.subjects for part in parts),
        frozenset().union(*(part.objects for part in parts)),
        classes,
        properties,
    )


def void(
    vocabulary: Vocabulary,
    whole: Numbers,
    graphs: Mapping[str, Numbers],
    listed: Sequence[Listed],
    base_url: str,
    modified: str,
) -> bytes:
    """The graph in VoID (https://www.w3.org/TR/void/): how much of what it holds, as a whole and in each named graph, which
    vocabularies it uses, and where its dumps are."""
    dataset = vocabulary.base + "dataset"
    found = [
        *_named(vocabulary, dataset, base_url, modified),
        _t(dataset, RDF + "type", ox.NamedNode(VOID + "Dataset")),
    ]
    found += _counted(dataset, whole)
    found += [_t(dataset, VOID + "uriSpace", ox.Literal(vocabulary.base))]
    for name in sorted({_namespace(iri) for iri in (*whole.classes, *whole.properties)}):
        found.append(_t(dataset, VOID + "vocabulary", ox.NamedNode(name)))
    for part, kind, counted, amount in (
        ("class", "classPartition", whole.classes, "entities"),
        ("property", "propertyPartition", whole.properties, "triples"),
    ):
        for number, iri in enumerate(sorted(counted), 1):
            node = f"{dataset}#{part}-{number}"
            found.append(_t(dataset, VOID + kind, ox.NamedNode(node)))
            found.append(_t(node, VOID + part, ox.NamedNode(iri)))
            found.append(_t(node, VOID + amount, _integer(counted[iri])))
    for graph in sorted(graphs):
        node = f"{dataset}#graph-{graph.rsplit('/', 1)[1]}"
        found.append(_t(dataset, VOID + "subset", ox.NamedNode(node)))
        found += [_t(node, RDF + "type", ox.NamedNode(t)) for t in (VOID + "Dataset", SD + "NamedGraph")]
        found.append(_t(node, SD + "name", ox.NamedNode(graph)))
        found += _counted(node, graphs[graph])
    for name, _, _ in listed:
        if (ending := _ending(name)) in FEATURES:
            found.append(_t(dataset, VOID + "dataDump", ox.NamedNode(f"{base_url}data/{name}")))
            found.append(_t(dataset, VOID + "feature", ox.NamedNode(PREFIXED["formats"] + FEATURES[ending])))
    return _written(found)


def dcat(vocabulary: Vocabulary, listed: Sequence[Listed], base_url: str, modified: str, issued: str) -> bytes:
    """The files in DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/): a data set with a distribution for each dump, whose checksum is
    in SPDX's terms (6.18).

    :param issued: the day of the release, where it is known.
    """
    dataset, said = vocabulary.base + "dataset", vocabulary.catalog["dataset"]
    found = [
        *_named(vocabulary, dataset, base_url, modified),
        _t(dataset, RDF + "type", ox.NamedNode(DCAT + "Dataset")),
    ]
    found.append(_t(dataset, DCAT + "version", ox.Literal(vocabulary.catalog["version"])))
    found.append(_t(dataset, DCAT + "landingPage", ox.NamedNode(f"{base_url}data/")))
    for lang in said["languages"]:
        found.append(_t(dataset, DCTERMS + "language", ox.NamedNode(f"http://lexvo.org/id/iso639-1/{lang}")))
    if issued:
        found.append(_t(dataset, DCTERMS + "issued", _date(issued)))
    for name, size, digest in listed:
        media = PACKAGES.get(name) or TYPES.get(_ending(name))
        if media is None:
            continue
        node, sum_ = f"{dataset}#file-{name}", f"{dataset}#sum-{name}"
        found.append(_t(dataset, DCAT + "distribution", ox.NamedNode(node)))
        found += [
            _t(node, RDF + "type", ox.NamedNode(DCAT + "Distribution")),
            _t(node, DCTERMS + "title", ox.Literal(name)),
            _t(node, DCTERMS + "license", ox.NamedNode(said["licence"])),
            _t(node, DCAT + "accessURL", ox.NamedNode(f"{base_url}data/")),
            _t(node, DCAT + "downloadURL", ox.NamedNode(f"{base_url}data/{name}")),
            _t(node, DCAT + "mediaType", ox.NamedNode(MEDIA + media)),
            _t(node, DCAT + "byteSize", ox.Literal(str(size), datatype=ox.NamedNode(XSD + "nonNegativeInteger"))),
            _t(node, SPDX + "checksum", ox.NamedNode(sum_)),
            _t(sum_, RDF + "type", ox.NamedNode(SPDX + "Checksum")),
            _t(sum_, SPDX + "algorithm", ox.NamedNode(SPDX + "checksumAlgorithm_sha256")),
            _t(sum_, SPDX + "checksumValue", ox.Literal(digest, datatype=ox.NamedNode(XSD + "hexBinary"))),
        ]
        if name.endswith(".gz"):
            found.append(_t(node, DCAT + "compressFormat", ox.NamedNode(MEDIA + "application/gzip")))
    return _written(found)


def _named(vocabulary: Vocabulary, dataset: str, base_url: str, modified: str) -> Iterator[ox.Triple]:
    """What the data set is called, and its terms."""
    said = vocabulary.catalog["dataset"]
    for key in ("title", "description"):
        for lang, text in said[key].items():
            yield _t(dataset, DCTERMS + key, ox.Literal(text, language=lang))
    yield _t(dataset, DCTERMS + "license", ox.NamedNode(said["licence"]))
    yield _t(dataset, DCTERMS + "modified", _date(modified))
    yield _t(dataset, "http://xmlns.com/foaf/0.1/homepage", ox.NamedNode(base_url))


def _counted(node: str, counted: Numbers) -> Iterator[ox.Triple]:
    told = {
        "triples": counted.triples,
        "entities": counted.entities,
        "distinctSubjects": counted.subjects,
        "distinctObjects": len(counted.objects),
        "classes": len(counted.classes),
        "properties": len(counted.properties),
    }
    for key, number in told.items():
        yield _t(node, VOID + key, _integer(number))


def _namespace(iri: str) -> str:
    """The part of an IRI before its local name."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _ending(name: str) -> str:
    """The ending of a dump's name, compressed or not; nothing of any other file."""
    stem, _, ending = name.removesuffix(".gz").partition(".")
    return ending if stem == "carbonlex" else ""


def _t(subject: str, predicate: str, object_: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), object_)


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))


def _date(text: str) -> ox.Literal:
    return ox.Literal(text[:10], datatype=ox.NamedNode(XSD + "date"))


def _written(triples: Iterable[ox.Triple]) -> bytes:
    """Turtle, the same for the same triples: nothing in them is blank."""
    return ox.serialize(sorted(set(triples), key=str), format=ox.RdfFormat.TURTLE, prefixes=PREFIXED) or b""
