"""Wordings with their texts and readings, searches that found none, and the matrix that sums them up."""

from carbonlex.compare import matrix as comparison
from carbonlex.exports.readings import Readings
from carbonlex.exports.rows.cells import Made, Row, of, period, whose
from carbonlex.reading.dataset import Dataset
from carbonlex.records.fields import english
from carbonlex.records.model import Definition, Silence


def wordings(dataset: Dataset) -> Made:
    """Wordings."""
    for w in dataset.wordings():
        told: Row = {"concept": w.concept, "jurisdiction": w.jurisdiction, "source": w.source, "pinpoint": w.pinpoint}
        told |= {"language": w.language, "term_as_written": w.term.get(w.language) or next(iter(w.term.values()))}
        told |= {"standing": w.evidence.standing, "corroborated": w.evidence.corroborated, "withheld": w.withheld}
        if isinstance(w, Definition):
            told |= {"force": w.force, "replaces": w.replaces} | period(w.valid)
        yield of(w, wording=w.id, kind=w.kind, **told)


def texts(dataset: Dataset) -> Made:
    """The texts of wordings; those that may not be quoted have no original."""
    for w in dataset.wordings():
        for language, text in w.text.items():
            for role, words in text.words():
                yield whose(w), {"wording": w.id, "language": language, "role": role, "text": words}


def wording_terms(dataset: Dataset) -> Made:
    """How the terms of wordings are written."""
    for w in dataset.wordings():
        for language, form in w.term.items():
            told: Row = {"wording": w.id, "language": language, "role": w.role(language), "form": form}
            yield whose(w), told | {"term": dataset.form_of(language, form)}


def readings(dataset: Dataset) -> Made:
    """What each reader takes each wording to say."""
    table = Readings(dataset).all()
    wording = table.columns.index("wording")
    for row in table.rows:
        record = dataset.wording(row[wording])
        yield whose(record) if record else None, dict(zip(table.columns, row, strict=True))


def matrix(dataset: Dataset) -> Made:
    """What the enacted wordings of a concept together say in each legal order."""
    enacted: dict[str, set[str]] = {}
    for w in dataset.all(Definition):
        enacted.setdefault(w.concept, set()).add(w.jurisdiction)
    for concept in sorted(enacted):
        found = comparison.by_jurisdiction(dataset, concept, sorted(enacted[concept]))
        for column in found.columns:
            for facet in found.facets:
                cell = found.cells[facet, column.id]
                told: Row = {"state": cell.state, "said": " ".join(sorted(s.value for s in cell.said))}
                told |= {"concept": concept, "jurisdiction": column.id, "facet": facet}
                for wording in column.wordings[:1]:
                    yield whose(wording), told | {"wordings": len(column.wordings)}


def silences(dataset: Dataset) -> Made:
    """Searches that found no definition."""
    for s in dataset.all(Silence):
        told: Row = {
            "jurisdiction": s.jurisdiction,
            "concept": s.concept,
            "status": s.status,
            "date": s.date,
            "by": s.by,
        }
        told |= {"searched": english(s.searched), "looked_in": english(s.where or {}), "source": s.source}
        yield of(s, silence=s.id, **told)


def silence_nearest(dataset: Dataset) -> Made:
    """The wordings that come nearest."""
    for s in dataset.all(Silence):
        yield from ((whose(s), {"silence": s.id, "wording": id_}) for id_ in dict.fromkeys(s.nearest))
