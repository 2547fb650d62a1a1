"""``carbonlex validate``."""

import sys
from pathlib import Path

import click

from carbonlex.cli import session

FORMATS = ["text", "json"]


@click.command(epilog="Example: carbonlex validate new.yaml --format json")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option(
    "--lang", type=click.Choice(["en", "fr", "ru", "vi", "zh"]), default="en", help="Language of the shapes' messages."
)
@click.pass_context
def validate(ctx: click.Context, paths: tuple[str, ...], form: str, strict: bool, lang: str) -> None:
    """Check records (files, folders, or - for standard input) against format, shapes and the published records."""
    from carbonlex.checks.examination import Examination
    from carbonlex.graph import prepared
    from carbonlex.reading import files
    from carbonlex.reading.document import Source
    from carbonlex.reports import faults as report
    from carbonlex.vocabulary import Vocabulary

    for path in paths:
        if path != "-" and not Path(path).exists():
            raise click.UsageError(f"there is no file or folder {path}")
    sources = [Source.of(path) for path in files.records((Path(p) for p in paths if p != "-"), files.YAML + files.RDF)]
    if "-" in paths:
        sources.append(Source.text(sys.stdin.buffer.read(files.MAX_BYTES[False] + 1)))
    if not sources:
        raise click.UsageError("there is no record in " + ", ".join(paths))
    vocabulary = Vocabulary()
    folder = session.folder(ctx)
    published = prepared.open_store(folder, vocabulary, session.talk(ctx))
    faults = Examination(vocabulary, published, folder=folder, lang=lang).faults(sources)
    counted = report.counts(faults)
    conforms = not counted["error"] and not (strict and counted["warning"])
    checked = [source.name for source in sources]
    click.echo((report.as_json if form == "json" else report.as_text)(faults, checked, conforms))
    ctx.exit(0 if conforms else 1)
