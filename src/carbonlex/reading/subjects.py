"""What the statements of a file may not be, whatever they say: each subject is a record or a part of a record of the same file.

Shapes examine records of a class and what these lead to. So a file must not be able to say something of anything else: of the
ontology, of published records, of things that have no address or no kind, or that no record leads to.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from carbonlex.faults import nearest
from carbonlex.patterns import late
from carbonlex.reading.names import local, name
from carbonlex.reading.tree import MAX_ITEMS, TreeError
from carbonlex.records.forms import RESERVED, SLUG
from carbonlex.records.model import KINDS
from carbonlex.vocabulary import CLX, OWL, PREFIXES, RDF, RDFS, SKOS, Vocabulary

# Faults of statements that data may not make at all: nothing else is made of these.
REFUSED = ("CLX009", "CLX010", "CLX014", "CLX015", "CLX103")
SCHEMES = ("https:", "http:", "urn:", "mailto:", "doi:")
MOST_OF_A_RECORD = 10_000  # triples; blank nodes count as one
TYPE = RDF + "type"
LITERAL_FORM = PREFIXES["skosxl"] + "literalForm"
# Characters that have no place in an IRI, since they hide or turn what is beside them (RFC 3987, 4.1).
_HIDDEN = late(
    "[\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\U000e0000-\U000e0fff]"
)
Wrong = tuple[str, str, str]  # code, message, value


class Subjects:
    """What a file describes.

    :param statements: the triples of the file, each with its line.
    :param classes: the project's classes of records and of their parts, by IRI, with the context's names for them.
    :raises TreeError: where a subject has more values of one property than a record may have (CLX005).
    """

    def __init__(
        self, statements: Sequence[tuple[ox.Triple, int]], classes: Mapping[str, str], vocabulary: Vocabulary
    ) -> None:
        self.vocabulary = vocabulary
        self.classes = classes
        self.statements = statements
        self.typed: dict[str, set[str]] = {}
        self.forms: dict[str, list[Any]] = {}
        counted: Counter[tuple[str, str]] = Counter()
        whole: Counter[str] = Counter()
        for triple, line in statements:
            subject, predicate = name(triple.subject), triple.predicate.value
            counted[subject, predicate] += 1
            if counted[subject, predicate] > MAX_ITEMS:
                raise TreeError("CLX005", f"{subject} has more than {MAX_ITEMS} values of {local(predicate)}", line, 1)
            record = "" if isinstance(triple.subject, ox.BlankNode) else subject.partition("#")[0]
            whole[record] += 1
            if whole[record] > MOST_OF_A_RECORD:
                message = f"more than {MOST_OF_A_RECORD:,} statements about {record or 'blank nodes'}"
                raise TreeError("CLX005", message, line, 1)
            if predicate == TYPE:
                self.typed.setdefault(subject, set()).add(name(triple.object))
            elif predicate == LITERAL_FORM:
                self.forms.setdefault(subject, []).append(triple.object)
        self._judged: dict[str, tuple[Wrong, ...]] = {}

    def wrong(self, triple: ox.Triple) -> Iterator[Wrong]:
        """What is wrong with a statement; what is wrong with its subject comes with each of them."""
        subject, predicate, value = name(triple.subject), triple.predicate.value, name(triple.object)
        if OWL + "imports" in (subject, predicate, value):
            yield "CLX009", f"the file imports {value}", value
            return
        nodes = [node for node in (triple.subject, triple.predicate, triple.object) if isinstance(node, ox.NamedNode)]
        if any(node.value.startswith(PREFIXES["sh"]) for node in nodes):
            yield "CLX010", "the file states a shape", predicate
            return
        if isinstance(triple.object, ox.Triple):
            yield "CLX103", "a statement about a statement is no record", ""
        for node in nodes:
            if not node.value.lower().startswith(SCHEMES):
                yield "CLX014", f"{node.value} is of a scheme that is not used here", node.value
            elif not node.value.isascii() and _HIDDEN.search(node.value):
                yield "CLX014", f"{node.value!a} has a character that cannot be seen", node.value
        if self._of_ontology(triple):
            yield "CLX015", f"{subject} belongs to the ontology, which data do not change", subject
            return
        if subject not in self._judged:
            self._judged[subject] = tuple(self._judge(subject))
        yield from self._judged[subject]

    @cached_property
    def records(self) -> tuple[str, ...]:
        """The IRIs of the records, in the order of the file."""
        kinds = {subject: {self.classes.get(c, "") for c in classes} for subject, classes in self.typed.items()}
        return tuple(
            subject
            for subject, keys in kinds.items()
            if not subject.startswith("_:") and "#" not in subject and any(key.endswith("-record") for key in keys)
        )

    def _of_ontology(self, triple: ox.Triple) -> bool:
        subject, predicate = name(triple.subject), triple.predicate.value
        base = self.vocabulary.base
        if subject.startswith((CLX, base + "value/", base + "facet/", base + "list/")):
            return True
        if subject not in self.vocabulary.named:
            return False
        # A record of a concept says what sources say of it, and nothing else.
        return not subject.startswith(base + "concept/") or not (
            predicate in (CLX + "statement", CLX + "note")
            or (predicate == TYPE and name(triple.object) == SKOS + "Concept")
        )

    def _judge(self, subject: str) -> Iterator[Wrong]:
        classes = self.typed.get(subject, set())
        called = {self.classes[c] for c in classes if c in self.classes}
        if not called:
            what = ", ".join(sorted(local(c) for c in classes))
            message = f"{subject} is none of the kinds of record" + (f": {what}" if what else ": it has no type")
            yield "CLX107", message, what
            return
        for strange in sorted(classes - self._known):
            yield "CLX107", f"{strange} is no class of the ontology", strange
        records = {key.removesuffix("-record") for key in called if key.endswith("-record")}
        if records:
            yield from self._record(subject, records, called)
        elif called == {"label-part"} and subject.startswith(self.vocabulary.base + "label/"):
            yield from self._label(subject)
        elif subject not in (self._inferred if called == {"inference"} else self._reached):
            yield "CLX107", f"{subject} is a part of a record that this file does not hold", subject

    def _record(self, subject: str, records: set[str], called: set[str]) -> Iterator[Wrong]:
        base = self.vocabulary.base
        kind, _, id_ = subject.removeprefix(base).partition("/")
        if not subject.startswith(base) or kind not in KINDS:
            yield "CLX105", f"{subject} is no address of a record, which begins with {base} and the kind", subject
        elif not SLUG.fullmatch(id_) or not 2 <= len(id_) <= 80:
            yield "CLX105", f"{id_!r} is no id: lower-case letters, digits and single hyphens, 2 to 80 characters", id_
        elif RESERVED.fullmatch(id_):
            yield "CLX111", f"{id_} is a name that some file systems keep for devices", id_
        elif called != {f"{kind}-record"}:
            others = ", ".join(sorted(records - {kind}) or sorted(called - {f"{kind}-record"}))
            yield "CLX107", f"the address says {kind}, the type says {others}", others
        elif kind == "concept" and id_ not in (known := self.vocabulary.list("concept")):
            hint = nearest(id_, known)
            yield "CLX102", f"{id_} is no concept of the ontology" + (f": {hint}" if hint else ""), id_

    def _label(self, subject: str) -> Iterator[Wrong]:
        """A written form has the address that follows from its words, so that no file says other words of it."""
        for form in self.forms.get(subject, [None]):
            words, tag = (form.value, form.language or "") if isinstance(form, ox.Literal) else ("", "")
            if subject.removeprefix(self.vocabulary.base).lower() != label(tag, words).lower():
                yield "CLX105", f"the address of a written form follows from its words: {label(tag, words)}", subject

    @cached_property
    def _known(self) -> frozenset[str]:
        """Classes that a thing may have: those of the ontology, and those above them in other vocabularies."""
        above = {name(t.object) for t in self.vocabulary.quads if t.predicate.value == RDFS + "subClassOf"}
        return frozenset({*self.vocabulary.named, *above, *self.classes, OWL + "NamedIndividual", OWL + "Thing"})

    @cached_property
    def _reached(self) -> frozenset[str]:
        """The parts that the records of the file lead to: what is examined with them."""
        parts: dict[str, list[str]] = {}
        for triple, _ in self.statements:
            value = name(triple.object)
            if isinstance(triple.object, ox.BlankNode) or "#" in value:
                parts.setdefault(name(triple.subject), []).append(value)
        found: set[str] = set()
        for record in self.records:
            agenda = [record]
            while agenda:
                new = [p for p in parts.get(agenda.pop(), ()) if p.startswith(("_:", record + "#")) and p not in found]
                found.update(new)
                agenda += new
        return frozenset(found)

    @cached_property
    def _inferred(self) -> frozenset[str]:
        records = set(self.records)
        return frozenset(s for s in self.typed if s.partition("#")[0] in records and "#inferred-" in s)


def label(tag: str, form: str) -> str:
    """The relative IRI of a written form that has no record of its own."""
    return f"label/{tag}-{hashlib.sha256(form.encode()).hexdigest()[:12]}"
