"""``carbonlex quotes``."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonlex.cli import session

if TYPE_CHECKING:
    from carbonlex.checks.quotations import Lookup
    from carbonlex.reading.dataset import Dataset

WIDTH = 100  # of the words shown
STATES = {"found": "found", "not found": "not found", "not kept": "not kept there"}


@click.command(epilog="Example: carbonlex quotes --against ../texts")
@click.option("--against", metavar="DIR", help="A folder of texts (YAML, plain text, HTML) in which to look.")
@click.option(
    "--partial", is_flag=True, help="The folder keeps only some of the sources: what is not kept there is no fault."
)
@click.option("--lock", is_flag=True, help="Write the lock file of the data folder anew.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def quotes(ctx: click.Context, against: str | None, partial: bool, lock: bool, form: str) -> None:
    """Look every quotation up in texts that you keep, letter for letter (white space and quotation marks aside)."""
    from carbonlex.checks import lock as lock_file
    from carbonlex.checks import quotations
    from carbonlex.errors import OutputError
    from carbonlex.reading.dataset import LOCK

    if not against and not lock:
        raise click.UsageError("name a folder of texts with --against DIR, or say --lock")
    dataset = session.dataset(ctx)
    status = 0
    if against:
        kept = quotations.texts(Path(against))
        results = list(quotations.lookup(quotations.quotations(dataset), kept))
        click.echo(_as_json(results) if form == "json" else _as_text(results, dataset, partial))
        wrong = {"not found"} if partial else {"not found", "not kept"}
        status = int(any(r.state in wrong for r in results))
    if lock and status == 0:
        path = session.folder(ctx) / LOCK
        try:
            path.write_text("".join(lock_file.lines(dataset)), "utf-8")
        except OSError as error:
            raise OutputError(f"{path} cannot be written: {error.strerror}") from None
        session.talk(ctx)(f"{path} written")
    ctx.exit(status)


def _as_text(results: "list[Lookup]", dataset: "Dataset", partial: bool) -> str:
    told = []
    for r in results:
        if r.state == "found" or (partial and r.state == "not kept"):
            continue
        placed = dataset.placed[r.quotation.record.kind, r.quotation.record.id]
        line, column = placed.place(r.quotation.path)
        told.append(f"{placed.file}:{line}:{column}: {STATES[r.state]}: {r.quotation.path}")
        written = " ".join(r.quotation.words.split())
        # A little before the place where the two part.
        parted = next((i for i, (a, b) in enumerate(zip(written, r.nearest, strict=False)) if a != b), 0)
        begin = max(0, parted - WIDTH // 3)
        told.append(f"  written: {_cut(written, begin)}")
        if r.nearest:
            told.append(f"  nearest: {_cut(r.nearest, begin)} ({r.place})")
    counts = ", ".join(f"{sum(r.state == s for r in results)} {said}" for s, said in STATES.items())
    return "\n".join([*told, f"{len(results)} quotations: {counts}"])


def _as_json(results: "list[Lookup]") -> str:
    listed = [
        {
            "record": f"{r.quotation.record.kind}/{r.quotation.record.id}",
            "path": r.quotation.path,
            "state": STATES[r.state],
            "place": r.place,
            "nearest": r.nearest,
        }
        for r in results
    ]
    return json.dumps(listed, ensure_ascii=False, indent=1)


def _cut(text: str, begin: int) -> str:
    end = begin + WIDTH
    return ("…" if begin else "") + text[begin:end] + ("…" if len(text) > end else "")
