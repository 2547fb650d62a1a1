"""SARIF 2.1.0 (OASIS, with errata 01), as code hosts and editors read it."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from carbonlex import __version__
from carbonlex.faults import Fault
from carbonlex.reports.json import dumps
from carbonlex.reports.outcome import DONE, Outcome, reasoning
from carbonlex.rulebook import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
FINGERPRINT = "carbonlexFault/v1"


def write(outcome: Outcome) -> str:
    """A log of one run: the rule book as the tool's rules, the checked files as artifacts, the faults as results."""
    driver = {
        "name": "carbonlex",
        "semanticVersion": __version__,
        "informationUri": outcome.home,
        "rules": [_rule(rule, outcome) for rule in outcome.rules.values()],
    }
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": uri(name)}} for name in dict.fromkeys(outcome.checked)],
        "results": list(_results(outcome)),
        "properties": {"conforms": outcome.conforms},
    }
    if said := reasoning(outcome):
        run["invocations"] = [_invocation(*said)]
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _invocation(status: str, message: str) -> dict[str, Any]:
    """The reasoner's answer as a notification about the tool's run (3.20.21); without one the run did not succeed."""
    done = status in DONE
    notification = {
        "descriptor": {"id": "reasoning"},
        "level": "note" if done else "warning",
        "message": {"text": _message(f"reasoning: {status} ({message})")},
        "properties": {"status": status, "message": message},
    }
    return {"executionSuccessful": done, "toolExecutionNotifications": [notification]}


def uri(name: str) -> str:
    """An absolute path as a file URI, a relative one as a relative reference (RFC 3986, 4.2)."""
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _rule(rule: Rule, outcome: Outcome) -> dict[str, Any]:
    text, marked = [rule.why, f"How to mend it: {rule.hint}."], [rule.why, f"**How to mend it:** {rule.hint}."]
    for name, example in (("Wrong", rule.wrong), ("Right", rule.right)):
        if example.strip():
            text.append(f"{name}:\n" + example.strip("\n"))
            marked.append(f"**{name}:**\n\n```yaml\n{example.strip(chr(10))}\n```")
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": "\n\n".join(text), "markdown": "\n\n".join(marked)},
        "helpUri": outcome.page(rule.code),
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _results(outcome: Outcome) -> Iterator[dict[str, Any]]:
    index = {code: number for number, code in enumerate(outcome.rules)}
    seen: Counter[str] = Counter()
    for fault in outcome.faults:
        mark = _fingerprint(fault)
        seen[mark] += 1
        result: dict[str, Any] = {"ruleId": fault.code, "level": LEVELS[fault.severity]}
        if fault.code in index:
            result["ruleIndex"] = index[fault.code]
        result["message"] = {"text": _message(fault.message)}
        if fault.file:
            result["locations"] = [_location(fault)]
        result["partialFingerprints"] = {FINGERPRINT: f"{mark}:{seen[mark]}"}
        said = {name: getattr(fault, name) for name in ("focus", "path", "value", "hint") if getattr(fault, name)}
        yield result | ({"properties": said} if said else {})


def _location(fault: Fault) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(fault.file)}}
    if fault.line:
        physical["region"] = {"startLine": fault.line} | ({"startColumn": fault.column} if fault.column else {})
    named = [
        {"fullyQualifiedName": name, "kind": kind}
        for name, kind in ((fault.focus, "object"), (fault.path, "property"))
        if name
    ]
    return {"physicalLocation": physical} | ({"logicalLocations": named} if named else {})


def _fingerprint(fault: Fault) -> str:
    """The same for a fault whose lines have moved, and for one that is reported of another copy of the record."""
    about = (fault.code, fault.focus or fault.file, fault.path, fault.value)
    return hashlib.sha256("\0".join(about).encode()).hexdigest()[:32]


def _message(text: str) -> str:
    """Braces would be placeholders (3.11.5), and brackets before a parenthesis a link (3.11.6)."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")
