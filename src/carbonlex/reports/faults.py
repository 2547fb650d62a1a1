"""Faults as people and programs read them; both come from the same list."""

import json
from collections.abc import Sequence

from carbonlex.faults import SEVERITIES, Fault


def counts(faults: Sequence[Fault]) -> dict[str, int]:
    """How many of each severity."""
    return {s: sum(1 for f in faults if f.severity == s) for s in SEVERITIES}


def as_json(faults: Sequence[Fault], checked: Sequence[str], conforms: bool) -> str:
    """The JSON report of INTERFACE.md."""
    names = ("severity", "code", "message", "file", "line", "column", "focus", "path", "value", "hint")
    results = [{n: getattr(f, n) for n in names} for f in faults]
    report = {"conforms": conforms, "checked": list(checked), "counts": counts(faults), "results": results}
    return json.dumps(report, ensure_ascii=False, indent=2)


def as_text(faults: Sequence[Fault], checked: Sequence[str], conforms: bool) -> str:
    """One line a fault: place, severity, code, sentence, hint; then a summary."""
    lines = []
    for f in faults:
        place = f"{f.file}:{f.line}:{f.column}: " if f.file else ""
        hint = f" ({f.hint})" if f.hint else ""
        lines.append(f"{place}{f.severity} {f.code}: {f.message}{hint}")
    number = counts(faults)
    summary = ", ".join(f"{n} {s}{'s' if n != 1 and s != 'info' else ''}" for s, n in number.items() if n)
    many = f"{len(checked)} file{'s' if len(checked) != 1 else ''}"
    lines.append(
        f"{many} checked: {summary or 'nothing wrong'}" + ("" if conforms or not summary else "; does not conform")
    )
    return "\n".join(lines)
