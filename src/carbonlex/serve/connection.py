"""A connection as uvicorn has it, whose other end must not be slow: who opens one and does not say a whole request loses it."""

import asyncio
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

PATIENCE = 15  # seconds for the head of a request
LONGEST = 64 * 1024  # bytes of the head
LINGER = 2  # seconds for what is sent to a connection that is closed


class _Transport:
    """A transport as uvicorn uses it. What is written in one go is sent together, the head of a response and its body, so that a client has
    both at once. Who still sends when it is closed may do so for some seconds, to nobody: else the system would tell of a connection that
    was reset, and the response that says why would be lost (RFC 9112, 9.6).

    :param sending: whether the other end has not sent all of its request.
    """

    def __init__(
        self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop, sending: Callable[[], bool]
    ) -> None:
        self._transport = transport
        self._loop = loop
        self._sending = sending
        self._parts: list[bytes] = []
        self.ending = False
        """Whether nothing is read any more."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def is_closing(self) -> bool:
        """Whether nothing may be written any more."""
        return self.ending or self._transport.is_closing()

    def write(self, data: bytes) -> None:
        """Send it, soon."""
        if not self._parts:
            self._loop.call_soon(self._send)
        self._parts.append(data)

    def close(self) -> None:
        """Send what was written, and end."""
        if self.is_closing():
            return
        self._send()
        if self._sending():
            self.ending = True
            self._transport.write_eof()
            self._transport.resume_reading()
            self._loop.call_later(LINGER, self._transport.close)
        else:
            self._transport.close()

    def _send(self) -> None:
        if self._parts and not self.is_closing():
            self._transport.write(b"".join(self._parts))
        self._parts = []


class Connection(HttpToolsProtocol):
    """Closes itself where the head of a request is late or too long (RFC 9110, 15.5.9; RFC 6585, 5)."""

    _late: asyncio.TimerHandle | None = None
    _head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self.transport = _Transport(transport, self.loop, self._sending)  # type: ignore[assignment]  # it is one as far as uvicorn needs it
        self._wait()

    def data_received(self, data: bytes) -> None:
        if self.transport.ending:  # type: ignore[attr-defined]
            return
        super().data_received(data)
        if self._late:  # all of it belonged to the head
            self._head += len(data)
            if self._head > LONGEST:
                self._close(b"431 Request Header Fields Too Large")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if not self._late:
            self._wait()

    def on_headers_complete(self) -> None:
        self._stop()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def _sending(self) -> bool:
        return self._late is not None or (self.cycle is not None and self.cycle.more_body)

    def _wait(self) -> None:
        self._head = 0
        self._late = self.loop.call_later(PATIENCE, self._close, b"408 Request Timeout")

    def _stop(self) -> None:
        if self._late:
            self._late.cancel()
            self._late = None

    def _close(self, status: bytes) -> None:
        transport: Any = self.transport
        if not transport.is_closing():
            transport.write(b"HTTP/1.1 " + status + b"\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
            transport.close()
        self._stop()
