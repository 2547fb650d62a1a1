"""A corpus of JSON lines checked in parts: the engine of one machine beside Spark on the same one, which must give the same tables.

Every fault that was planted must be found in its line, by its code.
"""

import hashlib
import os
import shutil
import statistics
from collections.abc import Iterator
from pathlib import Path

import synthetic
from figures import Figure, compared, growth
from pyarrow import dataset
from timing import Run, spread, turns
from tree import process

from jobs import PROGRAM, Setting, Unequal, equal
from jobs.folder import BASE

RUNS, MANY = 3, 2000  # of more, one run of each must do
TOGETHER = 10_000  # of more, the local engine alone is run, which takes long enough
MEMORY = 2048  # MiB that all processes of a run may have together


def measured(setting: Setting) -> Iterator[Figure]:
    nothing = setting.place / "nothing"
    nothing.mkdir()
    (nothing / "nowhere.yaml").write_text(BASE, "utf-8")
    cores = f"local[{os.cpu_count()}]"
    times: dict[int, list[float]] = {}
    for size in setting.sizes:
        local = _Checked(setting, nothing, size)
        if size > TOGETHER:
            runs = [local()]
        else:
            spark = _Checked(setting, nothing, size, "--engine", "spark", "--master", cores)
            pairs = turns(local, spark, RUNS if size <= MANY else 1)
            equal("the tables", local.tables(), spark.tables())
            reach = 1.5 if size == TOGETHER else None  # of few definitions, Spark takes nearly all of its time to start
            yield compared("corpus", f"Spark, {cores}", size, pairs, less=True, reach=reach)
            runs = [run for run, _ in pairs]
        _found(local.out, size)
        times[size] = [run.seconds for run in runs]
        median, peak = statistics.median(times[size]), max(run.peak for run in runs)
        told = {"seconds": median, "rate": size / median, "peak": peak}
        yield Figure("corpus", f"peak memory : {MEMORY} MiB", size, peak / MEMORY, less=True, reach=1, **told)
        if size != min(times):
            # Machines are not always as fast: what grows is held against few definitions before and after it.
            times[min(times)].append(_Checked(setting, nothing, min(times))().seconds)
    if len(times) > 1:
        scatter = max(map(spread, times.values()))
        yield growth(
            "corpus",
            "exponent",
            {n: statistics.fmean(s) for n, s in times.items()},
            scatter,
            reach=1.05 if min(times) >= TOGETHER else None,
        )


class _Checked:
    """A corpus of so many definitions, checked anew each time."""

    def __init__(self, setting: Setting, data: Path, size: int, *words: str) -> None:
        self.setting, self.size = setting, size
        self.source = setting.place / f"{size}.jsonl"
        self.out = setting.place / "-".join(["out", str(size), *words[1:2]])
        self.words = (*PROGRAM, "--data", data, "corpus", "validate", self.source, "--out", self.out, *words)

    def __call__(self) -> Run:
        if not self.source.is_file():
            synthetic.write_lines(self.source, self.size, seed=7)
        shutil.rmtree(self.out, ignore_errors=True)
        return process(self.words, self.setting.environment)

    def tables(self) -> str:
        """A digest of the results."""
        found = hashlib.sha256()
        for path in sorted(self.out.glob("*/*.parquet")):
            found.update(path.relative_to(self.out).as_posix().encode() + path.read_bytes())
        return found.hexdigest()


def _found(out: Path, size: int) -> None:
    """:raises Unequal: where a fault that was planted was not found."""
    table = dataset.dataset(out / "findings").to_table(columns=["line", "code"])
    told = set(zip(table["line"].to_pylist(), table["code"].to_pylist(), strict=True))
    missed = [
        draft.code
        for line, draft in enumerate(synthetic.drafts(size, seed=7), 1)
        if draft.code and (line, draft.code) not in told
    ]
    if missed:
        raise Unequal(f"{len(missed)} faults were not found, such as {missed[0]}")
