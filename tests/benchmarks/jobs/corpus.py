"""A corpus of JSON lines checked in parts: the engine of one machine beside Spark on the same one, which must give the same tables.

Every fault that was planted must be found in its line, by its code.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import synthetic
from figures import Figure, compared, growth
from pyarrow import dataset
from timing import Run, spread, turns
from tree import process

from jobs import PROGRAM, Setting, Unequal, equal
from jobs.folder import BASE

RUNS, MANY = 3, 2000  # of more, one run of each must do
MEMORY = 2048  # MiB that all processes of a run may have together


def measured(setting: Setting) -> Iterator[Figure]:
    nothing = setting.place / "nothing"
    nothing.mkdir()
    (nothing / "nowhere.yaml").write_text(BASE, "utf-8")
    times, scatter = {}, 0.0
    for size in setting.sizes:
        source = setting.place / f"{size}.jsonl"
        synthetic.write_lines(source, size, seed=7)
        out = {engine: setting.place / f"{size}-{engine}" for engine in ("local", "spark")}
        words = (*PROGRAM, "--data", nothing, "corpus", "validate", source, "--out")
        local = partial(_run, (*words, out["local"]), out["local"], setting)
        cores = f"local[{os.cpu_count()}]"
        spark = partial(_run, (*words, out["spark"], "--engine", "spark", "--master", cores), out["spark"], setting)
        pairs = turns(local, spark, RUNS if size <= MANY else 1)
        equal("the tables", *(_digest(folder) for folder in out.values()))
        _found(out["local"], size)
        mine = [run.seconds for run, _ in pairs]
        times[size] = sorted(mine)[len(mine) // 2]
        scatter = max(scatter, spread(mine))
        yield compared("corpus", f"Spark, {cores}", size, pairs, rate=size / times[size], less=True, reach=1.5)
        peak = max(run.peak for run, _ in pairs)
        yield Figure("corpus", f"peak memory : {MEMORY} MiB", size, peak / MEMORY, peak=peak, less=True, reach=1)
        for folder in out.values():
            shutil.rmtree(folder)
        source.unlink()
    if len(times) > 1:
        yield growth("corpus", "exponent", times, scatter, reach=1.05)


def _run(words: tuple[str | Path, ...], out: Path, setting: Setting) -> Run:
    shutil.rmtree(out, ignore_errors=True)
    return process(words, setting.environment)


def _digest(out: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(out.glob("*/*.parquet")):
        found.update(path.relative_to(out).as_posix().encode() + path.read_bytes())
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
