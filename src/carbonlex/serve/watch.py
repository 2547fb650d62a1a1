"""What operators see of the server: a line of JSON for each request, and numbers in the format of Prometheus."""

import contextlib
import json
import logging
import sys
import time
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TextIO

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from carbonlex.serve.negotiation import field
from carbonlex.serve.protocol import SPARQL

__all__ = ["CONTENT_TYPE_LATEST", "Numbers", "Records", "Watched"]


class Numbers:
    """What is counted."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "carbonlex_requests", "Requests, by method and status.", ("method", "status"), registry=self._registry
        )
        self._kinds: dict[tuple[str, int], Counter] = {}
        self._queries = Histogram(
            "carbonlex_query_seconds",
            "Seconds that queries took, by what became of them.",
            ("outcome",),
            registry=self._registry,
        )
        self.slow = Gauge("carbonlex_slow_queries", "Queries that take long at the moment.", registry=self._registry)

    def request(self, method: str, status: int) -> None:
        """Count a request."""
        labels = (method if method in ("GET", "HEAD", "POST", "OPTIONS") else "other", status)
        if labels not in self._kinds:
            self._kinds[labels] = self._requests.labels(*labels)
        self._kinds[labels].inc()

    def query(self, seconds: float, outcome: str) -> None:
        """Count a query."""
        self._queries.labels(outcome).observe(seconds)

    def written(self) -> bytes:
        """All of it, in the format of Prometheus."""
        return generate_latest(self._registry)


class Watched:
    """Tells of each request when it is done, and gives every response the fields that tell browsers what they may do with it.

    :param out: where the lines go; nowhere without it.
    """

    def __init__(self, app: ASGIApp, numbers: Numbers, out: TextIO | None = sys.stderr) -> None:
        self._app = app
        self._numbers = numbers
        self._out = out

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        status, size = 0, 0

        async def sending(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *_browsers(scope)]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            self._numbers.request(scope["method"], status)
            self._tell(scope, status, size, time.perf_counter() - begun)

    def _tell(self, scope: Scope, status: int, size: int, seconds: float) -> None:
        if not self._out:
            return
        line = {
            "client": (scope.get("client") or ("",))[0],
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
            "bytes": size,
            "milliseconds": round(seconds * 1000, 1),
        }
        _told(line, self._out)


class Records(logging.Handler):
    """What libraries log, in lines of the same form."""

    def __init__(self, out: TextIO) -> None:
        super().__init__(logging.WARNING)
        self._out = out

    def emit(self, record: logging.LogRecord) -> None:
        line = {"level": record.levelname.lower(), "message": record.getMessage()}
        if record.exc_info:
            line["error"] = "".join(traceback.format_exception(*record.exc_info))
        _told(line, self._out)


def _told(line: Mapping[str, object], out: TextIO) -> None:
    when = datetime.now(UTC).isoformat(timespec="milliseconds")
    with contextlib.suppress(OSError):  # nobody may be there any more to read it
        print(json.dumps({"time": when, **line}, ensure_ascii=True), file=out, flush=True)


_OPEN = [
    (b"access-control-allow-origin", b"*"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"frame-ancestors 'none'"),
]
_READ = (b"access-control-expose-headers", b"ETag, Last-Modified, Link, Retry-After")
_PAGES = [
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"cross-origin"),
]


def _browsers(scope: Scope) -> list[tuple[bytes, bytes]]:
    """What browsers may do with a response, and scripts of all pages (https://fetch.spec.whatwg.org, CORS protocol). Answers to queries are
    no pages and link to none; for who asks thousands of them each field counts."""
    fields = [*_OPEN, _READ] if field(scope, b"origin") else _OPEN
    return fields if scope["path"] == SPARQL and scope["query_string"] else fields + _PAGES
