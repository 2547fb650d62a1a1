"""``carbonlex export``."""

import sys
from pathlib import Path

import click

from carbonlex import writing
from carbonlex.cli import session

NAMES = ["turtle", "ntriples", "nquads", "jsonld", "rdfxml", "csv", "tbx", "skos", "sssom", "datapackage", "sqlite"]


@click.command(
    epilog="Example: carbonlex export --format tbx --jurisdiction vn --out vn.tbx, "
    "or carbonlex export --format turtle --concept carbon-credit"
)
@click.option("--format", "form", type=click.Choice(NAMES), default="turtle", show_default=True)
@click.option("--concept", metavar="C", help="Only what is filed under this comparative concept.")
@click.option("--jurisdiction", metavar="J", help="Only what belongs to this legal order.")
@click.option("--out", type=click.Path(), metavar="FILE", help="Write into this file.")
@click.pass_context
def export(ctx: click.Context, form: str, concept: str | None, jurisdiction: str | None, out: str | None) -> None:
    """Write the data set, or a part of it, in a format of the field.

    turtle, ntriples, nquads, jsonld and rdfxml are the graph with what is inferred; csv is the table of all readings; tbx a term base
    (TBX-Basic); skos a thesaurus with SKOS-XL; sssom the mappings; datapackage all tables as a Frictionless data package in a ZIP file;
    sqlite the same tables as a database. A part has its records with their mappings and sources; what else these lead to is there with
    its name only.
    """
    from carbonlex.errors import UnknownName
    from carbonlex.exports import part
    from carbonlex.exports.formats import FORMATS, Wanted
    from carbonlex.graph import published
    from carbonlex.reading.dataset import Dataset, Name
    from carbonlex.vocabulary import Vocabulary

    if concept is not None and jurisdiction is not None:
        raise click.UsageError("give --concept or --jurisdiction, not both")
    chosen = FORMATS[form]
    if not chosen.text and out is None and sys.stdout.isatty():
        raise click.UsageError(f"{form} is nothing to read on a terminal: name a file with --out")
    vocabulary, folder, say = Vocabulary(), session.folder(ctx), session.talk(ctx)
    if concept is not None and concept not in vocabulary.list("concept"):
        raise UnknownName("concept", concept, vocabulary.list("concept"))

    def load() -> Dataset:
        dataset = session.dataset(ctx)
        if dataset.faults:
            say(
                f"{len(dataset.faults)} faults in {folder}: what could not be read is left out (see carbonlex validate)"
            )
        return dataset

    def choose(dataset: Dataset) -> frozenset[Name]:
        if concept is not None:
            return part.of_concept(dataset, concept)
        assert jurisdiction is not None
        if ("jurisdiction", jurisdiction) not in dataset.placed:
            raise UnknownName("jurisdiction", jurisdiction, dataset.ids(("jurisdiction",)))
        return part.of_jurisdiction(dataset, jurisdiction)

    wanted = Wanted(
        vocabulary,
        load,
        lambda: published.content(folder, vocabulary, say),
        None if concept is None and jurisdiction is None else choose,
    )
    if wanted.choose:
        _ = wanted.chosen  # an unknown name is told before anything takes time
    content = chosen.write(wanted)
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    writing.write(Path(out), content, over=True)
    say(f"{len(content)} bytes written to {out}")
