"""Whole processes, timed in turns with a peer, and what follows from the times.

A machine is quick and slow by turns, so two programs are only ever compared run by run, the one right after the other; what counts is the
median of these ratios. Peak memory is what the system tells of the process when it has ended (``wait4``).
"""

import json
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_STARTER = Path(__file__).with_name("starter.py")


@dataclass(frozen=True)
class Run:
    """A process that has ended, or a piece of work that was done.

    :param peak: of its memory, in MiB; nothing where that was not looked at.
    :param code: with which it ended.
    """

    seconds: float
    peak: float = 0.0
    code: int = 0


Work = Callable[[], Run]
Pairs = list[tuple[Run, Run]]


def process(words: Sequence[str | Path], environment: Mapping[str, str] | None = None, out: Path | None = None) -> Run:
    """Run a program to its end.

    The peak of a process is never told as less than what the process had that started it, so a small one does.

    :param out: where to write what it says; it is lost otherwise.
    """
    starter = [sys.executable, "-I", "-S", str(_STARTER), str(out or os.devnull), *map(str, words)]
    told = subprocess.run(starter, env=environment, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    seconds, peak, code = json.loads(told.stdout)
    return Run(seconds, peak, code)


def work(do: Callable[[], object], times: int = 1) -> Run:
    """Time something that this process does.

    :param times: how often it is done; what is told is the mean.
    """
    begun = time.perf_counter()
    for _ in range(times):
        do()
    return Run((time.perf_counter() - begun) / times)


def turns(ours: Work, theirs: Work, least: int, enough: float = 0.0) -> Pairs:
    """Both in turns, beginning with the one and with the other, after neither of them was measured.

    :param least: how often, at least.
    :param enough: seconds, until which it goes on.
    """
    pairs: Pairs = []
    while len(pairs) < least or sum(a.seconds + b.seconds for a, b in pairs) < enough:
        if len(pairs) % 2:
            second = theirs()
            pairs.append((ours(), second))
        else:
            first = ours()
            pairs.append((first, theirs()))
    return pairs


def ratios(pairs: Pairs) -> list[float]:
    """How many times as long the peer took, of each pair."""
    return [theirs.seconds / ours.seconds for ours, theirs in pairs]


def spread(values: Sequence[float]) -> float:
    """How far values lie apart, as a share of them: the median distance of their logarithms from the middle, made comparable to a
    standard deviation. Nothing where there are fewer than three, which say nothing of it."""
    if len(values) < 3:
        return 0.0
    logs = [math.log(value) for value in values]
    middle = statistics.median(logs)
    return 1.4826 * statistics.median(abs(one - middle) for one in logs)


def mean(values: Sequence[float]) -> float:
    """The geometric mean."""
    return math.exp(statistics.fmean(map(math.log, values)))


def exponent(times: Mapping[int, float]) -> float:
    """How time grows with size: the slope of log time on log size, by least squares; 1 is linear.

    :param times: seconds by size, of at least two sizes.
    """
    sizes = [math.log(size) for size in times]
    return statistics.linear_regression(sizes, [math.log(seconds) for seconds in times.values()]).slope
