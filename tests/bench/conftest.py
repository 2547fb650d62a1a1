"""The modules of the benchmarks, which are scripts and no tests, as tests import them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
