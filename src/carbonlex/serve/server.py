"""The server as a process: it loads the graph, listens, and stops when it is told to."""

import logging
import signal
import socket
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path
from typing import TextIO

import uvicorn

from carbonlex.errors import CarbonlexError
from carbonlex.graph import counts, prepared, published
from carbonlex.graph.counts import Opened
from carbonlex.query.answer import Limits
from carbonlex.serve.app import application
from carbonlex.serve.connection import Connection
from carbonlex.serve.endpoint import State
from carbonlex.serve.nursery import Loaded, Nursery
from carbonlex.serve.pages import Served
from carbonlex.serve.pool import Size
from carbonlex.serve.watch import Records
from carbonlex.vocabulary import Vocabulary

GRACE = 5  # seconds for what has begun when the server is stopped
CONNECTIONS = 2000  # at once; more are turned away
IDLE = 15  # seconds after which a connection that says nothing is closed


def run(
    data: Path,
    site: Path | None,
    where: tuple[str, int],
    limits: Limits,
    size: Size,
    out: TextIO | None,
    talk: Callable[[str], None],
) -> None:
    """Serve until somebody stops it.

    :param data: the records, or a store.
    :param site: the folder of the site, if there is one.
    :param where: host and port.
    :param out: where a line for each request goes.
    :param talk: told, in words, what is done.
    :raises CarbonlexError: where the graph cannot be loaded, or nothing can listen there.
    """
    vocabulary = Vocabulary()
    listening = _listen(where)
    # What forks must do so before anything else has begun; so the graph is loaded in the process from which workers come.
    nursery = Nursery(
        lambda: _loaded(data, vocabulary, talk), lambda loaded: loaded or _on_disk(data, vocabulary), limits
    )
    logger = logging.getLogger("uvicorn")
    logger.addHandler(Records(out) if out else logging.NullHandler())
    logger.propagate = False
    try:
        nursery.ready()
        served = _served(data, vocabulary, site)
        host, port = listening.getsockname()[:2]
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        app = application(served, nursery, limits, size, out, lambda: talk(f"serving {address} (stop: Ctrl-C)"))
        config = uvicorn.Config(
            app,
            http=Connection,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="on",
            timeout_graceful_shutdown=GRACE,
            timeout_keep_alive=IDLE,
            limit_concurrency=CONNECTIONS,
        )
        # A server that is told to stop has done its work; uvicorn would raise the signal once more in the end.
        before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            uvicorn.Server(config).run(sockets=[listening])
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
    finally:
        nursery.close()
        listening.close()


def _listen(where: tuple[str, int]) -> socket.socket:
    host, port = where
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(512)
    except (OSError, OverflowError) as error:
        listening.close()
        raise CarbonlexError(f"nothing can listen at {host}:{port}: {error}") from None
    return listening


def _loaded(data: Path, vocabulary: Vocabulary, talk: Callable[[str], None]) -> Loaded:
    """The graph in memory, which all workers share; of a store on disk nothing, since each must open it itself."""
    if prepared.made(data):
        return None
    store = published.in_memory(data, vocabulary, talk)
    return store, counts.counted(store)


def _on_disk(data: Path, vocabulary: Vocabulary) -> Opened:
    return published.open_counted(data, vocabulary)


def _served(data: Path, vocabulary: Vocabulary, site: Path | None) -> Served:
    mark = (
        (data / "IDENTITY").read_text("ascii").strip() if prepared.made(data) else published.key(data, vocabulary)[:16]
    )
    modified = formatdate(_newest(data), usegmt=True)
    pages = site / "concepts" if site else None
    concepts = (
        frozenset(p.name for p in pages.iterdir() if (p / "index.html").is_file())
        if pages and pages.is_dir()
        else frozenset()
    )
    return Served(vocabulary, State(mark, vocabulary.base, modified), site, concepts)


def _newest(data: Path) -> float:
    return max((time / 1e9 for _, time in prepared.state(data).values()), default=data.stat().st_mtime)
