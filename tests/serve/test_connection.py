"""Connections that stay open without a word, or in the midst of one, are closed."""

import asyncio
import contextlib

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from carbonlex.serve import connection


async def said(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("said")(scope, receive, send)


async def told(sent: list[bytes], app: ASGIApp = said) -> bytes:
    """What a server tells on one connection to which is sent, piece by piece."""
    config = uvicorn.Config(app, http=connection.Connection, ws="none", lifespan="off", log_config=None, port=0)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    reader, writer = await asyncio.open_connection(*server.servers[0].sockets[0].getsockname()[:2])
    found = b""
    for content in sent:
        writer.write(content)
        with contextlib.suppress(ConnectionError):
            await writer.drain()
        await asyncio.sleep(0.05)
    with contextlib.suppress(ConnectionError):
        found = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    server.should_exit = True
    await task
    return found


WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "begins"),
    [
        ([], [b"HTTP/1.1 408 "]),
        ([b"GET / HTTP/1.1\r\nHost"], [b"HTTP/1.1 408 "]),
        ([WHOLE, b"GET /"], [b"HTTP/1.1 200 ", b"HTTP/1.1 408 "]),
        ([b"GET /", b" HTTP/1.1\r\n", b"Host: x\r\n\r\n", b"G"], [b"HTTP/1.1 200 ", b"HTTP/1.1 408 "]),
        ([b"GET / HTTP/1.1\r\nx: " + b"y" * 40_000, b"y" * 40_000], [b"HTTP/1.1 431 "]),
        (
            [b"POST / HTTP/1.1\r\nContent-Length: 99999\r\n\r\n" + b"y" * 99_999, b"G"],
            [b"HTTP/1.1 200 ", b"HTTP/1.1 408 "],
        ),
    ],
)
def test_who_does_not_speak_is_not_waited_for(
    sent: list[bytes], begins: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.5)
    content = asyncio.run(told(sent))
    assert [b"HTTP/1.1 " + part[:4] for part in content.split(b"HTTP/1.1 ")[1:]] == begins


async def refused(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("too much", 413, {"connection": "close"})(scope, receive, send)


def test_who_sends_too_much_reads_why_that_is_refused() -> None:
    sent = [b"POST / HTTP/1.1\r\nContent-Length: 50000000\r\n\r\n", *[b"y" * 5_000_000] * 4]
    content = asyncio.run(told(sent, refused))
    assert content.startswith(b"HTTP/1.1 413 ") and content.endswith(b"too much")
