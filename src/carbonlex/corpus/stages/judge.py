"""The records of a bucket under the shapes, with all that rules may look at from there; and the results."""

from collections import Counter
from collections.abc import Iterable

from carbonlex.corpus.exchange import Message, Outbox
from carbonlex.corpus.results import Results
from carbonlex.corpus.setting import Bench
from carbonlex.corpus.stages.gather import gathered, own
from carbonlex.faults import Fault
from carbonlex.reading.document import LINES

BATCH = 1000  # records that go to the shapes together
MOST_TRIPLES = 20_000  # of them: with more, tasks take more memory and no less time


def judge(bench: Bench, number: int) -> Outbox:
    """Examine the records of bucket ``number``, and write what was found."""
    records = own(bench, number)
    found = told(records)
    owners = {(m[1][0], m[1][5] if m[1][1] == LINES else 0): m[0] for m in records}
    examination = gathered(bench, number, records)
    for fault in examination.judge([message[0] for message in records], batch=BATCH, most=MOST_TRIPLES):
        focus = fault.focus.partition("#")[0]
        iri = focus if focus in found else owners.get((fault.file, fault.line)) or owners.get((fault.file, 0), "")
        found.setdefault(iri, []).append(fault)
    return kept(bench, number, records, found, Results())


def told(records: Iterable[Message]) -> dict[str, list[Fault]]:
    """What was found in each record by itself."""
    return {message[0]: [Fault(*row) for row in message[5]] for message in records}


def kept(
    bench: Bench,
    number: int,
    records: Iterable[Message],
    found: dict[str, list[Fault]],
    results: Results,
    stage: str = "describe",
) -> Outbox:
    """Write the results of a bucket, those of records that were not examined among them, and leave their counts.

    :param results: what else was found.
    :param stage: the one that told of records that were not examined.
    """
    out, setting = Outbox(), bench.setting
    for iri, source, _, _, order, _ in records:
        results.add(iri, bench.kind(iri), source[0], source[5], order, "read", found.get(iri, ()), setting.profile)
    for iri, file, line, order, state, rows in bench.exchange.read([(stage, setting.parts)], "aside", number):
        faults = [Fault(*row) for row in rows]
        results.add(iri, bench.kind(iri), file, line, order, state, faults, setting.profile)
    results.keep(bench.exchange.system, setting.out, number, setting.job)
    out.leave("count", 0, dict(results.states), dict(results.severities), dict(results.codes), dict(results.classes))
    return out


def counted(messages: Iterable[Message]) -> tuple[Counter[str], ...]:
    """The counts of all tasks together: states of records, severities, codes, classes."""
    together = tuple(Counter[str]() for _ in range(4))
    for message in messages:
        for counter, counts in zip(together, message, strict=True):
            counter.update(counts)
    return together
