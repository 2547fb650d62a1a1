"""Values as YAML text that this reader and every editor's parser understand alike."""

import re
from typing import Any

import yaml

from carbonlex.records.forms import DATE, NUMBER

# What may stand bare begins with a letter, so that no parser takes it for a number or a day.
_BARE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")
# Line breaks that YAML knows and JSON does not, and what no editor shows (YAML 1.2.2, 5.1 and 5.4).
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def scalar(text: str) -> str:
    """The text, bare where every parser takes the bare word for this text, and else in double quotation marks."""
    if DATE.fullmatch(text) or NUMBER.fullmatch(text) or text in ("true", "false"):
        return text
    if _BARE.fullmatch(text) and isinstance(yaml.safe_load(text), str):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """The text in double quotation marks (YAML 1.2.2, 7.3.1)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    escaped = re.sub(r"[\x00-\x1f]", lambda m: f"\\x{ord(m[0]):02x}", escaped)
    return '"' + _ESCAPED.sub(lambda m: f"\\u{ord(m[0]):04x}", escaped) + '"'


def flow(value: Any) -> str:
    """A value on one line: text, a list, or a map with text as keys."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)
