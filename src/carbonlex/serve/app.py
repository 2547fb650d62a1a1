"""The server's application (ASGI): which address is answered by what."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import TextIO

from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request as HttpRequest
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from carbonlex.query.answer import Limits, Request
from carbonlex.serve.endpoint import EXPECTED, WORTH_PACKING, Endpoint, refusal
from carbonlex.serve.negotiation import field
from carbonlex.serve.nursery import Nursery
from carbonlex.serve.pages import Pages, Served
from carbonlex.serve.pool import Pool, Size
from carbonlex.serve.protocol import METHODS, SPARQL
from carbonlex.serve.watch import Numbers, Watched

READING = ("GET", "HEAD", "OPTIONS")
_DAY = 86400  # seconds for which a browser need not ask again whether it may ask
_PACKED = ("application/gzip", "application/zip", "application/wasm", "font/woff2", "image/png", "image/webp")


def application(
    served: Served,
    nursery: Nursery,
    limits: Limits,
    size: Size,
    out: TextIO | None,
    began: Callable[[], None] = lambda: None,
) -> ASGIApp:
    """The application. It begins its workers when it is started, and ends them when it is stopped.

    :param out: where a line for each request goes.
    :param began: called as soon as requests are answered.
    """
    numbers = Numbers()
    pool = Pool(nursery, limits, size, numbers.query)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await pool.start()
        answer = await pool.ask(Request("SELECT ?g { GRAPH ?g {} }", rows=("csv",)))
        endpoint.graphs = frozenset(answer.content.decode().split()[1:])
        began()
        yield
        await pool.close()

    pages = Pages(served, pool, numbers)
    everything = Starlette(
        routes=[
            Route(SPARQL, pages.endpoint, methods=READING),
            Route("/health", pages.health, methods=READING),
            Route("/metrics", pages.metrics, methods=READING),
            Route("/.well-known/void", lambda _: RedirectResponse("/data/void.ttl", 303), methods=READING),
            Route("/{path:path}", pages.file, methods=READING),
        ],
        exception_handlers=dict.fromkeys(EXPECTED, _refused),
        lifespan=lifespan,
    )
    endpoint = Endpoint(pool, served.state)
    packed = GZipMiddleware(
        everything, minimum_size=WORTH_PACKING, compresslevel=6, exclude_content_types=_PACKED
    )  # that of queries the endpoint does itself

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        response = None
        if scope["type"] == "http":
            asked = scope["path"].rstrip("/") == SPARQL
            if scope["method"] == "OPTIONS":
                response = _offered(scope, METHODS if asked else READING)
            elif asked:
                response = await endpoint.response(scope, receive)
        await (response or packed)(scope, receive, send)

    return Watched(app, numbers, out)


def _offered(scope: Scope, methods: Iterable[str]) -> Response:
    """What may be asked, also by the scripts of other pages (https://fetch.spec.whatwg.org, CORS protocol); that they may ask, every
    response says (:mod:`carbonlex.serve.watch`)."""
    said = ", ".join(methods)
    headers = {"allow": said}
    if field(scope, b"access-control-request-method"):
        headers["access-control-allow-methods"] = said
        headers["access-control-allow-headers"] = field(scope, b"access-control-request-headers") or "*"
        headers["access-control-max-age"] = str(_DAY)
    return Response(status_code=204, headers=headers)


async def _refused(_: HttpRequest, error: Exception) -> Response:
    return refusal(error)
