"""The names that others may use and that a release promises to keep (``ontology/decisions/releases.md``).

Parts of records, such as the third statement of one, have names too, but by their place, so that they are promised within one release only.
"""

from collections.abc import Iterator

from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import CLX, Vocabulary

QUERY, RULE, ONTOLOGY = "query", "rule", "ontology#"


def names(dataset: Dataset) -> frozenset[str]:
    """All of them as ``deprecated.toml`` and the list of a release write them: of records and of what the ontology describes what follows
    in the IRI, of its classes and properties ``ontology#Wording``, of named queries and rules ``query/silences`` and ``rule/CLX102``."""
    found = {f"{kind}/{id_}" for kind, id_ in dataset.placed}
    found |= {f"{QUERY}/{name}" for name in dataset.queries}
    return frozenset(found | of_ontology(dataset.vocabulary))


def of_ontology(vocabulary: Vocabulary) -> frozenset[str]:
    """Those that belong to the ontology: classes, properties, facets, values, concepts, entries of lists; and the rules."""
    return frozenset(_of_ontology(vocabulary))


def _of_ontology(vocabulary: Vocabulary) -> Iterator[str]:
    subjects = {getattr(t.subject, "value", "") for t in (*vocabulary.quads, *vocabulary.words)}
    for iri in subjects:
        if iri.startswith(CLX):
            yield ONTOLOGY + iri.removeprefix(CLX)
        elif iri.startswith(vocabulary.base) and "#" not in iri:
            yield iri.removeprefix(vocabulary.base)
    yield from (f"{RULE}/{code}" for code in vocabulary.rules)


def iri(name: str, vocabulary: Vocabulary) -> str:
    """The IRI of a name; empty for queries and rules, which have none."""
    if name.startswith(ONTOLOGY):
        return CLX + name.removeprefix(ONTOLOGY)
    return "" if name.partition("/")[0] in (QUERY, RULE) else vocabulary.base + name
