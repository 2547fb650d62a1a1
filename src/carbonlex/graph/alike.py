"""Which wordings are read alike, with a stand-in for each kind of reading (``ontology/decisions/batches.md``)."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from carbonlex.graph.axioms import TYPE, Axioms
from carbonlex.graph.facts import equated

BATCH = 40  # stand-ins to a batch, at most about


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
        self.others: list[ox.Triple] = []
        for t in facts:
            record = _record(t.subject, owners)
            if record in wordings:
                said.setdefault(record, {}).setdefault(t.subject, []).append(t)
            else:
                self.others.append(t)
        self.stand_ins: dict[str, list[ox.Triple]] = {}
        self.members: dict[str, list[str]] = {}
        for record, parts in said.items():
            name, triples = self._stand_in(ox.NamedNode(record), parts)
            self.stand_ins.setdefault(name, triples)
            self.members.setdefault(name, []).append(record)

    def _stand_in(self, record: ox.NamedNode, parts: dict[Any, list[ox.Triple]]) -> tuple[str, list[ox.Triple]]:
        def words(triples: Iterable[ox.Triple]) -> list[tuple[str, str]]:
            return sorted((t.predicate.value, str(t.object)) for t in triples)

        readings = sorted((words(said), str(node), node) for node, said in parts.items() if node != record)
        own = parts.get(record, [])
        stated = sorted(set(words(t for t in own if t.object not in parts)))
        led = sorted({t.predicate.value for t in own if t.object in parts})
        content = repr((stated, led, [said for said, _, _ in readings]))
        name = self.base + hashlib.sha256(content.encode()).hexdigest()[:16]
        renamed: dict[Any, Any] = {node: ox.NamedNode(f"{name}#{i}") for i, (_, _, node) in enumerate(readings)}
        renamed[record] = ox.NamedNode(name)
        triples = [
            ox.Triple(renamed[node], t.predicate, renamed.get(t.object, t.object))
            for node, said in parts.items()
            for t in said
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


def _record(node: Any, owners: dict[Any, Any]) -> str:
    """The IRI of the record that a node is a part of."""
    seen = set()
    while isinstance(node, ox.BlankNode) and node in owners and node not in seen:
        seen.add(node)
        node = owners[node]
    return str(node.value).partition("#")[0]
