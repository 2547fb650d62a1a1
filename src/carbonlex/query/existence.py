"""Tests for existence (EXISTS, NOT EXISTS; SPARQL 1.1, 8.1) put so that they are begun from what is known.

The engine orders the patterns of a test as if nothing were bound yet: with two patterns or more it may begin, for each row, with all that
fits one in which nothing of the row stands, and the time grows with the square of the graph. Within a test of its own a pattern cannot
be moved: ``EXISTS { A . B }`` is ``EXISTS { A FILTER EXISTS { B } }``, whatever of the row is bound, since a test makes no rows and gives
none a value. So each pattern gets a test of its own, from those that share something with the row to those that share something with
these. Filters go with the last one, which sees all values.
"""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from tree_sitter import Node

from carbonlex.query.parsed import Parsed, of_type

_TESTS = ("exists_func", "not_exists_func")
_GROUP = "group_graph_pattern"
# What may stand in a pattern that is moved. A blank node may not: it belongs to all patterns of its group (SPARQL 1.1, 5.1.1); nor may a
# path without a step, which leads from what is bound to itself even where that stands nowhere in the graph (9.3).
_TERMS = ("var", "iri_reference", "prefixed_name", "rdf_literal", "integer", "decimal", "double", "boolean_literal")
_DEPTH = 8
"""So many tests, each within another, are looked at; those that lie deeper stay as they are."""
_LONGEST = 32 * 1024
"""Characters of a query that is looked at: what a person writes is shorter, and what tells the tests apart takes time itself."""


@lru_cache(maxsize=1024)
def stepwise(text: str) -> str:
    """A query that asks the same, its tests begun from what is known.

    :param text: of the query; what is none, or longer than anybody writes, is given back as it is.
    """
    if len(text) > _LONGEST:
        return text
    for _ in range(_DEPTH):
        query = Parsed(text)
        if not query.has(b"exists") or not query.query:
            break
        edits = [*_edits(query)]
        if not edits:
            break
        text = query.edited(edits)
    return text


def _edits(query: Parsed) -> Iterator[tuple[int, int, str]]:
    """The groups that can be put otherwise, of those that lie in each other the outermost."""
    counts: dict[int, Counter[str]] = {}
    end = 0
    for test in query.nodes(*_TESTS):
        group = test.children[-1]
        if test.start_byte < end or not (parts := _parts(query, group)):
            continue
        patterns, filters = parts
        steps = _steps(patterns, _known(query, test, counts))
        if len(steps) > 1:
            words = " FILTER EXISTS { ".join([*steps[:-1], " ".join([steps[-1], *filters])])
            yield group.start_byte, group.end_byte, f"{{ {words}{' }' * len(steps)}"
            end = group.end_byte


_Pattern = tuple[str, frozenset[str]]
"""A pattern as it is written, and the variables in it."""


def _parts(query: Parsed, group: Node) -> tuple[list[_Pattern], list[str]] | None:
    """The patterns and the filters of a group that has nothing else; nothing of any other."""
    patterns, filters = [], []
    for child in group.children:
        if child.type == "triples_block":
            for triples in child.children:
                if triples.type == "triples_same_subject":
                    patterns += [*_patterns(query, triples)]
                elif triples.type not in (".", "comment"):
                    return None
        elif child.type == "filter":
            filters.append(query.said(child))
        elif child.type not in ("{", "}", ".", "comment"):
            return None
    return (patterns, filters) if len(patterns) > 1 and all(words for words, _ in patterns) else None


def _patterns(query: Parsed, triples: Node) -> Iterator[_Pattern]:
    """Triples of one subject, one by one; one without words where they have what cannot be moved."""
    subject, *rest = (child for child in triples.children if child.type != "comment")
    for properties in rest:
        for each in of_type(properties, "property"):
            verb, *lists = (child for child in each.children if child.type != "comment")
            bare = any(query.said(sign) != "+" for sign in of_type(verb, "path_mod"))
            objects = [child for listed in lists for child in listed.children if child.type not in (",", "comment")]
            for object_ in objects:
                fits = subject.type in _TERMS and object_.type in _TERMS and not bare
                terms = (subject, verb, object_) if fits else ()
                yield " ".join(query.said(term) for term in terms), _variables(query, *terms)


def _steps(patterns: list[_Pattern], known: frozenset[str]) -> list[str]:
    """Patterns, each of which shares something with those before it or with what is known; at the end those that do not, together."""
    left = list(patterns)
    steps: list[str] = []
    while left:
        near = [pattern for pattern in left if pattern[1] & known or not pattern[1]]
        if not near:
            return [*steps, " . ".join(words for words, _ in left)]
        # What only has to be looked up comes before what may be found more than once.
        chosen = min(near, key=lambda pattern: len(pattern[1] - known))
        left.remove(chosen)
        steps.append(chosen[0])
        known |= chosen[1]
    return steps


def _known(query: Parsed, test: Node, counts: dict[int, Counter[str]]) -> frozenset[str]:
    """The variables that stand where the test is made, and not only in it.

    :param counts: how often each stands in groups that were looked at, by where these begin.
    """
    group = test.parent
    while group and group.type != _GROUP:
        group = group.parent
    if not group:
        return frozenset()
    if group.start_byte not in counts:
        counts[group.start_byte] = Counter(_names(query, group))
    within = Counter(_names(query, test))
    own = frozenset(name for name, times in counts[group.start_byte].items() if times > within[name])
    around = group.parent
    return own | _known(query, around, counts) if around and around.type in _TESTS else own


def _variables(query: Parsed, *nodes: Node) -> frozenset[str]:
    return frozenset(name for node in nodes for name in _names(query, node))


def _names(query: Parsed, node: Node) -> Iterator[str]:
    return (query.said(var)[1:] for var in of_type(node, "var"))
