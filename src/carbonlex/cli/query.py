"""``carbonlex query``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonlex.cli import elsewhere, session

if TYPE_CHECKING:
    from carbonlex.graph.counts import Counts
    from carbonlex.query import engine
    from carbonlex.query.answer import Answer
    from carbonlex.query.shelf import NamedQuery

FORMATS = ["table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "jsonld", "rdfxml"]
_OPTIONS = {"time": "--timeout", "memory": "--max-memory", "rows": "--max-rows"}


@click.command(epilog='Example: carbonlex query "SELECT ?d { ?d a clx:CapAndTradeWording }"')
@click.argument("sparql", required=False)
@click.option("--file", type=click.Path(), help="Read the query from a file; - is standard input.")
@click.option("--name", help="A named query; carbonlex queries lists them.")
@click.option("--param", "params", multiple=True, metavar="K=V", help="A parameter of the named query.")
@click.option("--as-of", metavar="DATE", help="Ask the graph as it stood on this day.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@elsewhere.endpoint_option
@elsewhere.user_option
@click.option("--explain", is_flag=True, help="Show what would be asked, and ask nothing.")
@click.option(
    "--timeout", type=click.FloatRange(min=0.001), default=60, show_default=True, help="Seconds that it may take."
)
@click.option("--max-memory", type=click.IntRange(min=1), default=4096, show_default=True, help="MiB that it may need.")
@click.option(
    "--max-rows", type=click.IntRange(min=0), default=1_000_000, show_default=True, help="Rows that it may give."
)
@click.pass_context
def query(
    ctx: click.Context,
    sparql: str | None,
    file: str | None,
    name: str | None,
    params: tuple[str, ...],
    as_of: str | None,
    form: str,
    endpoint: str | None,
    user: str | None,
    explain: bool,
    timeout: float,
    max_memory: int,
    max_rows: int,
) -> None:
    """Ask the published graph in SPARQL 1.1. The prefixes clx, skos, dcterms, prov, oa, eli, schema, xsd … are known.

    The exit status is 1 where an ASK is false or the query cannot be read, and 3 where a limit stopped it.
    """
    from carbonlex.graph import prepared, published
    from carbonlex.query import asof, binding
    from carbonlex.query.answer import GRAPHS, ROWS, Exceeded, Limits, NotOffered, Request
    from carbonlex.query.worker import Ended, Worker
    from carbonlex.vocabulary import Vocabulary

    chosen = _chosen(ctx, sparql, file, name)
    if not all("=" in p for p in params):
        raise click.UsageError("write a parameter as --param name=value")
    vocabulary = Vocabulary()
    terms = binding.bindings(chosen, dict(p.split("=", 1) for p in params), vocabulary)
    if as_of is not None:
        asof.day_of(as_of)
    if explain:
        from carbonlex.query.explained import explained

        click.echo(explained(chosen.text, terms))
        return
    rows = (form,) if form not in GRAPHS else ()
    graphs = (form,) if form in GRAPHS else ("turtle",) if form == "table" else ()
    request = Request(chosen.text, tuple(terms.items()), rows, graphs, base=vocabulary.base)
    there = elsewhere.named(ctx, endpoint, user, as_of)
    limits = Limits(timeout, max_memory, max_rows)

    def opened() -> "tuple[engine.Store, Counts | None]":
        if there is None:
            return asof.opened(session.folder(ctx), vocabulary, session.talk(ctx), as_of)
        return elsewhere.opened(*there, vocabulary, limits), None

    def asked() -> "Answer":
        with Worker(opened, limits, not prepared.threads) as worker:
            worker.ready()
            return worker.ask(request)

    try:
        try:
            answer = asked()
        except Ended:
            if there is not None or not published.forget(session.folder(ctx), vocabulary):
                raise
            answer = asked()
    except Exceeded as exceeded:
        raise Exceeded(exceeded.limit, f"{exceeded}; {_OPTIONS[exceeded.limit]} allows more") from None
    except NotOffered as wrong:
        fitting = [f for f in FORMATS if (f in ROWS or f == "table") == (form in GRAPHS)]
        raise NotOffered(f"{wrong}; take one of {', '.join(fitting)}") from None
    _show(ctx, answer, foreign=there is not None)
    if answer.truth is False:
        ctx.exit(1)


def _chosen(ctx: click.Context, sparql: str | None, file: str | None, name: str | None) -> "NamedQuery":
    from carbonlex.query import shelf

    if sum(x is not None for x in (sparql, file, name)) != 1:
        raise click.UsageError("give one of: a query, --file, --name")
    if name is not None:
        return shelf.named(session.folder(ctx), name)
    if file is None:
        return shelf.NamedQuery.parse("given here", str(sparql))
    if file != "-" and not Path(file).is_file():
        raise click.UsageError(f"there is no file {file}")
    content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        return shelf.NamedQuery.parse("given here", content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise click.UsageError(f"{file} is not in UTF-8") from None


def _show(ctx: click.Context, answer: "Answer", foreign: bool) -> None:
    """Show an answer; of a table from elsewhere nothing that a terminal would obey."""
    if answer.content:
        sys.stdout.buffer.write(answer.content.rstrip(b"\n") + b"\n")
        sys.stdout.flush()
    elif answer.truth is not None:
        click.echo("yes" if answer.truth else "no")
    elif answer.columns:
        rows = [list(answer.columns), *map(list, answer.cells)]
        if foreign:
            from carbonlex.reports.headline import visible

            rows = [["\n".join(map(visible, cell.split("\n"))) for cell in row] for row in rows]
        session.table(rows[0], rows[1:])
        session.talk(ctx)(f"{len(answer.cells)} row{'s' if len(answer.cells) != 1 else ''}")
