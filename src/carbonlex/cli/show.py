"""``carbonlex show``."""

import json
from typing import Any

import click

from carbonlex.cli import session


@click.command(epilog="Example: carbonlex show vn-lep2020-domestic-carbon-market")
@click.argument("id", metavar="ID")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def show(ctx: click.Context, id: str, form: str) -> None:
    """Read one record: its id, kind/id, or IRI."""
    from carbonlex.errors import UsageError
    from carbonlex.faults import nearest
    from carbonlex.graph import store as graph_store

    dataset = session.dataset(ctx)
    records = dataset.find(id)
    if not records:
        hint = nearest(id, dataset.names())
        raise UsageError(f"there is no record {id}" + (f": {hint}" if hint else ""))
    mapping = graph_store.mapper(dataset)
    nodes = [mapping.node(r) for r in records]
    if form == "json":
        click.echo(json.dumps(nodes if len(nodes) > 1 else nodes[0], ensure_ascii=False, indent=2))
        return
    for node in nodes:
        node.pop("own-readings", None)
        click.echo(click.style(node.pop("id"), bold=True))
        node.pop("kind")
        _print(node, 1)


def _print(node: Any, depth: int) -> None:
    """A tree of keys and values, one a line."""
    pad = "  " * depth
    for key, value in node.items():
        if isinstance(value, dict) and "@value" in value:
            click.echo(f"{pad}{key}: {value['@value']}")
        elif isinstance(value, dict):
            click.echo(f"{pad}{key}:")
            _print(value, depth + 1)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            click.echo(f"{pad}{key}:")
            for item in value:
                rest = {k: v for k, v in item.items() if k not in ("id", "kind")}
                click.echo(f"{pad}  -")
                _print(rest, depth + 2)
        else:
            click.echo(f"{pad}{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}")
