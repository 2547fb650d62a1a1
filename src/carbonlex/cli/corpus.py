"""``carbonlex corpus``."""

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carbonlex.cli import session

if TYPE_CHECKING:
    from carbonlex.corpus.run import Engine

LANGUAGES = ("en", "fr", "ru", "vi", "zh")
WORDS = {
    "announce": "reading",
    "meet": "bringing names together",
    "describe": "checking each record by itself",
    "alike": "looking for near copies",
    "pair": "looking for near copies",
    "need": "looking who looks at whom",
    "follow": "following chains",
    "ship": "bringing records together",
    "judge": "applying the rules between records",
    "sort": "looking who is read alike",
    "reason": "asking the reasoner",
    "place": "saying what follows of each",
    "profile": "looking what is read in each wording",
    "family": "counting what is read alike",
    "spread": "bringing together what is read alike",
    "match": "comparing",
    "nearest": "choosing the nearest",
}
Command = Callable[..., Any]
SHARED = (
    click.argument("source", metavar="SOURCE"),
    click.option(
        "--out", required=True, metavar="DIR", help="Folder for the results; every worker of a cluster sees it."
    ),
    click.option("--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True),
    click.option("--processes", type=click.IntRange(1), help="How many, with --engine local.  [as many as processors]"),
    click.option(
        "--master", metavar="URL", help="Where Spark runs: spark://host:7077, local[2]…  [what Spark's settings say]"
    ),
    click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True),
)


def shared(command: Command) -> Command:
    """The options of every job."""
    return reduce(lambda made, option: option(made), reversed(SHARED), command)


@click.group(epilog="Example: carbonlex corpus validate records/ --out results")
def corpus() -> None:
    """A corpus of any size, in parts, by all processors of this machine or by a cluster.

    SOURCE is a folder or a file: records (.yaml and RDF), JSON lines (.jsonl, a record on each line) or Parquet (a column for each key, or
    a column "record" with its text), on disk or at an address that fsspec knows, such as s3://bucket/folder.

    The results are tables in Parquet and a page, index.html. A run that was stopped goes on where it stopped when the same command is given
    again. Status 3 says that a part could not be read; what could be is there.
    """


@corpus.command(epilog="Example: carbonlex corpus validate records.jsonl --out results --engine spark")
@shared
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--select", multiple=True, metavar="CODES", help="Only these rules: CLX402, or a family such as CLX4.")
@click.option("--ignore", multiple=True, metavar="CODES", help="All rules but these.")
@click.option(
    "--config", type=click.Path(path_type=Path), metavar="FILE", help="The project's severities [carbonlex.toml]."
)
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Language of the shapes' messages.")
@click.pass_context
def validate(
    ctx: click.Context,
    /,
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    config: Path | None,
    lang: str,
    **options: Any,
) -> None:
    """Check every record of SOURCE by itself and against all others and the published ones."""
    from carbonlex.checks import profile
    from carbonlex.vocabulary import Vocabulary

    rules = Vocabulary().rules
    chosen = profile.load(config, rules).joined(profile.codes(select, rules), profile.codes(ignore, rules), strict)
    _run(ctx, "validate", chosen, lang, **options)


@corpus.command(epilog="Example: carbonlex corpus classify records/ --out results")
@shared
@click.pass_context
def classify(ctx: click.Context, /, **options: Any) -> None:
    """Ask the reasoner to which classes the records of SOURCE belong, and from what this follows (HermiT; needs Java)."""
    from carbonlex.checks.profile import Profile

    _run(ctx, "classify", Profile(), "en", **options)


@corpus.command(epilog="Example: carbonlex corpus compare records/ --out results --relatives 3")
@shared
@click.option("--relatives", type=click.IntRange(1, 50), default=5, show_default=True, help="How many of each wording.")
@click.pass_context
def compare(ctx: click.Context, /, relatives: int, **options: Any) -> None:
    """Find the nearest relatives of each wording of SOURCE, among all of them and the published ones, by what is read in them."""
    from carbonlex.checks.profile import Profile

    _run(ctx, "compare", Profile(), "en", relatives=relatives, **options)


def _run(
    ctx: click.Context,
    job: str,
    profile: Any,
    lang: str,
    relatives: int = 0,
    *,
    source: str,
    out: str,
    engine: str,
    processes: int | None,
    master: str | None,
    form: str,
) -> None:
    from carbonlex.corpus.run import Run
    from carbonlex.errors import CarbonlexError
    from carbonlex.reports import corpus as report
    from carbonlex.vocabulary import Vocabulary

    vocabulary = Vocabulary()
    data = ctx.obj["data"] if ctx.obj["named"] else None
    at = _engine(engine, processes, master)
    try:
        run = Run(source, out, str(data.resolve()) if data else None, lang, profile, job, relatives)
        with session.progress(ctx) as step:
            outcome = run.perform(at, lambda stage, done, total: step(WORDS[stage.partition("-")[0]], done, total))
        run.close(outcome, report.page(outcome, vocabulary, run.tables), report.as_json(outcome))
    except OSError as error:
        raise CarbonlexError(f"{error}; what was done is kept in {out}") from None
    told = report.as_json(outcome).rstrip() if form == "json" else "\n".join(report.text(outcome, vocabulary.rules))
    click.echo(told)
    session.talk(ctx)(f"the results are in {out}")
    ctx.exit(3 if outcome.unreadable else 0 if outcome.conforms else 1)


def _engine(name: str, processes: int | None, master: str | None) -> "Engine":
    if name == "spark":
        if processes is not None:
            raise click.UsageError("--processes is for --engine local; Spark's own settings say how many it has")
        from carbonlex.corpus.spark import Spark

        return Spark(master)
    if master is not None:
        raise click.UsageError("--master is for --engine spark")
    from carbonlex.corpus.local import Local

    return Local(processes)
