"""What contradicts the ontology, in words and with its places (CLX704)."""

from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from carbonlex.checks.examination import BATCH, Examination
from carbonlex.errors import CarbonlexError
from carbonlex.faults import Fault
from carbonlex.graph import deadline, narrowing
from carbonlex.graph.axioms import NOTHING, TYPE, Axioms
from carbonlex.graph.facts import facts
from carbonlex.graph.grounds import Clash, Grounds, Proof
from carbonlex.graph.reasoning import Inference
from carbonlex.reading.rdf import local, name
from carbonlex.vocabulary import CLX, OWL

CODE = "CLX704"
SHOWN = 5  # records that a sentence names


def told(examination: Examination, axioms: Axioms) -> Iterator[list[ox.Triple]]:
    """What the reasoner may look at, batch after batch of the new records."""
    records = sorted(examination.sources)
    for begin in range(0, len(records), BATCH):
        yield examination.layers.entailing(records[begin : begin + BATCH], axioms.relations)


def faults(examination: Examination, axioms: Axioms, inference: Inference, seconds: float | None) -> list[Fault]:
    """A fault for each clash of records that contradict the ontology, and for each class that nothing can belong to.

    :param seconds: how long may be spent on what cannot be traced.
    """
    found = _unsatisfiable(examination, inference.unsatisfiable)
    return found if inference.consistent else [*found, *_clashes(examination, axioms, seconds)]


def _unsatisfiable(examination: Examination, classes: Iterable[str]) -> list[Fault]:
    """No record is at fault, so there is no place."""
    rule = examination.vocabulary.rules[CODE]
    return [
        Fault("", 0, 0, CODE, rule.severity, f"nothing can belong to the class “{label}”", cls, hint=rule.hint)
        for cls in classes
        for label in [examination.vocabulary.label(cls)]
    ]


def _clashes(examination: Examination, axioms: Axioms, seconds: float | None) -> list[Fault]:
    found: dict[Any, tuple[Clash, Grounds]] = {}
    groups: dict[str, list[ox.Triple]] = {}
    for triples in told(examination, axioms):
        grounds = Grounds(triples, axioms)
        for clash in grounds.clashes():
            found.setdefault(clash.individual, (clash, grounds))
        for fact in facts(triples, axioms):
            groups.setdefault(grounds.owner(fact.subject), []).append(fact)
    words = _Words(examination)
    own = [
        (clash, grounds)
        for clash, grounds in found.values()
        if any(grounds.owner(t.subject) in examination.sources for t in clash.statements)
    ]
    if found:
        # Where no new record takes part, the published ones contradict each other: that is said rather than nothing.
        return [words.fault(clash, grounds) for clash, grounds in own or found.values()]
    return [_untraced(examination, axioms, groups, seconds)]


def _untraced(
    examination: Examination, axioms: Axioms, groups: dict[str, list[ox.Triple]], seconds: float | None
) -> Fault:
    """The records that contradict the ontology together, and on what, as far as that can be found in time."""
    vocabulary, rule = examination.vocabulary, examination.vocabulary.rules[CODE]
    groups = {record: list(dict.fromkeys(found)) for record, found in groups.items()}
    try:
        records, axiom = deadline.within(seconds, narrowing.narrowed, vocabulary.folder, groups)
        subjects = [n for t in axiom for n in narrowing.named(t, axioms)]
        on = ", ".join(dict.fromkeys(f"“{vocabulary.label(n.value)}”" for n in subjects))
        why = f"what the ontology says of {on} leaves no room for it" if on else "no single axiom could be named"
    except CarbonlexError as error:
        records, why = sorted(examination.sources), f"which of them does, and on what, was not found: {error}"
    named = [record.removeprefix(vocabulary.base) for record in records]
    many = ", ".join(named[:SHOWN]) + (f" and {len(named) - SHOWN} more" if len(named) > SHOWN else "")
    message = f"{many or 'the ontology'} {'contradict' if len(named) > 1 else 'contradicts'} the ontology: {why}"
    focus = next((r for r in records if r in examination.sources), "")
    document = examination.document(focus) if focus else None
    file, line, column = "", 0, 0
    if document is not None:
        file = document.file
        line, column = document.placed.place("id") if document.placed else document.graphed.place(focus)  # type: ignore[union-attr]
    return Fault(file, line, column, CODE, rule.severity, message, focus, hint=rule.hint)


class _Words:
    """Clashes as people read them."""

    def __init__(self, examination: Examination) -> None:
        self.examination = examination
        self.vocabulary = examination.vocabulary
        self.types = {iri: id_ for id_, iri in self.vocabulary.asset_types.items()}

    def fault(self, clash: Clash, grounds: Grounds) -> Fault:
        """The fault, at the statement of a new record that it rests on."""
        rule = self.vocabulary.rules[CODE]
        mine = sorted(clash.statements, key=lambda t: self._rank(t, clash, grounds))
        focus = name(clash.individual)
        if not mine:
            return Fault("", 0, 0, CODE, rule.severity, self.sentence(clash, grounds), focus, hint=rule.hint)
        file, line, column, path, value = self._place(mine[0], grounds)
        return Fault(
            file, line, column, CODE, rule.severity, self.sentence(clash, grounds), focus, path, value, rule.hint
        )

    def _rank(self, triple: ox.Triple, clash: Clash, grounds: Grounds) -> tuple[object, ...]:
        """New before published; what leads astray before what says what something is; the later before the earlier."""
        owner = grounds.owner(triple.subject)
        last = triple in clash.classes[-1][1]
        return (
            owner not in self.examination.sources,
            self._part(triple),
            triple.predicate == TYPE,
            not last,
            str(triple),
        )

    def sentence(self, clash: Clash, grounds: Grounds) -> str:
        """What is two things at once, from what each follows, and that the ontology has nothing that is both."""
        about = self._short(clash.individual)
        beside = self._file(clash, grounds)
        said = [
            f"“{self.vocabulary.label(self._narrower(cls, proof).value)}” {self._because(proof, grounds, beside)}"
            for cls, proof in clash.classes
        ]
        if clash.classes[0][0] == NOTHING:
            return f"{about} is said to be what nothing can be {self._because(clash.classes[0][1], grounds, beside)}"
        return f"{about} is {said[0]}, and {said[1]}; the ontology says that nothing is both"

    def _narrower(self, cls: Any, proof: Proof) -> Any:
        """The class that was stated, where the other only follows from it."""
        stated = next(iter(proof)) if len(proof) == 1 else None
        return stated.object if stated is not None and stated.predicate == TYPE else cls

    def _file(self, clash: Clash, grounds: Grounds) -> str:
        """The file of the fault itself, which its statements need not name again."""
        mine = min(clash.statements, key=lambda t: self._rank(t, clash, grounds), default=None)
        return self._place(mine, grounds)[0] if mine is not None else ""

    def _because(self, proof: Proof, grounds: Grounds, beside: str) -> str:
        own = [t for t in proof if not (self._part(t) or self._kind(t))] or list(proof)
        told: dict[tuple[str, str], list[str]] = {}
        for triple in sorted(own, key=lambda t: self._order(t, grounds)):
            key, value, place = self._statement(triple, grounds, beside)
            told.setdefault((key, place), []).append(value)
        said = [f"{key}: {', '.join(dict.fromkeys(values))} ({place})" for (key, place), values in told.items()]
        return f"because {' and '.join(said)}" if said else "in the ontology itself"

    def _part(self, triple: ox.Triple) -> bool:
        """Whether a statement only leads from a record to a part of it."""
        if triple.predicate == TYPE or not isinstance(triple.subject, ox.NamedNode | ox.BlankNode):
            return False
        end = triple.object
        return isinstance(end, ox.BlankNode) or (
            isinstance(end, ox.NamedNode) and end.value.startswith(name(triple.subject) + "#")
        )

    def _kind(self, triple: ox.Triple) -> bool:
        """Whether a statement only says of what kind a record, or a part of one, is."""
        return triple.predicate == TYPE and name(triple.object) in self.examination.places.keys.classes

    def _order(self, triple: ox.Triple, grounds: Grounds) -> tuple[object, ...]:
        file, line, column, path, _ = self._place(triple, grounds)
        mine = grounds.owner(triple.subject) in self.examination.sources
        return not mine, file, line, not path.endswith(".property"), column, str(triple)

    def _statement(self, triple: ox.Triple, grounds: Grounds, beside: str) -> tuple[str, str, str]:
        """A statement as it was written: key, value, and where: its line, and its file where that is another."""
        file, line, _, path, value = self._place(triple, grounds)
        if triple.predicate.value in (CLX + "property", CLX + "statedResource"):
            path = path.rpartition(".")[0] or path  # property and value are one statement to a reader
        if not file:
            return path, value, self._short(triple.subject)
        return path, value, f"line {line}" if file == beside else f"{file}:{line}"

    def _place(self, triple: ox.Triple, grounds: Grounds) -> tuple[str, int, int, str, str]:
        """File, line and column of a statement, with key and value as they were written."""
        owner = grounds.owner(triple.subject)
        document = self.examination.document(owner)
        kind = triple.predicate == TYPE
        if document is not None and document.graphed is not None:
            line, column = document.graphed.place(name(triple.subject), triple.predicate.value, name(triple.object))
            key = "type" if kind else local(triple.predicate.value).removeprefix(OWL)
            return document.file, line, column, key, self._short(triple.object)
        value = self.types.get(name(triple.object), "") if kind else ""
        value = value or self._short(triple.object).rpartition("/")[2]
        if document is None or document.placed is None:
            return "", 0, 0, local(triple.predicate.value) if not kind else "kind", value
        path = self.examination.places.path(
            document.placed, name(triple.subject), triple.predicate.value, triple.object
        )
        if kind and "#" not in name(triple.subject):
            path = "type" if name(triple.object) in self.types else "kind"
            value = value if path == "type" else document.placed.record.kind
        line, column = document.placed.place(path)
        return document.file, line, column, path, value

    def _short(self, node: Any) -> str:
        """A name as people know it: a record by kind and id, a class or a value by its label."""
        text = name(node)
        if text.startswith(self.vocabulary.base):
            return text.removeprefix(self.vocabulary.base)
        if isinstance(node, ox.NamedNode) and not text.startswith(OWL):
            return local(text)
        return text.removeprefix(OWL)
