"""YAML as a tree of mappings, sequences and plain text with the place of every key and value.

Built on libyaml's event stream (YAML 1.1): nothing is guessed from a scalar's looks, so ``no`` and ``1.10`` stay what was
written, and what the authoring format refuses (anchors, aliases, tags, duplicate keys, several documents) is refused where it stands.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

MAX_DEPTH = 40
MAX_ITEMS = 500  # of one list or mapping: what is held against each other grows with its square
MAX_BYTES = 4 * 1024 * 1024

# First bytes of what people attach by mistake: gzip, zip (and office documents), PDF, PNG, JPEG, ELF, 7z, SQLite.
_BINARY = (
    b"\x1f\x8b",
    b"PK\x03\x04",
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\x7fELF",
    b"7z\xbc\xaf",
    b"SQLite format",
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# Controls but tab and line ends, and what is no character (Unicode 23.1, 23.7). Halves of characters cannot stand in UTF-8.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")

_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class TreeError(Exception):
    """The text is not a tree that the format allows."""

    def __init__(self, code: str, message: str, line: int, column: int, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.line, self.column, self.hint = code, message, line, column, hint


@dataclass
class Node:
    """A scalar, a sequence or a mapping, with the place where it begins (from 1)."""

    line: int
    column: int


@dataclass
class Scalar(Node):
    """Text as written; ``plain`` when it stood without quotation marks."""

    text: str
    plain: bool


@dataclass
class Sequence(Node):
    """A list."""

    items: list[Node] = field(default_factory=list)


@dataclass
class Mapping(Node):
    """Keys in the order of the file, each with its own place."""

    entries: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)


def text(content: bytes) -> str:
    """The characters of a file of text.

    :raises TreeError: for another encoding than UTF-8, a byte order mark, a binary file, control characters.
    """
    if content.startswith(_BINARY):
        raise TreeError("CLX006", "this is no text but a binary file", 1, 1)
    if content.startswith(_UTF16):
        raise TreeError("CLX001", "the file is UTF-16", 1, 1)
    try:
        decoded = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        column = fault.start - content.rfind(b"\n", 0, fault.start)
        raise TreeError("CLX001", "the file is not UTF-8", line, column) from None
    if decoded.startswith("\ufeff"):
        raise TreeError("CLX001", "the file begins with a byte order mark", 1, 1)
    if control := _CONTROL.search(decoded):
        at = control.start()
        line, column = decoded.count("\n", 0, at) + 1, at - decoded.rfind("\n", 0, at)
        raise TreeError("CLX011", f"the control character U+{ord(control[0]):04X} stands in the text", line, column)
    return decoded


def control(text: str) -> str:
    """The first control character of a text, or half of a character; empty where there is none."""
    if found := _CONTROL.search(text):
        return found[0]
    return next((c for c in text if "\ud800" <= c <= "\udfff"), "") if not text.isascii() else ""


def parse(content: bytes, limit: int = MAX_BYTES, items: int = MAX_ITEMS) -> Node:
    """Read one YAML document.

    :param limit: how many bytes it may have.
    :param items: how many items a list or a mapping may have; the whole has sixty times as many at most.
    :raises TreeError: with code and place, for whatever the format does not allow.
    """
    if len(content) > limit:
        raise TreeError("CLX005", f"the file is larger than {limit // 2**20} MiB", 1, 1)
    decoded = text(content)
    try:
        return _document(_counted(yaml.parse(decoded, Loader=_Parser), 60 * items), items)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        lines = decoded.split("\n", line)
        if len(lines) >= line and lines[line - 1][column - 1 : column] == "\t":
            raise TreeError("CLX013", "a tab stands where the line is set in", line, column) from None
        raise TreeError("CLX002", f"not YAML: {fault.problem or fault.context}", line, column) from None
    except yaml.YAMLError as fault:
        raise TreeError("CLX002", f"not YAML: {str(fault).splitlines()[0]}", 1, 1) from None


def _counted(events: Iterable[yaml.Event], most: int) -> Iterator[yaml.Event]:
    for number, event in enumerate(events):
        if number > most:
            raise TreeError("CLX005", f"the file has more than {most:,} parts", *_place(event))
        yield event


def _document(events: Iterator[yaml.Event], items: int) -> Node:
    root: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if root is not None:
                raise TreeError("CLX012", "a second document begins here", *_place(event))
            root = _node(next(events), events, 0, items)
    if root is None:
        raise TreeError("CLX016", "the file says nothing", 1, 1)
    return root


def _place(event: yaml.Event) -> tuple[int, int]:
    mark: Any = event.start_mark
    return mark.line + 1, mark.column + 1


def _node(event: yaml.Event, events: Iterator[yaml.Event], depth: int, items: int) -> Node:
    line, column = _place(event)
    if depth > MAX_DEPTH:
        raise TreeError("CLX005", f"nested deeper than {MAX_DEPTH} levels", line, column)
    if isinstance(event, yaml.AliasEvent):
        raise TreeError("CLX003", "an alias is not allowed", line, column, "write the value out")
    if getattr(event, "anchor", None):
        raise TreeError("CLX003", "an anchor is not allowed", line, column, "write the value out where it is needed")
    if getattr(event, "tag", None):
        raise TreeError("CLX003", f"the tag {getattr(event, 'tag', '')} is not allowed", line, column, "leave it out")
    if isinstance(event, yaml.ScalarEvent):
        if control := _CONTROL.search(event.value):
            raise TreeError("CLX011", f"the control character U+{ord(control[0]):04X} stands in the text", line, column)
        return Scalar(line, column, event.value, event.style is None)
    if isinstance(event, yaml.SequenceStartEvent):
        sequence = Sequence(line, column)
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            if len(sequence.items) == items:
                raise TreeError("CLX005", f"a list has more than {items:,} items", *_place(event))
            sequence.items.append(_node(event, events, depth + 1, items))
        return sequence
    mapping = Mapping(line, column)
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _node(event, events, depth + 1, items)
        if not isinstance(key, Scalar):
            raise TreeError("CLX103", "a key must be plain text", key.line, key.column)
        if key.text in mapping.entries:
            first = mapping.entries[key.text][0]
            raise TreeError(
                "CLX004",
                f"the key {key.text} stands twice",
                key.line,
                key.column,
                f"it stands on line {first.line} too",
            )
        if len(mapping.entries) == items:
            raise TreeError("CLX005", f"a mapping has more than {items:,} keys", key.line, key.column)
        mapping.entries[key.text] = (key, _node(next(events), events, depth + 1, items))
    return mapping
