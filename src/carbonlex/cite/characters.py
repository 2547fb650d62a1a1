"""What a citation lets through of the characters of a record: one line, with nothing in it that hides, and addresses that may be opened.

Titles are copied from everywhere. A line break would end a line of RIS, and a right-to-left override would turn a printed citation
around, so they are taken out before any style sees them.
"""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, urlsplit

# Control and separator characters part words; format characters (direction marks among them), surrogates and noncharacters are dropped.
_PARTING = frozenset({"Cc", "Zl", "Zp"})
_HIDDEN = frozenset({"Cf", "Cs"})
# The joiners are format characters, too, but Persian and the scripts of India are misspelt without them.
_JOINERS = frozenset("\u200c\u200d")
_BLANKS = re.compile(r"[ \t]{2,}")
_SCHEMES = frozenset({"http", "https"})
# RFC 3986, 2.2 and 2.3, and the percent sign of what is encoded already. Quotation marks, braces, backslashes and blanks are not in it.
_ADDRESS = "!#$%&()*+,-./:;=?@[]_~"
_DOI = re.compile(r"10\.\d{4,9}/[-._;()/:A-Za-z0-9<>]+")
_ISBN = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dX]")
_CELEX = re.compile(r"[0-9A-Z][0-9A-Z()/_-]{4,40}")


@lru_cache(maxsize=16384)
def line(text: str) -> str:
    """The text in one line, without characters that hide or that turn the direction of writing; other blanks than spaces stay."""
    if not text.isprintable():
        text = "".join(map(_shown, text))
    return _BLANKS.sub(" ", text).strip()


def _shown(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    category = unicodedata.category(character)
    if category in _PARTING:
        return " "
    code = ord(character)
    return "" if category in _HIDDEN or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF else character


@lru_cache(maxsize=4096)
def address(text: str) -> str:
    """A web address that a link may lead to, with all that RFC 3986 does not allow in it percent-encoded.

    Empty for other schemes, and for an address with a user in it, which says one host to the eye and leads to another.
    """
    text = line(text)
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    if parts.scheme not in _SCHEMES or not parts.netloc or "@" in parts.netloc:
        return ""
    return quote(parts.scheme + text[len(parts.scheme) :], safe=_ADDRESS)


def doi(text: str) -> str:
    """A DOI without what resolves it (ISO 26324); empty where the text is none."""
    text = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)", "", line(text), flags=re.IGNORECASE)
    return text if _DOI.fullmatch(text) else ""


def isbn(text: str) -> str:
    """An ISBN of ten or thirteen digits as it was written; empty where the text is none."""
    text = line(text)
    return text if _ISBN.fullmatch(text) else ""


def celex(text: str) -> str:
    """A CELEX number; empty where the text has other characters than such numbers."""
    text = line(text)
    return text if _CELEX.fullmatch(text) else ""
