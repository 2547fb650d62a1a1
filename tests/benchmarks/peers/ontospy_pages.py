"""ontospy's pages, with its own Python: ``python ontospy_pages.py FILE OUT`` prints how many, and in which time these were made, as JSON.

The time is that of the pages alone, when the graph is read; a page is a file of HTML.
"""

import contextlib
import io
import json
import sys
import time
from pathlib import Path

import ontospy
from ontospy.gendocs.viz.viz_html_multi import KompleteViz


def main() -> None:
    file, out = sys.argv[1:]
    with contextlib.redirect_stdout(io.StringIO()):
        graph = ontospy.Ontospy(file, rdf_format="turtle", verbose=False)
        begun = time.perf_counter()
        KompleteViz(graph, theme="simplex").build(out)
        seconds = time.perf_counter() - begun
    pages = sum(1 for _ in Path(out).rglob("*.html"))
    print(json.dumps({"pages": pages, "rate": pages / seconds}))


if __name__ == "__main__":
    main()
