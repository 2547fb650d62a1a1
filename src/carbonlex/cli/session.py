"""What commands share: the data folder that was named, the vocabulary, talk to standard error."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonlex.vocabulary import Vocabulary

if TYPE_CHECKING:
    import pyoxigraph as ox

    from carbonlex.reading.dataset import Dataset


def folder(ctx: click.Context) -> Path:
    """The folder of records."""
    path: Path = ctx.obj["data"]
    return path


def talk(ctx: click.Context) -> Callable[[str], None]:
    """A function that says a line on standard error, unless told to be quiet."""
    quiet: bool = ctx.obj["quiet"]

    def say(message: str) -> None:
        if not quiet:
            click.echo(message, err=True)

    return say


def dataset(ctx: click.Context) -> "Dataset":
    """The records."""
    from carbonlex.reading.dataset import Dataset

    return Dataset.load(folder(ctx), Vocabulary())


def store(ctx: click.Context, vocabulary: Vocabulary, as_of: str | None = None) -> "ox.Store":
    """The prepared graph, cut to what was in force on a day where one is named."""
    from carbonlex.graph import published

    opened = published.open_store(folder(ctx), vocabulary, talk(ctx))
    if as_of is not None:
        from carbonlex.query import asof

        asof.cut(opened, as_of)
    return opened


def table(columns: list[str], rows: list[list[str]]) -> None:
    """A table on standard output: drawn on a terminal, tab-separated columns aligned elsewhere."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else 200)
    drawn = Table(*columns, box=box.SIMPLE_HEAD, show_lines=False)
    for row in rows:
        drawn.add_row(*[Text(value) for value in row])
    console.print(drawn)
