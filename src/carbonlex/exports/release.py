"""The files of a release that are no syntax of the graph: what the site offers beside its dumps.

They stand in two groups, each made from the records alone. A group says which fields of which kinds it does not show, so that a site that
is made again takes it over where nothing else changed; ``tests/exports/test_release.py`` holds it to that.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields

from carbonlex.exports import datapackage, skos, sqlite, sssom, tbx
from carbonlex.exports.collection import Collected
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import KINDS

PACKAGE = "datapackage"
"""The folder of the data package."""
_NOTES = frozenset({"notes"})


@dataclass(frozen=True)
class Group:
    """Files by name, how their names ``begin``, and the fields, by the kind of record, that are not in them."""

    files: Callable[[Dataset], Mapping[str, bytes]]
    begin: tuple[str, ...]
    unshown: Mapping[str, frozenset[str]]

    def names(self, there: Iterable[str]) -> list[str]:
        """Those of the names of files that are of this group, compressed or not."""
        return [name for name in there if name.startswith(self.begin)]

    def shows(self, differing: Mapping[str, Collection[str]]) -> bool:
        """Whether the files may be others where these fields of records differ, by kind. What only pages show has no name."""
        return any(set(names) - self.unshown[kind] - {""} for kind, names in differing.items())


def _terms(dataset: Dataset) -> dict[str, bytes]:
    return {
        "carbonlex.skos.ttl": skos.written(dataset),
        "carbonlex.sssom.tsv": sssom.written(dataset),
        "carbonlex.tbx": tbx.written(dataset),
    }


def _tables(dataset: Dataset) -> dict[str, bytes]:
    collected = Collected(dataset)
    package = datapackage.files(collected)
    made = {f"{PACKAGE}/{name}": body for name, body in package.items()}
    return made | {"carbonlex.csv": package["readings.csv"], "carbonlex.sqlite": sqlite.of(collected)}


def _all_but(kind: str, *shown: str) -> frozenset[str]:
    return frozenset(field.name for field in fields(KINDS[kind])) - {*shown, "kind", "id"}


_OUTSIDE = ("concept", "body", "silence", "scheme", "link", "event", "disagreement", "finding")
GROUPS: Mapping[str, Group] = {
    "terms": Group(
        _terms,
        ("carbonlex.skos.", "carbonlex.sssom.", "carbonlex.tbx"),
        {kind: _all_but(kind) for kind in _OUTSIDE}
        | {
            "scheme": _all_but("scheme", "jurisdiction"),  # a unit belongs to the legal order of its scheme
            "jurisdiction": _all_but("jurisdiction", "name"),
            "source": _all_but("source", "title", "number"),
            "definition": frozenset({"notes", "readings"}),
            "proposal": frozenset({"notes", "readings"}),
            "asset": _all_but("asset", "name", "code", "type", "issued_under"),
            "term": frozenset({"notes", "statements", "valid"}),
            "mapping": _NOTES,
        },
    ),
    "tables": Group(_tables, (f"{PACKAGE}/", "carbonlex.csv", "carbonlex.sqlite"), dict.fromkeys(KINDS, _NOTES)),
}
