"""The names of the records of a part, and the names that they lead to: each goes where that name comes together."""

from carbonlex.corpus.exchange import Outbox
from carbonlex.corpus.parts import Unreadable, sources
from carbonlex.corpus.setting import Bench
from carbonlex.reading import files
from carbonlex.reading.document import Document, read
from carbonlex.records.model import Finding, Record, Statement, Term, Worded
from carbonlex.records.references import references
from carbonlex.vocabulary import Vocabulary


def announce(bench: Bench, number: int) -> Outbox:
    """What part ``number`` holds and asks for."""
    out, setting = Outbox(), bench.setting
    asked: set[str] = set()
    forms: set[tuple[str, str]] = set()
    shelf: set[str] = set()
    taken = 0
    try:
        for index, source in enumerate(sources(bench.part(number), setting.corpus)):
            document = read(source, bench.vocabulary)
            taken += max(1, len(document.records(bench.vocabulary)))
            for iri, origin in named(document, bench.vocabulary):
                kind, _, id_ = iri.removeprefix(bench.vocabulary.base).partition("/")
                home = bench.home(kind, id_, origin)
                out.leave("named", setting.bucket(id_), id_, kind, (number, index), home, source.name)
                asked.add(id_)
            asked |= led(document, bench.vocabulary)
            if document.placed is not None:
                record = document.placed.record
                if isinstance(record, Term):
                    for tag, words in record.form.items():
                        out.leave("forms", setting.bucket(f"{tag.lower()} {words}"), tag.lower(), words, record.id)
                elif isinstance(record, Finding) and source.path is not None:
                    shelf |= files.queries(source.path.parent.parent)
                elif isinstance(record, Worded):
                    forms |= {(tag.lower(), words) for tag, words in record.term.items()}
    except Unreadable as error:
        out.leave("unreadable", 0, str(error))
    out.leave("taken", 0, taken)
    out.leave("shelf", 0, sorted(shelf))
    for id_ in sorted(asked):
        out.leave("asked", setting.bucket(id_), id_, number)
    for tag, words in sorted(forms):
        out.leave("forms-asked", setting.bucket(f"{tag} {words}"), tag, words, number)
    return out


def named(document: Document, vocabulary: Vocabulary) -> list[tuple[str, str | None]]:
    """The IRIs of the records of a document, each with the id of the source that it is a wording of."""
    if document.placed is not None:
        return [
            (vocabulary.iri(document.placed.record.kind, document.placed.record.id), origin(document.placed.record))
        ]
    return [(iri, None) for iri in document.records(vocabulary)]


def origin(record: Record) -> str | None:
    """The id of the source by which a record comes together with others; a source's own."""
    if isinstance(record, Worded):
        return record.source
    return record.id if record.kind == "source" else None


def led(document: Document, vocabulary: Vocabulary) -> set[str]:
    """The ids that a document leads to."""
    if document.graphed is not None:
        begin = vocabulary.base
        named = (str(getattr(triple.object, "value", "")) for triple in document.graphed.triples)
        return {iri.removeprefix(begin).partition("/")[2].partition("#")[0] for iri in named if iri.startswith(begin)}
    if document.placed is None:
        return set()
    record = document.placed.record
    found = {id_ for _, _, id_ in references(record)}
    for statement in getattr(record, "statements", ()):
        assert isinstance(statement, Statement)
        if isinstance(statement.value, str) and vocabulary.range_of(statement.property)[0] == "record":
            found.add(statement.value)
    return found
