"""Foreign words on a terminal: shown as they are, and never obeyed."""

import unicodedata


def code(character: str) -> str:
    """A character that cannot be shown, by its number."""
    return f"⟨U+{ord(character):04X}⟩"


def plain(text: str) -> str:
    """A text on one line that a terminal shows as it is: control characters, and those that turn the direction of writing, are
    told by their numbers."""
    line = " ".join(text.splitlines())
    return "".join(code(c) if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in line)
