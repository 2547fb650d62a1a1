"""What the reasoner says of the records of a corpus.

Wordings in which the same is read belong to the same classes, wherever they are: a stand-in for each kind is asked about once
(:mod:`carbonlex.graph.alike`). So ``sort`` says which stand-ins and groups a bucket has, ``reason`` asks HermiT about each of them, and
``place`` says of each record what follows, and from what.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import pyoxigraph as ox

from carbonlex.checks import clashes
from carbonlex.corpus.exchange import Outbox
from carbonlex.corpus.results import Results
from carbonlex.corpus.setting import Bench
from carbonlex.corpus.stages.gather import gathered, own
from carbonlex.corpus.stages.judge import kept, told
from carbonlex.faults import Fault
from carbonlex.graph import hermit
from carbonlex.graph.alike import BATCH, Alike
from carbonlex.graph.facts import closures, facts
from carbonlex.graph.layers import record_of
from carbonlex.graph.reasoning import Support
from carbonlex.graph.store import ntriples


def sort(bench: Bench, number: int) -> Outbox:
    """The kinds of reading, and the groups of other records, of bucket ``number``."""
    out = Outbox()
    records = own(bench, number)
    new = {message[0] for message in records}
    axioms, examination = bench.axioms, gathered(bench, number, records)
    known = dict.fromkeys(t for some in clashes.told(examination, axioms) for t in facts(some, axioms))
    alike = Alike([*known], axioms)
    said: dict[str, list[ox.Triple]] = {}
    for triple in known:
        if (record := record_of(triple.subject)) in new:
            said.setdefault(record, []).append(triple)
    asked: list[tuple[str, bytes, dict[str, str]]] = [
        (name, ntriples(triples), dict.fromkeys(new.intersection(alike.members[name]), name))
        for name, triples in alike.stand_ins.items()
    ]
    for group in alike.groups:
        content = ntriples(group)
        individuals = {record_of(t.subject) for t in group} & new
        asked.append((hashlib.sha256(content).hexdigest(), content, {iri: iri for iri in individuals}))
    for name, content, members in asked:
        if members:
            out.leave("kind", bench.setting.bucket(name), name, content, number)
        for iri, individual in sorted(members.items()):
            out.leave("member", number, iri, name, individual, ntriples(said.get(iri, ())))
    return out


def reason(bench: Bench, number: int) -> Outbox:
    """Ask HermiT about the kinds and groups of bucket ``number``.

    :raises ReasonerMissing: when there is no Java runtime.
    """
    out = Outbox()
    asking: dict[str, list[int]] = {}
    contents: dict[str, bytes] = {}
    for name, content, where in bench.exchange.read([("sort", bench.setting.buckets)], "kind", number):
        asking.setdefault(name, []).append(where)
        contents[name] = content
    for names, answer in _answered(bench, [*_batches(contents)], contents):
        members: dict[str, list[str]] = {}
        for cls, individual in answer.members:
            members.setdefault(individual, []).append(cls)
        for name in names:
            for where in asking[name]:
                out.leave("concluded", where, name, answer.consistent, _of(contents[name], members))
    return out


def _of(content: bytes, members: dict[str, list[str]]) -> dict[str, list[str]]:
    """Of what is concluded, what concerns the individuals of some facts."""
    subjects = {line.partition(b">")[0][1:].decode() for line in content.splitlines() if line.startswith(b"<")}
    return {individual: members[individual] for individual in sorted(subjects & members.keys())}


def _batches(contents: dict[str, bytes]) -> Iterator[list[str]]:
    """Names whose facts HermiT is told together."""
    some: list[str] = []
    held = 0
    for name in sorted(contents):
        count = contents[name].count(b"\n")
        if some and held + count > BATCH:
            yield some
            some, held = [], 0
        some.append(name)
        held += count
    if some:
        yield some


def _answered(
    bench: Bench, batches: list[list[str]], contents: dict[str, bytes]
) -> Iterator[tuple[list[str], hermit.Answer]]:
    """The answer to each batch. One that contradicts the ontology is asked again by halves, so that no record suffers for another."""
    if not batches:
        return
    axioms = bench.axioms
    texts = []
    for names in batches:
        told = [quad.triple for name in names for quad in ox.parse(contents[name], ox.RdfFormat.N_TRIPLES)]
        texts.append(ntriples([*axioms.tbox, *told, *closures(told, axioms.closed)]))
    halves: list[list[str]] = []
    for names, answer in zip(
        batches, hermit.answers(texts, sorted(axioms.defined), bench.vocabulary.base), strict=True
    ):
        if answer.consistent or len(names) == 1:
            yield names, answer
        else:
            middle = len(names) // 2
            halves += [names[:middle], names[middle:]]
    yield from _answered(bench, halves, contents)


def place(bench: Bench, number: int) -> Outbox:
    """What follows of the records of bucket ``number``, and the results."""
    buckets = [("sort", bench.setting.buckets)]
    concluded: dict[str, tuple[bool, dict[str, list[str]]]] = {}
    for name, consistent, members in bench.exchange.read([("reason", bench.setting.buckets)], "concluded", number):
        concluded[name] = consistent, members
    records = own(bench, number)
    found, results = told(records), Results()
    places = {message[0]: (message[1], message[4]) for message in records}
    for iri, name, individual, content in bench.exchange.read(buckets, "member", number):
        consistent, members = concluded[name]
        source, order = places[iri]
        if not consistent:
            found[iri].append(_contradiction(bench, source, iri))
        support = Support([quad.triple for quad in ox.parse(content, ox.RdfFormat.N_TRIPLES)], bench.axioms)
        for cls in members.get(individual, ()):
            results.conclude(order, iri, cls, bench.vocabulary.label(cls), support.of(iri, cls))
    return kept(bench, number, records, found, results)


def _contradiction(bench: Bench, source: Sequence[Any], iri: str) -> Fault:
    rule = bench.vocabulary.rules[clashes.CODE]
    message = "what is said of the record contradicts the ontology"
    hint = "carbonlex classify says of a file of it what contradicts what"
    return Fault(source[0], source[5], 1, rule.code, rule.severity, message, iri, "", "", hint)
