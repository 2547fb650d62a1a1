"""Look-ups at the endpoint beside Oxigraph's own server, under the same load: clients on connections that stay open, each of which asks for
another record whenever it has an answer. First one server is asked, then the other, in turns; then ours once more while queries run
that never end. Both must answer the same.
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
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
from figures import Figure, compared
from peers.rows import digest
from timing import Run

from carbonlex import places
from carbonlex.graph import published
from carbonlex.vocabulary import CLX, RDF, Vocabulary
from jobs import PROGRAM, Setting, Unequal, equal

ROUNDS = 7
BOMBED = 3
REQUESTS, CLIENTS = 2000, 16
Asking = Callable[[int, str, list[str], int], tuple[list[float], int]]
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


LOADS: tuple[tuple[str, str, Asking], ...] = (
    ("records asked for again and again", "", events),
    ("no query twice", " # {}", events),
    ("no query twice, clients of the standard library", " # {}", threads),
)


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


def taken(asking: Asking, port: int, where: str, queries: list[str]) -> tuple[float, float]:
    """The median and the ninety-ninth percentile of the seconds that one answer takes.

    :raises Unequal: where one was not answered.
    """
    times, failed = asking(port, where, queries, CLIENTS)
    if failed:
        raise Unequal(f"{failed} of {len(queries)} queries were not answered at /{where}")
    ordered = sorted(times)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.99)]


def rows(port: int, where: str, query: str) -> str:
    """A digest of what is answered."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", f"/{where}?query={quote(query)}", headers={"Accept": JSON})
    content = connection.getresponse().read()
    connection.close()
    return digest(content)


def measured(setting: Setting) -> Iterator[Figure]:
    vocabulary = Vocabulary()
    store = published.in_memory(places.published(), vocabulary)
    kind = store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(CLX + "Definition"), None)
    records = sorted(quad.subject.value for quad in kind if isinstance(quad.subject, ox.NamedNode))
    rng = random.Random(1)
    ports = free(), free()
    location = setting.place / "store"
    on_disk = ox.Store(str(location))
    on_disk.bulk_extend(store)
    on_disk.flush()
    del on_disk
    peer = (str(Path(sys.executable).with_name("oxigraph")), "serve-read-only", "--location", str(location))
    started = [
        _started((*PROGRAM, "serve", "--port", str(ports[0]))),
        _started((*peer, "--bind", f"127.0.0.1:{ports[1]}", "--union-default-graph")),
    ]
    ours, theirs = (ports[0], "sparql"), (ports[1], "query")
    try:
        wait(*ours)
        wait(*theirs)
        for record in rng.sample(records, 20):
            query = LOOK_UP.format(record)
            equal(f"what is said of {record}", rows(*ours, query), rows(*theirs, query))
        for what, mark, asking in LOADS:
            pairs = []
            for number in range(ROUNDS):
                queries = [LOOK_UP.format(rng.choice(records)) + mark.format(rng.random()) for _ in range(REQUESTS)]
                both = [ours, theirs] if number % 2 else [theirs, ours]
                seconds = {one: Run(taken(asking, *one, queries)[0]) for one in both}
                pairs.append((seconds[ours], seconds[theirs]))
            yield compared("endpoint", f"oxigraph serve-read-only, {what}", 0, pairs)
        yield asyncio.run(beside_bombs(ours[0], records, rng))
    finally:
        for process in started:
            process.terminate()
            process.wait()


def _started(words: tuple[str, ...]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


async def beside_bombs(port: int, records: list[str], rng: random.Random) -> Figure:
    """The ninety-ninth percentile while queries run that never end, beside that without them; with them it is later."""

    async def late() -> float:
        times, _ = await load(
            port,
            "sparql",
            [f"{LOOK_UP.format(rng.choice(records))} # {rng.random()}" for _ in range(REQUESTS)],
            CLIENTS,
        )
        return sorted(times)[int(len(times) * 0.99)]

    quiet = [await late() for _ in range(BOMBED)]
    bombs = [asyncio.create_task(load(port, "sparql", [f"{BOMB} # {n}"], 1)) for n in range(3)]
    await asyncio.sleep(1)
    loud = [await late() for _ in range(BOMBED)]
    for bomb in bombs:
        bomb.cancel()
    pairs = [(Run(one), Run(other)) for one, other in zip(quiet, loud, strict=True)]
    return compared("endpoint", "itself beside three bombs, not later (p99)", 0, pairs, less=True)
