"""How much room words need, since no browser is there to be asked when a page is made."""

import unicodedata
from functools import lru_cache

# The widths of Helvetica's letters, in parts of the size of the face (Adobe Font Metrics), and what other faces add to them.
_WIDTHS = {
    0.23: "ijl'’|",
    0.29: " ftI.,:;/!",
    0.35: "r()[]-·",
    0.5: "ckszvxygс",
    0.73: "wшжюыфGOQCRDNHUАДЖОФЮ",
    0.86: "mMщмшШЩWм@%№…",
}
_WIDTH = {letter: share for share, letters in _WIDTHS.items() for letter in letters}
_SPARE = 1.06


def width(text: str, size: float) -> float:
    """About how wide a text is in a sans serif face, rather too wide than too narrow.

    :param size: of the face, in the unit of the result.
    """
    return sum(map(_share, text)) * size


def fit(text: str, room: float, size: float) -> str:
    """The text, or as many of its words as there is room for, and an ellipsis."""
    if width(text, size) <= room:
        return text
    kept = text
    while kept and width(kept + "…", size) > room:
        kept = kept[:-1]
    words = kept.rpartition(" ")[0]
    # A cut within a word is better than the loss of a long one.
    return (words if len(words) > 0.8 * len(kept) else kept).rstrip(" ,.:;(–-") + "…"


@lru_cache(maxsize=4096)
def _share(letter: str) -> float:
    """The width of a letter, in parts of the size of the face."""
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    return _SPARE * _WIDTH.get(letter, 0.68 if letter.isupper() else 0.56)
