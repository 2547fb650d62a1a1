"""``carbonlex diff``."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonlex.cli import session

if TYPE_CHECKING:
    from collections.abc import Callable

    from carbonlex.compare.changes import Comparison
    from carbonlex.query.findings import Turn
    from carbonlex.vocabulary import Vocabulary


@click.command(epilog="Example: carbonlex diff HEAD~1:data data --findings")
@click.argument("old")
@click.argument("new")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--findings", is_flag=True, help="Ask the findings of both again (needs Java; the first time it takes minutes)."
)
@click.option("--exit-code", is_flag=True, help="Status 1 where the two differ.")
@click.pass_context
def diff(ctx: click.Context, old: str, new: str, form: str, findings: bool, exit_code: bool) -> None:
    """What changed from OLD to NEW, in sentences, and which pages, cells, mappings and findings of the comparison it touches.

    OLD and NEW are folders of records, releases or checkouts that hold such a folder as data/, or folders in a revision of git
    (v0.1:data). In texts that differ, [-what is gone-] and {+what is new+} are marked.

    The status is 0 also where they differ; 1 where a file of either is at fault, since its record is not compared,
    and where NEW lacks ids of OLD, which is a release, without saying in deprecated.toml what became of them.
    """
    from carbonlex.reading import release
    from carbonlex.release import former
    from carbonlex.reports import changes as report
    from carbonlex.reports.difference import difference
    from carbonlex.vocabulary import Vocabulary

    talk = session.talk(ctx)
    vocabulary = Vocabulary()
    with ExitStack() as stack:
        folders = [stack.enter_context(release.opened(name)) for name in (old, new)]
        before = release.read(folders[0], vocabulary)
        after = release.read(folders[1], vocabulary, (folders[0], before))
        told = difference(
            (old, folders[0], before),
            (new, folders[1], after),
            lambda found: _findings(found, folders, vocabulary, talk) if findings else ([], "--findings asks them"),
        )
        with former.opened(old) as known:
            lost = former.lost(known, told.comparison) if known.root else ""
    click.echo((report.as_json if form == "json" else report.as_text)(told))
    faulty = False
    for name, dataset in ((old, before), (new, after)):
        number = report.faulty(dataset)
        faulty = faulty or bool(number)
        if number:
            talk(f"{name}: {number}, and not compared (see carbonlex validate)")
    if lost:
        talk(lost)
    if findings and told.no_findings:
        talk(f"findings were not asked: {told.no_findings}")
        ctx.exit(3)
    ctx.exit(int(faulty or bool(lost) or (exit_code and not told.same)))


def _findings(
    found: "Comparison", folders: list[Path], vocabulary: "Vocabulary", talk: "Callable[[str], None]"
) -> "tuple[list[Turn], str]":
    """The findings that turned, or why nobody can tell: without inferences many an answer would be a guess."""
    from carbonlex.errors import CarbonlexError
    from carbonlex.graph import hermit, published
    from carbonlex.query.findings import turns

    if hermit.java() is None and not all(published.ready(folder, vocabulary) for folder in folders):
        return [], "what follows from the records is not known without a Java runtime"
    try:
        stores = [published.in_memory(folder, vocabulary, talk) for folder in folders]
    except CarbonlexError as error:
        return [], str(error)
    return list(turns((found.old, stores[0], folders[0]), (found.new, stores[1], folders[1]))), ""
