"""No test speaks to another machine: an audit hook (PEP 578) refuses it, in this process and, where the folder of this module stands
in ``PYTHONPATH``, in those that are started from it. Sockets of this machine stay open: processes speak to each other by them."""

import contextlib
import sys
from collections.abc import Iterator

HERE = ("", "localhost", "::1", "0.0.0.0", "::")
_open = False


class Offline(OSError):
    """A test looked for another machine."""


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if _open:
        return
    if event in ("socket.connect", "socket.sendto", "socket.bind"):
        address = arguments[1]  # a path or a name for sockets within the machine
        host = address[0] if isinstance(address, tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if isinstance(host, str) and host not in HERE and not host.startswith("127."):
        raise Offline(f"a test asks for {host}; if it must, mark it with pytest.mark.network")


@contextlib.contextmanager
def online() -> Iterator[None]:
    """While this lasts, the network may be used."""
    global _open
    _open = True
    try:
        yield
    finally:
        _open = False


sys.addaudithook(_refuse)
