"""stub"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    words: str
    tag: str
    key: str


@dataclass(frozen=True)
class Problem:
    code: str
    message: str
    value: str = ""
    hint: str = ""
    offset: int | None = None


def problems(passage: Passage) -> Iterator[Problem]:
    if not passage.words.isascii() and not unicodedata.is_normalized("NFC", passage.words):
        yield Problem("CLX303", "the text is not in Unicode normalisation form C")
