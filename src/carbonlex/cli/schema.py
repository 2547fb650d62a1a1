"""``carbonlex schema``."""

from pathlib import Path

import click

from carbonlex.cli import session


@click.command(
    epilog="Example: carbonlex schema --out .schema, and in a record the first line "
    "# yaml-language-server: $schema=../.schema/definition.json"
)
@click.argument("kind", required=False, metavar="[KIND]")
@click.option("--out", metavar="DIR", help="Write the schemas as KIND.json into this folder.")
@click.pass_context
def schema(ctx: click.Context, kind: str | None, out: str | None) -> None:
    """The JSON Schema of a kind of record, or of all kinds, for editors: keys, values, and the published ids as proposals."""
    from carbonlex.errors import OutputError, UnknownName
    from carbonlex.reading import jsonschema
    from carbonlex.reading.ids import ids
    from carbonlex.vocabulary import Vocabulary

    if kind is not None and kind not in jsonschema.NAMES:
        raise UnknownName("kind", kind, jsonschema.NAMES, "one of " + ", ".join(jsonschema.NAMES))
    if kind is None and out is None:
        kind = jsonschema.ANY
    vocabulary = Vocabulary()
    made = jsonschema.schemas(vocabulary, ids([session.folder(ctx)]), vocabulary.catalog["site"])
    wanted = {f"{name}.json": jsonschema.written(body) for name, body in made if kind in (None, name)}
    if out is None:
        click.echo("".join(wanted.values()), nl=False)
        return
    try:
        Path(out).mkdir(parents=True, exist_ok=True)
        for name, text in wanted.items():
            (Path(out) / name).write_text(text, "utf-8")
    except OSError as error:
        raise OutputError(f"{out} cannot be written: {error.strerror}") from None
    session.talk(ctx)(f"{len(wanted)} schema{'s' if len(wanted) != 1 else ''} written to {out}")
