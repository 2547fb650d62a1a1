"""Answers that are given again: the graph never changes while it is served, so the same request has the same response."""

from collections import OrderedDict
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

SHORT = 64 * 1024  # bytes of a response that is kept, and of the words of a request
KEPT = 64 * 1024 * 1024  # bytes of all of them
_FIELDS = (b"accept", b"accept-encoding")
"""The fields of a request on which a response depends (Vary)."""
_PASSED = frozenset({b"if-none-match", b"if-modified-since", b"range", b"cache-control"})
Key = tuple[bytes, ...]


@dataclass
class _Response:
    start: Message | None = None
    parts: list[bytes] = field(default_factory=list)
    size: int = 0


class Shortcut:
    """Keeps responses to look-ups (GET) at one address, those that were asked for last.

    :param path: the address.
    """

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app = app
        self._path = path
        self._kept: OrderedDict[Key, tuple[Message, Message]] = OrderedDict()
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = self._key(scope)
        if key is None:
            await self._app(scope, receive, send)
            return
        if kept := self._kept.get(key):
            self._kept.move_to_end(key)
            for message in kept:
                await send({**message})
            return
        response = _Response()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                response.start = {**message}
            elif message["type"] == "http.response.body":
                response.size += len(message.get("body", b""))
                if response.size <= SHORT:
                    response.parts.append(message.get("body", b""))
            await send(message)

        await self._app(scope, receive, sending)
        if response.start and response.start["status"] == 200 and response.size <= SHORT:
            self._keep(key, response.start, b"".join(response.parts))

    def _key(self, scope: Scope) -> Key | None:
        if scope["type"] != "http" or scope["path"] != self._path or scope["method"] != "GET":
            return None
        words: bytes = scope["query_string"]
        if not words or len(words) > SHORT:
            return None
        found = dict.fromkeys(_FIELDS, b"")
        for name, value in scope["headers"]:
            if name in _PASSED:
                return None
            if name in found:
                found[name] += value + b","
        return (words, *found.values())

    def _keep(self, key: Key, start: Message, body: bytes) -> None:
        self._kept[key] = start, {"type": "http.response.body", "body": body}
        self._size += len(body) + sum(map(len, key))
        while self._size > KEPT:
            old, (_, gone) = self._kept.popitem(last=False)
            self._size -= len(gone["body"]) + sum(map(len, old))
