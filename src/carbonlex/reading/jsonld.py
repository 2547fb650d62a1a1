"""JSON-LD as a JSON text: its contexts, what is wrong in it before it is RDF, and where its objects stand.

A context may be written out or be the project's own; one that lies elsewhere is refused (JSON-LD 1.1, 3.1), wherever it is named.
"""

import bisect
import json
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from carbonlex.faults import Proposals
from carbonlex.reading import tree
from carbonlex.reading.tree import MAX_DEPTH, MAX_ITEMS, TreeError
from carbonlex.vocabulary import PREFIXES, RDF, Vocabulary

DIGITS = 1000  # of a number
LONGEST_TERM = 1000  # letters of what a context says: it stands for its key wherever that is used
LONGEST_LINE = 10_000  # bytes before a column, beyond which they are not counted
MOST_PARTS = 500_000
# One that does not end is not looked through again from each of its quotes.
_STRING = re.compile(rb'"(?>[^"\\]+|\\.)*+"?', re.S)
NO_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_SURROGATE = re.compile("[\ud800-\udfff]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")  # keys of a map of languages


Remark = tuple[str, tuple[int, int], str, str]  # code, place, message, value


def resolved(content: bytes, vocabulary: Vocabulary) -> tuple[bytes, list[Remark]]:
    """The JSON text with the project's own context put in where its address stands, and what is wrong in it.

    :raises TreeError: for what may not stand there at all.
    """
    text = Text(content)

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in found]
        if len(set(keys)) < len(keys):
            seen: set[str] = set()
            twice = next(k for k in keys if k in seen or seen.add(k))  # type: ignore[func-returns-value]
            raise TreeError("CLX004", f"the key {twice} stands twice in one object", *text.where(twice))
        return dict(found)

    def number(digits: str) -> int:
        if len(digits) > DIGITS:
            raise TreeError("CLX005", f"a number has more than {DIGITS} digits", *text.bare(digits))
        return int(digits)

    def constant(name: str) -> None:
        raise TreeError("CLX002", f"not JSON: {name} is no number", *text.bare(name))

    try:
        document = json.loads(content, object_pairs_hook=pairs, parse_int=number, parse_constant=constant)
    except RecursionError:
        raise TreeError("CLX005", f"nested deeper than {MAX_DEPTH} levels", 1, 1) from None
    except json.JSONDecodeError as error:
        raise TreeError("CLX002", f"not JSON: {error.msg}", error.lineno, error.colno) from None
    _measure(document, text)
    contexts = _Contexts(vocabulary, text)
    remarks: list[Remark] = []
    proposals = Proposals()
    agenda: list[tuple[Any, str]] = [(document, "")]
    used: list[str] = []
    named: list[tuple[str, str]] = []
    while agenda:
        node, key = agenda.pop()
        if isinstance(node, list):
            agenda += [(item, key) for item in node]
        elif isinstance(node, str):
            named.append((key, node))
        elif isinstance(node, dict):
            if "@context" in node:
                node["@context"] = contexts.taken(node["@context"])
            for inner, value in node.items():
                if inner != "@context" and not (key in contexts.languages and _LANGUAGE.fullmatch(inner)):
                    used.append(inner)
                    agenda.append((value, inner))
    # What is no IRI is left out by the parser without a word, and with it whatever was said there.
    for key, iri in dict.fromkeys(named):
        if key in contexts.leading and NO_IRI.search(iri):
            remarks.append(("CLX014", text.where(iri), f"{iri!r} is no IRI", iri))
    if not contexts.free:
        for key in dict.fromkeys(used):
            if key[:1] != "@" and ":" not in key and key not in contexts.terms:
                hint = proposals.nearest(key, contexts.terms)
                message = f"the context does not say what {key} means" + (f": {hint}" if hint else "")
                remarks.append(("CLX101", text.where(key), message, key))
    return json.dumps(document, ensure_ascii=False).encode(), remarks


def _measure(document: Any, text: "Text") -> None:
    """No depth without end, no list without end, no half of a character: neither in values nor in keys, contexts included."""
    agenda: list[tuple[Any, int, str]] = [(document, 0, "")]
    count = 0
    while agenda:
        node, depth, key = agenda.pop()
        count += 1
        if count > MOST_PARTS:
            raise TreeError("CLX005", f"the file has more than {MOST_PARTS:,} parts", *text.where(key))
        if depth > MAX_DEPTH:
            raise TreeError("CLX005", f"nested deeper than {MAX_DEPTH} levels", *text.where(key))
        if isinstance(node, str) and not node.isascii() and _SURROGATE.search(node):
            raise TreeError("CLX011", "half of a surrogate pair stands alone", *text.where(key))
        if isinstance(node, list):
            if len(node) > MAX_ITEMS and key != "@graph" and depth:
                raise TreeError("CLX005", f"a list has more than {MAX_ITEMS} items", *text.where(key))
            agenda += [(item, depth + 1, key) for item in node]
        elif isinstance(node, dict):
            for inner, value in node.items():
                if not inner.isascii() and _SURROGATE.search(inner):
                    raise TreeError("CLX011", "half of a surrogate pair stands alone in a key", *text.where(key))
                agenda.append((value, depth + 1, inner))


class _Contexts:
    """The contexts of a JSON-LD document, as far as they tell what its keys are (JSON-LD 1.1, 3.1 and 4.1)."""

    def __init__(self, vocabulary: Vocabulary, text: "Text") -> None:
        self.vocabulary = vocabulary
        self.text = text
        self.own: str = vocabulary.catalog["context"]
        self.terms: set[str] = set()
        self.leading = {"@id"}  # keys whose values are IRIs
        self.languages: set[str] = set()  # keys whose values are texts by language
        self.free = False  # whether any key has a meaning

    def taken(self, context: Any) -> Any:
        """The context without addresses of contexts.

        :raises TreeError: where one is elsewhere, or is none.
        """
        if isinstance(context, list):
            return [self.taken(part) for part in context]
        if isinstance(context, str):
            if context != self.own:
                raise self._elsewhere(context, context, f"write it out, or name {self.own}")
            self._learn(self.vocabulary.context)
            return self.vocabulary.context
        if not isinstance(context, dict):
            # Also null, which takes back what keys mean: all that is said by them would be left out without a word.
            raise TreeError("CLX008", f"{json.dumps(context)} is no context", *self.text.where("@context"))
        self._learn(context)
        for key, value in context.items():
            if key == "@import" or (key == "@context" and isinstance(value, str)):
                raise self._elsewhere(key, value, "write it out")
            if isinstance(value, dict) and "@context" in value:
                value["@context"] = self.taken(value["@context"])
        return context

    def _learn(self, context: Any) -> None:
        self.terms |= set(context)
        self.free = self.free or "@vocab" in context
        for key, value in context.items():
            entry = value if isinstance(value, dict) else {"@id": value}
            if len(str(entry.get("@id"))) > LONGEST_TERM:
                raise TreeError("CLX005", f"{key} stands for more than {LONGEST_TERM:,} letters", *self.text.where(key))
            if "@id" in (entry.get("@id"), entry.get("@type")):
                self.leading.add(key)
            if entry.get("@container") == "@language":
                self.languages.add(key)
            if isinstance(entry.get("@context"), dict):
                self._learn(entry["@context"])

    def _elsewhere(self, key: str, there: Any, hint: str) -> TreeError:
        return TreeError("CLX008", f"the context is elsewhere: {there}", *self.text.where(key), hint)


class Text:
    """A JSON text, to look up where something stands in it."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def where(self, string: str) -> tuple[int, int]:
        """Line and column of a string, or of a key, where it first stands."""
        return self._place(self._strings.get(json.dumps(string, ensure_ascii=False).encode("utf-8", "replace"), 0))

    def bare(self, written: str) -> tuple[int, int]:
        """Line and column of a number, or of what stands in the place of one."""
        return self._place(max(0, self.content.find(written.encode())))

    def _place(self, at: int) -> tuple[int, int]:
        line = bisect.bisect_right(self._begins, at)
        begin = max(self._begins[line - 1], at - LONGEST_LINE)
        return line, len(self.content[begin:at].decode("utf-8", "replace")) + 1

    @cached_property
    def _begins(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(b"\n", self.content))]

    @cached_property
    def _strings(self) -> dict[bytes, int]:
        found: dict[bytes, int] = {}
        for match in _STRING.finditer(self.content):
            found.setdefault(match[0], match.start())
        return found


class Objects:
    """The node objects of a JSON text with their places. JSON is read as YAML, which it is but for rare escapes."""

    def __init__(self, content: bytes, keys: Mapping[str, str]) -> None:
        """:param keys: what the project's context calls each property."""
        self.content = content
        self.keys = keys
        self.by_id: dict[str, tree.Mapping] = {}
        try:
            agenda: list[tree.Node] = [tree.parse(content, len(content), len(content))]
        except TreeError:
            agenda = []
        while agenda:
            node = agenda.pop()
            if isinstance(node, tree.Sequence):
                agenda += node.items
            elif isinstance(node, tree.Mapping):
                agenda += [value for _, value in node.entries.values()]
                named = node.entries.get("@id") or node.entries.get("id")
                if named and isinstance(named[1], tree.Scalar):
                    held = self.by_id.get(named[1].text)
                    if held is None or len(node.entries) > len(held.entries):
                        self.by_id[named[1].text] = node

    def place(self, focus: str, predicate: str, above: str) -> tuple[int, int]:
        """Of a key of a node object, else of the object, else of the one above it."""
        ends = (focus[match.end() :] for match in re.finditer("/", focus))  # an id may be relative
        node = next((self.by_id[i] for i in (focus, *ends) if i in self.by_id), None)
        if node is None:
            return self.place(above, predicate, "") if above else (1, 1)
        local = re.split(r"[/#]", predicate)[-1]
        prefixed = {f"{p}:{local}" for p, iri in PREFIXES.items() if iri + local == predicate}
        called = {predicate, local, self.keys.get(predicate, ""), *prefixed}
        if predicate == RDF + "type":
            called |= {"@type", "kind"}
        for key, (key_node, _) in node.entries.items():
            if predicate and key in called:
                return key_node.line, key_node.column
        return node.line, node.column
