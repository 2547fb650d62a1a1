"""``carbonlex cite``."""

from typing import TYPE_CHECKING

import click

from carbonlex.cli import session

if TYPE_CHECKING:
    from carbonlex.cite.reference import Citable
    from carbonlex.reading.dataset import Dataset

KINDS = ("definition", "proposal", "source")


@click.command(epilog="Example: carbonlex cite vn-lep2020-domestic-carbon-market --style oscola,bluebook")
@click.argument("id", metavar="ID")
@click.option(
    "--style",
    "styles",
    multiple=True,
    metavar="STYLE[,STYLE…]",
    help="bibtex, csl-json, ris, oscola, bluebook, gost, gbt7714, or all; may be given again. "
    "Without it, the four that people read, each under its name.",
)
@click.option(
    "--accessed", metavar="DATE", help="The day on which you opened the addresses; left out where none is given."
)
@click.option(
    "--base-url", metavar="URL", help="Where the site is served, for the record's address; the published site if none."
)
@click.pass_context
def cite(ctx: click.Context, id: str, styles: tuple[str, ...], accessed: str | None, base_url: str | None) -> None:
    """Cite a wording, with its place in the source and the version of the data; or a source as a whole. One style is told alone, as
    files want it."""
    from carbonlex import __version__
    from carbonlex.cite import STYLES, citation
    from carbonlex.query import asof

    chosen = _chosen(styles)
    day = asof.day_of(accessed).value if accessed is not None else ""
    dataset = session.dataset(ctx)
    record = _citable(dataset, id)
    base = _base(base_url, dataset.vocabulary.catalog["site"])
    told = {style: citation(record, dataset, style, base, __version__, accessed=day) for style in chosen}
    blocks = [text if text.endswith("\n") else text + "\n" for text in told.values()]
    if len(told) > 1:
        blocks = [f"{STYLES[style]}\n\n{block}" for style, block in zip(told, blocks, strict=True)]
    # As bytes: a text stream would turn the line ends of RIS into others on some systems.
    click.echo("\n".join(blocks).encode(), nl=False)


def _chosen(styles: tuple[str, ...]) -> list[str]:
    """The styles that were named, in that order and each once."""
    from carbonlex.cite import STYLES
    from carbonlex.cite.styles import TEXT_STYLES
    from carbonlex.errors import UnknownName

    if not styles:
        return list(TEXT_STYLES)
    named = [name.strip().lower() for group in styles for name in group.split(",")]
    for name in named:
        if name not in STYLES and name != "all":
            raise UnknownName("style", name, STYLES, f"there are {', '.join(STYLES)}")
    return list(dict.fromkeys(style for name in named for style in (STYLES if name == "all" else [name])))


def _citable(dataset: "Dataset", id_: str) -> "Citable":
    """The wording or source of an id, kind/id or IRI; where a wording and a source share an id, the wording."""
    from carbonlex.errors import UnknownName, UsageError
    from carbonlex.records.model import Source, Worded

    records = dataset.find(id_)
    if not records:
        raise UnknownName("wording or source", id_, dataset.ids(KINDS))
    for cls in (Worded, Source):
        found = next((record for record in records if isinstance(record, cls)), None)
        if found is not None:
            return found
    kinds = " and ".join(record.kind for record in records)
    raise UsageError(
        f"{id_} is the id of a record of the kind {kinds}: only definitions, proposals and sources are cited"
    )


def _base(given: str | None, site: str) -> str:
    """The address under which records have their pages."""
    from carbonlex.cite.characters import address
    from carbonlex.errors import UsageError

    if given is None:
        return site
    if not address(given):
        raise UsageError(f"{given} is no web address: write it as {site}")
    return given
