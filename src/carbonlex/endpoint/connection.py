"""Requests over HTTP to one store, each with an end: of time, and of the bytes that it may answer.

Redirects are not followed, since what is sent, the password above all, is for the store that was named. Answers come as they are: what
is packed small and unpacks without end is refused, since nothing packed was asked for.
"""

import contextlib
import html
import re
import time
import weakref
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from threading import Timer
from types import TracebackType
from typing import Any

import httpx

from carbonlex import __version__
from carbonlex.endpoint.address import Address, Credentials
from carbonlex.errors import CarbonlexError
from carbonlex.query.answer import Exceeded

_SAID = 4096  # bytes of a refusal that are read
_LINE = 300  # letters of it that are told
_PLAIN = ("", "identity")


class Refused(CarbonlexError):
    """The store answers that it will not, or cannot.

    :param status: its status (RFC 9110, 15).
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Reply:
    """What a store answered.

    :param form: the media type of the content, without parameters, in lower case.
    """

    form: str
    content: bytes
    headers: Mapping[str, str]


class Connection:
    """A way to one store.

    :param seconds: that one request may take, from the name of the machine to the last byte of the answer.
    """

    def __init__(self, address: Address, credentials: Credentials | None = None, seconds: float = 60) -> None:
        self.address = address
        self._seconds = seconds
        self._socket: Any = None
        try:
            self._client = httpx.Client(
                auth=_Challenged(credentials) if credentials else None,
                headers={"User-Agent": f"carbonlex/{__version__}", "Accept-Encoding": "identity"},
                timeout=httpx.Timeout(seconds),
                follow_redirects=False,
                limits=httpx.Limits(max_connections=1),
            )
        except (ValueError, OSError, ImportError) as error:  # of proxies and certificates that the environment names
            raise CarbonlexError(f"no connection can be made: {_line(str(error))}") from None
        self.close = weakref.finalize(self, self._client.close)
        """End it; what nobody uses any more is ended too."""

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: type[BaseException] | TracebackType | BaseException | None) -> None:
        self.close()

    def send(
        self, method: str, url: str, content: bytes = b"", form: str = "", accept: str = "*/*", most: int = _SAID
    ) -> Reply:
        """Send a request.

        :param form: the media type of the content.
        :param accept: the media types that are wanted.
        :param most: how many bytes the answer may have.
        :raises CarbonlexError: where the store cannot be reached, or what it answers is no HTTP.
        :raises Exceeded: where it takes too long, or sends too much.
        :raises Refused: where it answers by another status than one of success.
        """
        host, end = self.address.host, time.monotonic() + self._seconds
        headers = {"Accept": accept} | ({"Content-Type": form} if form else {})
        try:
            with self._ended(), self._stream(method, url, headers, content) as response:
                if not response.is_success:
                    raise Refused(response.status_code, _refusal(host, response, end))
                if response.headers.get("content-encoding", "").strip().lower() not in _PLAIN:
                    raise CarbonlexError(f"{host} sends a packed answer, which was not asked for")
                return Reply(_form(response), b"".join(_read(host, response, most, end)), response.headers)
        except httpx.HTTPError as error:
            if time.monotonic() >= end or isinstance(error, httpx.TimeoutException):
                raise Exceeded("time", f"{host} did not answer within {self._seconds:g} seconds") from None
            cause = _line(str(error)) or type(error).__name__
            if isinstance(error, httpx.ConnectError):
                raise CarbonlexError(f"{host} cannot be reached: {cause}") from None
            raise CarbonlexError(f"{host} broke off: {cause}") from None
        except (httpx.InvalidURL, UnicodeError) as error:
            raise CarbonlexError(f"{host} cannot be reached: {_line(str(error))}") from None

    def _stream(
        self, method: str, url: str, headers: dict[str, str], content: bytes
    ) -> contextlib.AbstractContextManager[httpx.Response]:
        return self._client.stream(
            method, url, headers=headers, content=content or None, extensions={"trace": self._traced}
        )

    def _traced(self, event: str, info: Mapping[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = info["return_value"].get_extra_info("socket")

    @contextlib.contextmanager
    def _ended(self) -> Iterator[None]:
        """Shut the connection when the time is up. The library counts from one byte to the next, and a store may send them one by one."""
        timer = Timer(self._seconds, self._shut)
        timer.daemon = True
        try:
            timer.start()
        except RuntimeError:
            raise MemoryError from None  # that is what keeps a thread from starting
        try:
            yield
        finally:
            timer.cancel()

    def _shut(self) -> None:
        import socket

        with contextlib.suppress(OSError, AttributeError):
            self._socket.shutdown(socket.SHUT_RDWR)


class _Challenged(httpx.Auth):
    """Gives name and password in the way that the store asks for (RFC 7616 Digest, RFC 7617 Basic), and not before it asks."""

    def __init__(self, credentials: Credentials) -> None:
        self._given = (credentials.user, credentials.password)
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._chosen is None:
            response = yield request
            challenges = " ".join(response.headers.get_list("www-authenticate")).lower()
            if response.status_code != 401:
                return
            if "digest" in challenges:
                self._chosen = httpx.DigestAuth(*self._given)
            elif "basic" in challenges:
                self._chosen = httpx.BasicAuth(*self._given)
            else:
                return
        yield from self._chosen.auth_flow(request)


def _read(host: str, response: httpx.Response, most: int, end: float) -> Iterator[bytes]:
    size = 0
    for piece in response.iter_raw():
        size += len(piece)
        if size > most:
            raise Exceeded("memory", f"{host} sends more than {most / 1024 / 1024:,.6g} MiB")
        if time.monotonic() > end:
            raise httpx.ReadTimeout("")
        yield piece


def _form(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()


def _refusal(host: str, response: httpx.Response, end: float) -> str:
    """What a store says that will not, in one line."""
    status = f"{response.status_code} {response.reason_phrase}".strip()
    if response.is_redirect:
        return f"{host} sends on to {_line(response.headers['location'])}, which is not followed: name that address if it is the store's"
    if response.status_code in (401, 403):
        return f"{host} answers {status}: it wants a user who may do this (--user), or another password"
    words = b""
    with contextlib.suppress(httpx.HTTPError):
        for piece in response.iter_raw(_SAID):
            words += piece
            if len(words) >= _SAID or time.monotonic() > end:
                break
    told = said(words[:_SAID], _form(response))
    return f"{host} answers {status}" + (f": {told}" if told else "")


_HIDDEN = re.compile(r"(?is)<(head|script|style)\b.{0,3000}?</\1\s{0,9}>")
_TAG = re.compile(r"<[^<>]{0,300}>")


def said(content: bytes, form: str) -> str:
    """The words of an answer, in one line: of a page without its tags."""
    text = content.decode("utf-8", "replace")
    if form in ("text/html", "application/xhtml+xml"):
        text = html.unescape(_TAG.sub(" ", _HIDDEN.sub(" ", text)))
    return _line(text)


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LINE else line[:_LINE] + " …"
