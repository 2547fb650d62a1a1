"""A folder of records, read: the records by kind and id, with what was wrong in the files."""

import contextlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from carbonlex.errors import UsageError
from carbonlex.faults import Fault
from carbonlex.reading import deprecated, files
from carbonlex.reading.deprecated import Deprecated
from carbonlex.reading.reader import Placed, read
from carbonlex.records.model import Asset, Definition, Proposal, Record, Term, Worded
from carbonlex.vocabulary import Vocabulary

T = TypeVar("T", bound=Record)
V = TypeVar("V")
Name = tuple[str, str]
"""Kind and id of a record."""
Reader = Callable[[str, bytes, Vocabulary, str | None], tuple[Placed | None, list[Fault]]]
LOCK = "quotes.lock"
MAX_LOCK = 64 * 1024 * 1024


@dataclass
class Dataset:
    """Records in the order of their files. Two records of one kind and id: the first is kept, the second is a fault."""

    vocabulary: Vocabulary
    placed: dict[Name, Placed] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    lock: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    queries: frozenset[str] = frozenset()
    deprecated: Deprecated = field(default_factory=Deprecated)
    _by_class: dict[type[Record], list[Record]] = field(default_factory=dict, repr=False, compare=False)
    _forms: dict[tuple[str, str], Term] | None = field(default=None, repr=False, compare=False)
    _found: dict[object, object] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def load(cls, folder: Path, vocabulary: Vocabulary, reader: Reader | None = None) -> "Dataset":
        """Read all records below a folder.

        :param reader: reads a file in the place of :func:`carbonlex.reading.reader.read`.
        :raises UsageError: where there is no such folder.
        """
        if not folder.is_dir():
            raise UsageError(f"there is no folder {folder}")
        dataset = cls(vocabulary)
        for path in files.records([folder]):
            name = path.relative_to(folder).as_posix()
            try:
                dataset.add(name, files.content(path, files.MAX_BYTES[True]), path.stem, reader or read)
            except UsageError as error:
                rule = vocabulary.rules["CLX017"]
                dataset.faults.append(Fault(name, 1, 1, rule.code, rule.severity, str(error), hint=rule.hint))
        dataset.lock = locked(folder)
        dataset.queries = files.queries(folder)
        dataset.deprecated = deprecated.read(folder, vocabulary)
        dataset.faults += dataset.deprecated.faults
        return dataset

    def add(self, name: str, content: bytes, stem: str | None, reader: Reader = read) -> None:
        """Read one file's content into the data set."""
        placed, faults = reader(name, content, self.vocabulary, stem)
        self.faults += faults
        if placed is None:
            return
        record = placed.record
        first = self.placed.setdefault((record.kind, record.id), placed)
        self._by_class.clear()
        self._found.clear()
        self._forms = None
        if first is not placed:
            line, column = placed.place("id")
            self.faults.append(
                Fault(
                    name,
                    line,
                    column,
                    "CLX106",
                    "error",
                    f"a second {record.kind} has the id {record.id}",
                    self.vocabulary.iri(record.kind, record.id),
                    "id",
                    record.id,
                    f"the first is {first.file}",
                )
            )

    def over(self, published: "Dataset") -> "Dataset":
        """These records laid over the published ones: what has the same kind and id takes the published one's place."""
        return Dataset(
            self.vocabulary,
            {**published.placed, **self.placed},
            list(self.faults),
            published.lock,
            published.queries,
            published.deprecated,
        )

    def all(self, cls: type[T]) -> Iterator[T]:
        """The records of a class, by id."""
        if cls not in self._by_class:
            records = (self.placed[key].record for key in sorted(self.placed))
            self._by_class[cls] = [r for r in records if isinstance(r, cls)]
        yield from self._by_class[cls]  # type: ignore[misc]

    def once(self, key: Hashable, find: Callable[[], V]) -> V:
        """What is found in the records, which is looked for once.

        :param key: says what it is.
        """
        if key not in self._found:
            self._found[key] = find()
        return self._found[key]  # type: ignore[return-value]

    def get(self, kind: str, id_: str) -> Record | None:
        """A record, if it is there."""
        placed = self.placed.get((kind, id_))
        return placed.record if placed else None

    def kinds_of(self, id_: str, kinds: tuple[str, ...]) -> list[str]:
        """Those of the kinds that have a record of this id; a concept needs none, since the ontology has it."""
        concepts = self.vocabulary.list("concept")
        return [k for k in kinds if (k, id_) in self.placed or (k == "concept" and id_ in concepts)]

    def kind_of(self, id_: str, kinds: tuple[str, ...]) -> str:
        """The first of the kinds that has the id; the first of all where none has, which the check of references reports."""
        return next(iter(self.kinds_of(id_, kinds)), kinds[0])

    def ids(self, kinds: tuple[str, ...]) -> list[str]:
        """The ids of the records of these kinds."""
        return [id_ for kind, id_ in self.placed if kind in kinds]

    def locked(self, kind: str, id_: str) -> Mapping[str, str] | None:
        """What the lock file knows of a record: path → hash; nothing where it does not know it."""
        return self.lock.get(f"{kind}/{id_}")

    def form_of(self, tag: str, words: str) -> str | None:
        """The id of the term record of a written form, if it has one."""
        term = self.forms.get((tag, words))
        return term.id if term else None

    @property
    def forms(self) -> dict[tuple[str, str], Term]:
        """The written forms (language tag, words) that have a record of their own."""
        if self._forms is None:
            self._forms = {(tag, form): term for term in self.all(Term) for tag, form in term.form.items()}
        return self._forms

    def wording(self, id_: str) -> Worded | None:
        """A definition or a proposal by its id."""
        found = self.get("definition", id_) or self.get("proposal", id_)
        return found if isinstance(found, Worded) else None

    def wordings(self) -> Iterator[Worded]:
        """Definitions and proposals, by id."""
        yield from self.all(Definition)
        yield from self.all(Proposal)

    def find(self, id_: str) -> list[Record]:
        """Records of any kind with this id; ``kind/id`` and whole IRIs are understood too."""
        name = id_.removeprefix(self.vocabulary.base)
        if "/" in name:
            kind, _, rest = name.partition("/")
            record = self.get(kind, rest)
            return [record] if record else []
        return [self.placed[key].record for key in sorted(self.placed) if key[1] == name]

    def end(self, id_: str) -> Record | None:
        """What a mapping joins: a wording, a kind of unit or a term."""
        return self.wording(id_) or self.get("asset", id_) or self.get("term", id_)

    def order_of(self, record: Record) -> str | None:
        """The legal order that a record belongs to, if any: a unit belongs to that of the scheme which issues it."""
        order: str | None = getattr(record, "jurisdiction", None)
        if order is None and isinstance(record, Asset) and record.issued_under:
            order = getattr(self.get("scheme", record.issued_under[0]), "jurisdiction", None)
        return order

    def names(self) -> Iterable[str]:
        """All ids."""
        return (id_ for _, id_ in self.placed)


def locked(folder: Path) -> dict[str, dict[str, str]]:
    """Record → path → hash, of a folder's lock file, if it has one. A line of another form is passed over: the next lock is
    written whole."""
    found: dict[str, dict[str, str]] = {}
    path, content = folder / LOCK, b""
    with contextlib.suppress(UsageError):
        content = files.content(path, MAX_LOCK) if path.is_file() else b""
    for line in content.decode("utf-8", "replace").splitlines():
        parts = line.split()
        if len(parts) == 3 and not line.startswith("#"):
            found.setdefault(parts[0], {})[parts[1]] = parts[2]
    return found
