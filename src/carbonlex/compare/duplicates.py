"""Nearly the same words: how alike two texts are, and signatures by which near copies are found without reading everything.

Words are compared as sets of *shingles*, overlapping runs of characters (Broder, On the resemblance and containment of
documents, 1997); how alike two texts are is the Jaccard measure of the sets. A signature is a MinHash in bands (locality-sensitive
hashing): near copies agree in at least one of its strings, so that they are found by exact match. Which ones, and how well, is said
in ``ontology/decisions/likeness.md``.
"""

import hashlib
import re
import struct
import unicodedata
from functools import lru_cache

from carbonlex.compare import minhash
from carbonlex.records.model import Worded

NEAR = 0.9  # from here on, two texts are nearly the same words
FEWEST = 10  # shingles; shorter words coincide by accident
BANDS, ROWS = 10, 3
SHARED = 2  # strings of the signature, so that two texts are held against each other
LETTERS, SIGNS = 5, 2  # length of a shingle in alphabets, and in scripts that write no spaces (a sign says more)
_WORDS = re.compile(r"\w+")
# Han, kana, Thai, Lao, Myanmar, Khmer.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)"
)


def normal(text: str) -> str:
    """The words without what editions change: case, punctuation, white space, width and form of characters (Unicode
    normalisation form KC, UAX #15)."""
    return " ".join(_WORDS.findall(unicodedata.normalize("NFKC", text).casefold()))


@lru_cache(maxsize=4096)
def shingles(text: str) -> frozenset[str]:
    """The overlapping runs of characters of a text: five letters, spaces between words included, or two signs of a script
    that writes no spaces. A shorter run stands whole."""
    found: set[str] = set()
    for index, run in enumerate(_UNSPACED.split(normal(text))):
        letters, size = run.strip(), SIGNS if index % 2 else LETTERS
        if letters:
            found.update(letters[i : i + size] for i in range(max(1, len(letters) - size + 1)))
    return frozenset(found)


def alike(first: str, second: str) -> float:
    """How alike two texts are, from 0 to 1: the shingles that both have, divided by those that either has. Texts without a
    letter are like nothing."""
    a, b = shingles(first), shingles(second)
    return len(a & b) / len(a | b) if a and b else 0.0


def near(first: str, second: str) -> float:
    """The same of two texts that are nearly the same words, and 0 of others, most of which show before the second is taken to pieces:
    what they share is no more than the shingles of the first that stand anywhere in it."""
    shingled, words = shingles(first), normal(second)
    shared = len(shingled)
    for shingle in shingled:
        if shingle not in words:
            shared -= 1
            if shared / len(shingled) < NEAR:
                return 0.0
    degree = alike(first, second)
    return degree if degree >= NEAR else 0.0


def between(first: Worded, second: Worded) -> float | None:
    """How alike the originals of two wordings are, to two decimals; nothing where they are in different languages, or withheld."""
    if first.withheld or second.withheld or first.language != second.language:
        return None
    return round(alike(first.original[1], second.original[1]), 2)


@lru_cache(maxsize=4096)
def signature(text: str) -> tuple[str, ...]:
    """Strings of which near copies share at least two; none for words too short to tell.

    Of two texts that are alike to a degree *s*, each string agrees with probability s³, hence two of the ten or more with
    1 − (1 − s³)¹⁰ − 10 s³ (1 − s³)⁹: 0.9999 where s is 0.9, 0.003 where s is 0.2. What shares as many is held against :func:`alike`.
    The same text has the same signature on every machine.
    """
    found = shingles(text)
    if len(found) < FEWEST:
        return ()
    least = minhash.least(found, BANDS * ROWS)
    bands = (least[i * ROWS : (i + 1) * ROWS] for i in range(BANDS))
    return tuple(
        f"{number}-{hashlib.shake_128(struct.pack(f'>{ROWS}I', *band)).hexdigest(8)}"
        for number, band in enumerate(bands)
    )
