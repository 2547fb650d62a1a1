"""Spark gives what the engine of one machine gives: within one process, and as a cluster of two workers, of which one is ended."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import corpora
import pyspark
import pytest

from conftest import Run, needs_java

pytestmark = needs_java
HOME = Path(pyspark.__file__).parent


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpora.elsewhere(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough records for some parts."""
    return corpora.records(tmp_path_factory.mktemp("records"), 700)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory, folder: Path, data: Path) -> str:
    corpora.validated(folder, out := tmp_path_factory.mktemp("whole") / "out", data)
    return corpora.digest(out)


def free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextlib.contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list["subprocess.Popen[bytes]"]]]:
    """A standalone cluster on loopback: the address of its master, and the processes of its workers."""
    port = free()
    environment = {
        **os.environ,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_NO_DAEMONIZE": "1",
        "PYSPARK_PYTHON": sys.executable,
    }

    def begin(name: str, *words: str) -> "subprocess.Popen[bytes]":
        command = [str(HOME / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", "--host", "127.0.0.1", *words]
        with (folder / f"{name}-{time.monotonic_ns()}.log").open("wb") as log:
            return subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)

    def worker(number: int) -> "subprocess.Popen[bytes]":
        place = ("--webui-port", str(free()), "--work-dir", str(folder / f"work{number}"))
        return begin("worker.Worker", master, "--cores", "1", "--memory", "1g", *place)

    master = f"spark://127.0.0.1:{port}"
    started = [begin("master.Master", "--port", str(port), "--webui-port", str(free()))]
    try:
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert time.monotonic() < deadline, "the master does not listen"
            time.sleep(0.2)
        started += [worker(number) for number in range(workers)]
        yield master, started[1:]
    finally:
        for process in started:
            end(process)


def end(process: "subprocess.Popen[bytes]") -> None:
    """A process and all that it began."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_within_one_process(folder: Path, data: Path, expected: str, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out"
    words = ("corpus", "validate", folder, "--out", out, "--engine", "spark", "--master", "local[2]")
    done = run("--data", data, *words)
    assert done.returncode == 1, done.stderr
    assert corpora.digest(out) == expected


def test_a_cluster_that_loses_a_worker(folder: Path, data: Path, expected: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with cluster(tmp_path, 2) as (master, workers):
        words = ["corpus", "validate", folder, "--out", out, "--engine", "spark", "--master", master]
        going = subprocess.Popen(
            [sys.executable, "-m", "carbonlex", "--data", data, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"},
        )
        deadline = time.monotonic() + 120
        while going.poll() is None and not any((out / ".work" / "describe").glob("[0-9]*")):
            assert time.monotonic() < deadline, "nothing was done"
            time.sleep(0.05)
        end(workers[0])
        told, wrong = going.communicate(timeout=240)
    assert going.returncode == 1, wrong
    assert "does not conform" in told
    assert corpora.digest(out) == expected


@pytest.mark.parametrize(
    ("environment", "words", "told"),
    [
        ({"JAVA_HOME": "/nowhere"}, (), "Spark needs Java 17 or newer, and there is none"),
        ({}, ("--master", "spark://127.0.0.1:9"), "no master of Spark answers at spark://127.0.0.1:9"),
    ],
)
def test_what_is_missing(
    environment: dict[str, str], words: tuple[str, ...], told: str, folder: Path, tmp_path: Path, run: Run
) -> None:
    done = run("corpus", "validate", folder, "--out", tmp_path / "out", "--engine", "spark", *words, env=environment)
    assert done.returncode == 3
    assert told in done.stderr
    assert not (tmp_path / "out").exists()
