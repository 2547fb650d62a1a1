"""What follows: HermiT (OWL 2 DL) through owlready2, and RDFS sub-property alignment (RDF Semantics 1.1, rule rdfs7).

The reasoner gets the ontology, the types and relations of records, and, where a class asks for "only", each reading's
closure: a reading lists all values that its reader found, so it is told that there are no others. Without this
"allowances only" could never follow (OWL does not take the absence of a statement for its denial). Each conclusion is kept
with the readings or statements that it rests on.
"""

import contextlib
import io
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex.errors import CarbonlexError, ReasonerMissing
from carbonlex.graph import store as graph_store
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import CLX, OWL, RDF, RDFS, Vocabulary

TYPE = ox.NamedNode(RDF + "type")
JAVA_MEMORY = 200  # MiB of heap for each HermiT
BATCH = 20
PROV_DERIVED = ox.NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")


@dataclass(frozen=True)
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
    clash: str = ""


def java() -> str | None:
    """The Java runtime's command, if there is one."""
    return shutil.which("java")


class _Axioms:
    """The ontology's triples, indexed, to see which parts of the data a class looks at."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.objects: dict[tuple[Any, str], list[Any]] = {}
        self.vocabulary = vocabulary
        for t in vocabulary.quads:
            self.objects.setdefault((t.subject, t.predicate.value), []).append(t.object)

    @cached_property
    def defined(self) -> frozenset[str]:
        """Named classes of the ontology that have a definition."""
        return frozenset(
            s.value for (s, p) in self.objects if p == OWL + "equivalentClass" and isinstance(s, ox.NamedNode)
        )

    @cached_property
    def closed(self) -> frozenset[str]:
        """What classes mention that say "only" (owl:allValuesFrom)."""
        return frozenset().union(*(m for c in self.defined if OWL + "allValuesFrom" in (m := self.mentioned(c))))

    def mentioned(self, cls: str) -> frozenset[str]:
        """IRIs and literals that a class's definition mentions, through the classes that it is built of."""
        found: set[str] = set()
        agenda: list[Any] = [ox.NamedNode(cls)]
        seen = set()
        while agenda:
            node = agenda.pop()
            if node in seen:
                continue
            seen.add(node)
            for (_, predicate), objects in self._of(node):
                if predicate in (
                    OWL + "equivalentClass",
                    OWL + "intersectionOf",
                    OWL + "unionOf",
                    OWL + "someValuesFrom",
                    OWL + "allValuesFrom",
                    RDF + "first",
                    RDF + "rest",
                    OWL + "oneOf",
                ):
                    agenda += objects
                elif predicate == OWL + "hasValue" or predicate == OWL + "onProperty":
                    found |= {o.value for o in objects}
                if predicate == OWL + "allValuesFrom":
                    found.add(predicate)
        return frozenset(found)

    @cached_property
    def _by_subject(self) -> dict[Any, list[tuple[tuple[Any, str], list[Any]]]]:
        index: dict[Any, list[tuple[tuple[Any, str], list[Any]]]] = {}
        for key, objects in self.objects.items():
            index.setdefault(key[0], []).append((key, objects))
        return index

    def _of(self, node: Any) -> list[tuple[tuple[Any, str], list[Any]]]:
        return self._by_subject.get(node, [])


def reason(dataset: Dataset) -> Inference:
    """Classify the data set's wordings, schemes and assets.

    Wordings stand in no relation to each other that a class speaks of, so they are classified in batches, one process each:
    HermiT's time grows faster than the number of individuals. Everything else goes together.

    :raises ReasonerMissing: when there is no Java runtime.
    :raises CarbonlexError: when HermiT fails for another reason than an inconsistency.
    """
    if java() is None:
        raise ReasonerMissing(
            "reasoning was not run: there is no Java runtime (install one, for example default-jre-headless)"
        )
    vocabulary = dataset.vocabulary
    axioms = _Axioms(vocabulary)
    facts = _facts(dataset, axioms)
    # Words play no part in reasoning; without them HermiT's input is a third of the size.
    tbox = [
        t for t in vocabulary.quads if not isinstance(t.object, ox.Literal) or t.predicate.value == OWL + "hasValue"
    ]
    batches = [
        graph_store.ntriples([*tbox, *batch, *_closures(batch, axioms.closed)]) for batch in _batches(facts, dataset)
    ]
    classes = sorted(axioms.defined)
    with ProcessPoolExecutor(os.cpu_count(), mp_context=multiprocessing.get_context("spawn")) as pool:
        answers = list(pool.map(_classify, batches, [classes] * len(batches), [vocabulary.base] * len(batches)))
    result = Inference(
        consistent=all(a.consistent for a in answers), ran=True, clash=next((a.clash for a in answers if a.clash), "")
    )
    result.unsatisfiable = sorted({c for a in answers for c in a.unsatisfiable})
    support = _Support(facts, axioms)
    for cls, individual in sorted({pair for a in answers for pair in a.members}):
        result.conclusions.append(Conclusion(individual, cls, support.of(individual, cls)))
    return result


@dataclass
class _Answer:
    """What one run of HermiT says."""

    consistent: bool = True
    clash: str = ""
    unsatisfiable: list[str] = field(default_factory=list)
    members: list[tuple[str, str]] = field(default_factory=list)


def _classify(content: bytes, classes: list[str], base: str) -> _Answer:
    """Run HermiT over one set of axioms and facts (in a process of its own)."""
    import owlready2
    import owlready2.reasoning

    owlready2.reasoning.JAVA_MEMORY = JAVA_MEMORY
    world = owlready2.World()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.nt"
        path.write_bytes(content)
        world.get_ontology(path.as_uri()).load()
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError:
            return _Answer(consistent=False, clash="the records contradict the ontology")
        except owlready2.OwlReadyJavaError as error:
            raise CarbonlexError(f"the reasoner failed: {str(error).splitlines()[0]}") from None
        answer = _Answer(unsatisfiable=[c.iri for c in world.inconsistent_classes() if c is not owlready2.Nothing])
        for cls in classes:
            if (owl_class := world[cls]) is not None:
                answer.members += [(cls, i.iri) for i in owl_class.instances(world=world) if i.iri.startswith(base)]
    world.close()
    return answer


def _batches(facts: list[ox.Triple], dataset: Dataset) -> Iterator[list[ox.Triple]]:
    """The facts of the wordings, BATCH wordings at a time, and then those of all other records."""
    number = {dataset.vocabulary.iri(w.kind, w.id): i // BATCH for i, w in enumerate(dataset.wordings())}
    batches: dict[int, list[ox.Triple]] = {}
    for t in facts:
        record = t.subject.value.partition("#")[0]  # type: ignore[union-attr]
        batches.setdefault(number.get(record, -1), []).append(t)
    for _, batch in sorted(batches.items()):
        yield batch


def _facts(dataset: Dataset, axioms: _Axioms) -> list[ox.Triple]:
    """The records' types and relations, as far as a class of the ontology speaks of them: what no definition mentions cannot
    change a membership, and HermiT's time grows fast with the number of individuals."""
    mentioned = frozenset().union(*(axioms.mentioned(c) for c in axioms.defined))
    relations = {m for m in mentioned if m.startswith(CLX)} | {RDF + "type"}
    facets = {dataset.vocabulary.iri("facet", f) for f in dataset.vocabulary.facets}
    properties = set(dataset.vocabulary.catalog["properties"])
    triples = list(graph_store.triples((p.record for p in dataset.placed.values()), graph_store.mapper(dataset)))
    dropped = {
        t.subject
        for t in triples
        if (t.predicate.value == CLX + "facet" and t.object.value in facets - mentioned)  # type: ignore[union-attr]
        or (t.predicate.value == CLX + "property" and t.object.value in properties - mentioned)  # type: ignore[union-attr]
        or t.predicate.value == CLX + "readBy"
    }
    return [
        t for t in triples if t.predicate.value in relations and t.subject not in dropped and t.object not in dropped
    ]


def _closures(facts: list[ox.Triple], closed: frozenset[str]) -> Iterator[ox.Triple]:
    """That a reading has no other values, for the facets on which some class asks for "only"."""
    asked = {t.subject for t in facts if t.predicate.value == CLX + "facet" and t.object.value in closed}  # type: ignore[union-attr]
    values: dict[Any, list[Any]] = {}
    for t in facts:
        if t.predicate.value == CLX + "value" and t.subject in asked:
            values.setdefault(t.subject, []).append(t.object)
    for number, (reading, found) in enumerate(sorted(values.items(), key=lambda kv: str(kv[0]))):
        only, choice = ox.BlankNode(f"only{number}"), ox.BlankNode(f"choice{number}")
        yield ox.Triple(reading, TYPE, only)
        yield ox.Triple(only, TYPE, ox.NamedNode(OWL + "Restriction"))
        yield ox.Triple(only, ox.NamedNode(OWL + "onProperty"), ox.NamedNode(CLX + "value"))
        yield ox.Triple(only, ox.NamedNode(OWL + "allValuesFrom"), choice)
        yield ox.Triple(choice, TYPE, ox.NamedNode(OWL + "Class"))
        cells = [ox.BlankNode(f"cell{number}x{i}") for i in range(len(found))]
        yield ox.Triple(choice, ox.NamedNode(OWL + "oneOf"), cells[0])
        for i, value in enumerate(sorted(found, key=str)):
            rest: Any = cells[i + 1] if i + 1 < len(cells) else ox.NamedNode(RDF + "nil")
            yield ox.Triple(cells[i], ox.NamedNode(RDF + "first"), value)
            yield ox.Triple(cells[i], ox.NamedNode(RDF + "rest"), rest)


class _Support:
    """Which parts of a record a conclusion rests on: those that its class's definition looks at."""

    PARTS = frozenset({CLX + "ownReading", CLX + "statement", CLX + "acceptance"})

    def __init__(self, facts: list[ox.Triple], axioms: _Axioms) -> None:
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
