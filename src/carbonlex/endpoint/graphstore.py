"""A store that takes graphs by the SPARQL 1.1 Graph Store HTTP Protocol."""

import pyoxigraph as ox

from carbonlex.endpoint.connection import Connection, Refused
from carbonlex.errors import CarbonlexError
from carbonlex.query.answer import Exceeded

NTRIPLES = "application/n-triples"
DEFAULT = ""
"""What the default graph is called here, which has no name."""


class GraphStore:
    """A graph store at an address."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def greet(self, graph: str) -> None:
        """Find out whether the store answers, and let it ask who we are before much is sent. It is asked for the graph (5.2, HTTP GET),
        of which the beginning will do: not for its head only (5.6), since Oxigraph sends more than that.

        :raises CarbonlexError: where it does not answer, sends on to another place, or does not know us.
        """
        try:
            self._connection.send("GET", self._of(graph), accept=NTRIPLES)
        except Refused as refused:
            if refused.status in (401, 403) or 300 <= refused.status < 400:
                raise
        except Exceeded as exceeded:
            if exceeded.limit == "time":
                raise

    def replace(self, graph: str, triples: bytes) -> None:
        """Put triples, in N-Triples, in the place of all that the graph has (5.3, HTTP PUT).

        :raises CarbonlexError: where the store does not answer, or refuses.
        """
        self._connection.send("PUT", self._of(graph), triples, NTRIPLES)

    def add(self, graph: str, triples: bytes) -> None:
        """Add triples to the graph (5.5, HTTP POST).

        :raises CarbonlexError: where the store does not answer, or refuses.
        """
        self._connection.send("POST", self._of(graph), triples, NTRIPLES)

    def count(self, graph: str, most: int) -> int:
        """How many triples of the graph the store gives back (5.2, HTTP GET).

        :param most: how many bytes these may have.
        :raises CarbonlexError: where the store does not answer, refuses, or answers something else.
        """
        reply = self._connection.send("GET", self._of(graph), accept=NTRIPLES, most=most)
        if reply.form != NTRIPLES:
            raise CarbonlexError(
                f"{self._connection.address.host} gives <{graph}> back in {reply.form or 'no form'}, not in {NTRIPLES}"
            )
        try:
            return sum(1 for _ in ox.parse(reply.content, ox.RdfFormat.N_TRIPLES))
        except (SyntaxError, ValueError) as error:
            raise CarbonlexError(
                f"what {self._connection.address.host} gives back of <{graph}> cannot be read: {' '.join(str(error).split())}"
            ) from None

    def _of(self, graph: str) -> str:
        """The address of a graph (4.2, indirect graph identification)."""
        if graph == DEFAULT:
            return self._connection.address.asking(default="")
        return self._connection.address.asking(graph=graph)
