"""What a query can look at, as far as its text says: the names that stand in it.

An answer need not be asked for again when only such statements change as the query cannot look at. A query whose text does not name
their properties looks at none of them, unless it has a variable where a property stands, or a path that passes over properties or
over nothing at all (SPARQL 1.1, 9.1): then it may look at anything.
"""

import itertools
import re
from collections.abc import Collection, Iterator, Mapping

from carbonlex.vocabulary import PREFIXES, RDF

_TOKEN = re.compile(
    # A text that does not end, which is no query, goes to where it must.
    r"""(?P<text>\"{3}.*?(?:\"{3}|\Z)|'{3}.*?(?:'{3}|\Z)|"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?)
    |(?P<iri><[^<>"{}|^`\\\s]*>) | \#[^\n]* | (?P<var>[?$]\w+) | (?P<name>[\w.-]*:(?:[\w.:%-]|\\.)*)
    |(?P<word>@?\w[\w.-]*) | (?P<sign>\S)""",
    re.DOTALL | re.VERBOSE,
)
_NUMBER = re.compile(r"\d|\.\d|true$|false$", re.IGNORECASE)
_TERMS = frozenset({"text", "iri", "var", "name"})
# From these words to the signs, variables follow each other that are no pattern.
_LISTS = {"SELECT": "{", "VALUES": "}", "GROUP": "}", "ORDER": "}", "HAVING": "}"}
Token = tuple[str, str]


def names(text: str, known: Mapping[str, str] = PREFIXES) -> frozenset[str] | None:
    """The IRIs that stand in the text of a query, among them the properties of all statements that it can look at; nothing where it may
    look at anything.

    :param known: prefixes that the text need not declare.
    """
    tokens = [(str(found.lastgroup), found[0]) for found in _TOKEN.finditer(text) if found.lastgroup]
    prefixes = dict(known)
    for (_, word), (_, prefix), (kind, iri) in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if word.upper() == "PREFIX" and kind == "iri":
            prefixes[prefix.removesuffix(":")] = iri[1:-1]
    patterns = [*_patterns(tokens)]
    # Variables that a filter holds to some names, which stand in the text as well.
    held = {name for (kind, name), (_, word) in itertools.pairwise(tokens) if kind == "var" and word.upper() == "IN"}
    if any(_anything(patterns, number, held) for number in range(len(patterns))):
        return None
    return _named(tokens, prefixes)


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


def _named(tokens: list[Token], prefixes: dict[str, str]) -> frozenset[str] | None:
    found = {token[1:-1] for kind, token in tokens if kind == "iri"}
    for kind, token in tokens:
        if kind == "name":
            prefix, _, local = token.rstrip(".").partition(":")
            if prefix not in prefixes:
                return None
            found.add(prefixes[prefix] + local.replace("\\", ""))
        elif token == "a":
            found.add(RDF + "type")
    return frozenset(found)
