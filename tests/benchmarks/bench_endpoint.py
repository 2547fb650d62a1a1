"""How long look-ups take at the endpoint beside Oxigraph's own server, under the same load: ``python tests/benchmarks/bench_endpoint.py
[requests] [clients]``. A script, no test.

The load: clients on connections that stay open, each of which asks for another record whenever it has an answer. First one server is
asked, then the other, in turns; then ours once more while queries run that never end.
"""

import asyncio
import contextlib
import http.client
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from carbonlex import places
from carbonlex.graph import published
from carbonlex.vocabulary import CLX, RDF, Vocabulary

ROUNDS = 7
JSON = "application/sparql-results+json"
LOOK_UP = "SELECT ?p ?o WHERE {{ <{}> ?p ?o }}"
BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?a) < STR(?i)) }"


async def client(port: int, where: str, queries: Iterator[str], taken: list[float]) -> int:
    """Ask until there are no queries; how many were not answered."""
    failed = 0
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for query in queries:
        begun = time.perf_counter()
        target = f"/{where}?query={quote(query)}"
        writer.write(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {JSON}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if length := re.search(rb"content-length: (\d+)", head, re.IGNORECASE):
            await reader.readexactly(int(length[1]))
        else:
            while size := int((await reader.readline()).strip() or b"0", 16):
                await reader.readexactly(size + 2)
            await reader.readline()
        taken.append(time.perf_counter() - begun)
        failed += b" 200 " not in head.split(b"\r\n", 1)[0]
    writer.close()
    return failed


async def load(port: int, where: str, queries: list[str], clients: int) -> tuple[list[float], int]:
    taken: list[float] = []
    rest = iter(queries)
    failed = await asyncio.gather(*(client(port, where, rest, taken) for _ in range(clients)))
    return taken, sum(failed)


def events(port: int, where: str, queries: list[str], clients: int) -> tuple[list[float], int]:
    """The load by one event loop."""
    return asyncio.run(load(port, where, queries, clients))


def threads(port: int, where: str, queries: list[str], clients: int) -> tuple[list[float], int]:
    """The same load by threads that have the client of the standard library."""
    rest = iter(queries)

    def ask() -> tuple[list[float], int]:
        connection, taken, failed = http.client.HTTPConnection("127.0.0.1", port), [], 0
        for query in rest:
            begun = time.perf_counter()
            connection.request("GET", f"/{where}?query={quote(query)}", headers={"Accept": JSON})
            response = connection.getresponse()
            response.read()
            taken.append(time.perf_counter() - begun)
            failed += response.status != 200
        connection.close()
        return taken, failed

    with ThreadPoolExecutor(clients) as pool:
        asked = [future.result() for future in [pool.submit(ask) for _ in range(clients)]]
    return [seconds for taken, _ in asked for seconds in taken], sum(failed for _, failed in asked)


def free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait(port: int, where: str) -> None:
    """Until it answers: who listens may have to load first."""
    for _ in range(600):
        with contextlib.suppress(OSError):
            events(port, where, ["ASK {}"], 1)
            return
        time.sleep(0.1)


def told(name: str, taken: list[float], failed: int) -> tuple[float, float]:
    ordered = sorted(taken)
    median, late = statistics.median(ordered), ordered[int(len(ordered) * 0.99)]
    print(f"{name:36} median {median * 1000:7.2f} ms   p99 {late * 1000:7.2f} ms   failed {failed}", flush=True)
    return median, late


def main() -> None:
    count, clients = (int(word) for word in (*sys.argv[1:], *("2000", "16")[len(sys.argv) - 1 :]))
    vocabulary = Vocabulary()
    store = published.in_memory(places.published(), vocabulary)
    kind = store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(CLX + "Definition"), None)
    records = sorted(quad.subject.value for quad in kind)
    rng = random.Random(1)
    ports = free(), free()
    with tempfile.TemporaryDirectory() as folder:
        on_disk = ox.Store(folder + "/store")
        on_disk.bulk_extend(store)
        on_disk.flush()
        del on_disk
        started = [
            subprocess.Popen(
                [
                    Path(sys.executable).with_name("oxigraph"),
                    "serve-read-only",
                    "--location",
                    folder + "/store",
                    "--bind",
                    f"127.0.0.1:{ports[0]}",
                    "--union-default-graph",
                ],
                stderr=subprocess.DEVNULL,
            ),
            subprocess.Popen(
                [sys.executable, "-m", "carbonlex", "--quiet", "serve", "--port", str(ports[1])],
                stderr=subprocess.DEVNULL,
            ),
        ]
        try:
            for port, where in zip(ports, ("query", "sparql"), strict=True):
                wait(port, where)
            for what, mark, asking in (
                ("records asked for again and again", "", events),
                ("no query twice", " # {}", events),
                ("no query twice, clients of the standard library", " # {}", threads),
            ):
                print(what)
                ratios = []
                for _ in range(ROUNDS):
                    queries = [LOOK_UP.format(rng.choice(records)) + mark.format(rng.random()) for _ in range(count)]
                    theirs = told("oxigraph serve-read-only", *asking(ports[0], "query", queries, clients))
                    ours = told("carbonlex serve", *asking(ports[1], "sparql", queries, clients))
                    ratios.append(ours[0] / theirs[0])
                print(f"median of the medians' ratios: {statistics.median(ratios):.2f}")
            asyncio.run(beside_bombs(ports[1], records, rng, count, clients))
        finally:
            for process in started:
                process.terminate()
                process.wait()


async def beside_bombs(port: int, records: list[str], rng: random.Random, count: int, clients: int) -> None:
    queries = [[f"{LOOK_UP.format(rng.choice(records))} # {rng.random()}" for _ in range(count)] for _ in range(2)]
    quiet = told("without bombs", *await load(port, "sparql", queries[0], clients))
    bombs = [asyncio.create_task(load(port, "sparql", [f"{BOMB} # {n}"], 1)) for n in range(3)]
    await asyncio.sleep(1)
    loud = told("beside three bombs", *await load(port, "sparql", queries[1], clients))
    print(f"p99 beside bombs / without: {loud[1] / quiet[1]:.2f}")
    for bomb in bombs:
        bomb.cancel()


if __name__ == "__main__":
    main()
