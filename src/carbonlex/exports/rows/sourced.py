"""Sources, and what they say: statements, events, disagreements and findings."""

from collections.abc import Mapping

from carbonlex.exports.rows.cells import Made, Row, of, period, relations, whose
from carbonlex.reading.dataset import Dataset
from carbonlex.records.fields import english
from carbonlex.records.model import Disagreement, Event, Finding, Record, Source


def records(dataset: Dataset) -> Made:
    """All records."""
    for record in dataset.all(Record):
        yield of(record, record=f"{record.kind}/{record.id}", kind=record.kind, label=_called(record), id=record.id)


def sources(dataset: Dataset) -> Made:
    """Sources."""
    for s in dataset.all(Source):
        language, title = next(iter(s.title.items()))
        issuer = s.issuer if isinstance(s.issuer, str) else english(s.issuer or {})
        told: Row = {"title": title, "title_language": language, "title_en": s.title.get("en"), "type": s.type}
        told |= {"number": s.number, "issuer": issuer, "jurisdiction": s.jurisdiction, "adopted": s.adopted}
        yield of(s, source=s.id, **told, **period(s.in_force))


def source_identifiers(dataset: Dataset) -> Made:
    """The identifiers of sources."""
    for s in dataset.all(Source):
        for name, text in s.identifiers.items():
            yield whose(s), {"source": s.id, "identifier": name, "value": text}


def source_relations(dataset: Dataset) -> Made:
    """What sources amend and repeal."""
    for s in dataset.all(Source):
        yield from relations(s, "source", amends=s.amends, repeals=s.repeals)


def statements(dataset: Dataset) -> Made:
    """What sources say of records."""
    for record in dataset.all(Record):
        for number, s in enumerate(getattr(record, "statements", ()), 1):
            told: Row = {"record": f"{record.kind}/{record.id}", "number": number, "property": s.property}
            if isinstance(s.value, Mapping):
                language = "en" if "en" in s.value else next(iter(s.value), "")
                told |= {"value": s.value.get(language), "value_language": language}
            else:
                told |= {"value": s.value}
            told |= {"unit_of_value": s.unit, "as_of": s.as_of, "source": s.source, "pinpoint": s.pinpoint}
            told |= {"quote": next(iter((s.quote or {}).values()), ""), "note": english(s.note or {})}
            yield whose(record), told | period(s.valid) | {"iri": f"#statement-{number}"}


def events(dataset: Dataset) -> Made:
    """Events."""
    for e in dataset.all(Event):
        yield of(e, event=e.id, name=english(e.name), date=e.date, effect=english(e.effect or {}))


def event_records(dataset: Dataset) -> Made:
    """What events are about."""
    for e in dataset.all(Event):
        yield from ((whose(e), {"event": e.id, "record": about}) for about in _about(dataset, e))


def event_sources(dataset: Dataset) -> Made:
    """Who tells of events."""
    for e in dataset.all(Event):
        yield from ((whose(e), {"event": e.id, "source": id_}) for id_ in dict.fromkeys(e.sources))


def disagreements(dataset: Dataset) -> Made:
    """Questions on which sources differ."""
    for d in dataset.all(Disagreement):
        told: Row = {"type": d.type, "name": english(d.name), "resolution": english(d.resolution or {})}
        yield of(d, disagreement=d.id, **told)


def disagreement_records(dataset: Dataset) -> Made:
    """What disagreements are about."""
    for d in dataset.all(Disagreement):
        yield from ((whose(d), {"disagreement": d.id, "record": about}) for about in _about(dataset, d))


def findings(dataset: Dataset) -> Made:
    """Claims of the literature."""
    for f in dataset.all(Finding):
        told: Row = {"claim": english(f.claim), "source": f.source, "pinpoint": f.pinpoint, "query": f.query}
        told |= {"answer": f.answer, "reason": english(f.reason or {}), "as_of": f.as_of}
        yield of(f, finding=f.id, **told)


def _called(record: Record) -> str:
    """The English name of a record of any kind, else what comes first, else its id."""
    return english(record.called) or record.id


def _about(dataset: Dataset, record: Event | Disagreement) -> list[str]:
    """What a record is about, as kind/id; of a concept without a record of its own there is no row."""
    kinds = ("jurisdiction", "scheme", "asset", "source", "body", "link", "definition", "concept")
    named = ((dataset.kind_of(id_, kinds), id_) for id_ in record.about)
    return list(dict.fromkeys("/".join(name) for name in named if name in dataset.placed))
