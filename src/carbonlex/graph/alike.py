"""What the reasoner can be asked of apart: a stand-in for each kind of wordings that are read alike, and the other records in groups
that stand in no relation to each other (``ontology/decisions/batches.md``)."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from carbonlex.graph.axioms import TYPE, Axioms
from carbonlex.graph.facts import equated

BATCH = 300  # facts to a batch, at most about


class Alike:
    """Wordings stand in no relation to each other that a class speaks of. So those of which the same is said belong to the same
    classes, and one stand-in for all is enough. It is called by a digest of what is said, so that neither names nor other wordings
    change what the reasoner is asked."""

    def __init__(self, facts: list[ox.Triple], axioms: Axioms) -> None:
        vocabulary = axioms.vocabulary
        self.base = vocabulary.iri("alike", "")
        kinds = {ox.NamedNode(vocabulary.class_of(f"{kind}-record")) for kind in ("definition", "proposal")}
        owners = {t.object: t.subject for t in facts if isinstance(t.object, ox.BlankNode)}
        whole = {t.subject for t in facts if t.predicate == TYPE and t.object in kinds} - equated(facts)
        wordings = {n.value for n in whole if isinstance(n, ox.NamedNode) and "#" not in n.value}
        said: dict[str, dict[Any, list[ox.Triple]]] = {}
        others: list[ox.Triple] = []
        for t in facts:
            record = _record(t.subject, owners)
            if record in wordings:
                said.setdefault(record, {}).setdefault(t.subject, []).append(t)
            else:
                others.append(t)
        self.stand_ins: dict[str, list[ox.Triple]] = {}
        self.members: dict[str, list[str]] = {}
        for record, parts in said.items():
            name, triples = self._stand_in(ox.NamedNode(record), parts)
            self.stand_ins.setdefault(name, triples)
            self.members.setdefault(name, []).append(record)
        self.groups = list(_groups(others, owners, axioms))

    def _stand_in(self, record: ox.NamedNode, parts: dict[Any, list[ox.Triple]]) -> tuple[str, list[ox.Triple]]:
        def words(triples: Iterable[ox.Triple]) -> list[tuple[str, str]]:
            return sorted((t.predicate.value, str(t.object)) for t in triples)

        readings = sorted((words(said), str(node), node) for node, said in parts.items() if node != record)
        own = parts.get(record, [])
        stated = sorted(set(words(t for t in own if t.object not in parts)))
        led = sorted({t.predicate.value for t in own if t.object in parts})
        content = repr((stated, led, [said for said, _, _ in readings]))
        name = self.base + _digest(content)
        renamed: dict[Any, Any] = {node: ox.NamedNode(f"{name}#{i}") for i, (_, _, node) in enumerate(readings)}
        renamed[record] = ox.NamedNode(name)
        triples = [
            ox.Triple(renamed[node], t.predicate, renamed.get(t.object, t.object))
            for node, said in parts.items()
            for t in said
        ]
        return name, triples

    def batches(self) -> Iterator[list[ox.Triple]]:
        """What the reasoner is asked, each time with the whole ontology. A digest says to which batch something belongs, so that a
        change of it changes one batch or two."""
        named = {int(name.removeprefix(self.base), 16): triples for name, triples in self.stand_ins.items()}
        named |= {int(_digest(min(str(t.subject) for t in group)), 16): group for group in self.groups}
        whole = sum(map(len, named.values()))
        number = next(2**n for n in range(32) if whole <= BATCH * 2**n)
        batches: dict[int, list[ox.Triple]] = {}
        for key, triples in sorted(named.items()):
            batches.setdefault(key % number, []).extend(triples)
        yield from (batches[key] for key in sorted(batches)) if batches else [[]]

    def stood_for(self, individual: str) -> list[str]:
        """The records that an individual of the reasoner's stands for: the wordings read alike, or the record itself."""
        return self.members.get(individual, [] if individual.startswith(self.base) else [individual])


def _groups(triples: Iterable[ox.Triple], owners: dict[Any, Any], axioms: Axioms) -> Iterator[list[ox.Triple]]:
    """Facts of records, together where these are related, directly or by something of which the ontology says nothing."""
    leader: dict[str, str] = {}

    def lead(record: str) -> str:
        while (above := leader.setdefault(record, record)) != record:
            record = above
        return record

    own: dict[str, list[ox.Triple]] = {}
    for t in triples:
        record = _record(t.subject, owners)
        own.setdefault(record, []).append(t)
        if t.predicate != TYPE and not isinstance(t.object, ox.Literal) and not axioms.described(t.object):
            first, second = sorted((lead(record), lead(_record(t.object, owners))))
            leader[second] = first
    groups: dict[str, list[ox.Triple]] = {}
    for record, said in sorted(own.items()):
        groups.setdefault(lead(record), []).extend(said)
    yield from groups.values()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _record(node: Any, owners: dict[Any, Any]) -> str:
    """The IRI of the record that a node is a part of."""
    seen = set()
    while isinstance(node, ox.BlankNode) and node in owners and node not in seen:
        seen.add(node)
        node = owners[node]
    return str(node.value).partition("#")[0]
