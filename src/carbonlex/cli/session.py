"""What commands share: the data folder that was named, the vocabulary, talk to standard error."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
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


@contextmanager
def progress(ctx: click.Context) -> Iterator[Callable[[str, int, int], None]]:
    """A function that is told what is done, how much, of how much: a bar on a terminal's standard error, gone in the end; elsewhere,
    and when quiet, nothing."""
    if ctx.obj["quiet"] or not sys.stderr.isatty():
        yield lambda _what, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)


def colour() -> bool:
    """Whether standard output is a terminal that is to show colours (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """How many columns a line of a report may take beside its gutter."""
    if not sys.stdout.isatty():
        return 100
    import shutil

    return max(40, shutil.get_terminal_size().columns - 12)


def dataset(ctx: click.Context) -> "Dataset":
    """The records."""
    from carbonlex.reading.dataset import Dataset

    return Dataset.load(folder(ctx), Vocabulary())


def store(ctx: click.Context, vocabulary: Vocabulary, as_of: str | None = None) -> "ox.Store":
    """The prepared graph in memory, cut to what was in force on a day where one is named."""
    from carbonlex.query import asof

    return asof.opened(folder(ctx), vocabulary, talk(ctx), as_of, disk=False)[0]


def lines(told: Iterable[tuple[int, str]]) -> None:
    """Lines on standard output, each set in. A terminal breaks them (wide characters count two); elsewhere they stay whole."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    width = min(console.width, 100)
    for indent, text in told:
        broken = Text(text).wrap(console, width - indent) if sys.stdout.isatty() else [Text(text)]
        for line in broken:
            click.echo(" " * indent + line.plain.rstrip() if text else "")


def table(columns: list[str], rows: list[list[str]]) -> None:
    """A table on standard output. A terminal folds long cells; elsewhere every row is one line and nothing is cut."""
    if not sys.stdout.isatty():
        from carbonlex.reports import plain

        click.echo("\n".join(plain.lines(columns, rows)))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    drawn = Table(box=box.SIMPLE_HEAD, show_edge=False)
    for column in columns:
        drawn.add_column(column, overflow="fold")
    for row in rows:
        drawn.add_row(*[Text(value) for value in row])
    with console.capture() as captured:
        console.print(drawn)
    for line in captured.get().splitlines():
        click.echo(line.rstrip())
