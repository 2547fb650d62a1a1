"""rdflib with a graph in memory: ``python rdflib_graph.py FILE SECONDS`` reads N-Triples, then a query a line, as a string of JSON, and
prints for each the seconds and a digest of the rows, or an empty object where it was stopped after so many seconds.

Rows are found while it is timed; what is made of them is not counted.
"""

import json
import signal
import sys
import time

import rdflib
from rows import digest

rdflib.NORMALIZE_LITERALS = False


class Stopped(BaseException):
    """That the time is over: nothing on the way may catch it."""


def main() -> None:
    graph = rdflib.Graph()
    graph.parse(sys.argv[1], format="nt")
    graph.query("ASK {}")  # so that the first query does not load the parser
    signal.signal(signal.SIGALRM, _stop)
    print("{}", flush=True)
    for line in sys.stdin:
        print(json.dumps(answered(graph, json.loads(line), float(sys.argv[2]))), flush=True)


def _stop(*_: object) -> None:
    raise Stopped


def answered(graph: rdflib.Graph, text: str, most: float) -> dict[str, object]:
    try:
        signal.setitimer(signal.ITIMER_REAL, most)
        begun = time.perf_counter()
        result = graph.query(text)
        _ = result.bindings  # now the rows are found
        seconds = time.perf_counter() - begun
        signal.setitimer(signal.ITIMER_REAL, 0)
    except Stopped:
        return {}
    return {"seconds": seconds, "rows": digest(result.serialize(format="json") or b"")}


main()
