"""What is measured: figures, and how today's compare with those that were kept.

Only ratios are compared, never seconds: a figure says how many times as long the peer took as we did, in the same minutes on the same
machine.
"""

import math
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from timing import Pairs, exponent, ratios, spread

LEAST = math.log(1.25)
"""Which change of a ratio may be chance however close the pairs were: machines differ more from day to day than from run to run."""
UNKNOWN = math.log(1.6)
"""The same of a ratio that was measured once or twice, or between two that were started but once: nobody knows how far it scatters."""
MOST = 9
"""More pairs than so many are not worth more: what they share, the memory of one process and the neighbours of one minute, is no part of
how far they lie apart."""
SLOPE = 0.06
"""Which change of an exponent may be chance."""
TIMES = 3
"""Of how many standard errors a change must be."""
MEDIAN = math.sqrt(math.pi / 2)
"""How many times that of a mean the standard error of a median is."""


@dataclass(frozen=True)
class Figure:
    """One ratio, or one exponent.

    :param what: beside what it was measured.
    :param size: of the data, in definitions; 0 where the job has no size.
    :param value: how many times as long the peer took (more is better), or what grows (``less``, then less is better).
    :param spread: of the pairs (:func:`timing.spread`); for an exponent, how far it may be off.
    :param pairs: how many were measured.
    :param seconds: the median of ours; ``theirs`` that of the peer.
    :param peak: of our memory, in MiB; ``their_peak`` that of the peer.
    :param rate: definitions or pages a second, where the job has a number of them.
    :param bound: whether the peer was stopped, so that the value is a lower bound.
    :param once: whether the two were started once, each with memory of its own, and then asked by turns: where in memory things came to
        lie does not change between pairs, and does from start to start (queries of less than 2 ms: up to 1.8 times).
    :param reach: what it is to reach, if that was said.
    """

    job: str
    what: str
    size: int
    value: float
    spread: float = 0.0
    pairs: int = 1
    seconds: float = 0.0
    theirs: float = 0.0
    peak: float = 0.0
    their_peak: float = 0.0
    rate: float = 0.0
    bound: bool = False
    less: bool = False
    slope: bool = False
    once: bool = False
    reach: float | None = None

    @property
    def key(self) -> str:
        """Its name among the figures that are kept."""
        return " · ".join([self.job, self.what, *([f"{self.size:,}"] if self.size else [])])

    @property
    def reached(self) -> bool | None:
        """Whether it is what it is to be, if that was said; a lower bound may leave it open."""
        if self.reach is None:
            return None
        fine = self.value <= self.reach if self.less else self.value >= self.reach
        return None if self.bound and not fine else fine

    @property
    def error(self) -> float:
        """The standard error of the value: of its logarithm, since it is the median of so many pairs, or of an exponent as it is."""
        return self.spread if self.slope else MEDIAN * self.spread / math.sqrt(min(self.pairs, MOST))


def compared(job: str, what: str, size: int, pairs: Pairs, **more: Any) -> Figure:
    """The figure of pairs that were measured in turns."""
    found = ratios(pairs)
    mine, peers = zip(*pairs, strict=True)
    return Figure(
        job,
        what,
        size,
        statistics.median(found),
        spread(found),
        len(pairs),
        statistics.median(run.seconds for run in mine),
        statistics.median(run.seconds for run in peers),
        max(run.peak for run in mine),
        max(run.peak for run in peers),
        **more,
    )


def growth(job: str, what: str, times: Mapping[int, float], scatter: float, **more: Any) -> Figure:
    """The exponent with which time grows.

    :param times: seconds by size, of at least two sizes.
    :param scatter: of the times at one size, as :func:`timing.spread` gives it.
    """
    far = math.log(max(times) / min(times))
    return Figure(job, what, 0, exponent(times), scatter * math.sqrt(2) / far, less=True, slope=True, **more)


@dataclass(frozen=True)
class Verdict:
    """What became of a figure: ``better``, ``worse``, ``same``, ``new``, ``open`` where one of the two is but a lower bound, or
    ``missing`` where it was not measured any more.

    :param change: how many times as good as the kept one it is; for an exponent, by how much it is smaller.
    :param tolerance: how much of a change may be chance, told likewise.
    """

    key: str
    said: str
    kept: float | None = None
    now: float | None = None
    change: float | None = None
    tolerance: float | None = None


def judged(kept: Iterable[Figure], now: Iterable[Figure]) -> list[Verdict]:
    """How figures compare with the kept ones of the same jobs and sizes."""
    before = {figure.key: figure for figure in kept}
    after = {figure.key: figure for figure in now}
    found = [_judged(before.get(key), figure) for key, figure in after.items()]
    return found + [Verdict(key, "missing", before[key].value) for key in before.keys() - after.keys()]


def chance(kept: Figure, now: Figure) -> float:
    """Which change may be chance: a difference of logarithms, or of exponents."""
    scattered = TIMES * math.hypot(kept.error, now.error)
    if now.slope:
        return max(SLOPE, scattered)
    unknown = now.once or min(kept.pairs, now.pairs) < 3
    return max(UNKNOWN if unknown else LEAST, scattered)


def _judged(kept: Figure | None, now: Figure) -> Verdict:
    if kept is None:
        return Verdict(now.key, "new", None, now.value)
    if kept.bound or now.bound:
        return Verdict(now.key, "open", kept.value, now.value)
    tolerance = chance(kept, now)
    gain = now.value - kept.value if now.slope else math.log(now.value / kept.value)
    gain = -gain if now.less else gain
    said = "better" if gain > tolerance else "worse" if gain < -tolerance else "same"
    change, allowed = (gain, tolerance) if now.slope else (math.exp(gain), math.exp(tolerance))
    return Verdict(now.key, said, kept.value, now.value, change, allowed)


def plain(figure: Figure) -> dict[str, object]:
    """A figure for JSON, without what says nothing."""
    rounded = {k: float(f"{v:.4g}") if isinstance(v, float) else v for k, v in asdict(figure).items()}
    return {k: v for k, v in rounded.items() if v or k in ("size", "value")}


def read(told: Iterable[Mapping[str, Any]]) -> list[Figure]:
    """Figures from JSON."""
    return [Figure(**one) for one in told]
