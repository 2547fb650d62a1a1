"""RDF in a file becomes triples, each with the line on which it was written.

The parser is Oxigraph's. It is given the file line by line, and what it yields before it asks for the next line was said on the
lines that it has: so the place of a statement is known without a parser of our own. (JSON-LD is converted as a whole; there the
place is that of the node object in the JSON text.)

What a file may not do is refused before it is parsed: name a document type (XML 1.0, 2.8: entities grow, and lead to other
files), a context elsewhere (JSON-LD 1.1, 3.1), nest without end.
"""

import dataclasses
import io
import json
import re
import xml.parsers.expat
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

import pyoxigraph as ox

from carbonlex.faults import Fault, nearest
from carbonlex.reading import tree
from carbonlex.reading.files import MAX_BYTES
from carbonlex.reading.tree import MAX_DEPTH, TreeError
from carbonlex.records.forms import RESERVED, SLUG
from carbonlex.records.model import KINDS
from carbonlex.vocabulary import CLX, OWL, PREFIXES, RDF, Vocabulary

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
# Faults of statements that data may not make at all.
REFUSED = ("CLX009", "CLX010", "CLX014", "CLX015", "CLX103")
SCHEMES = ("https:", "http:", "urn:", "mailto:", "doi:")
# Strings, IRIs and comments of Turtle (RDF 1.2 Turtle, 6.5), to be left aside when brackets are counted.
_QUOTED = re.compile(
    rb'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>\s]*>|#[^\n]*',
    re.S,
)
_NO_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_PLACE = re.compile(r" \(line \d+\)$|^Parser error at line \d+ (?:column \d+|between columns \d+ and \d+): ")


@dataclass(frozen=True)
class Graphed:
    """The triples of a file with the line of each, and the file's text to look places up in."""

    file: str
    ending: str
    content: bytes
    statements: tuple[tuple[ox.Triple, int], ...]
    keys: "Keys" = field(repr=False)
    refused: frozenset[ox.Triple] = frozenset()

    @cached_property
    def triples(self) -> list[ox.Triple]:
        """Without their lines, and without those that were refused, so that nothing else is made of them."""
        return [triple for triple, _ in self.statements if triple not in self.refused]

    @cached_property
    def records(self) -> tuple[str, ...]:
        """The IRIs of what is described, without their parts, in the order of the file."""
        whole = (t.subject.value.partition("#")[0] for t in self.triples if isinstance(t.subject, ox.NamedNode))
        return tuple(dict.fromkeys(whole))

    def place(self, focus: str, predicate: str = "", value: str = "") -> tuple[int, int]:
        """Line and column of a statement, or of the nearest thing to it that was written.

        :param focus: IRI of the subject, or label of a blank node.
        :param value: IRI, lexical form, or label of a blank node.
        """
        if self.ending == ".jsonld":
            return self._objects.place(focus, predicate, self._above.get(focus, ""))
        for key in ((focus, predicate, value), (focus, predicate, ""), (focus, "", "")):
            if line := self._lines.get(key):
                return line, self._column(line, key[2] or key[1])
        return 1, 1

    @cached_property
    def _lines(self) -> dict[tuple[str, str, str], int]:
        lines: dict[tuple[str, str, str], int] = {}
        for triple, line in self.statements:
            subject, value = name(triple.subject), name(triple.object)
            for key in (
                (subject, triple.predicate.value, value),
                (subject, triple.predicate.value, ""),
                (subject, "", ""),
            ):
                lines.setdefault(key, line)
        return lines

    @cached_property
    def _above(self) -> dict[str, str]:
        return {name(t.object): name(t.subject) for t in self.triples if isinstance(t.object, ox.BlankNode)}

    @cached_property
    def _text(self) -> list[str]:
        return self.content.decode("utf-8", "replace").splitlines()

    def _column(self, line: int, looked_for: str) -> int:
        text = self._text[line - 1] if line <= len(self._text) else ""
        short = re.split(r"[/#:]", looked_for)[-1] if "://" in looked_for else looked_for.partition("\n")[0][:40]
        at = text.find(short) if short else -1
        return (at if at >= 0 else len(text) - len(text.lstrip())) + 1

    @cached_property
    def _objects(self) -> "_Objects":
        return _Objects(self.content, self.keys)


@dataclass(frozen=True)
class Keys:
    """What the project's JSON-LD context calls properties and classes, and which classes records and their parts have."""

    by_property: dict[str, str]
    classes: dict[str, str]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> "Keys":
        """From the context."""
        properties: dict[str, str] = {}
        classes: dict[str, str] = {CLX + "Inference": "inference"}
        # What a key means in records of one kind, or in a part of a record, comes after what it means everywhere.
        scopes = [e["@context"] for e in vocabulary.context.values() if isinstance(e, dict) and "@context" in e]
        for key, entry in chain(vocabulary.context.items(), *(scope.items() for scope in scopes)):
            iri = entry if isinstance(entry, str) else entry.get("@id", "clx:" + key) if isinstance(entry, dict) else ""
            prefix, _, local = str(iri).partition(":")
            whole = PREFIXES[prefix] + local if prefix in PREFIXES else str(iri)
            if key.endswith(("-record", "-part")):
                classes[whole] = key
            else:
                properties.setdefault(whole, key)
        properties.pop(RDF + "type", None)  # said by several keys
        return cls(properties, classes)

    def key(self, predicate: str) -> str:
        """What the authoring format calls a property: the context's name for it, else its local name with hyphens."""
        if predicate.startswith(CLX):
            return self.by_property.get(predicate) or re.sub("([A-Z])", r"-\1", local(predicate)).lower()
        return self.by_property.get(predicate, "")


def name(node: Any) -> str:
    """How a result of a check calls a node: IRI or lexical form; a blank node by its label."""
    return f"_:{node.value}" if isinstance(node, ox.BlankNode) else getattr(node, "value", str(node))


class _Lines(io.BytesIO):
    """Gives at most one line at each reading and counts them."""

    number = 0
    begins = True

    def read(self, size: int | None = -1) -> bytes:
        line = self.readline(size)
        self.number += bool(line) and self.begins
        self.begins = line.endswith(b"\n")
        return line


def read(file: str, content: bytes, ending: str, vocabulary: Vocabulary) -> tuple[Graphed | None, list[Fault]]:
    """Read one file of RDF.

    :param ending: of the file's name, which says the syntax.
    :returns: the triples, or nothing where they cannot be used, and the faults.
    """
    keys = Keys.of(vocabulary)
    faults: list[Fault] = []

    def fault(
        code: str,
        place: tuple[int, int],
        message: str,
        focus: str = "",
        path: str = "",
        value: str = "",
        hint: str = "",
    ) -> None:
        rule = vocabulary.rules[code]
        faults.append(Fault(file, *place, code, rule.severity, message, focus, path, value, hint or rule.hint))

    try:
        _guard(content, ending)
        document, remarks = _json(content, vocabulary) if ending == ".jsonld" else (content, [])
        lines = _Lines(document)
        statements = tuple(
            (quad.triple, lines.number) for quad in ox.parse(lines, FORMATS[ending], rename_blank_nodes=True)
        )
    except TreeError as error:
        fault(error.code, (error.line, error.column), error.message, hint=error.hint)
        return None, faults
    except SyntaxError as error:
        code, message = "CLX002", _PLACE.sub("", _PLACE.sub("", error.msg))
        if "IRI" in message:
            code = "CLX014"
        fault(code, (error.lineno or 1, error.offset or 1), f"not {_called(ending)}: {message}")
        return None, faults
    graphed = Graphed(file, ending, content, statements, keys)
    for code, key, message, value in remarks:
        fault(code, graphed._objects.key(key), message, value=value)
    refused = _inspect(graphed, vocabulary, fault)
    return dataclasses.replace(graphed, refused=frozenset(refused)), faults


def _called(ending: str) -> str:
    return {
        ".ttl": "Turtle",
        ".nt": "N-Triples",
        ".nq": "N-Quads",
        ".trig": "TriG",
        ".rdf": "RDF/XML",
        ".jsonld": "JSON-LD",
    }[ending]


def _guard(content: bytes, ending: str) -> None:
    if len(content) > (limit := MAX_BYTES[False]):
        raise TreeError("CLX005", f"the file is larger than {limit // 2**20} MiB", 1, 1)
    tree.text(content)
    if ending == ".rdf":
        _guard_xml(content)
    elif (
        ending != ".jsonld" and content.count(b"<<") > MAX_DEPTH and _QUOTED.sub(b"", content).count(b"<<") > MAX_DEPTH
    ):
        raise TreeError("CLX005", "statements about statements nest too deep", 1, 1, "describe records, not statements")


def _guard_xml(content: bytes) -> None:
    """No document type, no depth without end; expat reads entities of no other file unless it is asked to."""
    parser = xml.parsers.expat.ParserCreate()
    depth = 0

    def doctype(*_: object) -> None:
        raise TreeError(
            "CLX007",
            "the file has a document type declaration",
            parser.CurrentLineNumber,
            parser.CurrentColumnNumber + 1,
        )

    def begin(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise TreeError("CLX005", f"nested deeper than {MAX_DEPTH} levels", parser.CurrentLineNumber, 1)

    def end(_: object) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    try:
        parser.Parse(content, True)
    except xml.parsers.expat.ExpatError as error:
        said = xml.parsers.expat.errors.messages[error.code]
        raise TreeError("CLX002", f"not RDF/XML: {said}", error.lineno, error.offset + 1) from None


def _json(content: bytes, vocabulary: Vocabulary) -> tuple[bytes, list[tuple[str, str, str, str]]]:
    """The JSON text with the project's own context put in where its address stands, and what is wrong in it, by key."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in found]
        if len(set(keys)) < len(keys):
            twice = next(k for i, k in enumerate(keys) if k in keys[:i])
            raise TreeError("CLX004", f"the key {twice} stands twice in one object", *_where(content, twice))
        return dict(found)

    try:
        document = json.loads(content, object_pairs_hook=pairs)
    except RecursionError:
        raise TreeError("CLX005", f"nested deeper than {MAX_DEPTH} levels", 1, 1) from None
    except json.JSONDecodeError as error:
        raise TreeError("CLX002", f"not JSON: {error.msg}", error.lineno, error.colno) from None
    own = vocabulary.catalog["context"]
    remarks: list[tuple[str, str, str, str]] = []
    terms: set[str] = set()
    agenda: list[tuple[Any, int, str]] = [(document, 0, "")]
    used: list[str] = []
    free = False
    while agenda:
        node, depth, key = agenda.pop()
        if depth > MAX_DEPTH:
            raise TreeError("CLX005", f"nested deeper than {MAX_DEPTH} levels", *_where(content, key))
        if isinstance(node, str) and not node.isascii() and any(0xD800 <= ord(c) <= 0xDFFF for c in node):
            raise TreeError("CLX011", "half of a surrogate pair stands alone", *_where(content, key))
        if isinstance(node, str) and key == "@id" and _NO_IRI.search(node):
            remarks.append(("CLX014", node, f"{node!r} is no IRI", node))
        if isinstance(node, list):
            agenda += [(item, depth + 1, key) for item in node]
        if not isinstance(node, dict):
            continue
        if "@context" in node:
            node["@context"] = context = _context(node["@context"], own, vocabulary, content)
            for part in context if isinstance(context, list) else [context]:
                terms |= set(part or ())
                free = free or "@vocab" in (part or ())
        for inner, value in node.items():
            if inner != "@context":
                used.append(inner)
                agenda.append((value, depth + 1, inner))
    language_maps = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
    if not free:
        for key in dict.fromkeys(used):
            if key[:1] != "@" and ":" not in key and key not in terms and not language_maps.fullmatch(key):
                hint = nearest(key, terms)
                remarks.append(
                    ("CLX101", key, f"the context does not say what {key} means" + (f": {hint}" if hint else ""), key)
                )
    return json.dumps(document, ensure_ascii=False).encode(), remarks


def _context(context: Any, own: str, vocabulary: Vocabulary, content: bytes) -> Any:
    if isinstance(context, list):
        return [_context(part, own, vocabulary, content) for part in context]
    if isinstance(context, str):
        if context == own:
            return vocabulary.context
        raise TreeError(
            "CLX008", f"the context is elsewhere: {context}", *_where(content, context), f"write it out, or name {own}"
        )
    if isinstance(context, dict):
        for key, value in context.items():
            if key == "@import" or (key == "@context" and isinstance(value, str)):
                raise TreeError("CLX008", f"the context is elsewhere: {value}", *_where(content, key), "write it out")
            if isinstance(value, dict) and "@context" in value:
                value["@context"] = _context(value["@context"], own, vocabulary, content)
    return context


def _where(content: bytes, key: str) -> tuple[int, int]:
    """Where a string first stands in a JSON text."""
    at = content.find(json.dumps(key, ensure_ascii=False).encode("utf-8", "replace"))
    if at < 0:
        return 1, 1
    return content.count(b"\n", 0, at) + 1, at - content.rfind(b"\n", 0, at)


class _Objects:
    """The node objects of a JSON text with their places. JSON is read as YAML, which it is but for rare escapes."""

    def __init__(self, content: bytes, keys: Keys) -> None:
        self.content = content
        self.keys = keys
        self.by_id: dict[str, tree.Mapping] = {}
        try:
            agenda: list[tree.Node] = [tree.parse(content, len(content))]
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
        node = next((n for i, n in self.by_id.items() if i == focus or (i and focus.endswith("/" + i))), None)
        if node is None:
            return self.place(above, predicate, "") if above else (1, 1)
        local = re.split(r"[/#]", predicate)[-1]
        prefixed = {f"{p}:{local}" for p, iri in PREFIXES.items() if iri + local == predicate}
        called = {predicate, local, self.keys.by_property.get(predicate, ""), *prefixed}
        if predicate == RDF + "type":
            called |= {"@type", "kind"}
        for key, (key_node, _) in node.entries.items():
            if predicate and key in called:
                return key_node.line, key_node.column
        return node.line, node.column

    def key(self, text: str) -> tuple[int, int]:
        """Where a key or string first stands."""
        return _where(self.content, text)


def _inspect(graphed: Graphed, vocabulary: Vocabulary, fault: Any) -> Iterator[ox.Triple]:
    """What the triples may not be, whatever they say. Yields those that data may not state at all."""
    typed: dict[str, set[str]] = {}
    kinds = {cls: key.rpartition("-")[0] for cls, key in graphed.keys.classes.items()}
    for triple in graphed.triples:
        if triple.predicate.value == RDF + "type":
            typed.setdefault(name(triple.subject), set()).add(name(triple.object))
    if not graphed.statements:
        fault("CLX016", (1, 1), "the file says nothing")
    ontology = vocabulary.named
    seen: set[tuple[str, str]] = set()
    for triple in graphed.triples:
        for code, message, value in _wrong(triple, typed, kinds, vocabulary, ontology):
            if code in REFUSED:
                yield triple
            key = (code, name(triple.subject) if code in ("CLX015", "CLX105", "CLX107", "CLX111") else str(triple))
            if key not in seen:
                seen.add(key)
                place = graphed.place(name(triple.subject), triple.predicate.value, name(triple.object))
                fault(code, place, message, name(triple.subject), local(triple.predicate.value), value)


def local(iri: str) -> str:
    """A property as findings name it."""
    return iri.removeprefix(CLX)


def _wrong(
    triple: ox.Triple,
    typed: dict[str, set[str]],
    kinds: dict[str, str],
    vocabulary: Vocabulary,
    ontology: frozenset[str],
) -> Iterator[tuple[str, str, str]]:
    subject, predicate = name(triple.subject), triple.predicate.value
    if predicate == OWL + "imports":
        yield "CLX009", f"the file imports {name(triple.object)}", name(triple.object)
        return
    shacl = PREFIXES["sh"]
    if any(node.startswith(shacl) for node in (subject, predicate, name(triple.object))):
        yield "CLX010", "the file states a shape", predicate
        return
    if isinstance(triple.object, ox.Triple):
        yield "CLX103", "a statement about a statement is no record", ""
    for node in (triple.subject, triple.predicate, triple.object):
        if isinstance(node, ox.NamedNode) and not node.value.lower().startswith(SCHEMES):
            yield "CLX014", f"{node.value} is of a scheme that is not used here", node.value
    owned = tuple(vocabulary.base + part for part in ("value/", "facet/"))
    if subject.startswith((CLX, *owned)) or (subject in ontology and not _about_concept(triple, vocabulary)):
        yield "CLX015", f"{subject} belongs to the ontology, which data do not change", subject
        return
    classes = typed.get(subject, set())
    if not classes & set(kinds):
        what = ", ".join(sorted(local(c) for c in classes))
        yield (
            "CLX107",
            f"{subject} is none of the kinds of record" + (f": {what}" if what else ": it has no type"),
            what,
        )
        return
    if subject.startswith(vocabulary.base) and "#" not in subject:
        kind, _, id_ = subject.removeprefix(vocabulary.base).partition("/")
        if kind in KINDS and (not SLUG.fullmatch(id_) or not 2 <= len(id_) <= 80):
            yield "CLX105", f"{id_!r} is no id: lower-case letters, digits and single hyphens, 2 to 80 characters", id_
        elif kind in KINDS and RESERVED.fullmatch(id_):
            yield "CLX111", f"{id_} is a name that some file systems keep for devices", id_
        elif kind in KINDS and not any(kinds.get(c) == kind for c in classes):
            yield "CLX107", f"the address says {kind}, the type does not", kind


def _about_concept(triple: ox.Triple, vocabulary: Vocabulary) -> bool:
    """A record of a concept says what sources say of it, and nothing else."""
    return name(triple.subject).startswith(vocabulary.base + "concept/") and (
        triple.predicate.value in (CLX + "statement", CLX + "note")
        or (triple.predicate.value == RDF + "type" and name(triple.object) == PREFIXES["skos"] + "Concept")
    )
