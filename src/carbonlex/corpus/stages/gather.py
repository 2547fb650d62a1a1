"""The records of a bucket in a store, with all that was brought there because rules, or the reasoner, may look at it from there."""

from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex.checks.examination import Examination
from carbonlex.corpus.exchange import Message
from carbonlex.corpus.setting import Bench
from carbonlex.graph.prepared import BESIDE, SIGNATURE
from carbonlex.reading.document import Source

KEPT = 200  # documents whose places are looked up


def own(bench: Bench, number: int) -> list[Message]:
    """The records of bucket ``number``, in the order of the corpus: IRI, source, N-Triples, signature, order, faults."""
    messages = bench.exchange.read([("describe", bench.setting.parts)], "text", number)
    return sorted(messages, key=lambda message: message[4])


def gathered(bench: Bench, number: int, records: list[Message]) -> Examination:
    """An examination of the records of bucket ``number`` among all that they touch.

    :param records: :func:`own`.
    """
    setting = bench.setting
    examination = Examination(bench.vocabulary, bench.published, folder=bench.folder, lang=setting.lang, kept=KEPT)
    shipped = [*bench.exchange.read([("ship", setting.buckets)], "shipped", number)]
    shipped += bench.exchange.read([("describe", setting.parts)], "hub", number)
    sources = {message[0]: source_of(message[1]) for message in records}
    contents = [message[2] for message in records]
    beside: dict[str, Source] = {}
    for iri, source, content, *_ in shipped:
        if iri not in sources:
            contents.append(content)
            beside[iri] = source_of(source)
    store = examination.layers.new
    store.bulk_load(b"".join(contents), ox.RdfFormat.N_TRIPLES)
    signatures = {(message[0], string) for message in (*records, *shipped) for string in message[3]}
    store.bulk_extend(ox.Quad(ox.NamedNode(iri), SIGNATURE, ox.Literal(s), BESIDE) for iri, s in signatures)
    examination.lay(sources, beside)
    for (iri,) in bench.exchange.read([("meet", setting.buckets)], "over", number):
        examination.layers.records.setdefault(iri, "")
    return examination


def source_of(told: tuple[Any, ...]) -> Source:
    """A source from a message."""
    name, ending, stem, path, content, line = told
    return Source(name, ending, stem, Path(path) if path else None, content, line=line)
