"""Our site in two languages, built from nothing: ``python our_pages.py OUT`` prints how many pages, and how many were rendered a second,
as JSON.

The time is that between the first and the last time that the build says how many pages are there, by all its processes together; what
lies beside them is written in it too. Nothing is inferred and no words are indexed, since the peer does neither.
"""

import json
import sys
import time
from pathlib import Path

from carbonlex import places
from carbonlex.site.publish import build


def main() -> None:
    told: list[tuple[float, int]] = []

    def step(_: str, done: int, of: int) -> None:
        if of and done:
            told.append((time.perf_counter(), done))

    summary = build(
        places.published(), Path(sys.argv[1]), "https://example.org/", step, False, ("en", "zh"), full_text=False
    )
    (begun, before), (ended, done) = told[0], told[-1]
    print(json.dumps({"pages": summary.rendered, "rate": (done - before) / (ended - begun)}))


if __name__ == "__main__":
    main()
