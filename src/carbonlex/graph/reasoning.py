"""What follows: HermiT (OWL 2 DL) through owlready2, and RDFS sub-property alignment (RDF Semantics 1.1, rule rdfs7).

The reasoner gets the ontology, the types and relations of records, and, where a class asks for "only", each reading's
closure: a reading lists all values that its reader found, so it is told that there are no others. Without this
"allowances only" could never follow (OWL does not take the absence of a statement for its denial). Each conclusion is kept
with the readings or statements that it rests on.
"""

import contextlib
import dataclasses
import hashlib
import importlib.metadata
import io
import json
import multiprocessing
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex.errors import CarbonlexError, ReasonerMissing
from carbonlex.graph import cache
from carbonlex.graph import store as graph_store
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import CLX, OWL, RDF, RDFS, Vocabulary

TYPE = ox.NamedNode(RDF + "type")
JAVA_MEMORY = 200  # MiB of heap for each HermiT
BATCH = 40  # stand-ins to a batch, at most about
ANSWERS = 64  # of HermiT that are kept
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


def reason(dataset: Dataset, parallel: bool = True) -> Inference:
    """Classify the data set's wordings, schemes and assets.

    Wordings stand in no relation to each other that a class speaks of. So those that are read alike, on the facets that classes
    ask for, belong to the same classes: one stand-in for each kind of reading goes to the reasoner, in batches, one process
    each (HermiT's time grows faster than the number of individuals). Everything else goes together. What HermiT answered is
    kept in the cache by its input.

    :param parallel: as many processes at once as there are processors; otherwise one after the other, in this one.
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
    alike = _Alike(facts, dataset)
    # Words play no part in reasoning; without them HermiT's input is a third of the size.
    tbox = [
        t for t in vocabulary.quads if not isinstance(t.object, ox.Literal) or t.predicate.value == OWL + "hasValue"
    ]
    batches = [graph_store.ntriples([*tbox, *batch, *_closures(batch, axioms.closed)]) for batch in alike.batches()]
    answers = _answers(batches, sorted(axioms.defined), vocabulary.base, parallel)
    result = Inference(
        consistent=all(a.consistent for a in answers), ran=True, clash=next((a.clash for a in answers if a.clash), "")
    )
    result.unsatisfiable = sorted({c for a in answers for c in a.unsatisfiable})
    support = _Support(facts, axioms)
    found = {(cls, record) for a in answers for cls, individual in a.members for record in alike.stood_for(individual)}
    for cls, record in sorted(found):
        result.conclusions.append(Conclusion(record, cls, support.of(record, cls)))
    return result


def _answers(batches: list[bytes], classes: list[str], base: str, parallel: bool) -> "list[_Answer]":
    """HermiT's answers, from the cache where the same was asked before."""
    version = importlib.metadata.version("owlready2")
    names = [hashlib.sha256("\n".join([version, base, *classes, ""]).encode() + b).hexdigest() for b in batches]
    kept = {n: answer for n in names if (content := cache.read(f"{n}.json")) and (answer := _Answer.parsed(content))}
    asked = [(n, b) for n, b in zip(names, batches, strict=True) if n not in kept]
    ask = partial(_classify, classes=classes, base=base)
    with contextlib.ExitStack() as stack:
        run: Any = map
        if asked and parallel:
            spawn = multiprocessing.get_context("spawn")
            run = stack.enter_context(ProcessPoolExecutor(os.cpu_count(), mp_context=spawn)).map
        for (name, _), answer in zip(asked, run(ask, [b for _, b in asked]), strict=True):
            kept[name] = answer
            cache.write(f"{name}.json", json.dumps(dataclasses.asdict(answer)).encode(), ANSWERS)
    return [kept[n] for n in names]


@dataclass
class _Answer:
    """What one run of HermiT says."""

    consistent: bool = True
    clash: str = ""
    unsatisfiable: list[str] = field(default_factory=list)
    members: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def parsed(cls, content: bytes) -> "_Answer | None":
        """An answer from the cache; nothing where the file is damaged."""
        try:
            answer = cls(**json.loads(content))
            answer.members = [(c, i) for c, i in answer.members]
        except (ValueError, TypeError):
            return None
        return answer


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


class _Alike:
    """Which wordings are read alike, and a stand-in for each kind of reading. A stand-in is called by a digest of what is said
    of it, so that neither names nor other wordings change what the reasoner is asked."""

    def __init__(self, facts: list[ox.Triple], dataset: Dataset) -> None:
        self.base = dataset.vocabulary.iri("alike", "")
        wordings = {dataset.vocabulary.iri(w.kind, w.id) for w in dataset.wordings()}
        said: dict[str, dict[str, list[tuple[str, str, Any]]]] = {}
        self.others: list[ox.Triple] = []
        for t in facts:
            subject: str = t.subject.value  # type: ignore[union-attr]
            record = subject.partition("#")[0]
            if record in wordings:
                part = (t.predicate.value, str(t.object), t.object)
                said.setdefault(record, {}).setdefault(subject, []).append(part)
            else:
                self.others.append(t)
        self.stand_ins: dict[str, list[ox.Triple]] = {}
        self.members: dict[str, list[str]] = {}
        for record, parts in said.items():
            name, triples = self._stand_in(record, parts)
            self.stand_ins.setdefault(name, triples)
            self.members.setdefault(name, []).append(record)

    def _stand_in(self, record: str, parts: dict[str, list[tuple[str, str, Any]]]) -> tuple[str, list[ox.Triple]]:
        readings = sorted((sorted(said, key=lambda p: p[:2]), iri) for iri, said in parts.items() if iri != record)
        own = sorted({(p, o) for p, o, term in parts.get(record, ()) if o.strip("<>") not in parts})
        led = sorted({p for p, o, _ in parts.get(record, ()) if o.strip("<>") in parts})
        content = repr((own, led, [[p[:2] for p in said] for said, _ in readings]))
        name = self.base + hashlib.sha256(content.encode()).hexdigest()[:16]
        renamed = {iri: ox.NamedNode(f"{name}#{i}") for i, (_, iri) in enumerate(readings)} | {
            record: ox.NamedNode(name)
        }
        triples = [
            ox.Triple(renamed[iri], ox.NamedNode(p), renamed.get(o.strip("<>"), term))
            for iri, said in parts.items()
            for p, o, term in said
        ]
        return name, triples

    def batches(self) -> Iterator[list[ox.Triple]]:
        """What the reasoner is asked: the other records, then the stand-ins by their digests, so that a new
        kind of reading changes one batch only. Each batch holds the whole ontology, so an empty one has nothing to add."""
        if self.others or not self.stand_ins:
            yield self.others
        groups: dict[int, list[ox.Triple]] = {}
        number = next(2**n for n in range(32) if len(self.stand_ins) <= BATCH * 2**n)
        for name, triples in sorted(self.stand_ins.items()):
            groups.setdefault(int(name.removeprefix(self.base), 16) % number, []).extend(triples)
        yield from (groups[key] for key in sorted(groups))

    def stood_for(self, individual: str) -> list[str]:
        """The records that an individual of the reasoner's stands for: the wordings read alike, or the record itself."""
        return self.members.get(individual, [] if individual.startswith(self.base) else [individual])


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
    readings = {t.subject for t in triples if t.predicate == TYPE and t.object.value == CLX + "Reading"}  # type: ignore[union-attr]
    kept = [
        t
        for t in triples
        if t.predicate.value in relations
        and t.subject not in dropped
        and t.object not in dropped
        and (t.predicate.value != CLX + "facet" or t.subject in readings)
    ]
    # Of which nothing is said but one kind of record, and to which nothing leads, can neither be classified nor contradict.
    types = Counter(t.subject for t in kept if t.predicate == TYPE)
    said = {n for t in kept if t.predicate != TYPE for n in (t.subject, t.object)}
    return [t for t in kept if t.subject in said or types[t.subject] > 1]


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
