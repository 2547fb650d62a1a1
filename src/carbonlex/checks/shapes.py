"""The SHACL run: the shapes of ``ontology/shapes`` over the graph, and each result led back to its place.

The engine is pyshifty (Rust); the tests of the rules hold its results against pySHACL's, the reference.

A shape that found nothing to examine is itself reported (CLX901): a rule that checks nothing must not say that all is well.
"""

import dataclasses
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex.checks.records import fault
from carbonlex.errors import CarbonlexError
from carbonlex.faults import Fault
from carbonlex.graph import store as graph_store
from carbonlex.graph.store import ntriples
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Worded
from carbonlex.vocabulary import CLX, RDF, RDFS, Vocabulary

SH = "http://www.w3.org/ns/shacl#"
# Where a property stands in the authoring format, if not under its name in the context; the finer place first.
PLACES = {
    CLX + "validFrom": ("valid.from", "in-force.from", "valid", "in-force"),
    CLX + "validTo": ("valid.to", "in-force.to", "ended", "valid", "in-force"),
    CLX + "fromDay": ("valid", "in-force"),
    CLX + "toDay": ("valid", "in-force"),
    CLX + "statedValue": ("value",),
}


@cache
def shapes_graph(folder: Path) -> Any:
    """All shapes, parsed once."""
    import rdflib

    graph = rdflib.Graph()
    for path in sorted((folder / "shapes").glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


def check(dataset: Dataset, only: frozenset[tuple[str, str]] | None = None) -> list[Fault]:
    """Run the shapes.

    :param only: kinds and ids of the records to examine, with their parts; without it, the whole graph is.
    :returns: faults, each at the place in its file that it is about.
    """
    import rdflib

    shapes = shapes_graph(dataset.vocabulary.folder)
    triples = list(graph_store.triples((p.record for p in dataset.placed.values()), graph_store.mapper(dataset)))
    if only is not None:
        triples = _around(triples, {dataset.vocabulary.iri(*key) for key in only})
    triples += dataset.vocabulary.quads
    report = run(ntriples(triples), dataset.vocabulary.folder)
    places = _Places(dataset)
    results = report.objects(None, rdflib.URIRef(SH + "result"))
    if only is None:
        return sorted({places.fault(report, r, shapes) for r in results}) + _idle(triples, shapes, dataset.vocabulary)
    files = {dataset.placed[key].file for key in only}
    return sorted({f for r in results if (f := places.fault(report, r, shapes)).file in files})


def run(data: bytes, folder: Path) -> Any:
    """A validation report (SHACL 3.6) as an rdflib graph.

    :param data: the graph in Turtle or N-Triples, with the ontology's subclass relations.
    """
    _, report, _ = _engine(folder).validate(data, infer=False, on_unsupported="error")
    return report


@cache
def _engine(folder: Path) -> Any:
    import shifty

    content = "\n".join(p.read_text("utf-8") for p in sorted((folder / "shapes").glob("*.ttl")))
    try:
        return shifty.PreparedValidator(content.encode())
    except Exception as error:  # the engine's own error types are not public
        raise CarbonlexError(f"the shapes cannot be read: {error}") from None


def _around(triples: list[ox.Triple], records: set[str]) -> list[ox.Triple]:
    """The triples of some records, of those that they lead to or that lead to them, and of what these lead to; and what is said
    of the records beside them (another wording of the same source, another mapping of the same wording), without their types, so
    that no shape examines these: as far as a rule looks from one record to another."""
    leads: dict[str, set[str]] = {}
    led: dict[str, set[str]] = {}
    for t in triples:
        if isinstance(t.object, ox.NamedNode):
            here, there = _record(t.subject), _record(t.object)
            leads.setdefault(here, set()).add(there)
            led.setdefault(there, set()).add(here)
    ahead = set().union(*(leads.get(r, set()) for r in records))
    first = records.union(ahead, *(led.get(r, set()) for r in records))
    # Everything of one legal order leads to its jurisdiction, and of one concept to that: not followed back.
    beside = set().union(*(led.get(r, set()) for r in ahead if not _hub(r)))
    near = first.union(*(leads.get(r, set()) for r in first))
    return [
        t
        for t in triples
        if (record := _record(t.subject)) in near
        or (record in beside and record == t.subject.value and t.predicate.value != RDF + "type")  # type: ignore[union-attr]
    ]


def _hub(iri: str) -> bool:
    """Whether a great part of the graph leads there."""
    return iri.rsplit("/", 2)[-2] in ("jurisdiction", "concept", "facet") or "/value/" in iri or iri.startswith(CLX)


def _record(node: object) -> str:
    return node.value.partition("#")[0] if isinstance(node, ox.NamedNode) else ""


def _idle(triples: list[ox.Triple], shapes: Any, vocabulary: Vocabulary) -> list[Fault]:
    """Shapes with a target that nothing in the graph meets (SHACL 2.1.3, targets)."""
    import rdflib

    sh = rdflib.Namespace(SH)
    types = {
        t.object.value for t in triples if t.predicate.value == RDF + "type" and isinstance(t.object, ox.NamedNode)
    }
    above: dict[str, set[str]] = {}
    for t in triples:
        if t.predicate.value == RDFS + "subClassOf" and isinstance(t.object, ox.NamedNode):
            above.setdefault(t.subject.value, set()).add(t.object.value)  # type: ignore[union-attr]
    agenda = list(types)
    while agenda:
        new = above.get(agenda.pop(), set()) - types
        types |= new
        agenda += new
    used = types | {t.predicate.value for t in triples}
    targets = (sh.targetClass, sh.targetSubjectsOf, sh.targetObjectsOf)
    rule = vocabulary.rules["CLX901"]
    faults = []
    for shape in sorted({s for target in targets for s in shapes.subjects(target)}):
        met = any(str(o) in used for target in targets for o in shapes.objects(shape, target))
        if not met:
            name = str(shape).removeprefix(CLX)
            faults.append(
                Fault(
                    "",
                    0,
                    0,
                    "CLX901",
                    "info",
                    f"{name} examined nothing: the data hold no such record",
                    str(shape),
                    hint=rule.hint,
                )
            )
    return faults


class _Places:
    """From a SHACL result back to file, line and column."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        context = graph_store.mapper(dataset).context
        self.keys: dict[str, str] = {}
        for key, entry in context.items():
            iri = entry if isinstance(entry, str) else entry.get("@id", "clx:" + key) if isinstance(entry, dict) else ""
            self.keys.setdefault(str(iri).replace("clx:", CLX), key)

    def fault(self, report: Any, result: Any, shapes: Any) -> Fault:
        import rdflib

        sh = rdflib.Namespace(SH)
        focus = str(report.value(result, sh.focusNode) or "")
        value = report.value(result, sh.value)
        source = report.value(result, sh.sourceShape)
        code = self._code(source, shapes)
        messages = sorted(report.objects(result, sh.resultMessage), key=lambda m: (m.language != "en", m))
        message = str(next(iter(messages), self.dataset.vocabulary.rules[code].title))
        message += self._other(value) if str(value) != focus else ""
        placed, path = self._locate(focus, str(report.value(result, sh.resultPath) or ""), value)
        shown = "" if value is None else str(value)
        if placed is None:
            severity = self.dataset.vocabulary.rules[code].severity
            return Fault("", 0, 0, code, severity, message, focus, path, shown)
        return dataclasses.replace(fault(placed, self.dataset, code, path, message, shown), focus=focus)

    def _other(self, value: Any) -> str:
        """The place of the other record, where a result is about two: of a contradiction, both sides must be seen."""
        other, path = (
            self._locate(str(value), "", None) if str(value).startswith(self.dataset.vocabulary.base) else (None, "")
        )
        if other is None:
            return ""
        line, _ = other.place(path)
        return f" (the other: {other.file}:{line})"

    def _code(self, source: Any, shapes: Any) -> str:
        import rdflib

        node = source
        while node is not None:
            code = shapes.value(node, rdflib.URIRef(CLX + "ruleCode"))
            if code is not None:
                return str(code)
            node = next(iter(shapes.subjects(rdflib.URIRef(SH + "property"), node)), None)
        return "CLX104"

    def _locate(self, focus: str, predicate: str, value: Any) -> tuple[Any, str]:
        iri, _, part = focus.partition("#")
        kind, _, id_ = iri.removeprefix(self.dataset.vocabulary.base).partition("/")
        placed = self.dataset.placed.get((kind, id_))
        path = ""
        if placed is not None and part.startswith("reading-") and isinstance(placed.record, Worded):
            path = self._reading(placed, part.removeprefix("reading-"))
        elif part.startswith("statement-"):
            path = f"statements[{int(part.removeprefix('statement-')) - 1}]"
        elif part.startswith("acceptance-"):
            path = f"accepted-for[{int(part.removeprefix('acceptance-')) - 1}]"
        key = self.keys.get(predicate, predicate.removeprefix(CLX))  # the context names only what differs
        if placed is not None:
            key = next((k for k in PLACES.get(predicate, ()) if (f"{path}.{k}" if path else k) in placed.marks), key)
        language = getattr(value, "language", None) or ""
        if placed is not None and isinstance(placed.record, Worded) and key in ("original", "official", "gloss"):
            tag = next((t for t in placed.record.text if t.lower() == language.lower()), language)
            key = f"text.{tag}.{key}"
        if placed is not None and key:
            longer = f"{path}.{key}" if path else key
            # A text has a place for each of its languages, whose tags engines may write in lower case (BCP 47, 2.1.1).
            tagged = next((m for m in placed.marks if m.lower() == f"{longer}.{language}".lower()), longer)
            path = next((p for p in (tagged, longer) if p in placed.marks), path)
        return placed, path

    @staticmethod
    def _reading(placed: Any, name: str) -> str:
        for facet, readings in placed.record.readings.items():
            for index, reading in enumerate(readings):
                if name == facet + (f"-{reading.by}" if reading.by else ""):
                    indexed = f"readings.{facet}[{index}]"
                    return indexed if indexed in placed.marks else f"readings.{facet}"
        return "readings"
