"""The memory of a process with all that it began, as long as it runs."""

import contextlib
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from timing import Run

EVERY = 0.25  # seconds between two looks, at least
SHARE = 50  # times as long as a look takes, since the system holds a process up while its pages are counted


def process(words: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Run:
    """Run a program to its end; its peak is that of all its processes together, each with its share of what they have in common (PSS of
    ``/proc``, where there is one)."""
    begun = time.perf_counter()
    going = subprocess.Popen([*map(str, words)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0.0
    while going.poll() is None:
        looked = time.perf_counter()
        peak = max(peak, sum(map(_share, _tree(going.pid))))
        with contextlib.suppress(subprocess.TimeoutExpired):
            going.wait(max(EVERY, SHARE * (time.perf_counter() - looked)))
    return Run(time.perf_counter() - begun, peak, going.returncode)


def _tree(root: int) -> list[int]:
    """A process and its descendants."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            after = path.read_text("utf-8", "replace").rpartition(")")[2].split()
            children.setdefault(int(after[1]), []).append(int(path.parent.name))
    found, agenda = [], [root]
    while agenda:
        process_ = agenda.pop()
        found.append(process_)
        agenda += children.get(process_, [])
    return found


def _share(number: int) -> float:
    """MiB."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path(f"/proc/{number}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
