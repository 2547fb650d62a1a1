"""What follows: HermiT (OWL 2 DL), and RDFS sub-property alignment (RDF Semantics 1.1, rule rdfs7).

The reasoner gets the ontology, the types and relations of records, and, where a class asks for "only", each reading's
closure: a reading lists all values that its reader found, so it is told that there are no others. Without this
"allowances only" could never follow (OWL does not take the absence of a statement for its denial). Each conclusion is kept
with the readings or statements that it rests on.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from carbonlex.graph import hermit
from carbonlex.graph import store as graph_store
from carbonlex.graph.alike import Alike
from carbonlex.graph.axioms import TYPE, Axioms
from carbonlex.graph.facts import closures, facts
from carbonlex.reading.dataset import Dataset, Name
from carbonlex.vocabulary import CLX, RDFS, Vocabulary

PROV_DERIVED = ox.NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")


@dataclass(frozen=True, order=True)
class Conclusion:
    """That a record belongs to a class, with the parts of the data that it rests on."""

    subject: str
    cls: str
    rests_on: tuple[str, ...]


@dataclass
class Inference:
    """The reasoner's result."""

    consistent: bool
    ran: bool
    conclusions: list[Conclusion] = field(default_factory=list)
    unsatisfiable: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing contradicts, and every class can have members."""
        return self.consistent and not self.unsatisfiable


def reason(dataset: Dataset, wordings: Collection[Name] | None = None) -> Inference:
    """Classify the data set's wordings, schemes and assets; or only some of its wordings, which need nothing else
    (``ontology/decisions/batches.md``).

    :raises ReasonerMissing: when there is no Java runtime.
    :raises CarbonlexError: when HermiT fails for another reason than an inconsistency.
    """
    axioms = Axioms(dataset.vocabulary)
    records = [dataset.placed[name].record for name in (dataset.placed if wordings is None else sorted(wordings))]
    return conclude(facts(graph_store.triples(records, graph_store.mapper(dataset)), axioms), axioms)


def conclude(told: list[ox.Triple], axioms: Axioms, seconds: float | None = None) -> Inference:
    """What follows from facts (:func:`carbonlex.graph.facts.facts`).

    Wordings that are read alike have one stand-in, and stand-ins go to the reasoner in batches; everything else goes together.

    :param seconds: how long the reasoner may take.
    :raises ReasonerMissing, TooLate, CarbonlexError: as :func:`carbonlex.graph.hermit.answers` does.
    """
    alike = Alike(told, axioms)
    batches = [graph_store.ntriples([*axioms.tbox, *b, *closures(b, axioms.closed)]) for b in alike.batches()]
    answers = hermit.answers(batches, sorted(axioms.defined), axioms.vocabulary.base, seconds)
    result = Inference(consistent=all(a.consistent for a in answers), ran=True)
    result.unsatisfiable = sorted({c for a in answers for c in a.unsatisfiable})
    support = Support(told, axioms)
    found = {(cls, record) for a in answers for cls, individual in a.members for record in alike.stood_for(individual)}
    for cls, record in sorted(found):
        result.conclusions.append(Conclusion(record, cls, support.of(record, cls)))
    return result


class Support:
    """Which parts of a record a conclusion rests on: those that its class's definition looks at."""

    PARTS = frozenset({CLX + "ownReading", CLX + "statement", CLX + "acceptance"})

    def __init__(self, facts: list[ox.Triple], axioms: Axioms) -> None:
        self.axioms = axioms
        self.parts: dict[str, list[tuple[str, str]]] = {}
        self.values: dict[str, set[str]] = {}
        for t in facts:
            if t.predicate.value in self.PARTS:
                self.parts.setdefault(t.subject.value, []).append((t.predicate.value, t.object.value))  # type: ignore[union-attr]
            if isinstance(t.subject, ox.NamedNode) and "#" in t.subject.value:
                self.values.setdefault(t.subject.value, set()).add(t.object.value)  # type: ignore[union-attr]

    def of(self, subject: str, cls: str) -> tuple[str, ...]:
        mentioned = self.axioms.mentioned(cls)
        named = {m for m in mentioned if not m.startswith(CLX)}
        found = [
            part
            for relation, part in self.parts.get(subject, ())
            if relation in mentioned and (not named & self._pegs(relation) or named & self.values.get(part, set()))
        ]
        return tuple(sorted(found))

    def _pegs(self, relation: str) -> set[str]:
        """What a part of this kind may be picked by: facets for readings, property names for statements, nothing for acceptances."""
        vocabulary = self.axioms.vocabulary
        if relation == CLX + "ownReading":
            return {vocabulary.iri("facet", f) for f in vocabulary.facets}
        if relation == CLX + "statement":
            return set(vocabulary.catalog["properties"])
        return set()


def aligned(vocabulary: Vocabulary, quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """What the alignments say of the data in well-known vocabularies (rule rdfs7 for properties outside our namespace)."""
    above: dict[str, list[ox.NamedNode]] = {}
    for t in vocabulary.quads:
        if (
            t.predicate.value == RDFS + "subPropertyOf"
            and isinstance(t.object, ox.NamedNode)
            and not t.object.value.startswith(CLX)
        ):
            above.setdefault(t.subject.value, []).append(t.object)  # type: ignore[union-attr]
    for quad in quads:
        for predicate in above.get(quad.predicate.value, ()):
            yield ox.Triple(quad.subject, predicate, quad.object)


def inferred(vocabulary: Vocabulary, inference: Inference) -> Iterator[ox.Triple]:
    """The conclusions as RDF: the type, and a node that says what it was derived from (PROV-O)."""
    for conclusion in inference.conclusions:
        subject, cls = ox.NamedNode(conclusion.subject), ox.NamedNode(conclusion.cls)
        yield ox.Triple(subject, TYPE, cls)
        name = conclusion.subject.removeprefix(vocabulary.base) + "#inferred-" + conclusion.cls.removeprefix(CLX)
        node = ox.NamedNode(vocabulary.base + name)
        yield ox.Triple(node, TYPE, ox.NamedNode(CLX + "Inference"))
        yield ox.Triple(node, ox.NamedNode(CLX + "concludedOf"), subject)
        yield ox.Triple(node, ox.NamedNode(CLX + "conclusion"), cls)
        for part in conclusion.rests_on:
            yield ox.Triple(node, PROV_DERIVED, ox.NamedNode(part))
