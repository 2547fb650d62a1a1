"""The tables of a data package, filled: rows of text in the order of the columns, as the declaration has them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from carbonlex.exports.columns import Declaration, Form
from carbonlex.exports.rows import TABLES
from carbonlex.exports.table import Row
from carbonlex.reading.dataset import Dataset, Name

_Owned = tuple[Name | None, Row]


@dataclass(frozen=True)
class Filled:
    """A table with its rows. An empty cell is not known."""

    form: Form
    rows: tuple[Row, ...]


class Collected:
    """The tables of a data set, or of some of its records with what their rows refer to.

    :param chosen: the records; all where none are named.
    """

    def __init__(self, dataset: Dataset, chosen: Collection[Name] | None = None) -> None:
        self.dataset = dataset
        self.declaration = Declaration(dataset.vocabulary)
        self.chosen = chosen

    @cached_property
    def tables(self) -> Mapping[str, Filled]:
        """The tables by name, in the order of the declaration."""
        forms = self.declaration.tables
        made = {name: self._rows(form) for name, form in forms.items()}
        if self.chosen is not None:
            made = self._selected(made)
        return {name: Filled(form, tuple(row for _, row in made[name])) for name, form in forms.items()}

    def _rows(self, form: Form) -> list[_Owned]:
        base, names = self.dataset.vocabulary.base, form.names
        found = []
        for owner, cells in TABLES[form.name](self.dataset):
            iri = cells.get("iri")
            if owner and iri is not None and iri[:1] in ("", "#"):
                cells = {**cells, "iri": f"{base}{owner[0]}/{owner[1]}{iri}"}
            found.append((owner, tuple(_cell(cells.get(name)) for name in names)))
        return found

    def _selected(self, made: Mapping[str, list[_Owned]]) -> dict[str, list[_Owned]]:
        """The rows of the chosen records, and those that they refer to, directly or not."""
        assert self.chosen is not None
        forms = self.declaration.tables
        kept = {name: {i for i, (owner, _) in enumerate(rows) if owner in self.chosen} for name, rows in made.items()}
        keyed = {name: _keyed(forms[name], rows) for name, rows in made.items()}
        agenda = [(name, i) for name, numbers in kept.items() for i in numbers]
        while agenda:
            name, number = agenda.pop()
            row = dict(zip(forms[name].names, made[name][number][1], strict=True))
            for reference in forms[name].references:
                key = tuple(row[column] for column in reference.columns)
                found = keyed[reference.table].get(key)
                if found is not None and found not in kept[reference.table]:
                    kept[reference.table].add(found)
                    agenda.append((reference.table, found))
        return {name: [made[name][i] for i in sorted(numbers)] for name, numbers in kept.items()}


def _keyed(form: Form, rows: Iterable[_Owned]) -> dict[Row, int]:
    """The number of the row of each key."""
    places = [form.names.index(column) for column in form.key]
    return {tuple(row[place] for place in places): number for number, (_, row) in enumerate(rows)}


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
