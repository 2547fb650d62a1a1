"""``carbonlex validate --watch``: it checks again after a change, of the published records too, and Ctrl-C ends it."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest

WORDING = "definitions/aa/aa-market-2020.yaml"
SECONDS = 300
Watching = Callable[..., "Watch"]


class Watch:
    """A watching process, and what it says line by line."""

    def __init__(self, *words: object) -> None:
        command = [sys.executable, "-m", "carbonlex", *map(str, words)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
        self.lines: Queue[str] = Queue()
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def until_it_waits(self) -> str:
        """What is said until it waits for a change."""
        said = ""
        while "waiting for a change" not in said:
            said += self.lines.get(timeout=SECONDS)
        return said

    def stopped(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(SECONDS)


@pytest.fixture
def watching() -> Iterator[Watching]:
    begun: list[Watch] = []

    def call(*words: object) -> Watch:
        begun.append(Watch(*words))
        return begun[-1]

    yield call
    for watch in begun:
        watch.process.kill()
        watch.process.wait()
        assert watch.process.stdout is not None
        watch.process.stdout.close()


def test_a_file_is_checked_again_and_the_last_check_is_the_outcome(watching: Watching, project: Path) -> None:
    path = project / WORDING
    good = path.read_text("utf-8")
    watch = watching("--data", project, "validate", "--watch", path)
    assert "CLX101" not in watch.until_it_waits()
    path.write_text(good.replace("pinpoint:", "pinpont:"), "utf-8")
    assert "CLX101" in watch.until_it_waits()
    path.rename(path.with_suffix(".away"))
    assert "there is no file" in watch.until_it_waits()
    path.with_suffix(".away").rename(path)
    assert "CLX101" in watch.until_it_waits()
    assert watch.stopped() == 1


@pytest.mark.parametrize("whole", [False, True])
def test_published_records_may_change_too(watching: Watching, project: Path, whole: bool) -> None:
    """A watched wording keeps its source only as long as this is there, watched or not."""
    watch = watching("--data", project, "validate", "--watch", project if whole else project / WORDING)
    assert "CLX201" not in watch.until_it_waits()
    source = project / "sources" / "aa-act.yaml"
    source.rename(source.with_suffix(".away"))
    assert "CLX201" in watch.until_it_waits()
    source.with_suffix(".away").rename(source)
    assert "CLX201" not in watch.until_it_waits()
    assert watch.stopped() == 0


def test_a_name_that_a_terminal_would_obey(watching: Watching, project: Path, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[2J.yaml"
    path.write_text("kind: term\n", "utf-8")
    watch = watching("--data", project, "validate", "--watch", path)
    watch.until_it_waits()
    path.unlink()
    said = watch.until_it_waits()
    assert "there is no file" in said and "\x1b" not in said
    assert watch.stopped() == 2
