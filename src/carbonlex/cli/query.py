"""``carbonlex query``."""

import sys
from pathlib import Path

import click

from carbonlex.cli import session

FORMATS = ["table", "csv", "tsv", "json", "xml", "turtle", "ntriples"]


@click.command(epilog='Example: carbonlex query "SELECT ?d { ?d a clx:CapAndTradeWording }"')
@click.argument("sparql", required=False)
@click.option("--file", type=click.Path(), help="Read the query from a file.")
@click.option("--name", help="A named query; carbonlex queries lists them.")
@click.option("--param", "params", multiple=True, metavar="K=V", help="A parameter of the named query.")
@click.option("--as-of", metavar="DATE", help="Ask the graph as it stood on this day.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.pass_context
def query(
    ctx: click.Context,
    sparql: str | None,
    file: str | None,
    name: str | None,
    params: tuple[str, ...],
    as_of: str | None,
    form: str,
) -> None:
    """Ask the published graph in SPARQL 1.1. The prefixes clx, skos, dcterms, prov, oa, eli, schema, xsd … are known.

    The exit status is 1 where an ASK is false or the query cannot be read.
    """
    import pyoxigraph as ox

    from carbonlex.query import engine, shelf
    from carbonlex.vocabulary import Vocabulary

    if sum(x is not None for x in (sparql, file, name)) != 1:
        raise click.UsageError("give one of: a query, --file, --name")
    if not all("=" in p for p in params):
        raise click.UsageError("write a parameter as --param name=value")
    given = dict(p.split("=", 1) for p in params)
    vocabulary = Vocabulary()
    if name is not None:
        chosen = shelf.named(session.folder(ctx), name)
    else:
        if file is not None and not Path(file).is_file():
            raise click.UsageError(f"there is no file {file}")
        text = sparql if sparql is not None else Path(str(file)).read_text("utf-8")
        chosen = shelf.NamedQuery.parse("given here", text)
    bound = engine.bindings(chosen, given, vocabulary)
    result = engine.run(session.store(ctx, vocabulary, as_of), chosen.text, bound)
    if isinstance(result, ox.QueryTriples):
        written = ox.serialize(result, format=engine.GRAPHS.get(form, ox.RdfFormat.TURTLE))
        sys.stdout.buffer.write(written or b"")
    elif form in engine.FORMATS:
        written = result.serialize(format=engine.FORMATS[form])
        sys.stdout.buffer.write((written or b"").rstrip(b"\n") + b"\n")
    elif form in engine.GRAPHS:
        raise click.UsageError(f"{form} is for CONSTRUCT and DESCRIBE; this query gives rows")
    elif isinstance(result, ox.QueryBoolean):
        click.echo("yes" if result else "no")
    else:
        columns, rows = engine.rows(result, vocabulary)
        session.table(columns, rows)
        session.talk(ctx)(f"{len(rows)} row{'s' if len(rows) != 1 else ''}")
    sys.stdout.flush()
    if isinstance(result, ox.QueryBoolean) and not result:
        ctx.exit(1)
