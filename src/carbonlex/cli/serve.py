"""``carbonlex serve``."""

import os
import sys
from functools import partial
from pathlib import Path

import click

from carbonlex.cli import session


@click.command(epilog="Example: carbonlex serve --port 8080")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at; 0.0.0.0 is every one.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.option("--site", type=click.Path(), help="The folder of the site; site/public where that is one.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="Queries that are answered at once, and as many that take long; else as many as there are processors, at least 2 and 4.",
)
@click.option(
    "--timeout", type=click.FloatRange(min=0.01), default=30, show_default=True, help="Seconds that a query may take."
)
@click.option("--max-memory", type=click.IntRange(min=1), default=1024, show_default=True, help="MiB that it may need.")
@click.option(
    "--max-rows", type=click.IntRange(min=1), default=100_000, show_default=True, help="Rows that it may give."
)
@click.pass_context
def serve(
    ctx: click.Context,
    host: str,
    port: int,
    site: str | None,
    workers: int | None,
    timeout: float,
    max_memory: int,
    max_rows: int,
) -> None:
    """Serve the site, names of records with content negotiation, and a read-only SPARQL endpoint at /sparql.

    It never writes. A line of JSON for each request goes to standard error, unless it is to be quiet. Ctrl-C or a SIGTERM lets what has
    begun end, for some seconds, and stops it.
    """
    from carbonlex.query.answer import Limits
    from carbonlex.serve import server
    from carbonlex.serve.pool import Size

    processors = os.cpu_count() or 1
    folder = Path(site) if site else Path("site/public")
    if site and not (folder / "index.html").is_file():
        raise click.UsageError(f"there is no site in {folder}")
    server.run(
        session.folder(ctx),
        folder if (folder / "index.html").is_file() else None,
        (host, port),
        Limits(timeout, max_memory, max_rows),
        Size(quick=workers or max(2, processors), slow=workers or max(4, processors)),
        None if ctx.obj["quiet"] else sys.stderr,
        partial(click.echo, err=True),
    )
