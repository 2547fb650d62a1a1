"""A SHACL validation report (SHACL 3.6) in Turtle, with the rule's code and the place in the file as properties of our own.

``sh:conforms`` is what the command says by its exit status: a report may conform and hold warnings.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex import places
from carbonlex.faults import Fault
from carbonlex.reports.json import escaped
from carbonlex.reports.outcome import Outcome, reasoning
from carbonlex.vocabulary import CLX, PREFIXES, RDF

SH = PREFIXES["sh"]
SEVERITIES = {"error": "Violation", "warning": "Warning", "info": "Info"}
NOWHERE = ox.BlankNode("nowhere")
USED = {name: PREFIXES[name] for name in ("clx", "rdf", "sh", "xsd")}


def write(outcome: Outcome) -> str:
    """The report: its results in the order of the faults."""
    report = ox.BlankNode("report")
    triples = [
        ox.Triple(report, _name(RDF + "type"), _name(SH + "ValidationReport")),
        ox.Triple(report, _name(SH + "conforms"), ox.Literal(outcome.conforms)),
    ]
    if said := reasoning(outcome):
        triples += [
            ox.Triple(report, _name(CLX + "reasoning"), ox.Literal(said[0])),
            ox.Triple(report, _name(CLX + "reasoningNote"), ox.Literal(said[1], language="en")),
        ]
    properties = _Properties(places.ontology())
    results = [(ox.BlankNode(f"result{number}"), fault) for number, fault in enumerate(outcome.faults, 1)]
    triples += [ox.Triple(report, _name(SH + "result"), result) for result, _ in results]
    for result, fault in results:
        triples += [ox.Triple(result, _name(p), value) for p, value in _result(fault, outcome, properties)]
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=USED) or b""
    return escaped(written.decode("utf-8").rstrip("\n"))


def _result(fault: Fault, outcome: Outcome, properties: "_Properties") -> Iterator[tuple[str, Any]]:
    yield RDF + "type", _name(SH + "ValidationResult")
    # What could not be read has no node: the file's name, a literal, stands in for it.
    yield SH + "focusNode", _iri(fault.focus) or (ox.Literal(fault.file) if fault.file else NOWHERE)
    path = properties.of(fault)
    if path:
        yield SH + "resultPath", _name(path)
    if fault.value:
        own = fault.value.startswith(outcome.home)
        yield SH + "value", (_iri(fault.value) if own else None) or ox.Literal(fault.value)
    yield SH + "resultSeverity", _name(SH + SEVERITIES[fault.severity])
    yield SH + "resultMessage", ox.Literal(fault.message, language="en")
    yield SH + "sourceConstraintComponent", _name(outcome.page(fault.code))
    yield CLX + "ruleCode", ox.Literal(fault.code)
    if fault.file:
        yield CLX + "file", ox.Literal(fault.file)
        if fault.line:
            yield CLX + "line", ox.Literal(fault.line)
        if fault.column:
            yield CLX + "column", ox.Literal(fault.column)
    if fault.path:
        yield CLX + "keyPath", ox.Literal(fault.path)
    if fault.hint:
        yield CLX + "hint", ox.Literal(fault.hint)


def _name(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _iri(text: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(text) if ":" in text else None
    except ValueError:
        return None


class _Properties:
    """From a path of keys in a record to the property that its last key is, by the JSON-LD context."""

    def __init__(self, folder: Path) -> None:
        self.context: Mapping[str, Any] = json.loads((folder / "context.jsonld").read_text("utf-8"))["@context"]

    def of(self, fault: Fault) -> str:
        """The property's IRI; empty where the path ends at none. A key may mean something else in records of one kind, or in a
        part of a record."""
        keys = re.sub(r"\[\d+\]", "", fault.path).split(".")
        kind = fault.focus.removeprefix(self.context["@base"]).partition("/")[0]
        scopes = [self._scope(f"{kind}-record")]
        if len(keys) > 1:
            scopes.append(self._scope(keys[0].removesuffix("s") + "-part"))
        if keys[0] == "readings":
            del keys[1:2]  # the facet
        for key in reversed(keys):
            for scope in [*reversed(scopes), self.context]:
                entry = scope.get(key)
                iri = entry.get("@id", f"clx:{key}") if isinstance(entry, dict) else entry
                prefix, _, name = str(iri or "").partition(":")
                if prefix in PREFIXES and key != prefix:
                    return PREFIXES[prefix] + name
        return ""

    def _scope(self, name: str) -> Mapping[str, Any]:
        entry = self.context.get(name)
        scope: Mapping[str, Any] = entry.get("@context", {}) if isinstance(entry, dict) else {}
        return scope
