"""``carbonlex quotes``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonlex.cli import session
from carbonlex.reports.headline import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from carbonlex.checks.kept import Text
    from carbonlex.checks.quotations import Lookup, Quotation
    from carbonlex.reading.dataset import Dataset

WIDTH = 100  # of the words shown
STATES = {"found": "found", "not found": "not found", "not kept": "not kept there"}


@click.command(epilog="Example: carbonlex quotes --against ../texts")
@click.option("--against", metavar="DIR", help="A folder of texts in which to look.")
@click.option(
    "--partial", is_flag=True, help="The folder keeps only some of the sources: what is not kept there is no fault."
)
@click.option("--lock", is_flag=True, help="Write the lock file of the data folder anew, if nothing is wrong.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def quotes(ctx: click.Context, against: str | None, partial: bool, lock: bool, form: str) -> None:
    """Look every quotation up in texts that you keep, letter for letter (white space and quotation marks aside).

    A quotation is found; or not found, and then the nearest words are shown; or not kept there: no text of DIR comes near it.
    Read are YAML, plain text, HTML and XML (.yaml, .txt, .md, .html, .xml …) below DIR, in UTF-8. Links are not followed.

    The status is 1 where a quotation is not found, or (but for --partial) not kept, or where a record file is at fault.
    """
    from carbonlex.checks import kept, quotations
    from carbonlex.checks import lock as lock_file
    from carbonlex.errors import OutputError
    from carbonlex.reading.dataset import LOCK

    if not against and not lock:
        raise click.UsageError("name a folder of texts with --against DIR, or say --lock")
    if partial and not against:
        raise click.UsageError("--partial goes with --against DIR")
    talk = session.talk(ctx)
    texts = kept.texts(Path(against), lambda line: talk(visible(line))) if against else []
    dataset = session.dataset(ctx)
    faulty = len({f.file for f in dataset.faults if f.severity == "error"})
    if faulty:
        left = "quotations that cannot be read there are not looked up (see carbonlex validate)"
        talk(f"{faulty} record file{'s are' if faulty > 1 else ' is'} at fault: {left}")
    status = int(bool(faulty))
    if against:
        results = list(_looked_up(ctx, quotations.lookup, list(quotations.quotations(dataset)), texts))
        click.echo(_as_json(results, dataset) if form == "json" else _as_text(results, dataset, partial))
        if not partial and (absent := sum(r.state == "not kept" for r in results)):
            talk(f"{absent} not kept there; where DIR keeps only some of the sources, say --partial")
        wrong = {"not found"} if partial else {"not found", "not kept"}
        status = int(faulty > 0 or any(r.state in wrong for r in results))
    path = session.folder(ctx) / LOCK
    if lock and status == 0:
        try:
            path.write_text("".join(lock_file.lines(dataset)), "utf-8")
        except OSError as error:
            raise OutputError(f"{path} cannot be written: {error.strerror}") from None
        talk(f"{path} written")
    elif lock:
        talk(f"{path} not written, because something is wrong")
    ctx.exit(status)


def _looked_up(
    ctx: click.Context, lookup: "Callable[..., Iterator[Lookup]]", quoted: "list[Quotation]", texts: "list[Text]"
) -> "Iterator[Lookup]":
    """The look-up, with its progress on a terminal."""
    import rich.console
    import rich.progress

    console = rich.console.Console(stderr=True, quiet=ctx.obj["quiet"])
    with rich.progress.Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        yield from progress.track(lookup(quoted, texts), total=len(quoted), description="quotations")


def _as_text(results: "list[Lookup]", dataset: "Dataset", partial: bool) -> str:
    told = []
    for r in results:
        if r.state == "found" or (partial and r.state == "not kept"):
            continue
        placed = dataset.placed[r.quotation.record.kind, r.quotation.record.id]
        line, column = placed.place(r.quotation.path)
        told.append(visible(f"{placed.file}:{line}:{column}: {STATES[r.state]}: {r.quotation.path}"))
        written = " ".join(r.quotation.words.split())
        # A little before the place where the two part.
        parted = next((i for i, (a, b) in enumerate(zip(written, r.nearest, strict=False)) if a != b), 0)
        begin = max(0, parted - WIDTH // 3)
        told.append(visible(f"  written: {_cut(written, begin)}"))
        if r.nearest:
            told.append(visible(f"  nearest: {_cut(r.nearest, begin)} ({r.place})"))
    counts = ", ".join(f"{sum(r.state == s for r in results)} {said}" for s, said in STATES.items())
    return "\n".join([*told, f"{len(results)} quotations: {counts}"])


def _as_json(results: "list[Lookup]", dataset: "Dataset") -> str:
    """A list of all quotations: ``record``, ``file``, ``line``, ``column``, ``path``, ``written``, ``state``, and the ``place``
    that has it or comes nearest, with the ``nearest`` words."""
    from carbonlex.reports.json import dumps
    from carbonlex.reports.outcome import encodable

    listed = []
    for r in results:
        record = r.quotation.record
        placed = dataset.placed[record.kind, record.id]
        line, column = placed.place(r.quotation.path)
        listed.append(
            {
                "record": f"{record.kind}/{record.id}",
                "file": encodable(placed.file),
                "line": line,
                "column": column,
                "path": r.quotation.path,
                "written": r.quotation.words,
                "state": STATES[r.state],
                "place": encodable(r.place),
                "nearest": r.nearest,
            }
        )
    return dumps(listed)


def _cut(text: str, begin: int) -> str:
    end = begin + WIDTH
    return ("…" if begin else "") + text[begin:end] + ("…" if len(text) > end else "")
