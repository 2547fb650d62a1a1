"""A data set or a release, opened: its records, its graph, its comparisons, its checks."""

import sqlite3
import weakref
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TypeVar, overload

from carbonlex import places
from carbonlex.begun import Begun
from carbonlex.checks import profile
from carbonlex.checks.checker import Checker
from carbonlex.compare import matrix
from carbonlex.compare.matrix import Matrix
from carbonlex.errors import UnknownName, UsageError
from carbonlex.faults import Fault
from carbonlex.graph import prepared
from carbonlex.library.asking import Asking, Day, day
from carbonlex.library.checked import Checked
from carbonlex.library.comparison import Comparison
from carbonlex.library.questions import Questions
from carbonlex.library.rows import Rows
from carbonlex.query import findings, search, wordindex
from carbonlex.query.findings import Verdict
from carbonlex.reading import document
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.document import Source
from carbonlex.records.model import KINDS, Finding, Record
from carbonlex.reports.checked import of
from carbonlex.vocabulary import Vocabulary

R = TypeVar("R", bound=Record)


class Collection(Questions):
    """A data set: what :func:`open` opens.

    What is wrong with a call or cannot be done is told by an error of :mod:`carbonlex.errors`, whose text is one sentence.

    Records are frozen dataclasses of :mod:`carbonlex.records.model`, with the keys of the authoring format as attributes:

    >>> wording = data["definition", "eu-ets-directive-allowance"]
    >>> wording.jurisdiction, wording.pinpoint, wording.dates
    ('eu', 'Art. 3(a)', ('2003-10-25', None))
    >>> wording.reading("entitles-to").quote["en"]
    'an allowance to emit one tonne'

    A collection can be used in a ``with`` statement; otherwise it is closed with the program.
    """

    def __init__(
        self,
        folder: Path | None,
        graph: Path,
        vocabulary: Vocabulary,
        stack: ExitStack | None = None,
        lasting: bool = True,
        quiet: bool = False,
    ) -> None:
        self._folder, self._graph, self._lasting = folder, graph, lasting
        self._vocabulary = vocabulary
        super().__init__(Asking(graph, lasting, folder or places.published(), vocabulary, quiet))
        closing = stack or ExitStack()
        closing.callback(self._asking.close)
        self._closed = weakref.finalize(self, closing.close)

    def __repr__(self) -> str:
        return f"<carbonlex.Collection of {self._folder or self._graph}>"

    def __enter__(self) -> "Collection":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End what the collection keeps open: the process that answers queries, and a revision that git unpacked."""
        self._closed()

    # Records

    @cached_property
    def _dataset(self) -> Dataset:
        return Dataset.load(self._records, self._vocabulary)

    @property
    def _records(self) -> Path:
        if self._folder is None:
            raise UsageError(f"{self._graph} has the graph and no records: only queries can be answered")
        return self._folder

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What kept records, or parts of them, from being read. :meth:`validate` tells what else is wrong."""
        return tuple(self._dataset.faults)

    @overload
    def records(self, kind: type[R]) -> tuple[R, ...]: ...

    @overload
    def records(self, kind: str | None = None) -> tuple[Record, ...]: ...

    def records(self, kind: str | type[Record] | None = None) -> tuple[Record, ...]:
        """The records, by kind and id: all, or those of a kind, which type checkers know where a class names it.

        >>> len(data.records("definition")) > 400
        True
        >>> from carbonlex.records.model import Scheme
        >>> [scheme.id for scheme in data.records(Scheme) if scheme.jurisdiction == "ca-qc"]
        ['ca-qc-spede']

        :raises UnknownName: where there is no such kind.
        """
        if isinstance(kind, str) and kind not in KINDS:
            raise UnknownName("kind of record", kind, KINDS, f"there are {', '.join(KINDS)}")
        return tuple(self._dataset.all(KINDS[kind] if isinstance(kind, str) else kind or Record))

    def __getitem__(self, name: str | tuple[str, str]) -> Record:
        """A record by kind and id, ``kind/id``, IRI, or by its id where no other kind has it.

        >>> data["scheme", "eu-ets"] is data["scheme/eu-ets"] is data["eu-ets"]
        True

        :raises UnknownName: where there is none.
        :raises UsageError: where records of several kinds have the id.
        """
        said = name if isinstance(name, str) else "/".join(name)
        found = self._dataset.find(said)
        if not found:
            kind, _, id_ = said.rpartition("/")
            known = self._dataset.ids((kind,)) if kind in KINDS else self._dataset.names()
            raise UnknownName(kind if kind in KINDS else "record", id_ if kind in KINDS else said, known)
        if len(found) > 1:
            several = " and ".join(f"{record.kind}/{record.id}" for record in found)
            raise UsageError(f"{said} may be {several}: name kind/id")
        return found[0]

    def get(self, kind: str, id: str) -> Record | None:
        """A record, if it is there.

        >>> data.get("scheme", "atlantis-ets") is None
        True
        """
        return self._dataset.get(kind, id)

    def __contains__(self, name: object) -> bool:
        said = "/".join(name) if isinstance(name, tuple) else name
        return isinstance(said, str) and bool(self._dataset.find(said))

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records())

    def __len__(self) -> int:
        return len(self._dataset.placed)

    def label(self, list: str, id: str, lang: str = "en") -> str:
        """What people call an entry of a closed list: a concept, a facet, a value of a facet, a type of unit, and so on. What the ontology
        does not know is called by its id.

        :param list: ``concept``, ``facet``, a facet's id for its values, or the name of a list of the ontology's catalogue.

        >>> data.label("concept", "carbon-market", "vi"), data.label("traded-object", "carbon-credit", "zh")
        ('thị trường các-bon', '碳信用')
        """
        return self._vocabulary.entry(list, id, lang)

    def search(self, text: str, kind: str | None = None, limit: int = 20) -> Rows:
        """Find records by words that stand in them, in any language and as parts of other words too, the best first.

        :param kind: only records of this kind.
        :param limit: how many at most.
        :raises UsageError: where there is nothing to look for, too much, or no such kind.

        >>> print(data.search("碳排放配额", limit=2))
         record                       name                                         where   language   words
        ─────────────────────────────────────────────────────────────────────────────────────────────────────────
         concept/emission-allowance   emission allowance                           name    zh         碳排放配额
         asset/cea                    China emission allowance (national market)   name    zh-Hans    碳排放配额
        """
        sought = search.Sought(text, kind, limit)
        found = search.search(self._words, sought)
        rows = [(f"{hit.kind}/{hit.id}", hit.name, hit.where, hit.language, hit.words) for hit in found]
        return Rows(("record", "name", "where", "language", "words"), rows)

    @cached_property
    def _words(self) -> sqlite3.Connection:
        return wordindex.opened(self._records, self._vocabulary)

    # Comparisons

    def compare(self, *names: str, concept: str | None = None, as_of: Day | None = None) -> Comparison:
        """Legal orders, or single wordings, side by side.

        :param names: ids of legal orders, each summed up over all its wordings of the concept that are no proposals; or of wordings.
        :param concept: that of the first wording where none is named; for legal orders ``carbon-market``.
        :param as_of: a day: only wordings that are or may have been in force then.
        :raises UsageError: for fewer than two names, one that is not known, an unknown concept, or what is no day.

        >>> data.compare("eu", "cn", concept="emission-allowance")
        <emission-allowance: 10 facets of eu, cn>
        >>> data.compare("vn-lep2020-carbon-credit", "vn-lep2020-carbon-credit-en")
        <carbon-credit: 10 facets of vn-lep2020-carbon-credit, vn-lep2020-carbon-credit-en>
        """
        return self._comparison(matrix.of_names(self._dataset, names, concept, day(as_of)), as_of)

    def matrix(self, concept: str = "carbon-market", *, as_of: Day | None = None) -> Comparison:
        """All legal orders that have a wording of a concept, and those of the catalogue, side by side.

        :raises UsageError: for an unknown concept, or what is no day.

        >>> data.matrix("linkage", as_of="2021-01-01")
        <linkage as of 2021-01-01: 14 facets of unfccc, eu, us-ca, ca-qc, cn, vn, ru, ca-qc-us-ca, eu-ch>
        """
        matrix.known_concept(self._dataset, concept)
        first = self._vocabulary.catalog["legal-orders"]
        having = {wording.jurisdiction for wording in matrix.enacted(self._dataset, concept)}
        orders = [o.id for o in matrix.orders(self._dataset) if o.id in first or o.id in having]
        return self._comparison(matrix.by_jurisdiction(self._dataset, concept, orders, day(as_of)), as_of)

    def _comparison(self, found: Matrix, as_of: Day | None) -> Comparison:
        return Comparison(self._dataset, found, day(as_of))

    def findings(self, *ids: str, as_of: Day | None = None) -> tuple[Verdict, ...]:
        """Put findings of the literature, or all, to the graph again. A verdict has the ``finding``, the ``answer`` of the graph (``holds``
        or ``fails``), what readers are ``told``, and whether that is ``as_recorded``.

        >>> verdict, = data.findings("no-wording-both-segments")
        >>> verdict.finding.claim["en"]
        'None of the wordings compared shows the market as a joint system of mandatory and voluntary markets.'
        >>> verdict.answer, verdict.as_recorded
        ('holds', True)

        :raises UnknownName: where there is no such finding.
        """
        known = {finding.id: finding for finding in self.records(Finding)}
        for id_ in ids:
            if id_ not in known:
                raise UnknownName("finding", id_, known)
        store = self._asking.graph(day(as_of), lasting=False).opened()[0]
        folder, chosen = self._records, ids or tuple(known)
        return tuple(findings.verdict(known[id_], self._vocabulary, store, folder) for id_ in chosen)

    # Checks

    def validate(
        self,
        *paths: str | PathLike[str],
        text: str | bytes | None = None,
        strict: bool = False,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        config: str | PathLike[str] | None = None,
        reason: bool = False,
        seconds: float = 60,
        lang: str = "en",
    ) -> Checked:
        """Check new or changed records against format, shapes and these records, as ``carbonlex validate`` does.

        :param paths: files and folders of records, in YAML or RDF.
        :param text: a record, or a graph, that lies in no file.
        :param strict: whether warnings count as errors.
        :param select: the rules that count, by their codes or families (``CLX4``); all where none are named.
        :param ignore: those that do not.
        :param config: a project's ``carbonlex.toml``; none is looked for.
        :param reason: whether the reasoner HermiT is asked too, where nothing else is wrong; it needs Java.
        :param seconds: how long it may take.
        :param lang: the language of messages that shapes have (fr, ru, vi, zh).
        :raises UsageError: where a path is not there, or nothing is to be checked.

        >>> checked = data.validate(text="kind: scheme\\nid: xx-ets\\nname: {en: XX}\\njurisdiction: xx\\n")
        >>> checked.results[-1].code, checked.results[-1].message
        ('CLX201', 'there is no jurisdiction xx')
        """
        sources = document.sources(paths)
        if text is not None:
            sources.append(Source.text(text.encode() if isinstance(text, str) else text))
        if not sources:
            raise UsageError("there is no record to check: name files or folders, or give a text")
        rules = self._vocabulary.rules
        given = profile.load(Path(config), rules) if config is not None else profile.Profile()
        chosen = given.joined(profile.codes(select, rules), profile.codes(ignore, rules), strict)
        folder = self._records
        # Of what is there for a while only, no store is kept on disk.
        begun = None if self._lasting else Begun(lambda: prepared.in_memory(self._dataset))
        checker = Checker(folder, self._vocabulary, chosen, lambda _: None, reason, lang, seconds=seconds, begun=begun)
        return Checked(of(checker, sources, checker.check(sources)))
