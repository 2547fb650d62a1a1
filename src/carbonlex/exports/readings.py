"""What each reader takes each wording to say on each facet, row by row."""

from collections.abc import Mapping
from functools import cache

from carbonlex.compare.matrix import UNREAD
from carbonlex.exports.table import Row, Table
from carbonlex.graph.jsonld import reading_part
from carbonlex.reading.dataset import Dataset
from carbonlex.records.fields import english
from carbonlex.records.model import Reading, Silence, Worded

COMPARED = (
    "concept",
    "concept_label",
    "jurisdiction",
    "jurisdiction_label",
    "facet",
    "facet_label",
    "value",
    "value_label",
    "basis",
    "wording",
    "reader",
    "source",
    "pinpoint",
    "reader_pinpoint",
    "quote",
    "quote_language",
    "reading",
    "silence",
    "status",
)


class Readings:
    """The rows of the readings of a data set, each made once."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.label = cache(self._label)
        self.read = cache(self._read)

    def all(self) -> Table:
        """All readings of all wordings, also of those that nobody enacted, and on all facets."""
        found = []
        for wording in self.dataset.wordings():
            for facet in wording.readings:
                found += [row for row in self.read(wording.id, facet) if row[COMPARED.index("reading")]]
        return Table(COMPARED, tuple(found))

    def where(self, record: Worded | Silence) -> dict[str, str]:
        """Concept and legal order of a record, with their labels."""
        labels = {"concept_label": self.label("concept", record.concept)}
        labels |= {"jurisdiction_label": self.label("jurisdiction", record.jurisdiction)}
        return {"concept": record.concept, "jurisdiction": record.jurisdiction, **labels}

    def _read(self, id_: str, facet: str) -> tuple[Row, ...]:
        """What a wording says on a facet, by each reader; that the project has not read it is a row too."""
        wording = self.dataset.wording(id_)
        assert wording is not None
        row = dict.fromkeys(COMPARED, "") | self.where(wording)
        row |= {"facet": facet, "facet_label": self.label("facet", facet), "wording": id_}
        row |= {"source": wording.source, "pinpoint": wording.pinpoint}
        rows = [tuple((row | {"basis": UNREAD}).values())] if wording.reading(facet) is None else []
        for reading in wording.readings.get(facet, ()):
            for value in reading.values or ("",):
                rows.append(tuple((row | self._reading(wording, facet, reading, value)).values()))
        return tuple(rows)

    def _reading(self, wording: Worded, facet: str, reading: Reading, value: str) -> dict[str, str]:
        own = wording.language
        quote = reading.quote or {}
        language, words = (own, quote[own]) if own in quote else next(iter(quote.items()), ("", ""))
        return {
            "value": value,
            "value_label": self.label("value", f"{facet}/{value}") if value else "",
            "basis": reading.basis,
            "reader": reading.by or "",
            "reader_pinpoint": reading.pinpoint or "",
            "quote": words,
            "quote_language": language,
            "reading": self.dataset.vocabulary.base + reading_part(wording, facet, reading),
        }

    def _label(self, kind: str, id_: str) -> str:
        """The English name, or what comes first where there is none."""
        name: Mapping[str, str] = getattr(self.dataset.get(kind, id_), "name", {})
        return english(name) or self.dataset.vocabulary.label(self.dataset.vocabulary.iri(kind, id_))
