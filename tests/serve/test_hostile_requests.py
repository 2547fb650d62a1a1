"""A hundred requests that are meant to harm: the server answers others as before, and nothing on disk changes."""

import contextlib
import hashlib
import http.client
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import Server, serving

from carbonlex.site import publish
from conftest import PROJECT

LARGE = b"x" * (20 * 1024 * 1024)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hostile") / "public"
    publish.build(PROJECT, out, "https://example.org/lex/", reasoner=False, langs=["en"], full_text=False)
    (out.parent / "secret.txt").write_text("secret")
    return out


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[Server]:
    with serving(PROJECT, "--site", str(site), "--timeout", "5") as started:
        yield started


PATHS = [
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/..%5csecret.txt",
    "/static/../../secret.txt",
    "/....//secret.txt",
    "//secret.txt",
    "/%00",
    "/a%00b",
    "/" + "a" * 5000,
    "/%ff%fe",
    "/id/definition/..%2f..",
    "/id/definition/%3Cscript%3E",
    "/definitions/x/index.ttl%00",
    "/sparql?query=%ff",
    "/sparql?query=%C0%80",
    "/sparql?query=",
    "/sparql?x=1",
    "/sparql?query",
    "/sparql?" + "&".join(f"a{n}=1" for n in range(500)),
    "/sparql?query=" + "%28" * 3000,
    "/sparql?query=ASK%7B%7D&default-graph-uri=",
    "/sparql?query=ASK%7B%7D&default-graph-uri=file:///etc/passwd",
    "/sparql?query=LOAD%20%3Cfile:///etc/passwd%3E",
    "/sparql?query=ASK%20%7B%20SERVICE%20%3Cfile:///etc/passwd%3E%20%7B%7D%20%7D",
    "/sparql?update=DROP%20ALL",
    "/sparql?query=SELECT%20*%20FROM%20%3Cfile:///etc/passwd%3E%20%7B%3Fs%20%3Fp%20%3Fo%7D",
    "/metrics/../../secret.txt",
    "/.git/config",
    "/data/%2e%2e/%2e%2e/secret.txt",
]
METHODS = ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "MKCOL", "X" * 300, "get", "POST"]
HEADERS = [
    {"accept": "a" * 20000},
    {"accept": "*/*;q=" + "9" * 3000},
    {"accept": ",".join(["text/html;q=0.1"] * 2000)},
    {"accept": "\x7f\xff"},
    {"accept-encoding": "gzip;q=nan, \x00"},
    {"if-none-match": '"' * 5000},
    {"if-modified-since": "yesterday"},
    {"range": "bytes=0-,1-,2-"},
    {"host": "evil.example"},
    {"host": ""},
    {"origin": "null"},
    {"content-length": "-1"},
    {"content-length": "99999999999999999999"},
    {"transfer-encoding": "chunked, chunked"},
    {"x-forwarded-for": "1" * 9000},
    {"cookie": "a=" + "b" * 9000},
    {"expect": "200-maybe"},
    {"upgrade": "websocket", "connection": "upgrade"},
    {"content-type": "application/x-www-form-urlencoded; charset=\xff"},
]
BODIES = [
    (b"query=" + LARGE, "application/x-www-form-urlencoded"),
    (LARGE, "application/sparql-query"),
    (LARGE, ""),
    (b"\xff\xfe\x00", "application/sparql-query"),
    (b"query=%", "application/x-www-form-urlencoded"),
    (b"query=ASK%7B%7D&query=ASK%7B%7D", "application/x-www-form-urlencoded"),
    (b"--x\r\n", "multipart/form-data; boundary=x"),
    (b"{}", "application/json"),
    (b"<a/>", "application/xml"),
    (b"", "application/sparql-query"),
    (b"DROP ALL", "application/sparql-update"),
    (b"ASK " + b"{" * 100_000, "application/sparql-query"),
    (b"ASK {" + b"(" * 200_000, "application/sparql-query"),
    (b"SELECT * {" + b"{?s ?p ?o} UNION " * 20_000 + b"{} }", "application/sparql-query"),
    (b"ASK { ?s " + b"<p>/" * 50_000 + b"<p> ?o }", "application/sparql-query"),
    (b"ASK { FILTER(" + b"!" * 200_000 + b"true) }", "application/sparql-query"),
    (b"ASK { ?s ?p '" + b"\\" * 100_001 + b"' }", "application/sparql-query"),
]
RAW = [
    b"",
    b"\r\n\r\n",
    b"GET",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"\x16\x03\x01\x02\x00",
    b"GET / HTTP/1.1\r\nHost: x\r\n",
    b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 20_000 + b"\r\n",
    b"A" * 100_000,
    b"GET / HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 500000\r\n\r\nASK",
    b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
]


def files(*folders: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_hundred_attacks(server: Server, site: Path) -> None:
    before = files(site, PROJECT)
    asked = 0
    for path in PATHS:
        asked += 1
        with contextlib.suppress(http.client.HTTPException):
            status, _, content = server.ask("GET", path)
            assert status < 500 and content != b"secret" and b"Traceback" not in content, path
    for method in METHODS:
        for path in ("/sparql?query=ASK%7B%7D", "/data/void.ttl"):
            asked += 1
            with contextlib.suppress(http.client.HTTPException, ConnectionError):
                status, _, content = server.ask(method, path)
                assert status < 500 and b"Traceback" not in content, method
    for headers in HEADERS:
        asked += 1
        with contextlib.suppress(http.client.HTTPException, ConnectionError, TimeoutError, UnicodeError, ValueError):
            status, _, content = server.ask("GET", "/sparql?query=ASK%7B%7D", headers=headers)
            assert status < 500 and b"Traceback" not in content, headers
    for body, media in BODIES:
        asked += 1
        with contextlib.suppress(http.client.HTTPException, ConnectionError):
            status, _, content = server.ask("POST", "/sparql", body, {"content-type": media} if media else {})
            assert 400 <= status < 600 and status != 500 and b"Traceback" not in content, (body[:40], status)
    held = []
    for raw in RAW:
        asked += 1
        connection = socket.create_connection(("127.0.0.1", server.port))
        with contextlib.suppress(ConnectionError):
            connection.sendall(raw)
        held.append(connection)  # half open, until all have been tried
    assert asked >= 100
    assert server.ask("GET", "/sparql?query=ASK%7B%7D")[0] == 200
    for connection in held:
        connection.close()
    assert server.ask("GET", "/health")[0] == 200
    assert server.ask("GET", "/")[0] == 200
    assert server.process.poll() is None
    assert files(site, PROJECT) == before
