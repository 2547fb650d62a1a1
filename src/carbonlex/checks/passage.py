"""A passage of text and what may be wrong with it, said so that a person finds the place."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

TERMS = frozenset({"term", "form", "literalForm"})
LINES = TERMS | {"name", "title", "issuer", "code", "number", "pinpoint", "unit"}


@dataclass(frozen=True)
class Passage:
    """Words as they stand, their BCP 47 tag (empty for text without a language), and the key of the format, or the local name of
    the RDF property, under which they stand."""

    words: str
    tag: str
    key: str


@dataclass(frozen=True)
class Problem:
    """What is wrong with a passage. ``offset`` is the place of the first sign of it among the characters of the words, from 0."""

    code: str
    message: str
    value: str = ""
    hint: str = ""
    offset: int | None = None


_NAMES = {
    "\0": "NULL",
    "\t": "CHARACTER TABULATION",
    "\n": "LINE FEED",
    "\r": "CARRIAGE RETURN",
    "Cc": "CONTROL CHARACTER",
    "Cs": "SURROGATE",
    "Co": "PRIVATE USE CHARACTER",
    "Cn": "NO CHARACTER",
}


def character(char: str) -> str:
    """A character by code point and name, as Unicode writes it: ``U+200B ZERO WIDTH SPACE``."""
    other = _NAMES.get(char) or _NAMES.get(unicodedata.category(char), "")
    return f"U+{ord(char):04X} {unicodedata.name(char, other)}".rstrip()


def shown(text: str) -> str:
    """Text that is safe to print: what cannot be seen, or would turn the line round, is written as its code point."""
    return "".join(
        f"[U+{ord(c):04X}]" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") else c
        for c in text
    )


def place(words: str, offset: int, times: int = 1) -> str:
    """``at character 12, near «…», and 3 more``."""
    begin, end = max(0, offset - 12), min(len(words), offset + 13)
    near = ("…" if begin else "") + shown(words[begin:end]) + ("…" if end < len(words) else "")
    return f"at character {offset + 1}, near «{near}»" + (f", and {times - 1} more" if times > 1 else "")


def found(passage: Passage, code: str, offsets: list[int], what: str, hint: str = "") -> Iterator[Problem]:
    """One problem for all places of one kind; ``{}`` in the sentence is the first character."""
    if offsets:
        char = passage.words[offsets[0]]
        message = f"{what.format(character(char))}, {place(passage.words, offsets[0], len(offsets))}"
        yield Problem(code, message, f"U+{ord(char):04X}", hint, offsets[0])


def matches(pattern: re.Pattern[str], words: str) -> list[int]:
    return [match.start() for match in pattern.finditer(words)]
