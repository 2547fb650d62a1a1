"""The engine of a cluster: Apache Spark, which hands the same tasks to its workers and begins anew what was lost with one of them.

What tasks leave for each other lies in the folder for results, so every worker must see that folder under the same address.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import warnings
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from carbonlex import places
from carbonlex.corpus import tasks
from carbonlex.errors import CarbonlexError

JAVA = 17
LOG = places.site() / "corpus" / "log4j2.properties"
"""What Spark tells on standard error, where the settings do not say otherwise."""
SECONDS = 5  # that a master may take to answer
_MASTER = re.compile(r"spark://(.+)")


class SparkMissing(CarbonlexError):
    """PySpark or Java is not installed."""


class Spark:
    """A session of Spark.

    :param master: where it runs, such as ``local[2]`` or ``spark://host:7077``; nothing to take what ``spark-submit`` or the settings of
        Spark say, and this machine where they say nothing.
    :raises SparkMissing: where PySpark or Java 17 is not installed.
    :raises CarbonlexError: where the master does not answer.
    """

    def __init__(self, master: str | None = None) -> None:
        _java()
        if master:
            _reachable(master)
        self.master = master

    def __enter__(self) -> "Spark":
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what it thinks of pandas, which is not used
                from pyspark import SparkConf, SparkContext
        except ImportError:
            raise SparkMissing("PySpark is not installed: pip install 'carbonlex[spark]'") from None
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        conf = SparkConf().setAppName("carbonlex corpus").setIfMissing("spark.ui.showConsoleProgress", "false")
        conf.setIfMissing("spark.executorEnv.PYTHONWARNINGS", "ignore")
        conf.setIfMissing("spark.driver.extraJavaOptions", f"-Dlog4j2.configurationFile={LOG}")
        if self.master:
            conf.setMaster(self.master)
        conf.setIfMissing("spark.master", "local[*]")
        if conf.get("spark.master", "").startswith("local"):
            conf.setIfMissing("spark.ui.enabled", "false")
        try:
            self._context: Any = SparkContext.getOrCreate(conf)
        except Exception as error:  # what Java throws has a class of its own for everything
            raise CarbonlexError(f"Spark cannot be started: {_first(error)}") from None
        return self

    def __exit__(self, *_: object) -> None:
        self._context.stop()

    def perform(self, told: str, work: Sequence[tasks.Task]) -> Iterator[tasks.Done]:
        """Do tasks, and give them when all are done.

        :raises CarbonlexError: where Spark gives up.
        """
        if not work:
            return
        try:
            spread = self._context.parallelize([tuple(task) for task in work], len(work))
            yield from spread.map(partial(_perform, told)).collect()
        except Exception as error:  # what Java throws has a class of its own for everything
            raise CarbonlexError(f"Spark gave up: {_first(error)}") from None


def _perform(told: str, task: tuple[str, int, int]) -> tasks.Done:
    return tasks.perform(told, tasks.Task(*task))


def _java() -> None:
    """Java as Spark looks for it."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home, "bin", "java")) if home else shutil.which("java")
    if not java or not os.access(java, os.X_OK):
        raise SparkMissing(f"Spark needs Java {JAVA} or newer, and there is none: install one, or set JAVA_HOME")
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    if (found := re.search(r'version "(?:1\.)?(\d+)', told)) and int(found[1]) < JAVA:
        raise SparkMissing(f"Spark needs Java {JAVA} or newer; {java} is Java {found[1]}")


def _reachable(master: str) -> None:
    """Whether one of the masters listens: Spark itself would try for minutes."""
    if not (named := _MASTER.fullmatch(master)):
        return
    for place in named[1].split(","):
        host, _, port = place.rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), SECONDS).close()
            return
        except (OSError, ValueError):
            continue
    raise CarbonlexError(f"no master of Spark answers at {master}")


def _first(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
