"""``carbonlex queries``."""

import json
from dataclasses import asdict

import click

from carbonlex.cli import session


@click.command(epilog="Example: carbonlex queries --format json")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--lang", default="en", show_default=True, help="The language of titles and questions.")
@click.pass_context
def queries(ctx: click.Context, form: str, lang: str) -> None:
    """The named queries, each with the question that it answers and its parameters."""
    from carbonlex.query.shelf import FIRST, shelf

    found = shelf(session.folder(ctx)).values()
    known = {FIRST, *(tag for q in found for tag in q.questions)}
    if lang not in known:
        raise click.UsageError(f"there are no questions in {lang}; there are some in {', '.join(sorted(known))}")
    if form == "json":
        listed = [
            {
                "name": q.name,
                "title": q.title(lang),
                "question": q.question(lang),
                "parameters": [asdict(p) for p in q.parameters],
                "columns": [asdict(c) for c in q.columns],
            }
            for q in found
        ]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
    else:
        session.table(
            ["name", "question", "parameters"],
            [[q.name, q.question(lang), ", ".join(p.name for p in q.parameters)] for q in found],
        )
