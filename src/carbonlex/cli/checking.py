"""What the commands that check records share: the sources that were named, and the report on them."""

import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from carbonlex.checks.checker import Checker
from carbonlex.cli import session
from carbonlex.errors import UsageError
from carbonlex.faults import Fault
from carbonlex.reading import files
from carbonlex.reading.document import Source
from carbonlex.reports import Outcome, report
from carbonlex.reports.excerpt import lines


def sources(paths: Sequence[str], endings: tuple[str, ...] = files.YAML + files.RDF) -> list[Source]:
    """The files named and those of the folders named; ``-`` is standard input.

    :raises click.UsageError: where a path is not there, or nothing is to be read.
    """
    for path in paths:
        if path != "-" and not _exists(path):
            raise click.UsageError(f"there is no file or folder {path}" if path else "the name of a file is empty")
    named = (Path(path) for path in paths if path != "-")
    found = [Source.of(path) for path in dict.fromkeys(files.records(named, endings))]
    if "-" in paths:
        found.append(Source.text(sys.stdin.buffer.read(files.MAX_BYTES[False] + 1)))
    if not found:
        raise click.UsageError("there is no record in " + ", ".join(paths))
    return found


def _exists(path: str) -> bool:
    try:
        return bool(path) and Path(path).exists()
    except (OSError, ValueError):  # no name of a file
        return False


def _lines(source: Source | None) -> Sequence[str]:
    with contextlib.suppress(UsageError):  # it is gone, or has changed since
        return lines(source.content()) if source is not None else ()
    return ()


def told(checker: Checker, found: Sequence[Source], faults: Sequence[Fault], form: str) -> bool:
    """Report what a check found; whether the sources conform."""
    texts = {source.name: source for source in found}
    conforms = checker.conforms(faults)
    outcome = Outcome(
        faults,
        list(texts),
        conforms,
        checker.vocabulary.rules,
        lambda name: _lines(texts.get(name)),
        checker.profile.strict,
        session.colour(),
        session.width(),
        reasoned=checker.reasoned,
    )
    click.echo(report(form, outcome))
    # That it was asked for and not done is the outcome then, not one remark of many.
    if conforms and checker.reasoned is not None and not checker.reasoned.done:
        checker.talk(f"reasoning: {checker.reasoned}")
    return conforms


def status(checker: Checker, conforms: bool) -> int:
    """The exit status: of what is wrong, 1; else, of what was asked for and could not be done, 3."""
    done = checker.reasoned is None or checker.reasoned.done
    return 1 if not conforms else 0 if done else 3
