"""The records of a bucket under the shapes, with all that rules may look at from there; and the results."""

from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex.checks.examination import Examination, without_echoes
from carbonlex.corpus import results
from carbonlex.corpus.exchange import Message, Outbox
from carbonlex.corpus.setting import Bench
from carbonlex.faults import Fault
from carbonlex.graph.prepared import BESIDE, SIGNATURE
from carbonlex.reading.document import Source

BATCH = 1000  # records that go to the shapes together
MOST_TRIPLES = 75_000  # of them
KEPT = 200  # documents whose places are looked up


def judge(bench: Bench, number: int) -> Outbox:
    """Examine the records of bucket ``number``, and write what was found."""
    out, setting = Outbox(), bench.setting
    described = [("describe", setting.parts)]
    own = sorted(bench.exchange.read(described, "text", number), key=lambda message: message[4])
    examination = _examination(bench, number, own)
    rows: dict[str, list[Fault]] = {}
    owners: dict[tuple[str, int], str] = {}
    for iri, source, _, _, _, faults in own:
        rows[iri] = [Fault(*row) for row in faults]
        owners[source[0], source[5] if source[1] == ".jsonl" else 0] = iri
    for fault in examination.judge([message[0] for message in own], batch=BATCH, most=MOST_TRIPLES):
        focus = fault.focus.partition("#")[0]
        iri = focus if focus in rows else owners.get((fault.file, fault.line)) or owners.get((fault.file, 0), "")
        rows.setdefault(iri, []).append(fault)
    found = results.Findings()
    for iri, source, _, _, order, _ in own:
        faults = sorted(set(setting.profile.apply(without_echoes(rows.get(iri, [])))))
        found.add(iri, bench.kind(iri), source[0], source[5], order, "read", faults)
    for iri, file, line, order, state, told in bench.exchange.read(described, "aside", number):
        faults = sorted(set(setting.profile.apply(without_echoes(Fault(*row) for row in told))))
        found.add(iri, bench.kind(iri), file, line, order, state, faults)
    found.keep(bench.exchange.system, setting.out, number)
    out.leave("count", 0, dict(found.states), dict(found.severities), dict(found.codes))
    return out


def _examination(bench: Bench, number: int, own: list[Message]) -> Examination:
    setting = bench.setting
    examination = Examination(bench.vocabulary, bench.published, folder=bench.folder, lang=setting.lang, kept=KEPT)
    described, buckets = [("describe", setting.parts)], setting.buckets
    shipped = [*bench.exchange.read([("ship", buckets)], "shipped", number)]
    shipped += bench.exchange.read(described, "hub", number)
    new = {message[0] for message in own}
    contents = [message[2] for message in own]
    sources = {message[0]: source_of(message[1]) for message in own}
    beside: dict[str, Source] = {}
    for iri, source, content, *_ in shipped:
        if iri not in new:
            contents.append(content)
            beside[iri] = source_of(source)
    store = examination.layers.new
    store.bulk_load(b"".join(contents), ox.RdfFormat.N_TRIPLES)
    signatures = {(message[0], string) for message in (*own, *shipped) for string in message[3]}
    store.bulk_extend(ox.Quad(ox.NamedNode(iri), SIGNATURE, ox.Literal(s), BESIDE) for iri, s in signatures)
    examination.lay(sources, beside)
    for (iri,) in bench.exchange.read([("meet", buckets)], "over", number):
        examination.layers.records.setdefault(iri, "")
    return examination


def source_of(told: tuple[Any, ...]) -> Source:
    """A source from a message."""
    name, ending, stem, path, content, line = told
    return Source(name, ending, stem, Path(path) if path else None, content, line=line)


def counted(messages: list[Message]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """The counts of all tasks together: states of records, severities, codes."""
    states, severities, codes = Counter[str](), Counter[str](), Counter[str]()
    for of_states, of_severities, of_codes in messages:
        states.update(of_states)
        severities.update(of_severities)
        codes.update(of_codes)
    return states, severities, codes
