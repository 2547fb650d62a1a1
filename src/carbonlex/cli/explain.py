"""``carbonlex explain``. Kept apart from the vocabulary, so that the answer is there at once."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from carbonlex.rulebook import Rule

WIDTH = 100


@click.command(epilog="Example: carbonlex explain CLX102")
@click.argument("codes", nargs=-1, metavar="[CODE]…")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def explain(codes: tuple[str, ...], form: str) -> None:
    """Say what a rule demands, why, how to mend what breaks it, with a wrong and a right example. Without a code, list all rules."""
    from carbonlex import places, rulebook
    from carbonlex.errors import UnknownName

    folder = places.ontology()
    book = rulebook.Book(folder)
    wanted = dict.fromkeys(map(rulebook.written, codes)) if codes else book
    for code in wanted:
        if code not in book:
            raise UnknownName("rule", code, book, "carbonlex explain lists them")
    found = [book[code] for code in wanted]
    families = rulebook.families(folder)
    if form == "json":
        import json

        told = [asdict(rule) | {"family": families.get(rulebook.family(rule.code), "")} for rule in found]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    elif codes:
        click.echo("\n\n".join(_page(rule, families) for rule in found))
    else:
        click.echo(_list(found, families))


def _page(rule: "Rule", families: dict[str, str]) -> str:
    from carbonlex.rulebook import family

    number = family(rule.code)
    said = [_folded(rule.why, "  why:     "), _folded(rule.hint, "  mend:    ")]
    if number in families:
        said.append(f"  family:  {number}xx, {families[number]}")
    parts = [_folded(f"{rule.code}, {rule.severity}: {rule.title}"), "\n".join(said)]
    for name, example in (("wrong", rule.wrong), ("right", rule.right)):
        if example.strip():
            parts.append("\n".join([f"  {name}:", *("    " + line for line in example.strip("\n").splitlines())]))
    return "\n\n".join(parts)


def _list(rules: "Sequence[Rule]", families: dict[str, str]) -> str:
    from carbonlex.rulebook import family

    blocks = []
    for number, name in families.items():
        lines = [
            _folded(rule.title, f"  {rule.code}  {rule.severity:8}") for rule in rules if family(rule.code) == number
        ]
        if lines:
            blocks.append("\n".join([f"{number}xx {name}", *lines]))
    return "\n\n".join(blocks)


def _folded(text: str, head: str = "") -> str:
    """A paragraph with what stands before it; a terminal gets it in lines, anything else in one."""
    if not sys.stdout.isatty():
        return head + text
    import shutil

    width = min(shutil.get_terminal_size().columns, WIDTH)
    return click.wrap_text(text, width, initial_indent=head, subsequent_indent=" " * len(head))
