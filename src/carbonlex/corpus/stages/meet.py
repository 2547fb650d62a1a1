"""Where names come together: who asks for a name is told which kinds of records have it, and who has a name that was given before."""

from carbonlex.corpus.exchange import Outbox
from carbonlex.corpus.setting import Bench
from carbonlex.graph.layers import Layers
from carbonlex.graph.store import store_of


def meet(bench: Bench, number: int) -> Outbox:
    """The names of bucket ``number``."""
    out, setting = Outbox(), bench.setting
    stages = [("announce", setting.parts)]
    first: dict[str, dict[str, tuple[tuple[int, int], int, str]]] = {}
    published = Layers(bench.vocabulary, store_of(()), bench.published)
    told = sorted(bench.exchange.read(stages, "named", number), key=lambda message: message[2])
    for id_, kind, order, home, file in told:
        kinds = first.setdefault(id_, {})
        if kind in kinds:
            out.leave("second", order[0], order[1], bench.vocabulary.iri(kind, id_), kinds[kind][2])
        else:
            kinds[kind] = (order, home, file)
            if published.has(iri := bench.vocabulary.iri(kind, id_)):
                for bucket in range(setting.buckets):
                    out.leave("over", bucket, iri)
    for id_, part in bench.exchange.read(stages, "asked", number):
        if id_ in first:
            out.leave("found", part, id_, [(kind, home) for kind, (_, home, _) in first[id_].items()])
    terms = {(tag, words): term for tag, words, term in reversed([*bench.exchange.read(stages, "forms", number)])}
    for tag, words, part in bench.exchange.read(stages, "forms-asked", number):
        if (tag, words) in terms:
            out.leave("form", part, tag, words, terms[tag, words])
    return out
