"""What differs between two texts, word by word: for Chinese by characters, for Vietnamese by syllables, which are its words between
spaces."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

# A Chinese or Japanese character stands alone; a word keeps its combining marks; white space is one token; a mark is one.
_HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_HAN}]|(?:(?![{_HAN}])[\w\u0300-\u036f])+|\s+|.", re.DOTALL)
# Comparing takes time with the product of the lengths; beyond this many pairs of tokens the middle is told as a whole.
_PAIRS = 4_000_000


@dataclass(frozen=True)
class Stretch:
    """Some words and what became of them: ``same``, ``gone`` or ``new``."""

    act: str
    text: str


def tokens(text: str) -> list[str]:
    """The words, spaces and marks of a text; together they are the text."""
    return _TOKEN.findall(text)


def differences(old: str, new: str) -> tuple[Stretch, ...]:
    """The stretches of both texts in order; those that are same and gone make the old text, same and new the new one."""
    before, after = tokens(old), tokens(new)
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    middle = _middle(before[start : len(before) - end], after[start : len(after) - end])
    parts = [("same", before[:start]), *middle, ("same", before[len(before) - end :])]
    return tuple(_joined((act, "".join(words)) for act, words in parts))


def _middle(before: list[str], after: list[str]) -> Iterator[tuple[str, list[str]]]:
    if len(before) * len(after) > _PAIRS:
        yield from (("gone", before), ("new", after))
        return
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for act, a, b, c, d in matcher.get_opcodes():
        if act == "equal":
            # A space between two changed words is no place at which the texts agree.
            blank = not "".join(before[a:b]).strip() and a > 0 and b < len(before)
            yield from (("gone", before[a:b]), ("new", after[c:d])) if blank else (("same", before[a:b]),)
        else:
            yield from (("gone", before[a:b]), ("new", after[c:d]))


def _joined(parts: Iterator[tuple[str, str]]) -> Iterator[Stretch]:
    """Neighbours of one act as one stretch; between two agreements first all that is gone, then all that is new."""
    gone = new = same = ""
    for act, text in parts:
        if act == "same" and text:
            yield from (Stretch(a, t) for a, t in (("gone", gone), ("new", new)) if t)
            gone = new = ""
            same += text
            continue
        if text and same:
            yield Stretch("same", same)
            same = ""
        gone, new = gone + text * (act == "gone"), new + text * (act == "new")
    yield from (Stretch(a, t) for a, t in (("same", same), ("gone", gone), ("new", new)) if t)
