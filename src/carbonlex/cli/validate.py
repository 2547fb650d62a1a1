"""``carbonlex validate``."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonlex.cli import session
from carbonlex.reports import FORMS

if TYPE_CHECKING:
    from carbonlex.checks.checker import Checker

LANGUAGES = ("en", "fr", "ru", "vi", "zh")
PAUSE = 0.3  # seconds between two looks at the files under --watch


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
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
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
    from carbonlex.checks import shapes
    from carbonlex.graph import prepared
    from carbonlex.vocabulary import Vocabulary

    # What takes longest and needs nothing of the records goes on while the rest of the program is loaded.
    vocabulary = Vocabulary()
    folder, talk = session.folder(ctx), session.talk(ctx)
    there = prepared.place(folder, vocabulary)
    shapes.engine(vocabulary.folder, narrow=True)
    opening = partial(prepared.open_store, folder, vocabulary, talk, there)
    published = Begun(opening) if prepared.made(there) else None

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
        _watch(checker, paths, form)
    with session.progress(ctx) as checker.step:
        faults = checker.check(found)
    ctx.exit(checking.status(checker, checking.told(checker, found, faults, form)))


def _watch(checker: "Checker", paths: tuple[str, ...], form: str) -> None:
    """Check whenever names, sizes or times of the files change."""
    import time

    from carbonlex.cli import checking
    from carbonlex.errors import UsageError

    before: object = None
    while True:
        try:
            sources = checking.sources(paths)
            states = [(source.name, source.path.stat()) for source in sources if source.path is not None]
            now: object = [(name, facts.st_size, facts.st_mtime_ns) for name, facts in states]
            if now != before:
                before = now
                if sys.stdout.isatty():
                    click.clear()
                checking.told(checker, sources, checker.check(sources), form)
                sys.stdout.flush()
        except (UsageError, click.UsageError, OSError) as error:
            if str(error) != before:
                before = str(error)
                click.echo(before, err=True)
        time.sleep(PAUSE)
