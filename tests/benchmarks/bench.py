"""Measures the program's jobs beside their peers: ``python tests/benchmarks/bench.py [--size N]… [--job NAME]… [--out FILE]``.

Prints a table and, with ``--out``, writes the figures with the machine's facts as JSON. ``--check`` compares the ratios with those in
``kept.json`` and ends with 1 where one got worse; ``--keep`` writes them there. A script, no test; the ratios count, not the seconds.
"""

import argparse
import compileall
import importlib
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import machine
from figures import Figure, Verdict, judged, plain, read
from jobs import JOBS, ROOT, Setting, Unequal
from rich.console import Console
from rich.table import Table

SIZES = (400, 10_000)
KEPT = Path(__file__).with_name("kept.json")
WIDTH = 150  # of the tables, also where they are written to a file
COLOURS = {"worse": "red", "missing": "red", "better": "green", "new": "yellow", "open": "yellow"}


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, action="append", help="how many definitions; several times for several")
    parser.add_argument("--job", choices=JOBS, action="append", help="only this one")
    parser.add_argument("--out", type=Path, help="where to write the figures as JSON")
    parser.add_argument("--keep", action="store_true", help="keep the ratios, for --check")
    parser.add_argument("--check", action="store_true", help="compare with the ratios that are kept")
    told = parser.parse_args(words)
    sizes, jobs = sorted(set(told.size or SIZES)), told.job or JOBS
    console = Console()
    console.width = max(console.width, WIDTH)
    # Where Python is told not to write its bytecode, every command would compile again all that it imports.
    compileall.compile_dir(ROOT / "src", quiet=2)
    found: list[Figure] = []
    failed = False
    for job in jobs:
        begun = time.monotonic()
        try:
            found += _measured(job, sizes)
        except Unequal as error:
            console.print(f"{job}: not the same results, so nothing is compared: {error}", style="red", markup=False)
            failed = True
        console.print(f"{job}: {time.monotonic() - begun:.0f} s", style="dim")
    facts = machine.facts()
    console.print(table(found))
    if told.out:
        told.out.write_text(_json(facts, found), "utf-8")
    kept, measured = _kept(), {figure.key for figure in found}
    # What was to be measured now: an exponent only where there were sizes enough.
    due = [f for f in kept if f.key in measured or (f.job in jobs and not f.slope and (not f.size or f.size in sizes))]
    if told.check:
        verdicts = judged(due, found)
        console.print(changes(verdicts))
        failed |= any(verdict.said in ("worse", "missing") for verdict in verdicts)
    if told.keep:
        rest = [figure for figure in kept if figure not in due]
        ordered = sorted([*rest, *found], key=lambda f: (JOBS.index(f.job), f.size, f.what))
        KEPT.write_text(_json(facts, ordered), "utf-8")
    return int(failed)


def _measured(job: str, sizes: Sequence[int]) -> list[Figure]:
    place = Path(tempfile.mkdtemp(prefix="carbonlex-bench-"))
    try:
        return [*importlib.import_module(f"jobs.{job}").measured(Setting(sizes, place))]
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _kept() -> list[Figure]:
    return read(json.loads(KEPT.read_text("utf-8"))["figures"]) if KEPT.is_file() else []


def _json(facts: dict[str, object], figures: Sequence[Figure]) -> str:
    lines = ",\n    ".join(json.dumps(plain(figure), ensure_ascii=False) for figure in figures)
    return f'{{\n  "machine": {json.dumps(facts, ensure_ascii=False)},\n  "figures": [\n    {lines}\n  ]\n}}\n'


def table(figures: Sequence[Figure]) -> Table:
    """The figures as a table."""
    shown = Table("job", "beside what", title="How many times as long the peer takes (exponents: how time grows)")
    for name in ("definitions", "ratio", "±", "pairs", "ours s", "theirs s", "a second", "MiB", "theirs", "to reach"):
        shown.add_column(name, justify="right")
    for figure in figures:
        scatter = f"{figure.spread:.0%}" if figure.spread and not figure.slope else ""
        goal = "" if figure.reach is None else f"{'≤' if figure.less else '≥'} {figure.reach:g}"
        mark = {True: " ✓", False: " ✗", None: ""}[figure.reached]
        shown.add_row(
            figure.job,
            figure.what,
            f"{figure.size:,}" if figure.size else "",
            f"{'≥ ' if figure.bound else ''}{figure.value:.3g}",
            scatter,
            f"{figure.pairs}",
            *(f"{number:.3g}" if number else "" for number in (figure.seconds, figure.theirs)),
            f"{figure.rate:,.0f}" if figure.rate else "",
            *(f"{peak:,.0f}" if peak else "" for peak in (figure.peak, figure.their_peak)),
            goal + mark,
        )
    return shown


def changes(verdicts: Sequence[Verdict]) -> Table:
    """What became of the figures that are kept, as a table: the worst first."""
    order = [*COLOURS, "same"]
    shown = Table("figure", "", title="Beside what is kept")
    for name in ("kept", "now", "times as good", "chance"):
        shown.add_column(name, justify="right")
    for one in sorted(verdicts, key=lambda verdict: order.index(verdict.said)):
        numbers = (one.kept, one.now, one.change, one.tolerance)
        told = ["" if number is None else f"{number:.3g}" for number in numbers]
        shown.add_row(one.key, one.said, *told, style=COLOURS.get(one.said))
    return shown


if __name__ == "__main__":
    sys.exit(main())
