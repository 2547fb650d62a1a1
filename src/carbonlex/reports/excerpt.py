"""A line of a file as a terminal shows it, with a caret under a column and tildes under a value.

Wide characters take two columns and combining ones none (Unicode Standard Annex 11); a tab reaches to the next multiple of four.
"""

import re
import unicodedata
from itertools import accumulate

from carbonlex.reports.headline import visible

TAB = 4
CUT = "…"
REACH = 2  # how many widths to each side of a caret are looked at: a file may be one line, with a thousand faults
BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def lines(content: bytes) -> list[str]:
    """The lines of a file as the reader of YAML counts them (YAML 1.1, 4.2, line breaks)."""
    return BREAK.split(content.decode("utf-8", "replace"))


def excerpt(line: str, column: int, value: str, width: int) -> tuple[str, str]:
    """The line, and what is to stand below it.

    :param column: from 1, in characters of the line; one beyond its end is allowed, and 0 gives no caret.
    :param value: what the fault is about, underlined where the line holds it at the column or after it.
    :param width: how many columns of the terminal the line may take; a longer one is cut around the caret.
    """
    line = line.rstrip("\r\n")
    begin = max(0, min(column, len(line)) - REACH * width)
    end = begin + 2 * REACH * width
    cells = _cells(line[begin:end])
    caret = min(column - 1 - begin, len(cells))
    while 0 < caret < len(cells) and not cells[caret][1]:
        caret -= 1  # a combining character is shown on the one before it
    start = line[begin:end].find(value, max(caret, 0)) if value else -1
    marked = range(start, start + len(value)) if start >= 0 else range(0)
    first, last = _window([columns for _, columns in cells], max(caret, 0), width)
    under = ""
    for place, (_, columns) in enumerate([*cells, (" ", 1)]):
        if first <= place < last:
            fill = "~" if place in marked else " "
            under += ("^" + fill * (columns - 1)) if place == caret else fill * columns
    before, after = CUT * (begin + first > 0), CUT * (begin + last < len(line))
    shown = before + "".join(text for text, _ in cells[first:last]) + after
    return shown.rstrip(), (" " * len(before) + under).rstrip()


def _cells(line: str) -> list[tuple[str, int]]:
    """What is shown for each character, and how many columns it takes."""
    cells: list[tuple[str, int]] = []
    column = 0
    for character in line:
        shown = " " * (TAB - column % TAB) if character == "\t" else visible(character)
        columns = len(shown) if shown != character else _columns(character)
        cells.append((shown, columns))
        column += columns
    return cells


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _window(widths: list[int], caret: int, width: int) -> tuple[int, int]:
    """From where to where the characters are shown: all of them where they fit, else so that a third stands before the caret."""
    ends = [0, *accumulate(widths)]
    if ends[-1] <= width:
        return 0, len(widths) + 1
    room = width - 2 * len(CUT)
    from_ = max(0, min(ends[caret] - room // 3, ends[-1] - room))
    first = next(i for i, end in enumerate(ends) if end >= from_)
    last = max(i for i, end in enumerate(ends) if end - ends[first] <= room)
    return first, (last + 1 if last == len(widths) else last)
