"""Class expressions of OWL 2 as they stand in RDF (OWL 2 Mapping to RDF Graphs, 3.2.4), and how experts write them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from carbonlex.vocabulary import OWL, PREFIXES, RDF, RDFS

TYPE = RDF + "type"


@dataclass(frozen=True)
class Name:
    """Something that has an IRI."""

    iri: str


@dataclass(frozen=True)
class Text:
    """A literal."""

    value: str
    datatype: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Expression:
    """A class that is described and not named. ``kind`` is the construct; one on a property has it first in ``parts``, and
    ``number`` where it counts."""

    kind: str
    parts: tuple["Part", ...]
    number: int | None = None


Part = Name | Text | Expression
SETS = {"intersectionOf": "and", "unionOf": "or", "oneOf": "one-of"}
RESTRICTIONS = {"someValuesFrom": "some", "allValuesFrom": "only", "hasValue": "has"}
COUNTS = {
    "minCardinality": "min",
    "minQualifiedCardinality": "min",
    "maxCardinality": "max",
    "maxQualifiedCardinality": "max",
    "cardinality": "exactly",
    "qualifiedCardinality": "exactly",
}


def term(node: ox.NamedNode | ox.Literal) -> Name | Text:
    """A term of RDF that is no blank node."""
    if isinstance(node, ox.Literal):
        return Text(node.value, node.datatype.value, node.language or "")
    return Name(node.value)


class Unknown(Exception):
    """A construct that is not known here."""


class Graph:
    """Triples, and which of them were told."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.about: dict[Any, dict[str, list[Any]]] = {}
        for t in triples:
            self.about.setdefault(t.subject, {}).setdefault(t.predicate.value, []).append(t.object)
        self.told: set[tuple[Any, str, Any]] = set()

    def objects(self, subject: Any, predicate: str) -> list[Any]:
        """What stands in a relation to the subject."""
        return self.about.get(subject, {}).get(predicate, [])

    def tell(self, triples: Iterable[tuple[Any, str, Any]]) -> None:
        """Note that triples were told."""
        self.told.update(triples)

    def untold(self) -> list[tuple[str, str, str]]:
        """What OWL, RDF Schema and lists say that was not told; words about things are left aside."""
        words = (RDFS + "label", RDFS + "comment")
        found = []
        for subject, said in self.about.items():
            for predicate, objects in said.items():
                for o in objects:
                    own = predicate.startswith((OWL, RDFS)) or predicate in (RDF + "first", RDF + "rest")
                    kind = predicate == TYPE and str(getattr(o, "value", "")).startswith((OWL, RDFS))
                    if (own or kind) and predicate not in words and (subject, predicate, o) not in self.told:
                        found.append((str(subject), predicate, str(o)))
        return sorted(found)


class Reader:
    """Reads one axiom's right side; ``taken`` are the triples that it is made of."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.taken: list[tuple[Any, str, Any]] = []

    def part(self, node: Any) -> Part:
        """A name, a literal or a class expression.

        :raises Unknown: for a construct that is not known here.
        """
        if not isinstance(node, ox.BlankNode):
            return term(node)
        self._all(node, TYPE)
        for word, kind in SETS.items():
            if found := self._all(node, OWL + word):
                return Expression(kind, self.items(found[0]))
        if found := self._all(node, OWL + "complementOf"):
            return Expression("not", (self.part(found[0]),))
        if found := self._all(node, OWL + "onProperty"):
            return self._restriction(node, self.part(found[0]))
        raise Unknown(node)

    def _restriction(self, node: Any, property_: Part) -> Part:
        for word, kind in RESTRICTIONS.items():
            if found := self._all(node, OWL + word):
                return Expression(kind, (property_, self.part(found[0])))
        if self._all(node, OWL + "hasSelf"):
            return Expression("self", (property_,))
        for word, kind in COUNTS.items():
            if found := self._all(node, OWL + word):
                of = [*self._all(node, OWL + "onClass"), *self._all(node, OWL + "onDataRange")]
                return Expression(kind, (property_, *(self.part(o) for o in of)), int(found[0].value))
        raise Unknown(node)

    def items(self, node: Any) -> tuple[Part, ...]:
        """The members of a list."""
        found = []
        while node != ox.NamedNode(RDF + "nil"):
            found.append(self.part(self._all(node, RDF + "first")[0]))
            node = self._all(node, RDF + "rest")[0]
        return tuple(found)

    def _all(self, node: Any, predicate: str) -> list[Any]:
        found = self.graph.objects(node, predicate)
        self.taken += [(node, predicate, o) for o in found]
        return found


def mentioned(part: Part) -> Iterator[str]:
    """The IRIs that stand in an expression."""
    if isinstance(part, Name):
        yield part.iri
    elif isinstance(part, Expression):
        for inner in part.parts:
            yield from mentioned(inner)


_WORDS = {"some": "some", "only": "only", "has": "value", "min": "min", "max": "max", "exactly": "exactly"}


def short(iri: str, prefixes: Mapping[str, str]) -> str:
    """An IRI with a prefix where there is one: the longest that fits."""
    fitting = [(len(long), name, long) for name, long in prefixes.items() if iri.startswith(long) and iri != long]
    if not fitting:
        return f"<{iri}>"
    _, name, long = max(fitting)
    return f"{name}:{iri.removeprefix(long)}"


def formal(part: Part, prefixes: Mapping[str, str] = PREFIXES, inner: bool = False) -> str:
    """An expression as experts write it (OWL 2 Manchester Syntax, 2.4); ``inner`` ones get brackets."""
    if isinstance(part, Name):
        return short(part.iri, prefixes)
    if isinstance(part, Text):
        return f'"{part.value}"' + (f"@{part.lang}" if part.lang else "")
    parts = [formal(p, prefixes, True) for p in part.parts]
    if part.kind == "one-of":
        return "{" + ", ".join(parts) + "}"
    if part.kind in ("and", "or"):
        text = f" {part.kind} ".join(parts)
    elif part.kind == "not":
        return f"not {parts[0]}"
    elif part.kind == "self":
        text = f"{parts[0]} Self"
    else:
        text = " ".join(
            [parts[0], _WORDS[part.kind], *([str(part.number)] if part.number is not None else []), *parts[1:]]
        )
    return f"({text})" if inner else text
