"""``carbonlex release``."""

from pathlib import Path

import click

from carbonlex.cli import session


@click.command(epilog="Example: carbonlex release 0.2.0 --date 2027-01-31 --base-url https://example.org/carbonlex/")
@click.argument("version")
@click.option("--out", default="releases", show_default=True, type=click.Path(), help="The folder that holds releases.")
@click.option(
    "--since",
    metavar="FORMER",
    default="",
    help="The former release (a release, a folder, or REV:data in git); by default the newest in the folder of releases.",
)
@click.option(
    "--base-url",
    default="https://w3id.org/carbonlex/",
    show_default=True,
    help="Where the site will be served.",
)
@click.option("--date", default="", help="The day of the release; SOURCE_DATE_EPOCH, or the newest day in the records.")
@click.pass_context
def release(ctx: click.Context, version: str, out: str, since: str, base_url: str, date: str) -> None:
    """Make a release: the site, the records, the graph, checksums, what changed, and how to cite it.

    It is a folder called by VERSION, which is written whole or not at all and is never written again. The same checkout gives the same
    bytes. What former releases had stays at its address: ids may be given up only in deprecated.toml, which says what became of them.
    """
    from carbonlex.release.making import Order, make
    from carbonlex.release.version import Version

    talk = session.talk(ctx)
    with session.progress(ctx) as step:
        made = make(Order(session.folder(ctx), Version.parse(version), Path(out), base_url, since, date, step=step))
    if not made.former:
        talk(f"no former release was found in {out}, so this is the first one (--since names another)")
    if not made.redirected:
        talk(
            "no redirects for w3id.org were written, since they would lead to themselves: --base-url says where the site will be"
        )
    since_ = f"since {made.former}" if made.former else "the first"
    click.echo(
        f"{made.folder}: release {version} of {made.released.date}, {since_}; {made.ids} ids, {made.moved} addresses that moved, "
        f"{made.built.pages} pages, {made.files} files, {made.built.hold} of {made.built.findings} findings hold"
    )
    click.echo(f"put {made.folder / 'site'} on the server; {made.folder / 'README.md'} says what is what")
