"""What is a kind of what, as far as the axioms say it by their form: no reasoner is asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from carbonlex.site.reference.axioms import Axioms
from carbonlex.site.reference.expressions import Expression, Name, Part
from carbonlex.vocabulary import CLX


@dataclass(frozen=True)
class Node:
    """A thing in a tree; ``form`` is ``told``, ``defined`` (the reasoner finds its members) or ``record``."""

    iri: str
    form: str = "told"
    below: tuple["Node", ...] = ()


class Hierarchy:
    """The named classes of the ontology, each with those directly above and below it."""

    def __init__(self, axioms: Axioms) -> None:
        self.axioms = axioms
        self.classes = sorted(i for i, kind in axioms.kinds.items() if kind == "class" and i.startswith(CLX))
        self._told = {iri: list(dict.fromkeys(self._said(iri))) for iri in self.classes}
        for iri in self.classes:
            for axiom in axioms.of(iri):
                for part in axiom.others:
                    if axiom.kind == "definition" and isinstance(part, Expression) and part.kind == "or":
                        for member in part.parts:
                            if isinstance(member, Name) and member.iri in self._told:
                                self._told[member.iri].append(iri)
        for iri, same in self._same().items():
            self._told[iri] += [i for i in self._told[same] if i not in self._told[iri]]
        self.above = {iri: self._direct(iri) for iri in self.classes}
        self.below = {iri: tuple(i for i in self.classes if iri in self.above[i]) for iri in self.classes}

    def _said(self, iri: str) -> Iterator[str]:
        for axiom in self.axioms.of(iri):
            if axiom.kind in ("subclass", "definition", "every"):
                yield from (i for i in self._heads(axiom.others[0]) if i != iri)

    def _heads(self, part: Part) -> list[str]:
        """The named classes that everything described belongs to."""
        if isinstance(part, Name):
            return [part.iri] if part.iri.startswith(CLX) else []
        if isinstance(part, Expression) and part.kind == "and":
            return [i for p in part.parts for i in self._heads(p)]
        if isinstance(part, Expression) and part.kind == "or":
            sides = [[i for h in self._heads(p) for i in (h, *self._over(h))] for p in part.parts]
            return [i for i in sides[0] if all(i in side for side in sides)][:1]
        return []

    def _over(self, iri: str) -> list[str]:
        return [
            i for a in self.axioms.of(iri) if a.kind in ("subclass", "definition") for i in self._heads(a.others[0])
        ]

    def _same(self) -> dict[str, str]:
        """A class that is only another name → the class that it is the same as."""
        return {
            iri: other.iri
            for iri in self.classes
            for a in self.axioms.of(iri)
            for other in a.others
            if a.kind == "same" and isinstance(other, Name) and not self._told[iri] and other.iri in self._told
        }

    def _direct(self, iri: str) -> tuple[str, ...]:
        """Without what is above one of the others."""
        told = [i for i in self._told[iri] if i in self._told]
        return tuple(i for i in dict.fromkeys(told) if not any(i in self.all_above(o) for o in told if o != i))

    def all_above(self, iri: str) -> set[str]:
        """All that a class is a kind of."""
        found: set[str] = set()
        agenda = [iri]
        while agenda:
            for i in self._told.get(agenda.pop(), ()):
                if i not in found and i != iri:
                    found.add(i)
                    agenda.append(i)
        return found

    def all_below(self, iri: str) -> list[str]:
        """A class with all that are kinds of it."""
        return [iri, *(i for i in self.classes if iri in self.all_above(i))]

    def form(self, iri: str) -> str:
        """Whether members of a class are told or found."""
        kinds = {a.kind for a in self.axioms.of(iri)}
        return "defined" if "definition" in kinds or ("same" in kinds and "subclass" not in kinds) else "told"

    def tree(self, iri: str) -> Node:
        """A class with what is below it."""
        return Node(iri, self.form(iri), tuple(self.tree(i) for i in self.below[iri]))

    @property
    def roots(self) -> list[str]:
        """The classes with nothing of the ontology above them."""
        return [iri for iri in self.classes if not self.above[iri]]
