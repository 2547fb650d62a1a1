"""Queries that would go through the whole graph, and what was counted when it was prepared (:mod:`carbonlex.graph.counts`).

Such a query counts or lists what there is: all triples, classes, properties, graphs. It is recognised by what it says, not by how it is
spelled, and put otherwise, with the numbers as ``VALUES``; how its rows are ordered and cut stays. Any other query stays as it is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tree_sitter import Node

from carbonlex.graph.counts import Counts
from carbonlex.query.parsed import Parsed, of_type
from carbonlex.vocabulary import RDF

_TYPE = f"<{RDF}type>"
_SELECT = re.compile(
    r"SELECT (?P<distinct>DISTINCT )?(?P<shown>[^{}]+) \{ (?:GRAPH (?P<graph>\?\w+) (?P<inner>\{) )?"
    r"(?P<s>\?\w+) (?P<p>[^\s{}]+) (?P<o>[^\s{}]+) \}(?(inner) \})(?: GROUP BY (?P<by>\?\w+))?"
)
_SHOWN = re.compile(r"(\?\w+)(?= |$)|\( COUNT \( (DISTINCT )?(\*|\?\w+) \) AS (\?\w+) \)")


@dataclass(frozen=True)
class _Pattern:
    """The one pattern of a query: names of variables, or IRIs in angle brackets, and the variable of the graph."""

    s: str
    p: str
    o: str
    graph: str | None

    def each(self, by: str, counts: Counts) -> Mapping[str, int] | None:
        """How often what a variable stands for occurs, if that was counted."""
        if by == self.graph and self.bare:
            return counts.graphs
        if self.graph is None and by == self.p and self.bare:
            return counts.properties
        if self.graph is None and by == self.o and self.p == _TYPE:
            return counts.classes
        return None

    @property
    def bare(self) -> bool:
        """Whether any triple fits."""
        return all(term.startswith("?") for term in (self.s, self.p, self.o))

    def number(self, what: str, distinct: bool, counts: Counts) -> int | None:
        """How many there are in all, if that was counted."""
        known: dict[str, int] = {}
        if self.graph is not None:
            every = sum(counts.graphs.values()) if self.bare else None
            known = {self.graph: len(counts.graphs)}
        elif self.bare:
            every = counts.triples
            known = {self.s: counts.subjects, self.p: len(counts.properties), self.o: counts.objects}
        elif self.p == _TYPE and self.o.startswith("<") and counts.classes is not None:
            every = counts.classes.get(self.o[1:-1], 0)
            known = {self.s: every}
        elif self.p.startswith("<") and self.o.startswith("?"):
            every = counts.properties.get(self.p[1:-1], 0)
            known = {self.o: len(counts.classes)} if self.p == _TYPE and counts.classes is not None else {}
        else:
            return None
        return known.get(what) if distinct else every if what in ("*", *self.variables) else None

    @property
    def variables(self) -> list[str]:
        return [term for term in (self.s, self.p, self.o, self.graph) if term and term.startswith("?")]


def counted(query: Parsed, counts: Counts) -> str | None:
    """The query put so that it is answered from what was counted; nothing where it cannot be."""
    if not query.has(b"count", b"distinct", b"group"):
        return None
    if query.form != "select" or not query.query or query.dataset or any(True for _ in query.nodes("values_clause")):
        return None
    parts = {node.type: node for node in query.query.children}
    modifier = parts.get("solution_modifier")
    group = next((n for n in modifier.children if n.type == "group_clause"), None) if modifier else None
    words = " ".join(
        word for part in (parts["select_clause"], parts["where_clause"], group) for word in _words(query, part)
    )
    match = _SELECT.fullmatch(words)
    if not match:
        return None
    pattern = _Pattern(match["s"], match["p"], match["o"], match["graph"])
    shown = [*_SHOWN.finditer(match["shown"])]
    if " ".join(m[0] for m in shown) != match["shown"] or len(set(pattern.variables)) < len(pattern.variables):
        return None
    names = [m[1] or m[4] for m in shown]
    rows = _rows(pattern, shown, match["by"], bool(match["distinct"]), counts)
    rest = [n for n in modifier.children if n.type != "group_clause"] if modifier else []
    if rows is None or len(set(names)) < len(names) or not _fit(query, rest, names):
        return None
    values = " ".join(f"({' '.join(row)})" for row in rows)
    head = query.content[: parts["select_clause"].start_byte].decode()
    after = " ".join(query.said(node) for node in rest)
    return f"{head}SELECT {' '.join(names)} {{ VALUES ({' '.join(names)}) {{ {values} }} }} {after}".rstrip()


def _rows(
    pattern: _Pattern, shown: list[re.Match[str]], by: str | None, distinct: bool, counts: Counts
) -> list[list[str]] | None:
    single = next((m[1] for m in shown if m[1]), None)
    if distinct:
        by = single if by is None and len(shown) == 1 else None
    if by is None:
        numbers = [None if m[1] else pattern.number(m[3], bool(m[2]), counts) for m in shown]
        return None if distinct or None in numbers else [[str(number) for number in numbers]]
    each = pattern.each(by, counts)
    if each is None or any(m[1] not in (None, by) for m in shown):
        return None
    for m in shown:
        # What is counted within a group are its triples; of members of a class, each is another one.
        members = pattern.p == _TYPE and m[3] == pattern.s
        if m[4] and (m[3] not in ("*", *pattern.variables) or (m[2] and not members)):
            return None
    return [[f"<{iri}>" if m[1] else str(number) for m in shown] for iri, number in each.items()]


def _fit(query: Parsed, rest: list[Node], names: list[str]) -> bool:
    """Whether what orders and cuts the rows speaks of nothing but what they show."""
    return all(
        node.type in ("order_clause", "limit_offset_clauses")
        and not any(True for _ in of_type(node, "aggregate", "exists_func", "not_exists_func", "group_graph_pattern"))
        and all("?" + query.said(var)[1:] in names for var in of_type(node, "var"))
        for node in rest
    )


def _words(query: Parsed, part: Node | None) -> Iterator[str]:
    """The words of a part of a query in one spelling: IRIs whole, keywords in capitals, without what may be left out."""
    if part is None or part.type == "comment":
        return
    if part.type in ("prefixed_name", "iri_reference"):
        yield f"<{query.iri(part)}>"
    elif part.type == "var":
        yield "?" + query.said(part)[1:]
    elif part.child_count:
        for child in part.children:
            yield from _words(query, child)
    elif part.type == "a":
        yield _TYPE
    elif part.type not in (".", "WHERE"):
        yield query.said(part).upper()
