"""JSON, as ``INTERFACE.md`` lays it down."""

import json
import re
from typing import Any

from carbonlex.reports.outcome import Outcome, counts, reasoning

NAMES = ("severity", "code", "message", "file", "line", "column", "focus", "path", "value", "hint")
# What JSON allows in a text as it is, and a terminal may obey or hide: later control characters, marks of direction, separators.
HIDDEN = re.compile("[\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def write(outcome: Outcome) -> str:
    """The JSON report."""
    results = [{name: getattr(fault, name) for name in NAMES} for fault in outcome.faults]
    told: dict[str, Any] = {
        "conforms": outcome.conforms,
        "checked": list(outcome.checked),
        "counts": counts(outcome.faults),
        "results": results,
    }
    if said := reasoning(outcome):
        told["reasoning"] = {"status": said[0], "message": said[1]}
    return dumps(told)


def dumps(value: Any) -> str:
    """A value as JSON in UTF-8, with escapes for what cannot be seen."""
    return escaped(json.dumps(value, ensure_ascii=False, indent=2))


def escaped(text: str) -> str:
    r"""Hidden characters as ``\uXXXX``, which JSON and Turtle read alike."""
    return HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
