"""Stores that lie, dawdle, or never end: whoever asks them is told so in one line, in time, and nothing of theirs is obeyed."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from conftest import PROJECT, Run

JSON = b"application/sparql-results+json"
NAME = "https://w3id.org/carbonlex/id/graph/aa"
COUNTS = (
    b'{"head":{"vars":["g","n"]},"results":{"bindings":[{"g":{"type":"uri","value":"%s"},"n":{"type":"literal","value":"1"}}]}}'
    % NAME.encode()
)
Serving = Callable[[socket.socket, bytes], None]


def reply(content: bytes, form: bytes = JSON, status: bytes = b"200 OK", *headers: bytes) -> bytes:
    lines = (
        b"HTTP/1.1 " + status,
        b"Content-Type: " + form,
        b"Content-Length: %d" % len(content),
        b"Connection: close",
    )
    return b"\r\n".join((*lines, *headers, b"", content))


@contextmanager
def serving(answer: Serving) -> Iterator[str]:
    """A server that does to each request whatever the function does; its address."""
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def work() -> None:
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=one, args=(connection,), daemon=True).start()

        def one(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                answer(connection, _request(connection))

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/sparql"
        finally:
            done.set()
            with socket.create_connection(server.getsockname()):
                pass
            thread.join(5)


def _request(connection: socket.socket) -> bytes:
    content = b""
    while b"\r\n\r\n" not in content:
        content += _received(connection)
    head, _, body = content.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
    while len(body) < length:
        body += _received(connection)
    return head + b"\r\n\r\n" + body


def _received(connection: socket.socket) -> bytes:
    content = connection.recv(65536)
    if not content:
        raise OSError("whoever asked is gone")
    return content


def always(content: bytes) -> Serving:
    return lambda connection, _: connection.sendall(content)


def hangs(_connection: socket.socket, _: bytes) -> None:
    time.sleep(20)


def drips(connection: socket.socket, _: bytes) -> None:
    """Byte by byte, so that none is long in coming."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    for _second in range(200):
        connection.sendall(b"x")
        time.sleep(0.1)


def endless(connection: socket.socket, _: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: " + JSON + b"\r\nContent-Length: 10000000000\r\n\r\n")
    while True:
        connection.sendall(b" " * 65536)


def stops(connection: socket.socket, _: bytes) -> None:
    connection.sendall(reply(COUNTS)[:-20])


ESCAPES = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"\\u001b]0;owned\\u0007"}}]}}'
BROKEN = b"<html><head><title>x</title></head><body>It\x1b[31m broke</body></html>"
FAULTS = {
    "500": (always(reply(BROKEN, b"text/html", b"500 Oh")), "answers 500 Oh: It\\x1b[31m broke"),
    "html": (always(reply(b"<html>Welcome</html>", b"text/html")), "answers in text/html, which is no answer to a query"),
    "no type": (always(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"), "in no form that it names"),
    "elsewhere": (always(reply(b"", JSON, b"302 Found", b"Location: http://192.0.2.1/")), "which is not followed"),
    "nowhere": (always(reply(b"", JSON, b"302 Found", b"Location: http://192.0.2.1/\x1b[2J")), "broke off"),
    "hangs": (hangs, "2 seconds; --timeout allows more"),
    "drips": (drips, "2 seconds; --timeout allows more"),
    "endless": (endless, "sends more than 1 MiB; --max-memory allows more"),
    "stops": (stops, "broke off"),
    "no HTTP": (always(b"220 mail.example.org ESMTP\r\n"), "broke off"),
    "nothing": (always(b""), "broke off"),
    "packed": (always(reply(gzip.compress(b" " * 10_000_000), JSON, b"200 OK", b"Content-Encoding: gzip")), "a packed answer"),
    "no JSON": (always(reply(b'{"head":')), "cannot be read"),
    "deep": (always(reply(b'{"head":' + b"[" * 200_000)), "cannot be read"),
    "other JSON": (always(reply(b'{"a":1}')), "cannot be read"),
    "half a row": (always(reply(COUNTS.replace(b'"type":"uri",', b""))), "cannot be read"),
    "no graphs": (always(reply(b'{"head":{"vars":["g","n"]},"results":{"bindings":[]}}')), "carbonlex push loads them"),
    "another's graphs": (always(reply(COUNTS.replace(NAME.encode(), b"urn:x"))), "carbonlex push loads them"),
    "cut": (always(reply(COUNTS, JSON, b"200 OK", b"X-SPARQL-MaxRows: 1")), "gives no more than 1 rows, and cut the answer"),
    "unknown": (always(reply(b"", JSON, b"401 No", b"WWW-Authenticate: Basic realm=x")), "it wants a user who may do this (--user)"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_query_ends_with_a_reason(fault: str, run: Run) -> None:
    serve, told = FAULTS[fault]
    with serving(serve) as url:
        begin = time.monotonic()
        options = ("--timeout", 2, "--max-memory", 16 if fault == "endless" else 2000)
        result = run("--data", PROJECT, "query", "SELECT * { ?s ?p ?o }", "--endpoint", url, *options)
        assert time.monotonic() - begin < 12
    assert result.returncode == 3, result.stderr
    assert told in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stderr.strip().isprintable()
    assert result.stdout == ""


@pytest.mark.parametrize("fault", ["500", "elsewhere", "hangs", "drips", "stops", "no HTTP", "unknown"])
def test_a_push_does_too(fault: str, run: Run) -> None:
    with serving(FAULTS[fault][0]) as url:
        result = run("--quiet", "--data", PROJECT, "push", url, "--timeout", 2)
    assert result.returncode == 3, result.stderr
    assert result.stderr.strip().isprintable()
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_nobody_is_there(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
    for words in (("query", "ASK {}", "--endpoint", url), ("findings", "--endpoint", url), ("push", url)):
        result = run("--quiet", "--data", PROJECT, *words)
        assert (result.returncode, result.stdout) == (3, "")
        assert "cannot be reached" in result.stderr


def test_what_a_store_says_moves_no_terminal(run: Run) -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        connection.sendall(reply(COUNTS if b"GROUP" in request else ESCAPES))

    with serving(answer) as url:
        result = run("--data", PROJECT, "query", "SELECT ?x { ?x ?p ?o }", "--endpoint", url)
    assert result.returncode == 0, result.stderr
    assert "\\x1b]0;owned\\x07" in result.stdout
    assert "\x1b" not in result.stdout


def test_truth_is_written_as_it_is_here(run: Run) -> None:
    one = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"typed-literal","datatype":"BOOLEAN","value":"1"}},{}]}}'
    truth = reply(one.replace(b"BOOLEAN", b"http://www.w3.org/2001/XMLSchema#boolean"))

    def answer(connection: socket.socket, request: bytes) -> None:
        connection.sendall(reply(COUNTS) if b"GROUP" in request else truth)

    with serving(answer) as url:
        result = run("--data", PROJECT, "query", "SELECT ?x { ?x ?p ?o }", "--endpoint", url, "--format", "csv")
    assert result.stdout.split() == ["x", "true"], result.stderr


def test_a_push_that_is_lost_on_the_way_is_told(run: Run) -> None:
    """A store that takes everything and keeps nothing."""
    ntriples = reply(b"", b"application/n-triples")
    with serving(always(ntriples)) as url:
        result = run("--quiet", "--data", PROJECT, "push", url)
    assert result.returncode == 3
    assert "the store does not have what was pushed" in result.stderr


def test_a_password_goes_to_nobody_who_does_not_ask(run: Run) -> None:
    heard: list[bytes] = []

    def answer(connection: socket.socket, request: bytes) -> None:
        heard.append(request)
        connection.sendall(reply(b"", JSON, b"302 Found", b"Location: http://127.0.0.1:9/"))

    with serving(answer) as url:
        words = ("--data", PROJECT, "query", "ASK {}", "--endpoint", url, "--user", "me")
        result = run(*words, env={"CARBONLEX_PASSWORD": "secret"})
        assert result.returncode == 3
        without = run(*words, stdin="")
    assert len(heard) == 1
    assert b"uthorization" not in heard[0]
    assert without.returncode == 2
    assert "CARBONLEX_PASSWORD" in without.stderr


@pytest.mark.parametrize(
    "url",
    [
        "localhost", "ftp://example.org/", "http://", "http:///x", "http://a b/", "http://[::1", "http://x:99999/", "file:///etc/passwd",
        "http://me:secret@example.org/", "http://exa\x1bmple.org/", "",
    ],
)  # fmt: skip
def test_what_is_no_address(url: str, run: Run) -> None:
    for words in (("push", url), ("query", "ASK {}", "--endpoint", url), ("findings", "--endpoint", url)):
        result = run("--data", PROJECT, *words)
        assert result.returncode == 2, result.stderr
        assert "address" in result.stderr
        assert "secret" not in result.stderr
