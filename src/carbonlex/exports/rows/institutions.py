"""Legal orders, schemes, units, bodies and the links between schemes."""

from carbonlex.exports.rows.cells import Made, Row, of, period, relations, whose
from carbonlex.reading.dataset import Dataset
from carbonlex.records.fields import english
from carbonlex.records.model import Asset, Body, Jurisdiction, Link, Scheme


def jurisdictions(dataset: Dataset) -> Made:
    """Legal orders."""
    for j in dataset.all(Jurisdiction):
        yield of(j, jurisdiction=j.id, name=english(j.name), level=j.level, part_of=j.part_of, code=j.code)


def schemes(dataset: Dataset) -> Made:
    """Schemes."""
    for s in dataset.all(Scheme):
        yield of(s, scheme=s.id, name=english(s.name), jurisdiction=s.jurisdiction)


def units(dataset: Dataset) -> Made:
    """Kinds of unit."""
    for a in dataset.all(Asset):
        told: Row = {"code": a.code, "type": a.type, "unit_of_account": a.unit_of_account}
        yield of(a, unit=a.id, name=english(a.name), **told)


def unit_schemes(dataset: Dataset) -> Made:
    """Under which schemes units are issued."""
    for a in dataset.all(Asset):
        yield from ((whose(a), {"unit": a.id, "scheme": id_}) for id_ in dict.fromkeys(a.issued_under))


def unit_wordings(dataset: Dataset) -> Made:
    """Which wordings define units."""
    for a in dataset.all(Asset):
        yield from ((whose(a), {"unit": a.id, "wording": id_}) for id_ in dict.fromkeys(a.defined_by))


def unit_relations(dataset: Dataset) -> Made:
    """What units become."""
    for a in dataset.all(Asset):
        related = {"convertible-to": a.convertible_to, "succeeded-by": a.succeeded_by}
        yield from relations(a, "unit", **related)


def acceptances(dataset: Dataset) -> Made:
    """In which schemes units are accepted."""
    for a in dataset.all(Asset):
        for number, x in enumerate(a.accepted_for, 1):
            told: Row = {"scheme": x.scheme, "share": x.share, "conditions": english(x.conditions or {})}
            told |= {"source": x.source, "pinpoint": x.pinpoint} | period(x.valid)
            yield whose(a), {"unit": a.id, "number": number, "iri": f"#acceptance-{number}"} | told


def bodies(dataset: Dataset) -> Made:
    """Bodies."""
    for b in dataset.all(Body):
        yield of(b, body=b.id, name=english(b.name), type=b.type, code=b.code, jurisdiction=b.jurisdiction)


def links(dataset: Dataset) -> Made:
    """Links between schemes."""
    for x in dataset.all(Link):
        told: Row = {"signed": x.signed, "in_force": x.in_force, "ended": x.ended}
        yield of(x, link=x.id, type=x.type, name=english(x.name or {}), **told)


def link_parties(dataset: Dataset) -> Made:
    """What links join."""
    for x in dataset.all(Link):
        parties = [f"scheme/{id_}" for id_ in x.schemes] + [f"jurisdiction/{id_}" for id_ in x.members]
        yield from ((whose(x), {"link": x.id, "record": party}) for party in dict.fromkeys(parties))
