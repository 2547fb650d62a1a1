"""``carbonlex compare``."""

import csv
import io
import json

import click

from carbonlex.cli import session


@click.command(epilog="Example: carbonlex compare vn cn eu --concept carbon-market --format markdown")
@click.argument("names", nargs=-1, required=True, metavar="A B…")
@click.option("--concept", help="The comparative concept; for legal orders carbon-market where none is named.")
@click.option("--as-of", metavar="DATE", help="Only wordings in force on this day.")
@click.option("--lang", default="en", show_default=True, help="Language of labels: en, fr, ru, vi, zh.")
@click.option(
    "--format", "form", type=click.Choice(["table", "markdown", "csv", "json"]), default="table", show_default=True
)
@click.pass_context
def compare(
    ctx: click.Context, names: tuple[str, ...], concept: str | None, as_of: str | None, lang: str, form: str
) -> None:
    """Set legal orders or single wordings side by side, facet by facet: what is said (=), implied (~), or not said (silent)."""
    from carbonlex.compare import cells, matrix
    from carbonlex.query import asof

    dataset = session.dataset(ctx)
    vocabulary = dataset.vocabulary
    day = asof.day_of(as_of).value if as_of is not None else None
    found = matrix.of_names(dataset, names, concept, day)
    header = ["facet", *(c.id for c in found.columns)]
    rows = [
        [
            vocabulary.label(vocabulary.iri("facet", f), lang),
            *(cells.words(dataset, found, f, c, lang) for c in found.columns),
        ]
        for f in found.facets
    ]
    if form == "json":
        facets = {
            f: {
                c.id: {
                    "state": cells.state(dataset, found, f, c),
                    "values": [
                        {"value": s.value, "basis": s.basis, "wordings": [w.id for w, _ in s.sources]}
                        for s in found.cells[f, c.id].said
                    ],
                    "silent": [w.id for w, _ in found.cells[f, c.id].silent],
                }
                for c in found.columns
            }
            for f in found.facets
        }
        click.echo(
            json.dumps(
                {"concept": found.concept, "as-of": as_of, "columns": [c.id for c in found.columns], "facets": facets},
                ensure_ascii=False,
                indent=2,
            )
        )
    elif form == "csv":
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([header, *rows])
        click.echo(out.getvalue(), nl=False)
    elif form == "markdown":
        for row in [header, ["---"] * len(header), *rows]:
            click.echo("| " + " | ".join(v.replace("|", "\\|") for v in row) + " |")
    else:
        session.table(header, rows)
        states = {cells.state(dataset, found, f, c) for f in found.facets for c in found.columns}
        told = [f"{cells.SIGNS.get(s, s + ': ')}{meant}" for s, meant in cells.STATES.items() if s in states]
        session.talk(ctx)("   ".join(told))
