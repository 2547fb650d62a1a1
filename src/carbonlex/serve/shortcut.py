"""Answers that are given again: the graph never changes while it is served, so the same request has the same response."""

from collections import OrderedDict

from starlette.responses import Response
from starlette.types import Scope

SHORT = 64 * 1024  # bytes of a response that is kept, and of the words of a request
KEPT = 64 * 1024 * 1024  # bytes of all of them
_FIELDS = (b"accept", b"accept-encoding")
"""The fields of a request on which a response depends (Vary)."""
_PASSED = frozenset({b"if-none-match", b"if-modified-since", b"range", b"cache-control"})
Key = tuple[bytes, ...]


class Shortcut:
    """Keeps responses to look-ups (GET) at one address, those that were asked for last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Response] = OrderedDict()
        self._size = 0

    def key(self, scope: Scope) -> Key | None:
        """What the response to a request follows from; nothing where it follows from more, or is not to be kept."""
        words: bytes = scope["query_string"]
        if scope["method"] != "GET" or not words or len(words) > SHORT:
            return None
        found = dict.fromkeys(_FIELDS, b"")
        for name, value in scope["headers"]:
            if name in _PASSED:
                return None
            if name in found:
                found[name] += value + b","
        return (words, *found.values())

    def get(self, key: Key | None) -> Response | None:
        """The response that was given before, if it is kept."""
        kept = self._kept.get(key) if key else None
        if key and kept:
            self._kept.move_to_end(key)
        return kept

    def keep(self, key: Key | None, response: Response) -> None:
        """Keep a response, if it is an answer, and short."""
        if not key or key in self._kept or response.status_code != 200 or len(response.body) > SHORT:
            return
        self._kept[key] = response
        self._size += _size(key, response)
        while self._size > KEPT:
            self._size -= _size(*self._kept.popitem(last=False))


def _size(key: Key, response: Response) -> int:
    return len(response.body) + sum(map(len, key))
