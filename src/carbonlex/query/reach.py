"""What a query can look at, as far as its text says: the names that stand in it.

An answer need not be asked for again when only such statements change as the query cannot look at. A query whose text does not name
their properties looks at none of them, unless it has a variable where a property stands, or a path that passes over properties or
over nothing at all (SPARQL 1.1, 9.1): then it may look at anything. Nor does it look at one of which it asks, beside the property, for
something that is not said of the same subject.
"""

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbonlex.patterns import late
from carbonlex.vocabulary import PREFIXES, RDF

if TYPE_CHECKING:
    from carbonlex.graph.published import Said

_TOKEN = late(
    # A text that does not end, which is no query, goes to where it must.
    r"""(?P<text>\"{3}.*?(?:\"{3}|\Z)|'{3}.*?(?:'{3}|\Z)|"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?)
    |(?P<iri><[^<>"{}|^`\\\s]*>) | \#[^\n]* | (?P<var>[?$]\w+) | (?P<name>[\w.-]*:(?:[\w.:%-]|\\.)*)
    |(?P<word>@?\w[\w.-]*) | (?P<sign>\S)""",
    re.DOTALL | re.VERBOSE,
)
_NUMBER = late(r"\d|\.\d|true$|false$", re.IGNORECASE)
_TERMS = frozenset({"text", "iri", "var", "name"})
# From these words to the signs, variables follow each other that are no pattern.
_LISTS = {"SELECT": "{", "VALUES": "}", "GROUP": "}", "ORDER": "}", "HAVING": "}"}
Token = tuple[str, str]
# Triples of one subject (SPARQL 1.1, 19.8, rule 75) without paths, lists and blank nodes, as the kinds of their tokens.
_STAR = late(r"(?<![^.{})wx])[vn]n[vnl](?:,[vnl])*+(?:;n[vnl](?:,[vnl])*+)*+;*+(?=[.{}w]|\Z)")
_PLAIN = late(r"""(["'])([\w .:-]*)\1""")  # written in one way only, but for its quotation marks
_KINDS = {"var": "v", "iri": "n", "name": "n", "text": "l", "word": "w", "operand": "x"}
_TYPE = ("word", "a")


@dataclass(frozen=True)
class Star:
    """Triple patterns that have one subject, which may be a name: their properties, and those of their objects that are names or plain
    texts, as N-Triples write them."""

    subject: str
    properties: frozenset[str]
    asked: frozenset[tuple[str, str]]

    def fits(self, subject: str, said: "Said") -> bool:
        """Whether all these patterns can be true of the subject, and something changes in one of them."""
        return self.subject in ("", subject) and bool(said.changing & self.properties) and self.asked <= said.objects


@dataclass(frozen=True)
class Reach:
    """All ``names`` in a query; its patterns that have one subject; and the names that stand ``elsewhere``."""

    names: frozenset[str]
    stars: tuple[Star, ...]
    elsewhere: frozenset[str]

    def sees(self, subjects: Mapping[str, "Said"]) -> bool:
        """Whether the query can look at any change of what is said of these subjects."""
        return any(
            said.changing & self.elsewhere or any(star.fits(subject, said) for star in self.stars)
            for subject, said in subjects.items()
        )


def names(text: str, known: Mapping[str, str] = PREFIXES) -> frozenset[str] | None:
    """The IRIs that stand in the text of a query, among them the properties of all statements that it can look at; nothing where it may
    look at anything.

    :param known: prefixes that the text need not declare.
    """
    read = _read(text, known)
    return frozenset(read[2].values()) if read else None


def reach(text: str) -> Reach | None:
    """What a query can look at; nothing where that may be anything."""
    if (read := _read(text, PREFIXES)) is None:
        return None
    tokens, patterns, named = read
    stars, left = [], Counter(token for token in tokens if token in named)
    for found in _STAR.finditer("".join(map(_kind, patterns))):
        star = patterns[slice(*found.span())]
        left.subtract(token for token in star if token in named)
        stars.append(_star(star, named))
    return Reach(frozenset(named.values()), tuple(stars), frozenset(named[token] for token in +left))


def _read(text: str, known: Mapping[str, str]) -> tuple[list[Token], list[Token], dict[Token, str]] | None:
    """The tokens of a query, those of its patterns, and the IRIs for which some stand; nothing where it may look at anything."""
    tokens = [(str(found.lastgroup), found[0]) for found in _TOKEN.finditer(text) if found.lastgroup]
    if any(kind == "word" and word.upper() == "BASE" for kind, word in tokens):
        return None
    patterns = [*_patterns(tokens)]
    # Variables that a filter holds to some names, which stand in the text as well.
    held = {name for (kind, name), (_, word) in itertools.pairwise(tokens) if kind == "var" and word.upper() == "IN"}
    if any(_anything(patterns, number, held) for number in range(len(patterns))):
        return None
    named = _named(tokens, known)
    return None if named is None else (tokens, patterns, named)


def _star(tokens: Sequence[Token], named: Mapping[Token, str]) -> Star:
    subject, *rest = tokens
    verb = None
    properties, asked = set(), set()
    for token in rest:
        if token[1] == ";":
            verb = None
        elif verb is None:
            verb = named[token]
            properties.add(verb)
        elif token in named:
            asked.add((verb, f"<{named[token]}>"))
        elif token[0] == "text" and (plain := _PLAIN.fullmatch(token[1])):
            asked.add((verb, f'"{plain[2]}"'))
    return Star(named.get(subject, ""), frozenset(properties), frozenset(asked))


def _kind(token: Token) -> str:
    kind, text = token
    if token == _TYPE:
        return "n"
    if kind == "sign" or text.startswith("@"):
        return text[0]
    return "l" if kind == "word" and _NUMBER.match(text) else _KINDS[kind]


def _patterns(tokens: list[Token]) -> Iterator[Token]:
    """The tokens of patterns. Signs and variables in an expression, where they are no part of a pattern, are of a kind of their own."""
    until = ""
    expressions: list[bool] = []  # of brackets that are open, which hold one
    for (before, _), (kind, token) in zip([("", ""), *tokens], tokens, strict=False):
        inside = bool(expressions) and expressions[-1]
        if token in ("(", "{"):
            expressions.append(token == "(" and (before == "word" or inside))
        elif token in (")", "}") and expressions:
            expressions.pop()
        if kind == "word" and not until:
            until = _LISTS.get(token.upper(), "")
        if until and token == until:
            until = ""
        if not until:
            yield "operand" if kind in ("sign", "var") and inside else kind, token


def _anything(patterns: list[Token], number: int, held: Collection[str]) -> bool:
    """Whether a token says that a query may look at anything.

    :param held: variables that stand for some names only.
    """

    def at(offset: int) -> Token:
        place = number + offset
        return patterns[place] if 0 <= place < len(patterns) else ("", "")

    (kind, sign), before, after = patterns[number], at(-1), at(1)
    if kind == "var" and sign not in held:
        return (before[0] in _TERMS or before[1] in (";", "[", "]")) and (
            after[0] in _TERMS or after[1] in ("[", "(", "+", "-") or _NUMBER.match(after[1]) is not None
        )
    if kind != "sign":
        return False
    if sign in ("*", "?"):
        # A path that may have no step leads from everything to itself, unless it goes on from another step, or to one.
        if before[0] not in ("iri", "name") and before[1] != ")":
            return False
        return not (after[1] == "/" or at(-2)[1] == "/" or _held(patterns, number, at(-3), at(2)))
    return sign == "!" or (sign == "(" and before[1] in ("{", "."))  # a list as a subject


def _held(patterns: list[Token], number: int, begin: Token, end: Token) -> bool:
    """Whether other patterns hold the ends of a path of one kind of step, which may be none: alone in its group it is only asked whether
    there is one."""
    ends = patterns[number - 2], patterns[number + 1]
    if number < 4 or any(kind not in ("var", "name", "iri") for kind, _ in ends):
        return False
    alone, before = (begin[1], end[1]) == ("{", "}"), patterns[number - 4][1].upper()
    if alone and before in ("EXISTS", "UNION"):
        return before == "EXISTS"
    others = patterns[: number - 3] if alone else patterns[: number - 2] + patterns[number + 2 :]
    return all(kind != "var" or (kind, name) in others for kind, name in ends)


def _named(tokens: Sequence[Token], known: Mapping[str, str]) -> dict[Token, str] | None:
    """Token → the IRI for which it stands; nothing where one has a prefix that nobody knows."""
    prefixes = dict(known)
    for (_, word), (_, prefix), (kind, iri) in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if word.upper() == "PREFIX" and kind == "iri":
            prefixes[prefix.removesuffix(":")] = iri[1:-1]
    found: dict[Token, str] = {}
    for token in tokens:
        kind, text = token
        if kind == "iri":
            found[token] = text[1:-1]
        elif kind == "name":
            prefix, _, local = text.rstrip(".").partition(":")
            if prefix not in prefixes:
                return None
            found[token] = prefixes[prefix] + local.replace("\\", "")
        elif token == _TYPE:
            found[token] = RDF + "type"
    return found
