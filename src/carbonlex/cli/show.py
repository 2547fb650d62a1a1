"""``carbonlex show``."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from carbonlex.cli import session

if TYPE_CHECKING:
    from carbonlex.reading.dataset import Dataset
    from carbonlex.records.model import Reading, Worded

ROLES = {"original": "original", "official": "official translation", "gloss": "the project's translation"}
HEAD = ("kind", "id")  # what the line above a record says
SIGNS = {"explicit": "= ", "implied": "~ ", "silent": "silent"}
Line = tuple[int, str]
"""How far a line is set in, and what it says."""


@click.command(epilog="Example: carbonlex show vn-lep2020-domestic-carbon-market")
@click.argument("id", metavar="ID")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def show(ctx: click.Context, id: str, form: str) -> None:
    """Read one record: its id, kind/id, or IRI."""
    from carbonlex.errors import UnknownName
    from carbonlex.graph import store as graph_store
    from carbonlex.records.authored import authored
    from carbonlex.records.model import Worded

    dataset = session.dataset(ctx)
    records = dataset.find(id)
    if not records:
        raise UnknownName("record", id, dataset.names())
    if form == "json":
        mapping = graph_store.mapper(dataset)
        nodes = [mapping.node(r) for r in records]
        click.echo(json.dumps(nodes if len(nodes) > 1 else nodes[0], ensure_ascii=False, indent=2))
        return
    for record in records:
        click.echo(click.style(f"{record.kind}/{record.id}", bold=True))
        if isinstance(record, Worded):
            session.lines(_wording(dataset, record))
        else:
            session.lines(_tree(authored(record, lambda _: HEAD), 1))


def _wording(dataset: "Dataset", wording: "Worded") -> Iterator[Line]:
    """A wording as a page shows it: term, place, text in each language, readings, notes."""
    from carbonlex.records.fields import english

    label, iri = dataset.vocabulary.label, dataset.vocabulary.iri
    source = dataset.get("source", wording.source)
    yield 2, " / ".join(wording.term.values())
    yield 2, f"{english(getattr(source, 'title', {})) or wording.source}, {wording.pinpoint}"
    valid = getattr(wording, "valid", None)
    period = [
        f"from {valid.from_}" if valid and valid.from_ else "",
        f"to {valid.to}" if valid and valid.to else "",
    ]
    status = getattr(wording, "force", None) or wording.kind
    concept = label(iri("concept", wording.concept))
    told = [concept, wording.jurisdiction, status, " ".join(filter(None, period)), wording.evidence.standing]
    yield 2, " · ".join(filter(None, told))
    for tag, words in wording.text.items():
        for role, text in words.words():
            yield from ((0, ""), (2, f"{tag}, {ROLES[role]}"), (4, text))
    yield 0, ""
    for facet, readings in wording.readings.items():
        for reading in readings:
            values = ", ".join(label(iri("value", f"{facet}/{v}")) for v in reading.values)
            by = f" (by {reading.by})" if reading.by else ""
            yield 2, f"{label(iri('facet', facet))}: {SIGNS[reading.basis]}{values}{by}"
            yield from ((6, line) for line in _grounds(reading))
    for text in (wording.notes or {}).values():
        yield from ((0, ""), (2, text))


def _grounds(reading: "Reading") -> list[str]:
    """The words that a reading quotes, and its reason."""
    return [*(f"“{q}”" for q in (reading.quote or {}).values()), *(reading.note or {}).values()]


def _tree(node: Mapping[str, Any], depth: int) -> Iterator[Line]:
    """Keys and values, one a line; the notes last."""
    for key, value in sorted(node.items(), key=lambda item: item[0] == "notes"):
        if isinstance(value, Mapping):
            yield 2 * depth, f"{key}:"
            yield from _tree(value, depth + 1)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield 2 * depth, f"{key}:"
            for number, part in enumerate(value, 1):
                yield 2 * depth + 2, f"{number}."
                yield from _tree(part, depth + 2)
        else:
            yield 2 * depth, f"{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
