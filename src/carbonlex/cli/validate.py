"""``carbonlex validate``."""

import os
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonlex.cli import session
from carbonlex.reports import FORMS

if TYPE_CHECKING:
    from carbonlex.checks.checker import Checker
    from carbonlex.reading.document import Source

LANGUAGES = ("en", "fr", "ru", "vi", "zh")
PAUSE = 0.3  # seconds between two looks at the files under --watch
State = Mapping[str, tuple[int, int]]
"""Size and time of each file."""


@click.command(epilog="Example: carbonlex validate new.yaml --format json")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--select", multiple=True, metavar="CODES", help="Only these rules: CLX402, or a family such as CLX4.")
@click.option("--ignore", multiple=True, metavar="CODES", help="All rules but these.")
@click.option(
    "--config", type=click.Path(path_type=Path), metavar="FILE", help="The project's severities [carbonlex.toml]."
)
@click.option("--reason", is_flag=True, help="Ask the reasoner too, where nothing else is wrong (HermiT; needs Java).")
@click.option(
    "--seconds",
    type=click.FloatRange(0, min_open=True),
    default=60,
    show_default=True,
    help="How long --reason may take.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Language of the shapes' messages.")
@click.option("--watch", is_flag=True, help="Check again whenever a file or a published record changes, until Ctrl-C.")
@click.pass_context
def validate(
    ctx: click.Context,
    paths: tuple[str, ...],
    form: str,
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    config: Path | None,
    reason: bool,
    seconds: float,
    lang: str,
    watch: bool,
) -> None:
    """Check records (files, folders, or - for standard input) against format, shapes and the published records.

    Files are records in YAML, or RDF (.ttl .nt .nq .trig .rdf .jsonld) that uses the same ontology.
    """
    from carbonlex.begun import Begun
    from carbonlex.checks import digest
    from carbonlex.graph import prepared
    from carbonlex.vocabulary import Vocabulary

    vocabulary = Vocabulary()
    vocabulary.take(digest.of(vocabulary.folder).vocabulary)
    folder, talk = session.folder(ctx), session.talk(ctx)
    # What needs nothing of the records goes on while the rest of the program is loaded.
    published = Begun(partial(prepared.open_made, folder, vocabulary))

    from carbonlex.checks import profile
    from carbonlex.checks.checker import Checker
    from carbonlex.cli import checking

    found = checking.sources(paths)
    if watch and "-" in paths:
        raise click.UsageError("standard input cannot be watched: name a file or a folder")
    rules = vocabulary.rules
    chosen = profile.load(config, rules).joined(profile.codes(select, rules), profile.codes(ignore, rules), strict)
    checker = Checker(folder, vocabulary, chosen, talk, reason, lang, seconds=seconds, begun=published)
    if watch:
        ctx.exit(_watch(checker, paths, form))
    with session.progress(ctx) as checker.step:
        faults = checker.check(found)
    ctx.exit(checking.status(checker, checking.told(checker, found, faults, form)))


def _watch(checker: "Checker", paths: tuple[str, ...], form: str) -> int:
    """Check whenever names, sizes or times change of the files named, or of the published records.

    :returns: the exit status of the last check, once Ctrl-C ends it.
    """
    import time

    from carbonlex.cli import checking
    from carbonlex.errors import UsageError
    from carbonlex.graph import prepared

    status: int | None = None
    before: object = None
    opened = prepared.state(checker.folder)
    try:
        while True:
            now: object
            try:
                sources = checking.sources(paths)
                published = prepared.state(checker.folder)
                now = [(source.name, source.state) for source in sources], published
            except (UsageError, OSError) as error:
                sources, now = [], str(error)
            if now != before:
                before = now
                if sources and _beside(sources, opened, published):
                    checker.renew()
                    opened = published
                if sys.stdout.isatty():
                    click.clear()
                status = _again(checker, sources, form) if sources else _said(str(now), 2)
                sys.stdout.flush()
                checker.talk("waiting for a change; Ctrl-C ends")
            time.sleep(PAUSE)
    except KeyboardInterrupt:
        if status is None:
            raise
        click.echo(err=True)  # after the terminal's ^C
        return status


def _beside(sources: Sequence["Source"], opened: State, now: State) -> bool:
    """Whether published records changed, or their lock, beside what is watched: that lies over them anyway."""
    changed = {path for path, _ in opened.items() ^ now.items()}
    return bool(changed) and not {*map(os.path.realpath, changed)} <= {os.path.realpath(s.name) for s in sources}


def _again(checker: "Checker", sources: Sequence["Source"], form: str) -> int:
    """One check of many: what it cannot do is said, and may go better after the next change."""
    from carbonlex.cli import checking
    from carbonlex.errors import CarbonlexError

    try:
        return checking.status(checker, checking.told(checker, sources, checker.check(sources), form))
    except CarbonlexError as error:
        return _said(str(error), error.exit_status)


def _said(message: str, status: int) -> int:
    from carbonlex.reports.headline import visible

    click.echo(visible(message), err=True)
    return status
