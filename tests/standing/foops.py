"""The tests of FOOPS! (https://w3id.org/foops/) that can be answered without the network, as its sources of 2025 evaluate them."""

from functools import partial

from standing.ontology import BUILT_IN, DEFINITIONS, LABELS, OWL, RDFS, Ontology
from standing.registry import Found, rule

DC, DCTERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
VANN, BIBO, FOAF, PAV = (
    "http://purl.org/vocab/vann/",
    "http://purl.org/ontology/bibo/",
    "http://xmlns.com/foaf/0.1/",
    "http://purl.org/pav/",
)
SCHEMA = ("http://schema.org/", "https://schema.org/")
METADATA = (DC, DCTERMS, VANN, BIBO, FOAF, PAV, "http://www.w3.org/ns/prov#", *SCHEMA)
# What FOOPS! calls a piece of metadata → the properties that say it.
SAID = {
    "title": (DC + "title", DCTERMS + "title", *(s + "name" for s in SCHEMA)),
    "description": (DCTERMS + "abstract", DCTERMS + "description", RDFS + "comment"),
    "license": (DCTERMS + "license", *(s + "license" for s in SCHEMA)),
    "version iri": (OWL + "versionIRI",),
    "author": (DC + "creator", DCTERMS + "creator", *(s + "creator" for s in SCHEMA)),
    "namespace uri": (VANN + "preferredNamespaceUri",),
    "namespace prefix": (VANN + "preferredNamespacePrefix",),
    "version info": (OWL + "versionInfo",),
    "contributor": (DC + "contributor", DCTERMS + "contributor"),
    "creation date": (DCTERMS + "created",),
    "citation": (DCTERMS + "bibliographicCitation", *(s + "citation" for s in SCHEMA)),
    "doi": (BIBO + "doi",),
    "publisher": (DC + "publisher", DCTERMS + "publisher"),
    "logo": (FOAF + "logo", *(s + "logo" for s in SCHEMA)),
    "status": (BIBO + "status",),
    "source": (DC + "source", DCTERMS + "source"),
    "issued": (DCTERMS + "issued",),
    "modified": (DCTERMS + "modified",),
}
foops = partial(rule, "FOOPS")


def missing(o: Ontology, *names: str) -> Found:
    for name in names:
        if not o.objects(o.header, *SAID[name]):
            yield name, "the header does not say it"


@foops("FIND1")
def prefix(o: Ontology) -> Found:
    """FOOPS FIND1: the ontology names the prefix by which it wants to be called."""
    yield from missing(o, "namespace prefix")


@foops("HTTP1")
def protocol(o: Ontology) -> Found:
    """FOOPS HTTP1: the ontology's IRI is of an open protocol, HTTP or HTTPS."""
    if not o.header.startswith(("http://", "https://")):
        yield o.header, "neither HTTP nor HTTPS"


@foops("OM1")
def minimum(o: Ontology) -> Found:
    """FOOPS OM1: title, description, licence, version IRI, author and namespace are said."""
    yield from missing(o, "title", "description", "license", "version iri", "author", "namespace uri")
    if o.namespace not in [getattr(v, "value", v) for v in o.objects(o.header, *SAID["namespace uri"])]:
        yield "namespace uri", "it is not how the ontology's names begin"


@foops("OM2")
def recommended(o: Ontology) -> Found:
    """FOOPS OM2: prefix, version, date of creation and citation are said, and contributors where there are any."""
    yield from missing(o, "namespace prefix", "version info", "creation date", "citation", "contributor")


@foops("OM3")
def detailed(o: Ontology) -> Found:
    """FOOPS OM3: DOI, publisher, logo, status, source and date of issue are said."""
    yield from missing(o, "doi", "publisher", "logo", "status", "source", "issued", "modified")


@foops("OM4.1")
def licence(o: Ontology) -> Found:
    """FOOPS OM4.1: the ontology says under which licence it may be used."""
    yield from missing(o, "license")


@foops("OM5_1")
def provenance(o: Ontology) -> Found:
    """FOOPS OM5.1: author and date of creation are said."""
    yield from missing(o, "author", "creation date")


@foops("OM5_2")
def full_provenance(o: Ontology) -> Found:
    """FOOPS OM5.2: publisher and date of issue are said."""
    yield from missing(o, "publisher", "issued")


@foops("PURL1")
def persistent(o: Ontology) -> Found:
    """FOOPS PURL1: the ontology's IRI is of a service that keeps addresses alive."""
    kept = ("w3id.org", "doi.org", "purl.", "linked.data.gov.au", "www.w3.org")
    if not any(service in o.header for service in kept):
        yield o.header, "of no service that keeps addresses alive"


@foops("URI2")
def identity(o: Ontology) -> Found:
    """FOOPS URI2: the ontology's IRI is the one by which its names are looked up."""
    if o.headers != [o.namespace.rstrip("#/")]:
        yield o.header, "names of the ontology begin otherwise"


@foops("VER1")
def version(o: Ontology) -> Found:
    """FOOPS VER1: there is one version IRI, below the ontology's own and ending in its version."""
    iris, infos = o.iris(o.header, OWL + "versionIRI"), o.texts(o.header, (OWL + "versionInfo",))
    if iris != [f"{o.header}/{info}" for info in infos] or len(iris) != 1:
        yield o.header, "no version IRI, or not that of its version"


@foops("VOC1")
def metadata_vocabularies(o: Ontology) -> Found:
    """FOOPS VOC1: the metadata are said in vocabularies that others know."""
    if not any(p.startswith(METADATA) for p in o.about.get(o.header, {})):
        yield o.header, "no known vocabulary says anything of it"


@foops("VOC2")
def vocabularies(o: Ontology) -> Found:
    """FOOPS VOC2: the ontology imports or extends others, besides RDF and OWL."""
    built_in = (o.namespace, o.base, *BUILT_IN, "_:")
    extended = [high for _, high in o.pairs(RDFS + "subClassOf", RDFS + "subPropertyOf", OWL + "imports")]
    if all(high.startswith(built_in) for high in extended):
        yield o.header, "nothing of it is a kind of what others have"


@foops("VOC3")
def labels(o: Ontology) -> Found:
    """FOOPS VOC3: every term has a label."""
    yield from ((t, "no label") for t in o.terms if not o.texts(t, LABELS))


@foops("VOC4")
def descriptions(o: Ontology) -> Found:
    """FOOPS VOC4: every term has a description."""
    yield from ((t, "no description") for t in o.terms if not o.texts(t, DEFINITIONS))
