"""The words of all records, indexed: SQLite's FTS5, whose trigrams find parts of words in any script, Chinese too
(https://www.sqlite.org/fts5.html, 4.3.4)."""

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from carbonlex.errors import CarbonlexError
from carbonlex.graph import cache, prepared
from carbonlex.reading.dataset import Dataset
from carbonlex.records.fields import AnyRef, OneOf, Ref, Shape, members
from carbonlex.records.model import Concept, Record, Worded
from carbonlex.vocabulary import Vocabulary

KEPT = 6
ENDING = ".words"
Said = tuple[str, str, str]
"""Where in a record something is said (its keys, with points between), in which language if that is told, and the words."""
_NAMES = ("name", "term", "title", "form", "claim", "code", "number")
_WORDS = ("text", "text-or-name", "value")  # forms of plain values that are words


def opened(folder: Path, vocabulary: Vocabulary, talk: Callable[[str], None] = lambda _: None) -> sqlite3.Connection:
    """The index of a folder of records: as it is kept in the cache, or made now. Its table ``records`` has a row for each record: kind,
    id, name, what is said as JSON, and for the search, in lower case, names, words of sources, and the rest.

    :param talk: told, in words, what takes time.
    :raises UsageError: where there is no such folder.
    """
    name = prepared.fingerprint(folder, vocabulary) + ENDING
    base = _empty()
    if content := cache.read(name):
        with contextlib.suppress(sqlite3.DatabaseError):
            base.deserialize(content)
            base.execute("SELECT count(*) FROM records")
            return base
        base = _empty()  # it was damaged
    talk("indexing the words of the records (once for these data)")
    fill(base, Dataset.load(folder, vocabulary))
    cache.write(name, base.serialize(), KEPT)
    return base


def _empty() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", check_same_thread=False)


def fill(base: sqlite3.Connection, dataset: Dataset) -> None:
    """Index a data set.

    :raises CarbonlexError: where the SQLite of this Python has no trigrams.
    """
    try:
        base.execute(
            "CREATE VIRTUAL TABLE records USING fts5("
            "kind UNINDEXED, id UNINDEXED, name UNINDEXED, said UNINDEXED, names, words, rest, tokenize='trigram')"
        )
    except sqlite3.OperationalError as error:
        raise CarbonlexError(f"searching needs SQLite 3.34 or newer with FTS5: {error}") from None
    records = (dataset.placed[key].record for key in sorted(dataset.placed))
    base.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)", (_row(record, dataset) for record in records))
    base.commit()


def _row(record: Record, dataset: Dataset) -> tuple[str, ...]:
    names = dict(record.called)
    if isinstance(record, Concept):
        names = dict(dataset.vocabulary.all_words(dataset.vocabulary.iri("concept", record.id), "label"))
    own = record.language if isinstance(record, Worded) else ""
    name = names.get(own) or names.get("en") or next(iter(names.values()), record.id)
    told = [*(("name", tag, words) for tag, words in names.items()), *said(record)]
    columns: dict[str, list[str]] = {"names": [record.id], "words": [], "rest": []}
    for path, _, words in told:
        column = "names" if path in _NAMES else "words" if path.startswith("text.") else "rest"
        columns[column].append(words.casefold())
    texts = ("\n".join(dict.fromkeys(found)) for found in columns.values())
    return (record.kind, record.id, name, json.dumps(told, ensure_ascii=False), *texts)


def said(part: Any, path: str = "") -> Iterator[Said]:
    """What a record, or a part of one, says in words: no ids, entries of lists, dates or numbers.

    :param path: of the part.
    """
    for key, field, value in members(part):
        if (path, key) in (("", "kind"), ("", "id")) or isinstance(field.marker, Ref | AnyRef | OneOf):
            continue
        if isinstance(field.marker, Shape) and field.marker.form not in _WORDS:
            continue
        yield from _said(value, f"{path}.{key}" if path else key, "")


def _said(value: Any, path: str, tag: str) -> Iterator[Said]:
    if isinstance(value, str):
        yield path, tag, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if isinstance(inner, str):
                yield path, key, inner
            else:
                yield from _said(inner, f"{path}.{key}", key)
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _said(inner, f"{path}[{number}]" if len(value) > 1 else path, tag)
    elif hasattr(value, "__dataclass_fields__"):
        for where, inner_tag, words in said(value, path):
            yield where, inner_tag or tag, words
