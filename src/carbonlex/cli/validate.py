"""``carbonlex validate``."""

import sys
from pathlib import Path

import click

from carbonlex.cli import session
from carbonlex.reports import FORMS

RDF = {".ttl", ".nt", ".nq", ".trig", ".rdf", ".jsonld"}


@click.command(epilog="Example: carbonlex validate new.yaml --format json")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.pass_context
def validate(ctx: click.Context, paths: tuple[str, ...], form: str, strict: bool) -> None:
    """Check records (files, folders, or - for standard input) against format, shapes and the published records."""
    from carbonlex.checks.check import check
    from carbonlex.reading.dataset import Dataset
    from carbonlex.reading.reader import files
    from carbonlex.reports import Outcome, counts, report
    from carbonlex.reports.excerpt import lines
    from carbonlex.vocabulary import Vocabulary

    for path in paths:
        if path != "-" and not Path(path).exists():
            raise click.UsageError(f"there is no file or folder {path}")
        if Path(path).suffix in RDF:
            raise click.UsageError(f"{path} is RDF: only records in YAML are validated as yet")
    vocabulary = Vocabulary()
    new = Dataset(vocabulary)
    texts: dict[str, bytes] = {}
    for file in files(Path(p) for p in paths if p != "-"):
        try:
            texts[str(file)] = file.read_bytes()
        except OSError as error:
            raise click.UsageError(f"{file} cannot be read: {error.strerror}") from None
        new.add(str(file), texts[str(file)], file.stem)
    if "-" in paths:
        texts["-"] = sys.stdin.buffer.read()
        new.add("-", texts["-"], None)
    if not texts:
        raise click.UsageError("there is no record (*.yaml) in " + ", ".join(paths))
    whole = new.over(Dataset.load(session.folder(ctx), vocabulary))
    faults = check(whole, frozenset(new.placed))
    counted = counts(faults)
    conforms = not counted["error"] and not (strict and counted["warning"])
    shown = Outcome(
        faults,
        list(texts),
        conforms,
        vocabulary.rules,
        lambda name: lines(texts.get(name, b"")),
        strict,
        session.colour(),
        session.width(),
    )
    click.echo(report(form, shown))
    ctx.exit(0 if conforms else 1)
