"""A record written as JSON, as a tree of the authoring format: what stands on one line of a file of JSON lines.

JSON (RFC 8259) has numbers and truth values where the authoring format has plain text: they are taken as they were written. A value of
``null`` is one that was left out.
"""

import json
from typing import Any

from carbonlex.reading import tree
from carbonlex.reading.tree import MAX_BYTES, MAX_DEPTH, MAX_ITEMS, TreeError


class _Plain(str):
    """A number, as it was written."""


class _Pairs(list[tuple[str, Any]]):
    """The members of an object, in order; a name may stand twice in JSON."""


def parse(content: bytes, line: int = 1) -> tree.Node:
    """Read one JSON object.

    :param line: the line on which it stands, which is the place of all that is in it.
    :raises TreeError: with code and place, for whatever the format does not allow.
    """
    if len(content) > MAX_BYTES:
        raise TreeError("CLX005", f"the record is larger than {MAX_BYTES // 2**20} MiB", line, 1)
    try:
        decoded = tree.text(content.strip())
    except TreeError as error:
        raise TreeError(error.code, error.message, line, error.column, error.hint) from None
    try:
        value = json.loads(
            decoded, object_pairs_hook=_Pairs, parse_int=_Plain, parse_float=_Plain, parse_constant=_refused
        )
    except RecursionError:
        raise TreeError("CLX005", f"nested deeper than {MAX_DEPTH} levels", line, 1) from None
    except json.JSONDecodeError as error:
        raise TreeError("CLX002", f"not JSON: {error.msg[0].lower()}{error.msg[1:]}", line, error.colno) from None
    except ValueError as error:
        raise TreeError("CLX002", f"not JSON: {error}", line, 1) from None
    return _Reader(line).node(value, 0)


def _refused(name: str) -> None:
    raise ValueError(f"{name} is no number")


class _Reader:
    def __init__(self, line: int) -> None:
        self.line = line
        self.parts = 0

    def node(self, value: Any, depth: int) -> tree.Node:
        self.parts += 1
        if depth > MAX_DEPTH:
            raise self.wrong("CLX005", f"nested deeper than {MAX_DEPTH} levels")
        if self.parts > 60 * MAX_ITEMS:
            raise self.wrong("CLX005", f"the record has more than {60 * MAX_ITEMS:,} parts")
        if isinstance(value, _Pairs):
            return self.mapping(value, depth)
        if isinstance(value, list):
            if len(value) > MAX_ITEMS:
                raise self.wrong("CLX005", f"a list has more than {MAX_ITEMS:,} items")
            return tree.Sequence(self.line, 1, [self.node(item, depth + 1) for item in value])
        if isinstance(value, str):
            self.check(value)
            return tree.Scalar(self.line, 1, str(value), isinstance(value, _Plain))
        return tree.Scalar(self.line, 1, {True: "true", False: "false"}.get(value, ""), True)

    def mapping(self, pairs: _Pairs, depth: int) -> tree.Mapping:
        if len(pairs) > MAX_ITEMS:
            raise self.wrong("CLX005", f"a mapping has more than {MAX_ITEMS:,} keys")
        mapping = tree.Mapping(self.line, 1)
        for key, value in pairs:
            self.check(key)
            if key in mapping.entries:
                raise self.wrong("CLX004", f"the key {key} stands twice")
            if value is not None:
                mapping.entries[key] = (tree.Scalar(self.line, 1, key, False), self.node(value, depth + 1))
        return mapping

    def check(self, text: str) -> None:
        """An escape may say what no file of text may hold."""
        if control := tree.control(text):
            raise self.wrong("CLX011", f"the control character U+{ord(control):04X} stands in the text")

    def wrong(self, code: str, message: str) -> TreeError:
        return TreeError(code, message, self.line, 1)
