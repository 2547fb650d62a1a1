"""Queries that never end, and what becomes of the others meanwhile; stopping."""

import concurrent.futures
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from serving import Server, serving

from conftest import PROJECT

BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(STR(?a) < STR(?i) && STR(?l) != STR(?d)) }"
HUNGRY = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?c ?d ?f ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }"

SOME = "SELECT (COUNT(*) AS ?n) { SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(STR(?a) < STR(?f)) } LIMIT 30000 }"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(PROJECT, "--timeout", "3", "--max-memory", "128", "--max-rows", "50", "--workers", "2") as started:
        yield started


def get(server: Server, query: str) -> tuple[int, dict[str, str], str]:
    status, fields, content = server.ask("GET", f"/sparql?query={quote(query)}")
    return status, fields, content.decode()


def test_limits_strike_with_words(server: Server) -> None:
    status, _, told = get(server, BOMB)
    assert (status, told) == (504, "the query was stopped after 3 seconds\n")
    status, _, told = get(server, HUNGRY)
    assert status in (503, 504) and "stopped" in told
    status, _, told = get(server, "SELECT * { ?s ?p ?o }")
    assert (status, told) == (400, "the answer has more than 50 rows\n")
    assert get(server, "ASK {}")[0] == 200


def test_bombs_delay_nobody_and_too_many_are_turned_away(server: Server) -> None:
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        bombs = [pool.submit(get, server, f"{BOMB} # {n}") for n in range(5)]
        time.sleep(1)
        for n in range(20):
            begun = time.monotonic()
            assert get(server, f"ASK {{ ?s ?p {n} }}")[0] == 200
            assert time.monotonic() - begun < 2, "a look-up waited for a bomb"
        found = [bomb.result() for bomb in bombs]
    statuses = sorted(status for status, _, _ in found)
    assert statuses == [503, 503, 503, 504, 504]
    assert all("retry-after" in fields for status, fields, _ in found if status == 503)
    assert get(server, "ASK {}")[0] == 200


def in_order(pool: concurrent.futures.Executor, server: Server, second: str) -> list[concurrent.futures.Future[Any]]:
    """What is asked in this order, while the first has the only worker: what takes some time, another, and what takes none."""
    waiting = []
    for query in (SOME, second, *(f"ASK {{ ?s ?p {n} }}" for n in range(5))):
        waiting.append(pool.submit(get, server, query))
        time.sleep(0.005)
    return waiting


def test_a_worker_that_ends_takes_nobody_with_it() -> None:
    with serving(PROJECT, "--workers", "1") as started, concurrent.futures.ThreadPoolExecutor(8) as pool:
        (nursery,) = forked(started.process.pid)
        (worker,) = forked(nursery)
        waiting = in_order(pool, started, BOMB)
        assert waiting[0].result()[0] == 200
        os.kill(worker, signal.SIGKILL)
        assert [answer.result()[0] for answer in waiting[1:]] == [503, *[200] * 5]


@pytest.mark.parametrize("first", [BOMB, HUNGRY], ids=["long", "large"])
def test_what_was_to_come_next_is_answered_by_others(first: str) -> None:
    with (
        serving(PROJECT, "--timeout", "4", "--max-memory", "128", "--workers", "1") as started,
        concurrent.futures.ThreadPoolExecutor(8) as pool,
    ):
        begun = time.monotonic()
        waiting = in_order(pool, started, first)
        assert [answer.result()[0] for answer in waiting[2:]] == [200] * 5
        assert time.monotonic() - begun < 3, "a look-up waited for what cannot end"
        assert waiting[1].result()[0] in (503, 504)


def test_too_many_or_too_much_of_one_client_is_refused(server: Server) -> None:
    with concurrent.futures.ThreadPoolExecutor(80) as pool:
        found = [*pool.map(lambda n: get(server, f"{SOME} # {n}"), range(80))]
    assert {429} <= {status for status, _, _ in found} <= {200, 429, 503, 504}
    refused = [fields for status, fields, _ in found if status == 429]
    assert refused and all(fields["retry-after"] == "1" for fields in refused)
    status, fields, told = server.ask("POST", "/sparql", b"x" * 2_000_000, {"content-type": "application/sparql-query"})
    assert (status, told) == (413, b"a request has at most 1024 KiB\n") and fields["connection"] == "close"
    assert get(server, "ASK {}")[0] == 200


def test_whoever_goes_away_leaves_nothing_behind(server: Server) -> None:
    import http.client

    for n in range(3):
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        connection.request("GET", f"/sparql?query={quote(BOMB)}%23gone{n}")
        time.sleep(0.1)
        connection.close()
    time.sleep(4)
    _, _, content = server.ask("GET", "/metrics")
    assert b"carbonlex_slow_queries 0.0" in content


def test_it_stops_when_told_and_lets_what_has_begun_end() -> None:
    with serving(PROJECT, "--timeout", "2") as started:
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            bomb = pool.submit(get, started, BOMB)
            time.sleep(0.7)
            assert started.stop() == 0
            assert bomb.result()[0] == 504
        lines = started.told()
        assert [line["status"] for line in lines if line["path"] == "/sparql"] == [504]
        assert not _children(started.process.pid)


def _children(process: int) -> list[str]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "status").read_text()
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if f"PPid:\t{process}\n" in status or (b"serve" in command and str(process).encode() in command):
                found.append(entry.name)
    return found


def test_it_tells_when_no_worker_can_be_made() -> None:
    with serving(PROJECT, "--timeout", "1", "--workers", "1") as started:
        assert get(started, "ASK {}")[0] == 200
        (nursery,) = forked(started.process.pid)
        os.kill(nursery, signal.SIGKILL)
        assert get(started, BOMB)[0] == 504
        assert started.ask("GET", "/health")[0] == 503
        assert started.stop() == 0


def forked(process: int) -> list[int]:
    """The processes that one has made."""
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def test_a_port_that_is_taken_is_told(server: Server) -> None:
    import subprocess
    import sys

    words = [sys.executable, "-m", "carbonlex", "--data", str(PROJECT), "serve", "--port", str(server.port)]
    result = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 3
    assert "nothing can listen at 127.0.0.1" in result.stderr and "Traceback" not in result.stderr


def test_each_request_has_a_line() -> None:
    with serving(PROJECT) as started:
        get(started, "ASK {}")
        started.ask("GET", "/nothing%0Ahere")
        started.stop()
        lines = started.told()
    assert [(line["path"], line["status"]) for line in lines] == [("/sparql", 200), ("/nothing\nhere", 404)]
    assert all({"time", "client", "method", "bytes", "milliseconds"} <= set(line) for line in lines)
