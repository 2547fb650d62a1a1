"""``carbonlex``: the commands, loaded only when they are called."""

import atexit
import contextlib
import importlib
import os
import sys
import threading
from typing import Any

import click

from carbonlex import __version__
from carbonlex.errors import CarbonlexError, UnknownName

COMMANDS = {
    "build": "check, reason, write the site",
    "cite": "a citation of a wording, in the styles of libraries and law reviews",
    "classify": "where a new wording belongs, and what it overturns",
    "corpus": "check any number of records, here or on a cluster",
    "compare": "wordings or legal orders side by side",
    "diff": "what changed between two data folders",
    "explain": "what a rule demands, and why",
    "export": "the data, or a part, in a format of the field",
    "findings": "ask the findings of the literature again",
    "new": "begin a record: asked, or with options",
    "push": "load the graph into a store on another machine",
    "queries": "the named queries",
    "query": "ask the graph in SPARQL",
    "quotes": "look every quotation up in texts that you keep",
    "release": "site, data, checksums and citation of a version, to keep",
    "schema": "JSON Schemas of the records, for editors",
    "search": "find records by words that stand in them",
    "serve": "the site, record names and a SPARQL endpoint over HTTP",
    "show": "read one record",
    "validate": "check new or changed records",
}


class Lazy(click.Group):
    """A group that imports a command's module when the command is named, so that ``--help`` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(f"carbonlex.cli.{cmd_name}"), cmd_name)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(
                str(UnknownName("command", args[0], COMMANDS, "carbonlex --help lists the commands"))
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=Lazy,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: carbonlex compare vn cn --concept carbon-market",
)
@click.version_option(__version__, prog_name="carbonlex")
@click.option(
    "--data", envvar="CARBONLEX_DATA", metavar="DIR", help="Another folder of records than the published one."
)
@click.option("--quiet", is_flag=True, help="Say nothing but results.")
@click.pass_context
def cli(ctx: click.Context, data: str | None, quiet: bool) -> None:
    """What each legal order calls a carbon market, side by side, in the law's own words."""
    from pathlib import Path

    from carbonlex import places

    folder = Path(data) if data else places.published()
    if data and not folder.is_dir():
        raise click.UsageError(f"there is no folder {folder}")
    ctx.obj = {"data": folder, "named": bool(data), "quiet": quiet}


def _say(message: str) -> None:
    """A line on standard error, with nothing of the message that a terminal would obey."""
    from carbonlex.reports.headline import visible

    with contextlib.suppress(BrokenPipeError):
        print("carbonlex: " + "\n".join(map(visible, message.split("\n"))), file=sys.stderr)


def main() -> None:
    """Run the command line: exit status 0, 1 (content), 2 (usage), 3 (could not be done), and never a traceback."""
    try:
        status = cli.main(standalone_mode=False, prog_name="carbonlex")
    except click.exceptions.Exit as exit_:
        status = exit_.exit_code
    except click.Abort:
        _say("stopped")
        status = 3
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        status = 2
    except click.ClickException as error:
        _say(error.format_message())
        status = 2
    except CarbonlexError as error:
        _say(str(error))
        status = error.exit_status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except KeyboardInterrupt:
        _say("stopped")
        status = 3
    except Exception as error:
        if os.environ.get("CARBONLEX_DEBUG"):
            raise
        _say(f"this is a fault of the program: {type(error).__name__}: {error} (CARBONLEX_DEBUG=1 shows where)")
        status = 3
    sys.exit(status if isinstance(status, int) else 0)


def run() -> None:
    """The command line as a process of its own, which ends with its work: to take the graph and the engine down object by object would
    take a tenth of the time of a check, and the system does it at once."""
    status: object = 3
    try:
        main()
    except SystemExit as end:
        status = end.code
    for thread in set(threading.enumerate()) - {threading.current_thread()}:
        if not thread.daemon:  # it may be writing
            thread.join()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # nobody listens any more
            stream.flush()
    os._exit(status if isinstance(status, int) else 0)
