"""The SPARQL endpoint (SPARQL 1.1 Protocol): requests become queries of the pool, answers become responses."""

import asyncio
import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope

from carbonlex.errors import CarbonlexError, ContentError, UsageError
from carbonlex.query.answer import Answer, Exceeded, NotOffered, Request
from carbonlex.serve import protocol
from carbonlex.serve.negotiation import CHARSETS, field, wanted
from carbonlex.serve.pool import Busy, Pool
from carbonlex.serve.protocol import Operation, Refused
from carbonlex.serve.shortcut import Shortcut

_STATUS = {"time": 504, "memory": 503, "rows": 400}
_TOO_LONG = f"a request has at most {protocol.LONGEST // 1024} KiB"
_PATIENCE = 15  # seconds for the body of a request
AT_ONCE = 64  # requests of one client
WORTH_PACKING = 1024  # bytes of a response
_AT_A_TIME = 128 * 1024  # bytes that may be compressed while the others wait


@dataclass(frozen=True)
class State:
    """Which graph is served: a mark that differs where the graph does, what names without a scheme are relative to, and when it changed
    last (an HTTP date), where that is known."""

    mark: str
    base: str
    modified: str = ""

    def headers(self, *said: str) -> dict[str, str]:
        """The header fields of a response that follows from the graph and from what was asked."""
        whole = "\0".join((self.mark, *said)).encode("utf-8", "replace")
        mark = f'W/"{hashlib.blake2b(whole, digest_size=12).hexdigest()}"'
        headers = {"etag": mark, "vary": "Accept", "cache-control": "public, max-age=60"}
        return headers | ({"last-modified": self.modified} if self.modified else {})


class Endpoint:
    """Answers requests."""

    def __init__(self, pool: Pool, state: State) -> None:
        self.graphs: frozenset[str] = frozenset()
        """The named graphs of the dataset, which requests may name."""
        self._pool = pool
        self._state = state
        self._clients: dict[str, int] = {}
        self._shortcut = Shortcut()

    async def response(self, scope: Scope, receive: Receive) -> Response | None:
        """The response to a request (ASGI); nothing where it asks nothing."""
        key = self._shortcut.key(scope)
        if kept := self._shortcut.get(key):
            return kept
        try:
            operation = await _operation(scope, receive)
            if operation is None:
                return None
            response = await self._answer(scope, operation)
        except EXPECTED as error:
            return refusal(error)
        if "gzip" in field(scope, b"accept-encoding"):
            response = await _packed(response)
        self._shortcut.keep(key, response)
        return response

    async def _answer(self, scope: Scope, operation: Operation) -> Response:
        """The response to a query."""
        for iri in (*operation.default, *operation.named):
            if iri not in self.graphs:
                raise Refused(
                    400, f"there is no graph <{iri}> here; SELECT ?g {{ GRAPH ?g {{}} }} lists those that there are"
                )
        likes = wanted(field(scope, b"accept"))
        forms = tuple(likes.rows), tuple(likes.graphs)
        request = Request(operation.query, (), *forms, operation.default, operation.named, self._state.base)
        headers = self._state.headers(request.text, likes.mark, repr((request.default, request.named)))
        headers["vary"] = "Accept, Accept-Encoding"
        if known(field(scope, b"if-none-match"), headers["etag"]):
            return Response(status_code=304, headers=headers)
        answer = await self._asked(scope["client"][0] if scope["client"] else "", request)
        return sent(answer, (likes.rows | likes.graphs)[answer.form], headers)

    async def _asked(self, client: str, request: Request) -> Answer:
        if self._clients.get(client, 0) >= AT_ONCE:
            raise Refused(429, f"a client has at most {AT_ONCE} queries at once")
        self._clients[client] = self._clients.get(client, 0) + 1
        try:
            return await self._pool.ask(request)
        finally:
            self._clients[client] -= 1
            if not self._clients[client]:
                del self._clients[client]


def sent(answer: Answer, media: str, headers: Mapping[str, str]) -> Response:
    """An answer as it is sent, as a media type of :mod:`carbonlex.serve.negotiation`."""
    return Response(answer.content, headers={**headers, "content-type": media + CHARSETS.get(media, "")})


async def _packed(response: Response) -> Response:
    """The response, compressed where that is worth it."""
    if len(response.body) < WORTH_PACKING:
        return response
    pack = partial(gzip.compress, response.body, 6, mtime=0)
    body = pack() if len(response.body) < _AT_A_TIME else await asyncio.to_thread(pack)
    headers = {**response.headers, "content-encoding": "gzip", "content-length": str(len(body))}
    return Response(body, response.status_code, headers)


async def _operation(scope: Scope, receive: Receive) -> Operation | None:
    """What a request asks.

    :raises Refused: where it is none of the protocol, or too large.
    """
    body = await _body(HttpRequest(scope, receive)) if scope["method"] == "POST" else b""
    return protocol.operation(scope["method"], scope["query_string"], field(scope, b"content-type"), body)


async def _body(http: HttpRequest) -> bytes:
    length = http.headers.get("content-length", "0")
    size, parts = 0, []
    try:
        async with asyncio.timeout(_PATIENCE):
            if not length.isdigit() or int(length) > protocol.LONGEST:
                raise Refused(413, _TOO_LONG)
            async for part in http.stream():
                size += len(part)
                if size > protocol.LONGEST:
                    raise Refused(413, _TOO_LONG)
                parts.append(part)
    except TimeoutError:
        raise Refused(408, f"the request was not whole after {_PATIENCE} seconds") from None
    return b"".join(parts)


def known(wanted: str, mark: str) -> bool:
    """Whether a client has the answer already (RFC 9110, 13.1.2, weak comparison)."""
    return wanted.strip() == "*" or mark in (part.strip() for part in wanted.split(","))


def refusal(error: Exception) -> Response:
    """The response to what is not answered: a status, and one line that says why."""
    headers: dict[str, str] = {}
    if isinstance(error, Refused):
        status = error.status
        if status == 405:
            headers["allow"] = ", ".join(protocol.METHODS)
        if status == 429:
            headers["retry-after"] = "1"
        if status in (408, 413):
            headers["connection"] = "close"
    elif isinstance(error, Busy):
        status = 503
        headers["retry-after"] = str(error.seconds)
    elif isinstance(error, Exceeded):
        status = _STATUS[error.limit]
    elif isinstance(error, NotOffered):
        status = 406
    elif isinstance(error, (ContentError, UsageError)):
        status = 400
    else:
        status = 500
    return PlainTextResponse(f"{error}\n", status, headers)


EXPECTED = (Refused, Busy, CarbonlexError, ClientDisconnect)
"""What may be raised on the way to an answer, and has a response (:func:`refusal`)."""
