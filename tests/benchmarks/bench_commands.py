"""How long whole processes take: ``python tests/benchmarks/bench_commands.py [runs]``. A script, no test."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def seconds(words: list[str], environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    subprocess.run(words, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    program = [sys.executable, "-m", "carbonlex"]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "XDG_CACHE_HOME": folder}
        build = [*program, "build", "--out", f"{folder}/public"]
        timed = [
            ("python -c 'import pyoxigraph'", [sys.executable, "-c", "import pyoxigraph"], runs),
            ("carbonlex build", build, min(runs, 2)),
            ("carbonlex --help", [*program, "--help"], runs),
            ("carbonlex explain", [*program, "explain", "CLX102"], runs),
            ("carbonlex query --name", [*program, "query", "--name", "matrix-wordings"], runs),
        ]
        baseline = 0.0
        print(f"{'command':34}{'runs':>5}{'median s':>10}{'ratio':>8}")
        for name, words, times in timed:
            median = statistics.median(seconds(words, environment) for _ in range(times))
            baseline = baseline or median
            print(f"{name:34}{times:5}{median:10.3f}{median / baseline:8.1f}")


if __name__ == "__main__":
    main()
