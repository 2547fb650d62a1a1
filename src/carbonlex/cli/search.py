"""``carbonlex search``."""

import json
from dataclasses import asdict

import click

from carbonlex.cli import session


@click.command(epilog="Example: carbonlex search 碳排放配额 --kind definition")
@click.argument("text", nargs=-1, required=True, metavar="TEXT")
@click.option("--kind", metavar="KIND", help="Only records of this kind: definition, source, asset …")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many at most.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_context
def search(ctx: click.Context, text: tuple[str, ...], kind: str | None, limit: int, form: str) -> None:
    """Find records by words that stand in them, in any language, the best first. Upper case is not told from lower."""
    from carbonlex.query import search, wordindex
    from carbonlex.vocabulary import Vocabulary

    talk = session.talk(ctx)
    sought = search.Sought(" ".join(text), kind, limit)
    index = wordindex.opened(session.folder(ctx), Vocabulary(), talk)
    hits = search.search(index, sought)
    if form == "json":
        click.echo(json.dumps([asdict(hit) for hit in hits], ensure_ascii=False, indent=2))
    elif hits:
        places = [hit.where + (f" ({hit.language})" if hit.language else "") for hit in hits]
        rows = [[f"{h.kind}/{h.id}", h.name, place, h.words] for h, place in zip(hits, places, strict=True)]
        session.table(["record", "name", "where", "words"], rows)
    talk(
        f"{len(hits)} record{'s' if len(hits) != 1 else ''}"
        + (f", and perhaps more: --limit {2 * limit}" if len(hits) == limit else "")
    )
