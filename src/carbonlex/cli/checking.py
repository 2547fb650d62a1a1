"""What the commands that check records share: the sources that were named, and the report on them."""

import sys
from collections.abc import Sequence

import click

from carbonlex.checks.checker import Checker
from carbonlex.cli import session
from carbonlex.errors import UsageError
from carbonlex.faults import Fault
from carbonlex.reading import document, files
from carbonlex.reading.document import Source
from carbonlex.reports import report
from carbonlex.reports.checked import of


def sources(paths: Sequence[str], endings: tuple[str, ...] = files.YAML + files.RDF) -> list[Source]:
    """The files named and those of the folders named; ``-`` is standard input.

    :raises UsageError: where a path is not there, or nothing is to be read.
    """
    found = document.sources([path for path in paths if path != "-"], endings)
    if "-" in paths:
        found.append(Source.text(sys.stdin.buffer.read(files.MAX_BYTES[False] + 1)))
    if not found:
        raise UsageError("there is no record in " + ", ".join(paths))
    return found


def told(checker: Checker, found: Sequence[Source], faults: Sequence[Fault], form: str) -> bool:
    """Report what a check found; whether the sources conform."""
    outcome = of(checker, found, faults, session.colour(), session.width())
    click.echo(report(form, outcome))
    # That it was asked for and not done is the outcome then, not one remark of many.
    if outcome.conforms and checker.reasoned is not None and not checker.reasoned.done:
        checker.talk(f"reasoning: {checker.reasoned}")
    return outcome.conforms


def status(checker: Checker, conforms: bool) -> int:
    """The exit status: of what is wrong, 1; else, of what was asked for and could not be done, 3."""
    done = checker.reasoned is None or checker.reasoned.done
    return 1 if not conforms else 0 if done else 3
