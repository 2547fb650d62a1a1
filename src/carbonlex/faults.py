"""A fault of content: one finding of a check, wherever it was made, with its place."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong, where, and how to mend it. Lines and columns count from 1; 0 means that no place is known."""

    file: str
    line: int
    column: int
    code: str
    severity: str
    message: str
    focus: str = ""
    path: str = ""
    value: str = ""
    hint: str = ""


def closest(name: str, known: Iterable[str]) -> str:
    """The known name that looks most like this one; empty where none comes near."""
    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)), "")


def nearest(name: str, known: Iterable[str]) -> str:
    """``did you mean …?`` for the closest known name; empty where none comes near."""
    close = closest(name, known)
    return f"did you mean {close}?" if close else ""
