"""Which records, and which axiom, a contradiction needs: found by leaving them out and asking HermiT again.

For a clash that :mod:`carbonlex.graph.grounds` cannot trace: of names that are said to mean the same, of a property that may have
one value, of datatypes. Each question costs a run of HermiT, so halves are left out before single ones (the method is known as
QuickXplain: U. Junker, 2004).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph as ox

from carbonlex.graph import hermit
from carbonlex.graph import store as graph_store
from carbonlex.graph.axioms import TYPE, Axioms
from carbonlex.graph.facts import closures
from carbonlex.vocabulary import OWL, Vocabulary

T = TypeVar("T")
# What can exclude something: axioms that a consistent ontology may lose and be weaker.
EXCLUDING = frozenset(
    OWL + name
    for name in ("disjointWith", "complementOf", "differentFrom", "propertyDisjointWith", "members", "distinctMembers")
)
KINDS = frozenset(
    OWL + name
    for name in ("FunctionalProperty", "InverseFunctionalProperty", "AsymmetricProperty", "IrreflexiveProperty")
)


def narrowed(folder: Path, groups: dict[str, list[ox.Triple]]) -> tuple[list[str], list[ox.Triple]]:
    """The smallest sets found that still contradict: of records, and then of the ontology's axioms.

    :param folder: the ontology's.
    :param groups: the facts of each record; all of them together contradict the ontology.
    """
    axioms = Axioms(Vocabulary(folder))

    def clash(records: Iterable[str], tbox: Sequence[ox.Triple]) -> bool:
        facts = [t for record in records for t in groups[record]]
        content = graph_store.ntriples([*tbox, *facts, *closures(facts, axioms.closed)])
        return not hermit.answer(content).consistent

    records = minimal(sorted(groups), lambda some: clash(some, axioms.tbox))
    excluding = [t for t in axioms.tbox if _excluding(t)]
    parts = {t: {t, *_told_of_list(t, axioms)} for t in excluding}
    rest = [t for t in axioms.tbox if t not in frozenset().union(*parts.values())]
    kept = minimal(excluding, lambda some: clash(records, [*rest, *(p for t in some for p in parts[t])]))
    return records, kept


def minimal(items: Sequence[T], fails: Callable[[list[T]], bool]) -> list[T]:
    """A smallest part of the items that still fails, given that all of them do and that more never fails less."""

    def within(background: list[T], added: bool, some: list[T]) -> list[T]:
        if added and fails(background):
            return []
        if len(some) == 1:
            return some
        half = len(some) // 2
        first, second = some[:half], some[half:]
        right = within([*background, *first], bool(first), second)
        left = within([*background, *right], bool(right), first)
        return [*left, *right]

    return [] if not items or fails([]) else within([], False, list(items))


def _excluding(triple: ox.Triple) -> bool:
    kind = triple.predicate == TYPE and getattr(triple.object, "value", "") in KINDS
    return kind or triple.predicate.value in EXCLUDING


def _told_of_list(triple: ox.Triple, axioms: Axioms) -> set[ox.Triple]:
    """What else is said of the node that says of a list that its members exclude each other."""
    if not isinstance(triple.subject, ox.BlankNode) or not triple.predicate.value.endswith(
        ("#members", "#distinctMembers")
    ):
        return set()
    return {ox.Triple(triple.subject, TYPE, o) for o in axioms.objects.get((triple.subject, TYPE.value), ())}


def named(axiom: ox.Triple, axioms: Axioms) -> Iterator[Any]:
    """The names that an axiom speaks of."""
    for node in (axiom.subject, axiom.object):
        if isinstance(node, ox.NamedNode) and not node.value.startswith(OWL):
            yield node
        elif isinstance(node, ox.BlankNode) and node == axiom.object:
            yield from (n for n in axioms.members(node) if isinstance(n, ox.NamedNode))
