"""``carbonlex queries``."""

import json

import click

from carbonlex.cli import session


@click.command(epilog="Example: carbonlex queries --format json")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_context
def queries(ctx: click.Context, form: str) -> None:
    """The named queries, each with the question that it answers and its parameters."""
    from carbonlex.query.shelf import shelf

    found = shelf(session.folder(ctx)).values()
    if form == "json":
        listed = [
            {
                "name": q.name,
                "title": q.title,
                "question": q.question,
                "parameters": [{"name": p.name, "default": p.default, "kind": p.kind} for p in q.parameters],
            }
            for q in found
        ]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
    else:
        session.table(
            ["name", "question", "parameters"],
            [[q.name, q.question or q.title, ", ".join(p.name for p in q.parameters)] for q in found],
        )
