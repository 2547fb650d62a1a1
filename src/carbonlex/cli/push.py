"""``carbonlex push``."""

import click

from carbonlex.cli import elsewhere, session


@click.command(
    epilog="Example: carbonlex push http://localhost:7878/store, "
    "or carbonlex push http://localhost:8890/sparql-graph-crud-auth --user dba --endpoint http://localhost:8890/sparql"
)
@click.argument("url")
@click.option("--endpoint", metavar="URL", help="Where the store is asked what it has then; else it gives all back.")
@elsewhere.user_option
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.001),
    default=300,
    show_default=True,
    help="Seconds that a request may take.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be pushed, and send nothing.")
@click.pass_context
def push(ctx: click.Context, url: str, endpoint: str | None, user: str | None, timeout: float, dry_run: bool) -> None:
    """Load the graph, with its named graphs and what is inferred, into the store whose graphs have the address URL (SPARQL 1.1 Graph
    Store HTTP Protocol). Each graph takes the place of what the store has under its name; others stay.

    In the end the triples of each graph are counted there; the exit status is 3 where they are not as many as here.
    """
    from carbonlex.endpoint import push as pushing
    from carbonlex.endpoint.address import Address
    from carbonlex.endpoint.connection import Connection
    from carbonlex.endpoint.graphstore import DEFAULT, GraphStore
    from carbonlex.graph import published
    from carbonlex.query.answer import Exceeded, Limits
    from carbonlex.vocabulary import Vocabulary

    address = Address.parse(url)
    asked = None if endpoint is None else Address.parse(endpoint)
    given = None if dry_run else elsewhere.credentials(ctx, address, user)
    vocabulary, say = Vocabulary(), session.talk(ctx)
    graphs = pushing.graphs(published.content(session.folder(ctx), vocabulary, say))
    if not dry_run:
        try:
            with Connection(address, given, timeout) as connection, session.progress(ctx) as told:
                store = GraphStore(connection)
                pushing.push(graphs, store, told)
                say("pushed; counting what is there")
                counted: dict[str, int] = {}
                if asked is not None:
                    counted = elsewhere.opened(asked, given, vocabulary, Limits(seconds=timeout)).counts
                # What a query sees as the default graph may be the union of all.
                uncounted = [graph for graph in graphs if asked is None or graph.name == DEFAULT]
                counted = counted | pushing.given_back(uncounted, store, told)
        except Exceeded as exceeded:
            hint = "; --timeout allows more" if exceeded.limit == "time" else ""
            raise Exceeded(exceeded.limit, f"{exceeded}{hint}") from None
        hint = "; some stores give back a part of a large graph only, and are to be asked: --endpoint"
        pushing.compare(graphs, counted, hint if asked is None else "")
    session.table(["graph", "triples"], [[graph.name or "(default)", str(graph.triples)] for graph in graphs])
    triples = sum(graph.triples for graph in graphs)
    done = "would be pushed" if dry_run else "pushed, and counted there"
    say(f"{triples:,} triples in {len(graphs)} graphs {done}: {address.url}")
