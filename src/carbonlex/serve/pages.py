"""What is no query: pages, files, names, and what the server says of itself."""

from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from carbonlex import __version__
from carbonlex.graph.counts import PER_GRAPH
from carbonlex.query.answer import Request
from carbonlex.serve import description
from carbonlex.serve.endpoint import State, known, sent
from carbonlex.serve.names import HTML, File, Names
from carbonlex.serve.negotiation import CHARSETS, GRAPHS, liked
from carbonlex.serve.pool import Pool
from carbonlex.serve.protocol import SPARQL
from carbonlex.serve.watch import CONTENT_TYPE_LATEST, Numbers
from carbonlex.vocabulary import Vocabulary


@dataclass(frozen=True)
class Served:
    """What is served.

    :param site: the folder of the site, if there is one.
    :param concepts: the comparative concepts that have a page of their own.
    """

    vocabulary: Vocabulary
    state: State
    site: Path | None
    concepts: frozenset[str]


class Pages:
    """Answers requests for them."""

    def __init__(self, served: Served, pool: Pool, numbers: Numbers) -> None:
        self._served = served
        self._pool = pool
        self._numbers = numbers
        self._graphs: dict[str, int] = {}
        self._names = Names(served.vocabulary, served.concepts, served.site is not None)
        self._site = StaticFiles(directory=served.site, html=True) if served.site else None

    async def endpoint(self, http: HttpRequest) -> Response:
        """What the endpoint is, in RDF; or the page on which people ask."""
        offered = (*GRAPHS, HTML) if self._site else tuple(GRAPHS)
        media = next(iter(liked(http.headers.get("accept", ""), offered)), "")
        if media == HTML:
            return RedirectResponse(f"{SPARQL}/", 303, {"vary": "Accept"})
        if not media:
            return PlainTextResponse("the endpoint describes itself in RDF\n", 406)
        address = str(http.url.replace(query="", fragment=""))
        if not self._graphs:
            answer = await self._pool.ask(Request(PER_GRAPH, rows=("csv",)))
            rows = (row.split(",") for row in answer.content.decode().split()[1:])
            self._graphs = {graph: int(triples) for graph, triples in rows}
        content = description.described(self._served.vocabulary, address, self._graphs, GRAPHS[media])
        return Response(content, headers={"content-type": media + CHARSETS.get(media, ""), "vary": "Accept"})

    async def file(self, http: HttpRequest) -> Response:
        """A name, a page, or a file."""
        path = http.url.path.lstrip("/")
        if target := self._names.leads(path, http.headers.get("accept", "")):
            record = self._names.record(path)
            if record is None or await self._is(record):
                return RedirectResponse(f"/{target}", 303, {"vary": "Accept"})
            return _nothing()
        kept = await self._kept(http)
        if kept and kept.status_code != 404:
            return kept
        beside = self._names.file(path)
        return (await self._made(http, beside) if beside else None) or kept or _nothing()

    async def _is(self, name: str) -> bool:
        return bool((await self._pool.ask(Request(f"ASK {{ <{name}> ?p ?o }}"))).truth)

    async def _kept(self, http: HttpRequest) -> Response | None:
        """A file of the site, or its page for what is not there, if it has one."""
        if not self._site:
            return None
        try:
            return await self._site.get_response(self._site.get_path(http.scope), http.scope)
        except HTTPException as error:
            if error.status_code != 404:
                raise
            return None

    async def _made(self, http: HttpRequest, beside: File) -> Response | None:
        """What lies beside a record's page, made from the graph; nothing where there is no such record."""
        media = next(media for media, form in GRAPHS.items() if form == beside.form)
        headers = self._served.state.headers(*beside.names, beside.form)
        for query in beside.queries():
            answer = await self._pool.ask(Request(query, rows=(), graphs=(beside.form,)))
            if answer.triples:
                if known(http.headers.get("if-none-match", ""), headers["etag"]):
                    return Response(status_code=304, headers=headers)
                return sent(answer, media, headers)
        return None

    async def health(self, _: HttpRequest) -> Response:
        """Whether it answers, and which graph it serves."""
        said = {"status": self._pool.fault or "ok", "version": __version__, "graph": self._served.state.mark}
        return JSONResponse(said, 503 if self._pool.fault else 200)

    async def metrics(self, _: HttpRequest) -> Response:
        """Numbers for Prometheus."""
        self._numbers.slow.set(self._pool.slow)
        return Response(self._numbers.written(), headers={"content-type": CONTENT_TYPE_LATEST})


def _nothing() -> Response:
    return PlainTextResponse("there is nothing at this address\n", 404)
