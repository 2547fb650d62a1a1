"""Checks that need a record as it was written, because the graph no longer shows it. Each yields faults for one placed record.

What can be said of the graph is said in SHACL (:mod:`carbonlex.checks.shapes`).
"""

from collections.abc import Iterator
from functools import partial

from carbonlex.faults import Fault, Proposals
from carbonlex.reading.known import Known
from carbonlex.reading.reader import Placed
from carbonlex.records.fields import AnyRef, Ref
from carbonlex.records.forms import NUMBER
from carbonlex.records.model import Finding, Statement, Worded
from carbonlex.records.references import references as targets


def check(placed: Placed, known: Known) -> Iterator[Fault]:
    """All of them."""
    proposals = Proposals()
    for one in (references, statements, readings, query, unread, reused):
        yield from one(placed, known, proposals)


def fault(placed: Placed, known: Known, code: str, path: str, message: str, value: str = "", hint: str = "") -> Fault:
    """A fault at a path of a record, with severity and default hint from the rule book."""
    rule = known.vocabulary.rules[code]
    line, column = placed.place(path)
    focus = known.vocabulary.iri(placed.record.kind, placed.record.id)
    return Fault(placed.file, line, column, code, rule.severity, message, focus, path, value, hint or rule.hint)


def references(placed: Placed, known: Known, proposals: Proposals) -> Iterator[Fault]:
    """Every reference leads to a record, and to one only where no order of kinds decides (CLX201)."""
    for path, marker, target in targets(placed.record):
        found = known.kinds_of(target, marker.kinds)
        if not found:
            message = f"there is no {marker.kind if isinstance(marker, Ref) else 'record'} {target}"
            hint = _instead(known, marker.kinds, target) or proposals.nearest(target, partial(known.ids, marker.kinds))
            yield fault(placed, known, "CLX201", path, message, target, hint)
        elif len(found) > 1 and isinstance(marker, AnyRef) and marker.single:
            hint = "give one of them another id"
            yield fault(placed, known, "CLX201", path, f"{target} may be a {' or a '.join(found)}", target, hint)


def _instead(known: Known, kinds: tuple[str, ...], target: str) -> str:
    """Since when a name is given up, and what is named instead of it; empty where it is not."""
    found = (known.deprecated.entries.get(f"{kind}/{target}") for kind in kinds)
    entry = next(filter(None, found), None)
    if entry is None:
        return ""
    instead = ", ".join(name.partition("/")[2] for name in entry.replaced_by)
    return f"it is gone since {entry.since}" + (f": use {instead}" if instead else "")


def statements(placed: Placed, known: Known, proposals: Proposals) -> Iterator[Fault]:
    """A statement's property is in the catalogue, with a value of the list it names, or is a figure (CLX202, CLX102, CLX201)."""
    properties = known.vocabulary.catalog["properties"]
    for index, statement in enumerate(getattr(placed.record, "statements", ())):
        assert isinstance(statement, Statement)
        path, value = f"statements[{index}].value", statement.value
        if statement.property not in properties:
            if not (isinstance(value, str) and NUMBER.fullmatch(value)):
                name, at = statement.property, f"statements[{index}].property"
                yield fault(
                    placed, known, "CLX202", at, f"unknown property {name}", name, proposals.nearest(name, properties)
                )
            continue
        group, name = known.vocabulary.range_of(statement.property)
        if not group:
            continue
        if not isinstance(value, str):
            if not properties[statement.property].get("or-text"):
                yield fault(placed, known, "CLX103", path, f"{statement.property} takes an id, not text")
        elif group == "facet" and value not in (values := known.vocabulary.facets[name]):
            yield fault(
                placed, known, "CLX102", path, f"{value} is no value of {name}", value, proposals.nearest(value, values)
            )
        elif group == "record" and not known.kinds_of(value, (name,)):
            hint = proposals.nearest(value, partial(known.ids, (name,)))
            yield fault(placed, known, "CLX201", path, f"there is no {name} {value}", value, hint)


def readings(placed: Placed, known: Known, _: Proposals) -> Iterator[Fault]:
    """One reading per reader and facet (CLX110): in the graph two would be one."""
    if not isinstance(placed.record, Worded):
        return
    for facet, found in placed.record.readings.items():
        for index, reading in enumerate(found):
            if any(other.by == reading.by for other in found[:index]):
                reader = reading.by or "the project"
                path = f"readings.{facet}[{index}]"
                yield fault(placed, known, "CLX110", path, f"{reader} has a second reading on {facet}")


def query(placed: Placed, known: Known, proposals: Proposals) -> Iterator[Fault]:
    """The query that a finding names is on the shelf (CLX204): queries are files, and no part of the graph."""
    record = placed.record
    if isinstance(record, Finding) and known.queries and record.query not in known.queries:
        message = f"there is no query {record.query}"
        yield fault(
            placed,
            known,
            "CLX204",
            "query",
            message,
            record.query,
            proposals.nearest(record.query, sorted(known.queries)),
        )


def unread(placed: Placed, known: Known, _: Proposals) -> Iterator[Fault]:
    """A wording of a market or a unit has been read on every facet on which such wordings are compared (CLX902)."""
    record = placed.record
    if not isinstance(record, Worded):
        return
    catalog = known.vocabulary.catalog
    for thing in ("market", "unit"):
        facets = catalog[f"{thing}-facets"] if record.concept in catalog[f"{thing}-concepts"] else ()
        missing = [facet for facet in facets if not any(r.by is None for r in record.readings.get(facet, ()))]
        if missing:
            yield fault(placed, known, "CLX902", "readings", "nobody has read it on " + ", ".join(missing))


def reused(placed: Placed, known: Known, _: Proposals) -> Iterator[Fault]:
    """A name that was given up is not given to something else (CLX206)."""
    record = placed.record
    if entry := known.deprecated.entries.get(f"{record.kind}/{record.id}"):
        message = f"{record.kind}/{record.id} is a name that was given up with {entry.since}"
        yield fault(placed, known, "CLX206", "id", message, record.id)
