"""The server's application (ASGI): which address is answered by what."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TextIO

from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request as HttpRequest
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from carbonlex.query.answer import Limits, Request
from carbonlex.serve.endpoint import EXPECTED, Endpoint, refusal
from carbonlex.serve.nursery import Nursery
from carbonlex.serve.pages import SPARQL, Pages, Served
from carbonlex.serve.pool import Pool, Size
from carbonlex.serve.protocol import METHODS
from carbonlex.serve.shortcut import Shortcut
from carbonlex.serve.watch import Numbers, Watched

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
    reading = ["GET", "HEAD"]
    everything = Starlette(
        routes=[
            Route(SPARQL, pages.endpoint, methods=reading),
            Route("/health", pages.health, methods=reading),
            Route("/metrics", pages.metrics, methods=reading),
            Route("/.well-known/void", lambda _: RedirectResponse("/data/void.ttl", 303), methods=reading),
            Route("/{path:path}", pages.file, methods=reading),
        ],
        exception_handlers=dict.fromkeys(EXPECTED, _refused),
        lifespan=lifespan,
    )
    endpoint = Endpoint(pool, served.state, everything)
    return Watched(Shortcut(_open_to_all(_Switch(endpoint, everything)), SPARQL), numbers, out)


def _open_to_all(app: ASGIApp) -> ASGIApp:
    """Compressed where that is wanted, and for the scripts of all pages (https://fetch.spec.whatwg.org, CORS protocol)."""
    return CORSMiddleware(
        GZipMiddleware(app, minimum_size=1024, compresslevel=6, exclude_content_types=_PACKED),
        allow_origins=["*"],
        allow_methods=list(METHODS),
        allow_headers=["*"],
        expose_headers=["ETag", "Last-Modified", "Link", "Retry-After"],
        max_age=_DAY,
    )


class _Switch:
    """Leads requests to the endpoint past everything else, of which they need nothing."""

    def __init__(self, endpoint: ASGIApp, everything: ASGIApp) -> None:
        self._endpoint = endpoint
        self._everything = everything

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope["type"] == "http" and scope["path"].rstrip("/") == SPARQL
        await (self._endpoint if asked else self._everything)(scope, receive, send)


async def _refused(_: HttpRequest, error: Exception) -> Response:
    return refusal(error)
