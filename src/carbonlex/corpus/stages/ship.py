"""What is wanted elsewhere of the records of a bucket is brought there."""

from carbonlex.corpus.exchange import Outbox
from carbonlex.corpus.setting import Bench
from carbonlex.corpus.stages import need
from carbonlex.corpus.stages.alike import OWN


def ship(bench: Bench, number: int, times: int) -> Outbox:
    """Bring what is wanted of the records of bucket ``number``.

    :param times: how often chains were followed.
    """
    out, setting = Outbox(), bench.setting
    wanted: dict[str, dict[int, set[str]]] = {}
    stages = [*need.stages(times, setting.buckets, setting.job)]
    for channel in ("want", "closed"):
        for iri, how, where in bench.exchange.read(stages, channel, number):
            wanted.setdefault(iri, {}).setdefault(where, set()).add(how)
    for message in bench.exchange.read([("describe", setting.parts)], "text", number):
        iri, source, content, strings = message[:4]
        for where, ways in sorted(wanted.get(iri, {}).items()):
            out.leave("shipped", where, iri, source, _part(iri, content, ways), strings)
    return out


def _part(iri: str, content: bytes, ways: set[str]) -> bytes:
    """Of a record, in N-Triples, what is wanted."""
    if need.FULL in ways:
        return content
    lines = content.splitlines(keepends=True)
    subjects = {f"<{iri}>".encode()} if OWN in ways else set()
    for way in ways:
        if way.startswith(need.POINTING):
            end = f" <{way.removeprefix(need.POINTING)}> .\n".encode()
            subjects |= {line.split(b" ", 1)[0] for line in lines if line.endswith(end)}
    return b"".join(line for line in lines if line.split(b" ", 1)[0] in subjects)
