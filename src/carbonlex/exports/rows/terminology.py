"""Mappings and terms."""

from carbonlex.exports.rows.cells import Made, Row, of, period, relations, whose
from carbonlex.reading.dataset import Dataset
from carbonlex.records.fields import english
from carbonlex.records.model import Term, TermMapping


def mappings(dataset: Dataset) -> Made:
    """How wordings, units and terms relate."""
    for m in dataset.all(TermMapping):
        ends = [f"{e.kind}/{e.id}" if (e := dataset.end(id_)) else id_ for id_ in (m.from_, m.to)]
        told: Row = {"relation": m.relation, "by": m.by, "date": m.date, "reason": english(m.reason)}
        told |= {"confidence": m.confidence, "contested": m.contested}
        yield of(m, mapping=m.id, from_record=ends[0], to_record=ends[1], **told)


def mapping_facets(dataset: Dataset) -> Made:
    """For which facets mappings hold."""
    for m in dataset.all(TermMapping):
        yield from ((whose(m), {"mapping": m.id, "facet": facet}) for facet in dict.fromkeys(m.facets))


def terms(dataset: Dataset) -> Made:
    """Written forms with a record of their own."""
    for t in dataset.all(Term):
        language, form = next(iter(t.form.items()))
        told: Row = {"part_of_speech": t.part_of_speech, "concept": t.concept, "jurisdiction": t.jurisdiction}
        yield of(t, term=t.id, language=language, form=form, **told, **period(t.valid))


def term_relations(dataset: Dataset) -> Made:
    """How terms relate."""
    for t in dataset.all(Term):
        yield from relations(t, "term", **t.related)


def translations(dataset: Dataset) -> Made:
    """How terms are translated."""
    for t in dataset.all(Term):
        for number, x in enumerate(t.translations, 1):
            for language, form in x.form.items():
                told: Row = {"status": x.status, "source": x.source, "pinpoint": x.pinpoint}
                yield whose(t), {"term": t.id, "number": number, "language": language, "form": form} | told
