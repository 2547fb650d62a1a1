"""The formats in which the data set, or a part of it, is given away, by the names that the command line knows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from carbonlex.exports import datapackage, graph, skos, sqlite, sssom, tbx
from carbonlex.exports.readings import COMPARED, Readings
from carbonlex.exports.table import Table
from carbonlex.reading.dataset import Dataset, Name
from carbonlex.vocabulary import Vocabulary


@dataclass(frozen=True)
class Wanted:
    """What is to be written: ``chosen`` records or all, and where records and graph come from when they are needed."""

    vocabulary: Vocabulary
    load: Callable[[], Dataset]
    prepare: Callable[[], bytes]
    choose: Callable[[Dataset], frozenset[Name]] | None = None

    @cached_property
    def dataset(self) -> Dataset:
        """The records."""
        return self.load()

    @cached_property
    def chosen(self) -> frozenset[Name] | None:
        """The records that are wanted; nothing where all are."""
        return self.choose(self.dataset) if self.choose else None


@dataclass(frozen=True)
class Format:
    """A format: what ends the names of its files, whether people can read it, and what writes it."""

    ending: str
    text: bool
    write: Callable[[Wanted], bytes]


def _graph(ending: str, wanted: Wanted) -> bytes:
    content = wanted.prepare()
    if wanted.chosen is not None:
        content = graph.part(content, wanted.chosen, wanted.vocabulary)
    return graph.written(content, ending)


def _readings(wanted: Wanted) -> bytes:
    table = Readings(wanted.dataset).all()
    if wanted.chosen is None:
        return table.csv()
    ids = {id_ for kind, id_ in wanted.chosen if kind in ("definition", "proposal")}
    wording = COMPARED.index("wording")
    return Table(table.columns, tuple(row for row in table.rows if row[wording] in ids)).csv()


FORMATS: Mapping[str, Format] = {
    "turtle": Format("ttl", True, partial(_graph, "ttl")),
    "ntriples": Format("nt", True, partial(_graph, "nt")),
    "nquads": Format("nq", True, partial(_graph, graph.QUADS)),
    "jsonld": Format("jsonld", True, partial(_graph, "jsonld")),
    "rdfxml": Format("rdf", True, partial(_graph, "rdf")),
    "csv": Format("csv", True, _readings),
    "tbx": Format("tbx", True, lambda wanted: tbx.written(wanted.dataset, wanted.chosen)),
    "skos": Format("skos.ttl", True, lambda wanted: skos.written(wanted.dataset, wanted.chosen)),
    "sssom": Format("sssom.tsv", True, lambda wanted: sssom.written(wanted.dataset, wanted.chosen)),
    "datapackage": Format("zip", False, lambda wanted: datapackage.zipped(wanted.dataset, wanted.chosen)),
    "sqlite": Format("sqlite", False, lambda wanted: sqlite.file(wanted.dataset, wanted.chosen)),
}
