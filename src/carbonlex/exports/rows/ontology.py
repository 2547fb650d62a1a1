"""What the ontology lists: concepts, facets and their values, with their words."""

from carbonlex.compare import matrix as comparison
from carbonlex.exports.rows.cells import Made
from carbonlex.reading.dataset import Dataset


def concepts(dataset: Dataset) -> Made:
    """Comparative concepts."""
    for id_ in dataset.vocabulary.list("concept"):
        yield None, {"concept": id_} | _named(dataset, "concept", id_)


def concept_facets(dataset: Dataset) -> Made:
    """The rows of each concept's comparison."""
    for concept in dataset.vocabulary.list("concept"):
        for place, facet in enumerate(comparison.facets_of(dataset, concept), 1):
            yield None, {"concept": concept, "facet": facet, "place": place}


def facets(dataset: Dataset) -> Made:
    """Facets."""
    for place, id_ in enumerate(dataset.vocabulary.facets, 1):
        yield None, {"facet": id_, "place": place} | _named(dataset, "facet", id_)


def values(dataset: Dataset) -> Made:
    """The values of facets."""
    for facet, found in dataset.vocabulary.facets.items():
        for place, id_ in enumerate(found, 1):
            yield None, {"facet": facet, "value": id_, "place": place} | _named(dataset, "value", f"{facet}/{id_}")


def labels(dataset: Dataset) -> Made:
    """Labels and scope notes in all languages."""
    vocabulary = dataset.vocabulary
    named = [("concept", id_) for id_ in vocabulary.list("concept")] + [("facet", id_) for id_ in vocabulary.facets]
    named += [("value", f"{facet}/{id_}") for facet, found in vocabulary.facets.items() for id_ in found]
    for kind, id_ in named:
        iri = vocabulary.iri(kind, id_)
        notes = vocabulary.texts.get((iri, "note"), {})
        for language, label in sorted(vocabulary.texts.get((iri, "label"), {}).items()):
            yield (
                None,
                {"iri": iri, "kind": kind, "language": language, "label": label, "note": notes.get(language)},
            )


def _named(dataset: Dataset, kind: str, id_: str) -> dict[str, str]:
    iri = dataset.vocabulary.iri(kind, id_)
    return {"label": dataset.vocabulary.label(iri), "note": dataset.vocabulary.note(iri), "iri": iri}
