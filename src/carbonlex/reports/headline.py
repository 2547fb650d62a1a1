"""The one line that says what is wrong and where, as terminals, editors and ``grep`` understand it; shared by the forms for people."""

import unicodedata

from carbonlex.faults import Fault

# Control, format (direction marks among them), surrogate, line and paragraph separators: Unicode's general categories.
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def headline(fault: Fault) -> str:
    """``file:line:column: severity code: message``; what is not known is left out."""
    place = visible(fault.file)
    if place and fault.line:
        place += f":{fault.line}"
        if fault.column:
            place += f":{fault.column}"
    return (f"{place}: " if place else "") + f"{fault.severity} {fault.code}: {visible(fault.message)}"


def visible(text: str) -> str:
    """The text in one line, with nothing in it that a terminal would obey or XML refuse: such characters are written as escapes."""
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    if unicodedata.category(character) in HIDDEN or ord(character) & 0xFFFE == 0xFFFE:
        return character.encode("unicode_escape").decode("ascii")
    return character
