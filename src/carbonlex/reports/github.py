"""Workflow commands of GitHub's runner: each fault becomes an annotation on the line that it is about.

A command is ``::name key=value,key=value::message`` on a line of its own. The runner undoes ``%25``, ``%0D`` and ``%0A`` in the
message, and ``%3A`` and ``%2C`` in the values too.
"""

from collections.abc import Iterator

from carbonlex.faults import Fault
from carbonlex.reports.headline import visible
from carbonlex.reports.outcome import DONE, Outcome, reasoning, summary

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def write(outcome: Outcome) -> str:
    """A command for each fault, then the summary."""
    return "\n".join([*map(_command, outcome.faults), *_reasoning(outcome), summary(outcome)])


def _reasoning(outcome: Outcome) -> Iterator[str]:
    """The reasoner's answer: a notice, or a warning that there is none."""
    if said := reasoning(outcome):
        status, message = said
        yield f"::{'notice' if status in DONE else 'warning'} title=reasoning::{_message(f'{status} ({visible(message)})')}"


def _command(fault: Fault) -> str:
    keys = {"file": fault.file}
    if fault.file and fault.line:
        keys["line"] = str(fault.line)
        if fault.column:
            keys["col"] = str(fault.column)
    keys["title"] = fault.code
    told = ",".join(f"{key}={_value(visible(value))}" for key, value in keys.items() if value)
    message = visible(fault.message) + (f"\nhelp: {visible(fault.hint)}" if fault.hint else "")
    return f"::{COMMANDS[fault.severity]} {told}::{_message(message)}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
