"""``carbonlex new``: one command for each kind, with the options that the record model gives it."""

import contextlib
import importlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carbonlex import writing
from carbonlex.cli import session
from carbonlex.errors import OutputError, UnknownName, UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from carbonlex.reading.draft import Draft, Question

ENDING = ".yaml"


class Kinds(click.Group):
    """A command for each kind of record, made when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_abouts())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _command(cmd_name) if cmd_name in _abouts() else None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        kinds = _abouts()
        if not args[0].startswith("-") and args[0] not in kinds:
            raise click.UsageError(str(UnknownName("kind", args[0], kinds, "one of " + ", ".join(kinds))))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Kinds"):
            formatter.write_dl(list(_abouts().items()))


@click.command(cls=Kinds, subcommand_metavar="KIND [OPTIONS]", epilog="Example: carbonlex new definition")
def new() -> None:
    """Begin a record: asked in the terminal, or with options. What it writes validates, and no file is written over.

    All that is not said stands in the record as comments: each key with what it is for, each facet with its values.
    carbonlex new KIND --help lists the options of a kind.
    """


def _abouts() -> Mapping[str, str]:
    from carbonlex.reading.keys import Keys

    return {kind: told.about for kind, told in Keys().kinds.items()}


def _command(kind: str) -> click.Command:
    from carbonlex.reading.draft import LANGUAGE, Draft
    from carbonlex.vocabulary import Vocabulary

    draft = Draft(kind, Vocabulary(), {})
    # An option is called by the last key of its path; places in a list have none and are named with --set.
    questions = {f"--{_key(q)}": q for q in draft.questions() if not any(s.isdecimal() for s in q.path.split("."))}
    required = {q.path for q in draft.missing()}
    params: list[click.Parameter] = [
        click.Option(
            [name, f"answer_{number}"],
            multiple=LANGUAGE in question.path or question.form.listed,
            metavar="LANG=TEXT" if LANGUAGE in question.path else question.wants,
            help=question.about + (" [required]" if question.path in required else ""),
            shell_complete=_completer(kind, question),
        )
        for number, (name, question) in enumerate(questions.items())
    ]
    params += [
        click.Option(
            ["--set", "settings"],
            multiple=True,
            metavar="KEY=VALUE",
            help="Any other key, as in readings.mechanism.basis=silent or statements.0.value=5.",
        ),
        click.Option(
            ["--out"],
            metavar="FILE",
            help="Where to write: a file, a folder, or - for standard output [default: the record's place in the data folder].",
        ),
        click.Option(
            ["--schema", "schemas"],
            metavar="DIR",
            help="The folder of JSON Schemas that the first line names to editors, as carbonlex schema --out writes it "
            "[default: the published ones].",
        ),
    ]

    def begin(settings: tuple[str, ...], out: str | None, schemas: str | None, **answers: Any) -> None:
        given = {name: answers[f"answer_{number}"] for number, name in enumerate(questions)}
        _begin(click.get_current_context(), kind, questions, given, settings, out, schemas)

    epilog = f"Example: carbonlex new {kind}, and be asked; in a script, with the required options."
    about = draft.keys.kinds[kind].about
    return click.Command(kind, callback=begin, params=params, help=f"Begin a {kind}. {about}", epilog=epilog)


def _key(question: "Question") -> str:
    return next(step for step in reversed(question.path.split(".")) if step != "*")


def _completer(
    kind: str, question: "Question"
) -> "Callable[[click.Context, click.Parameter, str], list[CompletionItem]]":
    """Names on the tab key, from the ontology and the records."""

    def complete(ctx: click.Context, _: click.Parameter, begun: str) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem

        from carbonlex import places
        from carbonlex.reading.draft import Draft
        from carbonlex.reading.ids import ids
        from carbonlex.vocabulary import Vocabulary

        data = ctx.find_root().params.get("data")
        draft = Draft(kind, Vocabulary(), ids([Path(data) if data else places.published()]))
        return [CompletionItem(name) for name in draft.known(question.path)[0] if name.startswith(begun)]

    return complete


def _begin(
    ctx: click.Context,
    kind: str,
    questions: "Mapping[str, Question]",
    given: Mapping[str, Any],
    settings: tuple[str, ...],
    out: str | None,
    schemas: str | None,
) -> None:
    from carbonlex.reading.commented import written
    from carbonlex.reading.draft import Draft, WrongAnswer
    from carbonlex.reading.ids import ids
    from carbonlex.vocabulary import Vocabulary

    if schemas is not None and not (named := Path(schemas) / f"{kind}.json").is_file():
        raise click.UsageError(f"there is no file {named}: carbonlex schema --out {schemas} writes it")
    data = session.folder(ctx)
    file = None if out in (None, "-") or Path(str(out)).is_dir() or str(out).endswith("/") else Path(str(out))
    if file is not None:
        _refuse(file)
    beside = [] if out in (None, "-") else sorted((file.parent if file else Path(str(out))).glob(f"*{ENDING}"))
    draft = Draft(kind, Vocabulary(), ids([data, *beside]))
    if file is not None:
        draft.put("id", file.stem)
    for path, text in [*_answers(questions, given), *_settings(settings)]:
        draft.put(path, text)
    if file is not None and draft.said["id"] != file.stem:
        raise click.UsageError(f"a record lies in a file of its name: write it to {draft.said['id']}{ENDING}")
    if sys.stdin.isatty() and sys.stderr.isatty():
        _ask(draft)
    elif missing := list(draft.missing()):
        names = {question.path: name for name, question in questions.items()}
        raise click.UsageError(f"a {kind} needs {', '.join(_wanting(draft, q, names) for q in missing)}")
    if faults := draft.faults():
        raise WrongAnswer(faults[0])
    target = file or _place(draft, data, out)
    text = written(draft, _schema(draft, schemas, target))
    if out == "-":
        click.echo(text, nl=False)
        return
    _write(target, text)
    click.echo(str(target))
    session.talk(ctx)(f"now say in it what else you know, and check it: carbonlex validate {target}")


def _answers(questions: "Mapping[str, Question]", given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The paths and texts of the options that were given."""
    for name, value in given.items():
        path = questions[name].path
        for text in value if isinstance(value, tuple) else [value] if value is not None else []:
            if "*" in path:
                tag, equals, words = text.partition("=")
                if not equals:
                    raise click.UsageError(f'{name} must say the language, as in {name} en="{text}"')
                yield path.replace("*", tag.strip()), words
            else:
                yield path, text


def _settings(settings: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for setting in settings:
        path, equals, text = setting.partition("=")
        if not equals:
            raise click.UsageError(f"{setting} must be written as KEY=VALUE")
        yield path.strip(), text


def _wanting(draft: "Draft", question: "Question", names: Mapping[str, str]) -> str:
    """How to give on the command line what is missing."""
    if question.path in names:
        return names[question.path] + (" LANG=TEXT" if "*" in question.path else "")
    known, _ = draft.known(question.path)
    wanted = "|".join(known) if known and len(known) <= 5 else "…"
    path = question.path.replace("*", draft.language or "LANG")
    return f"--set {path}={wanted}" + (f" ({question.stated})" if question.stated else "")


def _ask(draft: "Draft") -> None:
    """Ask for one thing after the other, until nothing is missing."""
    from carbonlex.reading.draft import FEW, WrongAnswer

    while question := next(draft.missing(), None):
        known, closed = draft.known(question.path)
        click.echo("\n" + (f"{question.stated}: " if question.stated else "") + question.about, err=True)
        if known:
            told = f"{len(known)} names: ? lists them" + (", the tab key completes them" if _readline() else "")
            click.echo("  " + (", ".join(known) if len(known) <= FEW else told), err=True)
        try:
            path, default = question.path, draft.proposed_id() if question.path == "id" else ""
            if "*" in path:
                path = path.replace("*", _language("language (en, fr, zh-Hans …)", draft.language))
            elif (
                question.speaks
                and not closed
                and (tag := _language("language (empty for a figure or a date)", "", True))
            ):
                path = f"{path}.{tag}"
            answer = _line(path, default, known=known)
            if answer.strip() == "?" and known:
                click.echo("  " + ", ".join(known), err=True)
            else:
                draft.put(path, answer)
        except WrongAnswer as error:
            click.echo(f"  {error}", err=True)


def _language(label: str, default: str, empty: bool = False) -> str:
    from carbonlex.reading.draft import WrongAnswer
    from carbonlex.records.forms import TAG

    tag = _line(label, default, empty).strip()
    if tag and not TAG.fullmatch(tag):
        raise WrongAnswer(f"{tag} is no language tag (BCP 47, as in en, vi, zh-Hans)")
    return tag


def _line(label: str, default: str, empty: bool = False, known: Sequence[str] = ()) -> str:
    """One answer. Where standard output is no terminal, prompts go to standard error, so that a record written there stays clean;
    where it is, they go there, since only then can readline complete."""
    aside = not sys.stdout.isatty()
    with contextlib.redirect_stdout(sys.stderr) if aside else contextlib.nullcontext(), _completing(known):
        answer: str = click.prompt(
            label, default=default or ("" if empty else None), show_default=bool(default), err=aside
        )
    return answer


@contextlib.contextmanager
def _completing(known: Sequence[str]) -> Iterator[None]:
    """While this lasts, the tab key completes the names, where the system has readline."""
    begun: list[str] = []

    def complete(text: str, state: int) -> str | None:
        if state == 0:
            begun[:] = [name for name in known if name.startswith(text)]
        return begun[state] if state < len(begun) else None

    readline = _readline()
    if readline is None:
        yield
        return
    readline.set_completer_delims(" ,")
    readline.parse_and_bind("bind ^I rl_complete" if "libedit" in (readline.__doc__ or "") else "tab: complete")
    readline.set_completer(complete)
    try:
        yield
    finally:
        readline.set_completer(None)


def _readline() -> Any:
    """The module, or nothing where Python was built without it, as on Windows."""
    try:
        return importlib.import_module("readline")
    except ImportError:
        return None


def _place(draft: "Draft", data: Path, out: str | None) -> Path:
    """Where the record goes: the folder that was named, or its place among the records. What is installed is not written into."""
    from carbonlex import places

    name = f"{draft.said['id']}{ENDING}"
    if out is not None:
        return Path(out) / name
    if places.installed() and data == places.published():
        return Path(name)
    return data / draft.keys.kinds[draft.kind].folder.format_map(draft.said) / name


def _schema(draft: "Draft", schemas: str | None, target: Path) -> str:
    """The schema's published address, or the path that leads to it from the record."""
    from carbonlex.reading import jsonschema

    if schemas is None:
        return jsonschema.address(draft.vocabulary.catalog["site"], draft.kind)
    return Path(os.path.relpath(Path(schemas) / f"{draft.kind}.json", target.parent)).as_posix()


def _refuse(file: Path) -> None:
    if file.suffix != ENDING:
        raise click.UsageError(f"records lie in files that end in {ENDING}: name it {file.stem}{ENDING}")
    if os.path.lexists(file):
        raise UsageError(f"{file} is there already and is not written over")


def _write(file: Path, text: str) -> None:
    """Write a new record, and the folders that lead to it, but never over another one."""
    _refuse(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{file} cannot be written: {error.strerror}") from None
    writing.write(file, text.encode("utf-8"), over=False)
