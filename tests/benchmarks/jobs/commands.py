"""Commands from a cold start, as whole processes, beside Python that does nothing: what is above it is what we load and do."""

import sys
from collections.abc import Iterator
from functools import partial

from figures import Figure, compared
from timing import process, turns

from jobs import PROGRAM, Setting

NOTHING = (sys.executable, "-c", "pass")
COMMANDS = {
    "import pyoxigraph": (sys.executable, "-c", "import pyoxigraph"),
    "import click": (sys.executable, "-c", "import click"),
    "--help": (*PROGRAM, "--help"),
    "explain": (*PROGRAM, "explain", "CLX402"),
    "query --name": (*PROGRAM, "query", "--name", "units-on-day"),
}
RUNS = 9


def measured(setting: Setting) -> Iterator[Figure]:
    environment = setting.environment
    for name, words in COMMANDS.items():
        process(words, environment)  # whatever it prepares for the next time
        if process(words, environment).code:
            raise RuntimeError(f"{name} failed")
        pairs = turns(partial(process, words, environment), partial(process, NOTHING, environment), RUNS)
        yield compared("commands", f"{name} : python -c pass", 0, pairs)
