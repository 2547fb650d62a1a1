"""Axioms in words: patterns of the page texts, whose places are filled with names and, within each other, with expressions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING, Any

from carbonlex.site.edition import Edition
from carbonlex.site.reference.axioms import Axiom
from carbonlex.site.reference.examples import names
from carbonlex.site.reference.expressions import Expression, Name, Part, Text
from carbonlex.site.reference.hierarchy import Node
from carbonlex.vocabulary import CLX

if TYPE_CHECKING:
    from carbonlex.site.pages import Site
    from carbonlex.site.reference.index import Entry
    from carbonlex.site.reference.pages import Choice


@dataclass(frozen=True)
class Piece:
    """Some words of a sentence; those that name something have its IRI."""

    text: str
    iri: str = ""


Pieces = tuple[Piece, ...]


class Teller:
    """Tells axioms in the language of an edition.

    A restriction is a clause on the noun before it ("one of whose own readings …") or, within another one, what its subject does
    ("has the value …"). Its pattern may be one for its property alone (``expression.whose.ownReading``), where the language has a
    better way to say it than the pattern for any (``expression.whose.any``); a ``peg`` says which of the things is meant.
    """

    def __init__(self, edition: Edition, site: "Site") -> None:
        self.edition = edition
        self.strings = edition.strings
        self.site = site

    def name(self, iri: str) -> Piece:
        """What a name is called: by its label, or, where it is another vocabulary's and has none here, by prefix and name."""
        vocabulary = self.site.vocabulary
        label = vocabulary.label(iri, self.edition.lang)
        code = "" if iri.startswith((CLX, vocabulary.base)) else self.site.reference.code(iri)
        return Piece(code if code.endswith(":" + label) else label, iri)

    def called(self, iri: str) -> str:
        """What a name, or a record, is called."""
        kind, id_, _ = self.place(iri)
        record = self.site.dataset.get(kind, id_)
        return self.edition.name(record) if record else self.name(iri).text

    def place(self, iri: str) -> tuple[str, str, str]:
        """Kind, id and part of a record that an IRI of the data names; empty where it is none."""
        return names(self.site.vocabulary, iri)

    def named(self, iris: Iterable[str]) -> list[tuple[str, str]]:
        """IRIs with what they are called before them."""
        return [(self.name(iri).text, iri) for iri in iris]

    def titled(self, found: Iterable[tuple[str, str]]) -> list[tuple[str, tuple[str, str]]]:
        """Pairs of an IRI and something else with what the IRI is called before them."""
        return [(self.name(pair[0]).text, pair) for pair in found]

    def pairs(self, kind: str, ids: Iterable[str]) -> list[tuple[str, str]]:
        """Ids of the ontology with their labels before them."""
        return [(self.edition.label(kind, id_), id_) for id_ in ids]

    def choices(self, list_: str, found: "Iterable[Choice]") -> "list[tuple[str, Choice]]":
        """Entries of a closed list with their labels before them."""
        return [(self.edition.entry(list_, choice.id), choice) for choice in found]

    def arranged(self, entries: "Iterable[Entry]") -> "list[Entry]":
        """Entries in the order of what they are called."""
        return [entry for _, entry in self.edition.alphabetical((self.name(e.iri).text, e) for e in entries)]

    def grown(self, nodes: Iterable[Node]) -> list[Node]:
        """Trees with their branches in the order of what they are called; what has none comes after the others."""
        made = [Node(n.iri, n.form, tuple(self.grown(n.below))) for n in nodes]
        named = self.edition.alphabetical((self.called(n.iri), n) for n in made)
        return sorted((n for _, n in named), key=lambda n: not n.below)

    def words(self, header: Mapping[str, tuple[Any, ...]], name: str) -> str:
        """What the ontology says of itself in words: in the language of the edition, else in the first one."""
        return self.edition.best({o.language: o.value for o in _objects(header, name)})[1]

    def first(self, header: Mapping[str, tuple[Any, ...]], name: str) -> str:
        """What the ontology says of itself otherwise."""
        return str(_objects(header, name)[0].value)

    def axiom(self, axiom: Axiom) -> Pieces:
        """An axiom as a sentence."""
        subject = (self.name(axiom.subject.iri),)
        if axiom.kind == "ends":
            domain, range_ = (self.phrase(o) for o in axiom.others)
            return self._filled("axiom.ends", subject=subject, domain=domain, range=range_)
        others = [self.phrase(o) for o in axiom.others]
        style = "or" if axiom.kind in ("disjoint", "disjoint-property") else "standard"
        return self._filled(f"axiom.{axiom.kind}", subject=subject, other=self._listed(others, style) if others else ())

    def phrase(self, part: Part, property_: str = "") -> Pieces:
        """A name, a value or a described class as a noun with what it is told by."""
        if isinstance(part, Name):
            return (self.name(part.iri),)
        if isinstance(part, Text):
            return (self.literal(part, property_),)
        if part.kind in ("or", "one-of"):
            return self._listed([self.phrase(p, property_) for p in part.parts], "or")
        if part.kind == "not":
            return self._filled("expression.not", filler=self.phrase(part.parts[0]))
        heads = [self.phrase(p) for p in part.parts if not _condition(p)] if part.kind == "and" else []
        conditions = [self._relative(c) for c in _conditions(part)]
        head = self._headed(heads)
        return self._filled("expression.and", head=head, conditions=self._listed(conditions)) if conditions else head

    def _headed(self, heads: Sequence[Pieces]) -> Pieces:
        """The nouns that an expression begins with: none, one, or one that is others too."""
        if not heads:
            return self._filled("expression.thing")
        return (
            heads[0]
            if len(heads) == 1
            else self._filled("expression.also", head=heads[0], others=self._listed(heads[1:]))
        )

    def _relative(self, part: Expression) -> Pieces:
        """A restriction as a clause on the noun before it."""
        inner = _inner(part)
        if not inner:
            return self._filled("expression.that", condition=self._verb(part))
        pegs = [c for c in inner if self._pattern("peg", c)]
        verbs = [self._verb(c) for c in inner if c not in pegs]
        if not verbs:
            pegs, verbs = [], [self._verb(c) for c in inner]
        placed = [self._said(self._pattern("peg", c), c, self._filler(c)) for c in pegs]
        pattern = self._pattern("whose", part)
        return self._said(pattern, part, self._listed(verbs), pegs=self._listed(placed) if placed else ())

    def _verb(self, part: Expression) -> Pieces:
        """A restriction as what its subject does."""
        if inner := _inner(part):
            return self._said(self._pattern("having", part), part, self._listed([self._relative(c) for c in inner]))
        counted = part.kind in ("min", "max", "exactly") and len(part.parts) > 1
        return self._said(self._pattern(f"{part.kind}-of" if counted else part.kind, part), part, self._filler(part))

    def _pattern(self, form: str, part: Expression) -> str:
        """The pattern for a property, else the one for any; empty where there is neither."""
        relation = part.parts[0]
        local = relation.iri.removeprefix(CLX) if isinstance(relation, Name) else ""
        names = (f"expression.{form}.{local}", f"expression.{form}.any")
        return next((name for name in names if name in self.strings.names), "")

    def _filler(self, part: Expression) -> Pieces:
        relation = part.parts[0]
        return self.phrase(part.parts[1], getattr(relation, "iri", "")) if len(part.parts) > 1 else ()

    def _said(self, pattern: str, part: Expression, filler: Pieces, **places: Pieces) -> Pieces:
        return self._filled(pattern, part.number, property=self.phrase(part.parts[0]), filler=filler, **places)

    def literal(self, text: Text, property_: str) -> Piece:
        """A value that a closed list has is called what it is called there."""
        list_ = self.site.reference.lists.get(property_)
        iri = self.site.vocabulary.entry_iri(list_, text.value) if list_ else None
        if list_ and iri:
            return Piece(self.edition.entry(list_, text.value), iri)
        return Piece(text.value)

    def _listed(self, items: Sequence[Pieces], style: str = "standard") -> Pieces:
        """Items in a row, with the words and marks that the language puts between them (Unicode CLDR, list patterns)."""
        patterns = self.strings.locale.list_patterns[style]
        if len(items) == 1:
            return items[0]
        if len(items) == 2:
            return _pair(patterns["2"], *items)
        found = _pair(patterns["start"], *items[:2])
        for item in items[2:-1]:
            found = _pair(patterns["middle"], found, item)
        return _pair(patterns["end"], found, items[-1])

    def _filled(self, name: str, number: int | None = None, **places: Pieces) -> Pieces:
        """A pattern with its places filled."""
        values = {} if number is None else {"n": number, **{place: f"{{{place}}}" for place in places}}
        return _placed(self.strings(name, **values), places)


def _pair(pattern: str, first: Pieces, second: Pieces) -> Pieces:
    """A pattern of Unicode CLDR, in which places have numbers."""
    return _placed(pattern, {"0": first, "1": second})


def _placed(pattern: str, places: Mapping[str, Pieces]) -> Pieces:
    return _merged(
        piece
        for before, place, _, _ in Formatter().parse(pattern)
        for piece in ((Piece(before),) if before else ()) + (places[place] if place else ())
    )


def _merged(pieces: Iterable[Piece]) -> Pieces:
    """Words that name nothing go together; a place that stayed empty leaves no second space."""
    found: list[Piece] = []
    for piece in pieces:
        if found and not found[-1].iri and not piece.iri:
            found[-1] = Piece((found[-1].text + piece.text).replace("  ", " "))
        else:
            found.append(piece)
    return tuple(found)


def _objects(header: Mapping[str, tuple[Any, ...]], name: str) -> tuple[Any, ...]:
    """What a header says by the property of a name, in whatever vocabulary."""
    return next(objects for predicate, objects in header.items() if predicate.endswith(("/" + name, "#" + name)))


def _conditions(part: Part) -> list[Expression]:
    """What is said of a thing by an expression, besides naming it."""
    parts = part.parts if isinstance(part, Expression) and part.kind == "and" else (part,)
    return [p for p in parts if isinstance(p, Expression) and _condition(p)]


def _inner(part: Expression) -> list[Expression]:
    """What is said of the things that a restriction leads to, where they are not named."""
    filler = part.parts[1] if part.kind == "some" else None
    return _conditions(filler) if isinstance(filler, Expression) and _headless(filler) else []


def _condition(part: Part) -> bool:
    """Whether a part of an intersection is said of a thing, and does not name it."""
    return isinstance(part, Expression) and part.kind not in ("and", "or", "one-of", "not")


def _headless(part: Expression) -> bool:
    """Whether an expression is nothing but conditions."""
    return _condition(part) or (part.kind == "and" and all(_condition(p) for p in part.parts))


def plain(pieces: Pieces) -> str:
    """A sentence without its links."""
    return "".join(piece.text for piece in pieces)
