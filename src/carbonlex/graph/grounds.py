"""Why an individual belongs to a class: the statements of the data from which it follows, by steps that OWL 2 allows.

HermiT says that records contradict the ontology; it does not say how. Here each class of an individual is traced back to what was
stated: a type, an end of a relation, what a definition asks for, that it is the same as another. A clash is a pair of classes that
exclude each other.
Whatever is found is a proof. Not every proof is found: :mod:`carbonlex.graph.narrowing` is for the rest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from carbonlex.graph.axioms import NOTHING, SAME, TYPE, Axioms
from carbonlex.graph.layers import record_of
from carbonlex.vocabulary import CLX, OWL, RDFS

Proof = frozenset[ox.Triple]
NO_MORE = frozenset({CLX + "value"})  # a reading lists all its values


@dataclass(frozen=True)
class Clash:
    """An individual in two classes that exclude each other, or in one that nothing can belong to; with the statements from which
    each follows."""

    individual: Any
    classes: tuple[tuple[Any, Proof], ...]

    @property
    def statements(self) -> Proof:
        """All statements that it rests on."""
        return frozenset().union(*(proof for _, proof in self.classes))


class Grounds:
    """Traces memberships back to some triples.

    :param triples: all that is said of the records, not only what the reasoner gets.
    """

    def __init__(self, triples: Iterable[ox.Triple], axioms: Axioms) -> None:
        self.axioms = axioms
        self.out: dict[Any, dict[str, list[ox.Triple]]] = {}
        self.into: dict[Any, dict[str, list[ox.Triple]]] = {}
        for t in dict.fromkeys(triples):
            self.out.setdefault(t.subject, {}).setdefault(t.predicate.value, []).append(t)
            if t.predicate != TYPE and not isinstance(t.object, ox.Literal):
                self.into.setdefault(t.object, {}).setdefault(t.predicate.value, []).append(t)
        self._found: dict[tuple[Any, Any], Proof | None] = {}
        self._asked: set[tuple[Any, Any]] = set()

    def owner(self, node: Any) -> str:
        """The IRI of the record that a node is, or is a part of; empty where it is of none."""
        seen = set()
        while isinstance(node, ox.BlankNode) and node in self.into and node not in seen:
            seen.add(node)
            node = next(t.subject for found in self.into[node].values() for t in found)
        return record_of(node)

    def clashes(self) -> Iterator[Clash]:
        """The clash of each individual that has one: that with the fewest statements."""
        pairs = self.axioms.exclusions
        classes = dict.fromkeys([NOTHING, *(c for pair in pairs for c in pair)])
        for individual in sorted({*self.out, *self.into}, key=str):
            proofs = {c: proof for c in classes if (proof := self.of(individual, c)) is not None}
            found = [
                Clash(individual, ((a, proofs[a]), (b, proofs[b]))) for a, b in pairs if a in proofs and b in proofs
            ]
            if NOTHING in proofs:
                found.append(Clash(individual, ((NOTHING, proofs[NOTHING]),)))
            if found:
                yield min(found, key=lambda c: (len(c.statements), len(c.classes), [str(cls) for cls, _ in c.classes]))

    def of(self, individual: Any, cls: Any) -> Proof | None:
        """The statements from which it follows that an individual belongs to a class, as few as can be; nothing where it does not,
        or cannot be told."""
        key = (individual, cls)
        if key in self._found:
            return self._found[key]
        if key in self._asked:  # a definition that leads back to itself
            return None
        self._asked.add(key)
        proof = _least(p for c in self.axioms.below(cls) for p in self._directly(individual, c))
        self._asked.discard(key)
        self._found[key] = proof
        return proof

    def _directly(self, node: Any, cls: Any) -> Iterator[Proof]:
        """The proofs that use no subclass."""
        if cls in self.axioms.told(node):
            yield frozenset()
        for t in self.out.get(node, {}).get(TYPE.value, ()):
            if t.object == cls:
                yield frozenset({t})
        for end, said in (("domain", self.out), ("range", self.into)):
            for relation in self.axioms.subjects.get((RDFS + end, cls), ()):
                for t in self._related(said, node, relation):
                    yield frozenset({t})
        for same, other in (
            *((t, t.object) for t in self.out.get(node, {}).get(SAME, ())),
            *((t, t.subject) for t in self.into.get(node, {}).get(SAME, ())),
        ):
            if (proof := self.of(other, cls)) is not None:
                yield proof | {same}
        one = self.axioms.one
        if (parts := one(cls, OWL + "intersectionOf")) is not None:
            yield from self._all((node, c) for c in self.axioms.members(parts))
        if (parts := one(cls, OWL + "unionOf")) is not None:
            yield from (p for c in self.axioms.members(parts) if (p := self.of(node, c)) is not None)
        if (parts := one(cls, OWL + "oneOf")) is not None and node in set(self.axioms.members(parts)):
            yield frozenset()
        if (relation := one(cls, OWL + "onProperty")) is not None:
            yield from self._restricted(node, cls, relation)

    def _restricted(self, node: Any, cls: Any, relation: Any) -> Iterator[Proof]:
        said = list(self._related(self.out, node, relation))
        one = self.axioms.one
        if (value := one(cls, OWL + "hasValue")) is not None:
            yield from (frozenset({t}) for t in said if t.object == value)
        if (filler := one(cls, OWL + "someValuesFrom")) is not None:
            yield from (p | {t} for t in said if (p := self.of(t.object, filler)) is not None)
        if (filler := one(cls, OWL + "allValuesFrom")) is not None and relation.value in NO_MORE and said:
            for proof in self._all((t.object, filler) for t in said):
                yield proof | frozenset(said)

    def _all(self, asked: Iterable[tuple[Any, Any]]) -> Iterator[Proof]:
        proofs = [self.of(node, cls) for node, cls in asked]
        if all(p is not None for p in proofs):
            yield frozenset().union(*(p for p in proofs if p is not None))

    def _related(self, said: dict[Any, dict[str, list[ox.Triple]]], node: Any, relation: Any) -> Iterator[ox.Triple]:
        """What is said of a node by a relation or one below it, in one direction."""
        by = said.get(node, {})
        for property in self.axioms.subproperties(relation) if by else ():
            yield from by.get(property, ())


def _least(proofs: Iterable[Proof]) -> Proof | None:
    """The shortest proof; of these, what was said to be so rather than what follows from a relation."""
    return min(proofs, key=lambda p: (len(p), sum(t.predicate != TYPE for t in p), sorted(map(str, p))), default=None)
