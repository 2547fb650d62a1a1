"""``carbonlex build``."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from carbonlex.cli import session


@click.command(epilog="Example: carbonlex build --out public --base-url https://example.org/carbonlex/")
@click.option("--out", default="site/public", show_default=True, type=click.Path(), help="The folder to write.")
@click.option(
    "--base-url",
    default="https://w3id.org/carbonlex/",
    show_default=True,
    help="Where the site will be served, for canonical addresses.",
)
@click.option(
    "--lang", "langs", multiple=True, help="A language of the pages, besides English; all of them by default."
)
@click.option("--without-full-text", is_flag=True, help="Let the search know names and terms only: it builds faster.")
@click.option("--since", metavar="OLD", help="A former release (a folder, or REV:data in git): what changed is told.")
@click.option("--without-reasoner", is_flag=True, help="Infer nothing, and say so on every page.")
@click.pass_context
def build(
    ctx: click.Context,
    out: str,
    base_url: str,
    langs: tuple[str, ...],
    since: str | None,
    without_full_text: bool,
    without_reasoner: bool,
) -> None:
    """Check all records, reason over them, and write the site: whole, or not at all."""
    from contextlib import ExitStack

    from carbonlex.reading import release
    from carbonlex.site.publish import build as publish

    with ExitStack() as stack:
        step = stack.enter_context(_told()) if sys.stderr.isatty() and not ctx.obj["quiet"] else lambda *_: None
        folder = session.folder(ctx)
        former = (since, stack.enter_context(release.opened(since))) if since else None
        summary = publish(
            folder, Path(out), base_url, step, not without_reasoner, langs, not without_full_text, since=former
        )
    click.echo(
        f"{summary.pages} pages in {summary.languages} languages ({summary.rendered} rendered), {summary.wordings} wordings, "
        f"{summary.hold} of {summary.findings} findings hold, {summary.warnings} warnings, "
        f"{'reasoned' if summary.reasoned else 'reasoning not run'}, {summary.seconds:.1f} s"
    )
    click.echo(f"open {Path(out).absolute() / 'index.html'}")


@contextmanager
def _told() -> Iterator[Callable[[str, int, int], None]]:
    """What tells on the terminal how far the build is."""
    import rich.console
    import rich.progress

    with rich.progress.Progress(console=rich.console.Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)

        def step(what: str, done: int, of: int) -> None:
            progress.update(task, description=what, completed=done, total=of or None)

        yield step
