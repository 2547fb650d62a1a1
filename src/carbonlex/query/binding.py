"""Parameters as terms, written into the query where it names them: the query that is shown, run here and sent to other stores is one."""

import re
from collections.abc import Iterator, Mapping

import pyoxigraph as ox
from tree_sitter import Node

from carbonlex.errors import ContentError, UsageError
from carbonlex.query.asof import day_of
from carbonlex.query.parsed import Edit, Parsed
from carbonlex.query.shelf import NamedQuery
from carbonlex.records.forms import SLUG
from carbonlex.vocabulary import Vocabulary

_SELECTS = ("select_query", "sub_select")
_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|^`\\]')  # in IRIs (SPARQL 1.1, 19.8, rule IRIREF)


def bindings(query: NamedQuery, given: Mapping[str, str], vocabulary: Vocabulary) -> dict[str, str]:
    """The parameters as terms in N-Triples, by name: given, else the default.

    :raises UsageError: for a name that the query does not have, or a value that is not of the parameter's kind.
    """
    known = {p.name: p for p in query.parameters}
    for name in given:
        if name not in known:
            raise UsageError(f"the query {query.name} has no parameter {name}; it has: {', '.join(known) or 'none'}")
    texts = {p.name: given.get(p.name, p.default) for p in query.parameters}
    return {name: _term(text, known[name].kind, vocabulary) for name, text in texts.items() if text is not None}


def _term(text: str, kind: str, vocabulary: Vocabulary) -> str:
    if kind in ("date", "text"):
        return str(day_of(text) if kind == "date" else ox.Literal(text))
    name = text.removeprefix(vocabulary.base)
    whole = name if kind == "id" or name != text else f"{kind}/{text}"
    if _FORBIDDEN.search(whole) or (kind != "id" and not all(map(SLUG.fullmatch, whole.split("/")))):
        raise UsageError(f"{text} is no id of a {kind}" if kind != "id" else f"{text} is no address of a record")
    return f"<{vocabulary.base}{whole}>"


def bound(query: Parsed, terms: Mapping[str, str]) -> Parsed:
    """The query with terms, in N-Triples, in the places of variables. A column that is a parameter keeps its name.

    :raises ContentError: where the query cannot be read, or gives the variable a value itself.
    """
    if not terms:
        return query
    if not query.query:
        raise ContentError("the query cannot be read, so that its parameters have no place in it")
    return Parsed(query.edited(_edits(query, terms)))


def _edits(query: Parsed, terms: Mapping[str, str]) -> Iterator[Edit]:
    for node in query.nodes("var"):
        name = query.said(node)[1:]
        if name not in terms or node.parent is None:
            continue
        parent, term = node.parent, terms[name]
        place = parent.type
        if place in ("select_clause", "group_condition") and not _made(node):
            # Within the query a column may not have the name that it has outside, where the term stands for it too. What a query groups
            # by has a name of its own and is a text: where two columns have one IRI, Virtuoso makes texts of both.
            depth = _depth(node)
            column = f"?{name}{'_group' if place == 'group_condition' else ''}{f'_{depth}' if depth else ''}"
            yield (
                node.start_byte,
                node.end_byte,
                f"({f'STR({term})' if place == 'group_condition' else term} AS {column})",
            )
        elif place == "order_condition" and len(parent.children) == 1:
            yield node.start_byte, node.end_byte, f"({term})"
        elif _made(node):
            raise ContentError(f"the query gives its parameter {name} a value itself")
        elif place == "build_in_function" and parent.children[0].type.upper() == "BOUND":
            yield parent.start_byte, parent.end_byte, "true"
        else:
            yield node.start_byte, node.end_byte, term


def _made(node: Node) -> bool:
    """Whether the variable is given its value here: after AS, or in a block of data."""
    parent, before = node.parent, node.prev_sibling
    return bool(parent and parent.type == "data_block") or bool(before and before.type.upper() == "AS")


def _depth(node: Node) -> int:
    """In how many queries the query lies to which the node belongs."""
    found, current = -1, node.parent
    while current:
        found += current.type in _SELECTS
        current = current.parent
    return max(found, 0)
