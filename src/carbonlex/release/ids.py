"""The list of the ids of a release: each with the address that tells of it, and with what it is called."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from carbonlex import places
from carbonlex.errors import ContentError
from carbonlex.query import shelf
from carbonlex.reading import promised
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.deprecated import NAME
from carbonlex.site import redirects
from carbonlex.site.edition import Edition
from carbonlex.site.redirects import Route
from carbonlex.site.strings import FIRST, Strings

FILE = "ids.tsv"
HEAD = ("id", "iri", "address", "name")


def listed(dataset: Dataset, data: Path, known: Iterable[Route]) -> Iterator[tuple[str, str, str, str]]:
    """The names that a data set promises (:mod:`carbonlex.reading.promised`), sorted: id, IRI where it has one, the address below the
    site's root, and what it is called in English or else in its own language.

    :param data: the folder of the records, for the queries.
    :param known: where names lead.
    """
    routes = list(known)
    vocabulary = dataset.vocabulary
    edition = Edition(dataset, Strings(places.site(), FIRST))
    queries = shelf.shelf(data)
    for name in sorted(promised.names(dataset)):
        kind, _, id_ = name.partition("/")
        iri = promised.iri(name, vocabulary)
        if kind == promised.QUERY:
            called = queries[id_].title() if id_ in queries else id_
        elif kind == promised.RULE:
            called = vocabulary.rules[id_].title
        elif record := dataset.get(kind, id_):
            called = edition.name(record)
        else:
            called = vocabulary.label(iri)
        yield name, iri, redirects.told_at(name, routes), " ".join(called.split())


def written(rows: Iterable[tuple[str, ...]]) -> str:
    """The list as a table, with tabs between its columns."""
    return "".join("\t".join(row) + "\n" for row in (HEAD, *rows))


def read(file: Path) -> Mapping[str, str]:
    """Id → what it is called, of such a list.

    :raises ContentError: where it cannot be read.
    """
    try:
        head, *lines = file.read_text("utf-8").splitlines()
        rows = [line.split("\t") for line in lines]
    except (OSError, ValueError) as error:
        raise ContentError(f"{file} cannot be read: {error}") from None
    if tuple(head.split("\t")) != HEAD or not all(len(row) == len(HEAD) and NAME.fullmatch(row[0]) for row in rows):
        raise ContentError(f"{file} is no list of ids")
    return {row[0]: row[-1] for row in rows}
