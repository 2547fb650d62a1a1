"""A query as the grammar of SPARQL 1.1 sees it, so that it can be judged and changed by what it says and not by the letters it has."""

import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from tree_sitter import Language, Node, Parser

from carbonlex.vocabulary import PREFIXES

FORMS = {"select_query": "select", "ask_query": "ask", "construct_query": "construct", "describe_query": "describe"}
Edit = tuple[int, int, str]
"""From which byte to which other text takes the place."""
# Names of functions are written in any case (SPARQL 1.1, 19.8, note 1); the grammar knows these in one only.
_ONE_CASE = ("isIRI", "isURI", "isBLANK", "isLITERAL", "isNUMERIC", "sameTerm", "GROUP_CONCAT")
_CASES = {name.upper().encode(): name.encode() for name in _ONE_CASE}
_CASED = re.compile(rb"\b(" + b"|".join(_CASES) + rb")(?=\s*\()", re.IGNORECASE)
# It knows no escapes of code points either (19.2), which are of letters as far as it matters: what they stand for ends no string.
_ESCAPED = re.compile(rb"(?<!\\)((?:\\\\)*)\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})")
_SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")  # RFC 3986, 3.1


@lru_cache(maxsize=1)
def _parser() -> Parser:
    import tree_sitter_sparql

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # the grammar's package hands over a number where a capsule is wanted
        return Parser(Language(tree_sitter_sparql.language()))


class Parsed:
    """A text, parsed. Whatever it is, this raises nothing.

    :param text: of the query; ``content`` has it in UTF-8, by whose bytes places are told.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.content = text.encode("utf-8", "replace")
        self._lowered = self.content.lower()

    @cached_property
    def root(self) -> Node:
        """All of it."""
        seen = self.content
        if b"(" in seen:
            seen = _CASED.sub(lambda m: _CASES[m[1].upper()], seen)
        if b"\\" in seen:
            seen = _ESCAPED.sub(lambda m: m[1] + b"x" * (len(m[2]) + 1), seen)
        return _parser().parse(seen).root_node

    def has(self, *words: bytes) -> bool:
        """Whether one of these stands in the text, in any case and whatever it means there: what has it not need not be looked through.

        :param words: in lower case.
        """
        return any(word in self._lowered for word in words)

    @cached_property
    def query(self) -> Node | None:
        """The query, where the text is one and nothing in it is unknown to the grammar."""
        found = [node for node in self.root.children if node.type not in ("prologue", "comment", "values_clause")]
        whole = len(found) == 1 and found[0].type in FORMS and not self.root.has_error
        return found[0] if whole else None

    @property
    def form(self) -> str:
        """``select``, ``ask``, ``construct`` or ``describe``; nothing of what is no query."""
        return FORMS[self.query.type] if self.query else ""

    def nodes(self, *types: str) -> Iterator[Node]:
        """All nodes of these types, in the order of the text."""
        return of_type(self.root, *types)

    def said(self, node: Node) -> str:
        """The text of a node."""
        return self.content[node.start_byte : node.end_byte].decode()

    def edited(self, edits: Iterable[Edit]) -> str:
        """The text with other words in some places, none of which lies in another."""
        parts, at = [], 0
        for begin, end, words in sorted(edits):
            parts += [self.content[at:begin], words.encode()]
            at = end
        return b"".join([*parts, self.content[at:]]).decode()

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes, those that every query knows included."""
        declared = {}
        for node in self.nodes("prefix_declaration"):
            name = next(of_type(node, "namespace"), None)
            iri = next(of_type(node, "iri_reference"), None)
            if name and iri:
                declared[self.said(name).rstrip(":").strip()] = self.said(iri)[1:-1]
        return PREFIXES | declared

    @cached_property
    def undeclared(self) -> list[str]:
        """The prefixes that are used without being declared, as far as every query knows them."""
        own = {
            self.said(name).rstrip(":").strip()
            for d in self.nodes("prefix_declaration")
            for name in of_type(d, "namespace")
        }
        used = {self.said(node).partition(":")[0] for node in self.nodes("prefixed_name")}
        return sorted((used - own) & set(PREFIXES))

    @property
    def relative(self) -> bool:
        """Whether a name without a scheme stands in it, and not what it is relative to."""
        if any(True for _ in self.nodes("base_declaration")):
            return False
        return any(not _SCHEME.match(self.said(node)) for node in self.nodes("iri_reference"))

    def iri(self, node: Node) -> str:
        """The IRI that a name stands for: in angle brackets or with a prefix."""
        text = self.said(node)
        if not text.startswith("<"):
            prefix, _, local = text.partition(":")
            return self.prefixes.get(prefix, f"{prefix}:") + local.replace("\\", "")
        base = next(
            (self.said(iri)[1:-1] for b in self.nodes("base_declaration") for iri in of_type(b, "iri_reference")), ""
        )
        if not base:
            return text[1:-1]
        from urllib.parse import urljoin

        return urljoin(base, text[1:-1])

    @cached_property
    def dataset(self) -> tuple[str, ...]:
        """The graphs that the query names as those that it asks (FROM, FROM NAMED; SPARQL 1.1, 13.2)."""
        if not self.has(b"from"):
            return ()
        clauses = self.nodes("default_graph_clause", "named_graph_clause")
        return tuple(self.iri(clause.children[-1]) for clause in clauses)

    @property
    def shows_all(self) -> bool:
        """Whether the query, or one within it, gives all variables that it has (SELECT *)."""
        return any(child.type == "*" for clause in self.nodes("select_clause") for child in clause.children)

    @property
    def bare_groups(self) -> list[Node]:
        """The groups that have filters and nothing that these could be applied to but the one solution without values (18.2.2.2)."""
        parts = ((group, {child.type for child in group.children}) for group in self.nodes("group_graph_pattern"))
        return [group for group, types in parts if "filter" in types and types <= {"{", "}", ".", "comment", "filter"}]

    @cached_property
    def asks_elsewhere(self) -> bool:
        """Whether the query asks another machine (SERVICE; SPARQL 1.1 Federated Query)."""
        return self.has(b"service") and any(True for _ in self.nodes("service_graph_pattern"))


def of_type(node: Node, *types: str) -> Iterator[Node]:
    """All nodes of these types in a node, itself too, in the order of the text."""
    agenda = [node]
    while agenda:
        current = agenda.pop()
        if current.type in types:
            yield current
        agenda += reversed(current.children)
