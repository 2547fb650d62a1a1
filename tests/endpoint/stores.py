"""Stores that run while a test asks them, each in a folder of its own on ports that were free."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
from click.testing import CliRunner, Result

from carbonlex.cli.main import cli
from carbonlex.endpoint.address import Address
from carbonlex.endpoint.connection import Connection
from carbonlex.endpoint.sparql import Endpoint
from carbonlex.query import binding, engine, shelf
from carbonlex.vocabulary import Vocabulary

HERE = Path(__file__).parent
VIRTUOSO = shutil.which("virtuoso-t")
WITHOUT_VIRTUOSO = "there is no Virtuoso; install it, for example the package virtuoso-opensource"
PASSWORD = "a password of tests"
SECONDS = 120


@dataclass(frozen=True)
class Store:
    """Where a store takes graphs, where it is asked, and who may."""

    graphs: str
    query: str
    user: str | None = None
    environment: Mapping[str, str] = field(default_factory=dict)

    def endpoint(self, vocabulary: Vocabulary) -> Endpoint:
        connection = Connection(Address.parse(self.query), None, SECONDS)
        return Endpoint(connection, vocabulary.iri("graph", ""), 1 << 28)

    def push(self, data: Path, *options: str) -> Result:
        """``carbonlex push``, after which the store has the graphs of this data set and no others."""
        user = () if self.user is None else ("--user", self.user)
        words = ["--data", str(data), "push", self.graphs, *user, "--endpoint", self.query, *options]
        return CliRunner().invoke(cli, words, env=dict(self.environment))

    def clear(self, vocabulary: Vocabulary) -> None:
        """Take out what another test pushed."""
        auth = httpx.DigestAuth(self.user, PASSWORD) if self.user else None
        with httpx.Client(auth=auth, timeout=SECONDS) as client:
            for graph in self.endpoint(vocabulary).graphs:
                client.delete(self.graphs, params={"graph": graph}).raise_for_status()


def ports(number: int) -> list[int]:
    """Ports of this machine that nobody has."""
    opened = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    found = [server.getsockname()[1] for server in opened]
    for server in opened:
        server.close()
    return found


@contextmanager
def started(command: list[str], folder: Path, address: str) -> Iterator[None]:
    """A server that answers at the address, until the end of the block."""
    with (folder / "told.txt").open("wb") as told:
        process = subprocess.Popen(command, cwd=folder, stdout=told, stderr=told)
        try:
            end = time.monotonic() + SECONDS
            while not _answers(address):
                assert process.poll() is None and time.monotonic() < end, (folder / "told.txt").read_text(
                    "utf-8", "replace"
                )
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).status_code < 500
    except httpx.HTTPError:
        return False


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[Store]:
    """``oxigraph serve``."""
    [port] = ports(1)
    own = Path(sys.executable).with_name("oxigraph")
    program = str(own) if own.exists() else shutil.which("oxigraph")
    assert program, "the dev dependency oxigraph brings it"
    root = f"http://127.0.0.1:{port}"
    command = [program, "serve", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}", *options]
    with started(command, folder, root + "/query"):
        yield Store(f"{root}/store", f"{root}/query")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Store]:
    """``virtuoso-t``, whose administrator has got a password."""
    assert VIRTUOSO
    sql, http = ports(2)
    settings = folder / "virtuoso.ini"
    text = (HERE / "virtuoso.ini").read_text("utf-8")
    settings.write_text(
        text.replace("FOLDER", str(folder)).replace("SQL", str(sql), 1).replace("HTTP\n", f"{http}\n", 1)
    )
    command = [VIRTUOSO, "+foreground", "+configfile", str(settings)]
    subprocess.run(
        [*command, "+pwdold", "dba", "+pwddba", PASSWORD], cwd=folder, capture_output=True, check=True, timeout=SECONDS
    )
    root = f"http://127.0.0.1:{http}"
    with started(command, folder, root + "/sparql"):
        environment = {**os.environ, "CARBONLEX_PASSWORD": PASSWORD}
        yield Store(f"{root}/sparql-graph-crud-auth", f"{root}/sparql", "dba", environment)


def differing(here: ox.Store, there: Endpoint, folder: Path, vocabulary: Vocabulary) -> list[str]:
    """The queries of a folder that two stores answer otherwise, row by row, whatever the order of the rows."""
    return [
        query.name
        for query in shelf.shelf(folder).values()
        if not _same(query, here, there, binding.bindings(query, {}, vocabulary))
    ]


def _same(query: shelf.NamedQuery, here: ox.Store, there: Endpoint, terms: Mapping[str, str]) -> bool:
    # In which order GROUP_CONCAT joins its texts is left open (SPARQL 1.1, 18.5.1.7).
    joined = "GROUP_CONCAT" in query.text
    return _answer(engine.run(here, query.text, terms), joined) == _answer(engine.run(there, query.text, terms), joined)


def _answer(result: Any, joined: bool) -> object:
    if isinstance(result, ox.QueryBoolean):
        return bool(result)
    columns = [v.value for v in result.variables]
    return columns, Counter(tuple(_cell(row[column], joined) for column in columns) for row in result)


def _cell(term: object, joined: bool) -> str:
    text = "" if term is None else str(term)
    return " ".join(sorted(text.strip('"').split(" "))) if joined else text
