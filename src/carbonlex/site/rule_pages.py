"""The pages of the validation rules: the book by family, and each rule with its examples and the shapes that state it."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from carbonlex import rulebook
from carbonlex.rulebook import Rule
from carbonlex.site.page import Page
from carbonlex.vocabulary import CLX, PREFIXES, Vocabulary

SH = PREFIXES["sh"]
TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """Some text of an example, and whether the other example has it too."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Shape:
    """A SHACL shape that states a rule; a part of one is named by the shape that it is a part of. Messages by language."""

    iri: str
    messages: Mapping[str, str]

    @property
    def name(self) -> str:
        """The IRI with the ontology's prefix."""
        return "clx:" + self.iri.removeprefix(CLX) if self.iri.startswith(CLX) else self.iri


def pages(vocabulary: Vocabulary) -> Iterator[Page]:
    """The index and a page for every rule of the book."""
    names = rulebook.families(vocabulary.folder)
    rules = list(vocabulary.rules.values())
    families = [(n, name, [r for r in rules if rulebook.family(r.code) == n]) for n, name in names.items()]
    yield Page("rules/", "rules.html", shown={"families": families})
    shapes = stated(vocabulary)
    for number, name, found in families:
        for rule in found:
            shown = {
                "rule": rule,
                "number": number,
                "family": name,
                "neighbours": found,
                "examples": examples(rule),
                "shapes": shapes.get(rule.code, []),
            }
            yield Page(f"rules/{rule.code}/", "rule.html", title=f"{rule.code}: {rule.title}", shown=shown)


def examples(rule: Rule) -> list[tuple[str, list[Piece]]]:
    """``wrong`` and ``right`` with the pieces in which they differ; nothing for a rule that has no pair of examples."""
    wrong, right = rule.wrong.strip("\n"), rule.right.strip("\n")
    if not wrong.strip() or not right.strip():
        return [(name, [Piece(text, False)]) for name, text in (("wrong", wrong), ("right", right)) if text.strip()]
    sides = TOKEN.findall(wrong), TOKEN.findall(right)
    found: tuple[list[Piece], list[Piece]] = [], []
    for tag, *spans in difflib.SequenceMatcher(None, *sides, autojunk=False).get_opcodes():
        for side, pieces, (begin, end) in zip(sides, found, (spans[:2], spans[2:]), strict=True):
            if begin < end:
                pieces.append(Piece("".join(side[begin:end]), tag != "equal"))
    return [("wrong", found[0]), ("right", found[1])]


def stated(vocabulary: Vocabulary) -> dict[str, list[Shape]]:
    """Code → the shapes that state the rule, by name."""
    triples = [t for path in sorted((vocabulary.folder / "shapes").glob("*.ttl")) for t in _triples(path)]
    owners = {o: s for s, _, o in triples if isinstance(o, ox.BlankNode)}
    codes = {s: o.value for s, p, o in triples if p == CLX + "ruleCode" and isinstance(o, ox.Literal)}
    messages: dict[Node, dict[str, str]] = {}
    for node, predicate, said in triples:
        if predicate == SH + "message" and isinstance(said, ox.Literal):
            while node not in codes and isinstance(node, ox.BlankNode) and node in owners:
                node = owners[node]
            messages.setdefault(node, {}).setdefault(said.language or "en", said.value)
    found: dict[str, list[Shape]] = {}
    for node, code in codes.items():
        owner = node
        while isinstance(owner, ox.BlankNode) and owner in owners:
            owner = owners[owner]
        found.setdefault(code, []).append(Shape(owner.value, messages.get(node, {})))
    return {code: sorted(shapes, key=lambda s: (s.iri, sorted(s.messages.items()))) for code, shapes in found.items()}


Node = ox.NamedNode | ox.BlankNode


def _triples(path: Path) -> Iterator[tuple[Node, str, object]]:
    """Subject, predicate and object; blank nodes of one file are not those of another."""
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
        if not isinstance(quad.subject, ox.Triple):
            yield quad.subject, quad.predicate.value, quad.object
