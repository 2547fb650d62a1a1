"""How the parts of a citation become one text: parts that are not there leave no sign behind, and no sign stands twice."""

import re
from collections.abc import Iterable

_ENDS = (".", "!", "?", "…", "。", "！", "？")

_INNER = re.compile(r"‘([^‘’]*)’(?!\w)")


def joined(parts: Iterable[str], sign: str = ", ") -> str:
    """The parts that are there, with a sign between them. Where a part ends with the sign's own mark, the mark is not repeated."""
    told = ""
    for part in parts:
        if not part:
            continue
        if told:
            told = (told.rstrip(sign[0]) if told.endswith(sign[:1]) and sign[:1] in ".,;:" else told) + sign
        told += part
    return told


def bracketed(text: str, left: str = "(", right: str = ")") -> str:
    """The text in brackets; nothing for nothing. What is in such brackets as a whole already gets no second pair."""
    if not text or (text.startswith(left) and text.endswith(right)):
        return text
    return left + text + right


def after(text: str, before: str = " ", behind: str = "") -> str:
    """The text with what stands before and behind it; nothing for nothing."""
    return before + text + behind if text else ""


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def quoted(text: str) -> str:
    """A title in single quotation marks, those within it doubled. A title in square brackets is a description and gets none."""
    if text.startswith("[") and text.endswith("]"):
        return text
    return "‘" + _INNER.sub(r"“\1”", text) + "’"


def ended(text: str) -> str:
    """The text with a full stop, unless it has one or another sign that ends a sentence."""
    return text if not text or text.endswith(_ENDS) else text + "."
