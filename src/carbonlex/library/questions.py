"""What can be asked of a graph in SPARQL."""

from collections.abc import Mapping

from carbonlex.errors import UnknownName, UsageError
from carbonlex.library.asking import Asking, Day, Parameters, day
from carbonlex.library.rows import Rows, read
from carbonlex.query import explained
from carbonlex.query.answer import GRAPHS, Answer, Limits, NotOffered
from carbonlex.query.shelf import NamedQuery


class Questions:
    """A graph that can be asked: what the collections that :func:`carbonlex.open` opens have in common."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def queries(self) -> Mapping[str, NamedQuery]:
        """The named queries, each with ``title()``, ``question()``, ``parameters``, ``columns`` and ``text``.

        >>> data.queries()["units-on-day"].question()
        'Which units could be surrendered or counted in which scheme on a given day, up to what share, ... to which source?'
        """
        return self._asking.shelf()

    def query(
        self,
        query: str,
        parameters: Parameters | None = None,
        *,
        as_of: Day | None = None,
        limits: Limits | None = None,
        full_names: bool = False,
    ) -> Rows:
        """Ask the graph, as ``carbonlex query`` does: records, ontology, and what the reasoner concluded.

        :param query: the name of a query of the shelf, or SPARQL 1.1 that gives rows; the prefixes clx, skos, dcterms, prov, oa, eli … are
            known.
        :param parameters: of a named query, in the place of its defaults: ids, days, texts.
        :param as_of: a day: the graph without what was not in force then.
        :param limits: how long it may take, how much memory and how many rows (60 seconds, 4096 MiB, a million).
        :param full_names: whether names are whole IRIs. Else those of records are ``kind/id``, and others have prefixes.
        :raises ContentError: where the query cannot be read.
        :raises UsageError: for what is not known, for SERVICE, and where the query gives no rows.
        :raises Exceeded: where a limit struck.

        >>> rows = data.query("units-on-day", {"day": "2019-06-30"})
        >>> rows.columns
        ('day', 'scheme', 'unit', 'share', 'conditions', 'from', 'to', 'source', 'pinpoint')
        >>> data.query("SELECT ?order { ?order a clx:Jurisdiction } ORDER BY ?order LIMIT 2")["order"]
        ['jurisdiction/asean', 'jurisdiction/au']
        """
        answer = self._answered(query, parameters, as_of, limits, ("json",), ())
        if answer.truth is not None:
            raise UsageError("the query gives yes or no: ask() tells it")
        return read(answer.content, self._asking.base, full_names)

    def ask(
        self,
        query: str,
        parameters: Parameters | None = None,
        *,
        as_of: Day | None = None,
        limits: Limits | None = None,
    ) -> bool:
        """Ask for yes or no: an ASK, as :meth:`query` takes it.

        >>> data.ask("ASK { ?wording a clx:CapAndTradeWording ; clx:jurisdiction ?order }")
        True

        :raises CarbonlexError: as :meth:`query` does; where the query gives neither yes nor no.
        """
        answer = self._answered(query, parameters, as_of, limits, ("json",), ())
        if answer.truth is None:
            raise UsageError("the query gives rows: query() tells them")
        return answer.truth

    def construct(
        self,
        query: str,
        parameters: Parameters | None = None,
        *,
        form: str = "turtle",
        as_of: Day | None = None,
        limits: Limits | None = None,
    ) -> str:
        """Ask for a graph: a CONSTRUCT or DESCRIBE, as :meth:`query` takes it.

        :param form: ``turtle``, ``ntriples``, ``jsonld`` or ``rdfxml``.

        >>> graph = data.construct("CONSTRUCT { ?later clx:replaces ?earlier } WHERE { ?later clx:replaces ?earlier }")
        >>> "clx:replaces" in graph
        True

        :raises CarbonlexError: as :meth:`query` does; where the query gives no graph.
        """
        if form not in GRAPHS:
            raise UnknownName("form of graphs", form, GRAPHS, f"take one of {', '.join(GRAPHS)}")
        return self._answered(query, parameters, as_of, limits, (), (form,)).content.decode()

    def explain(self, query: str, parameters: Parameters | None = None) -> str:
        """What would be asked: the query with its parameters and prefixes in it, as any SPARQL endpoint understands it.

        >>> print(data.explain("ASK { ?wording a clx:CapAndTradeWording }"))
        # gives: yes or no
        # asks: the union of all graphs
        PREFIX clx: <https://w3id.org/carbonlex/ontology#>
        ASK { ?wording a clx:CapAndTradeWording }

        :raises CarbonlexError: as :meth:`query` does.
        """
        return explained.explained(*self._asking.chosen(query, parameters or {}))

    def _answered(
        self,
        query: str,
        parameters: Parameters | None,
        as_of: Day | None,
        limits: Limits | None,
        rows: tuple[str, ...],
        graphs: tuple[str, ...],
    ) -> Answer:
        try:
            return self._asking.answer(query, parameters or {}, day(as_of), limits or Limits(), rows, graphs)
        except NotOffered as wrong:
            told = str(wrong).partition(",")[0]
            method = "construct()" if rows else "query() or ask()"
            raise UsageError(f"{told}: {method} tells it") from None
