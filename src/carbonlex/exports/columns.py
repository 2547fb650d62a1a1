"""Which tables a data package has, and what their columns hold: read off ``ontology/tables.toml``, the one declaration that the data
package, its metadata for CSV on the Web and the SQLite file follow."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from carbonlex.records.forms import DATE, SLUG, TAG
from carbonlex.vocabulary import Vocabulary

REQUIRED = "!"
PATTERNS = {
    form: pattern.replace("(?:", "(")
    for form, pattern in (
        ("id", SLUG.pattern),
        ("record", f"[a-z]+/{SLUG.pattern}"),
        ("date", DATE.pattern),
        ("language", TAG.pattern),
    )
}
"""What a cell of a form looks like, as regular expressions of XML Schema, which have no groups that are not kept."""


@dataclass(frozen=True)
class Column:
    """A column. ``form`` is one of those that the declaration lists; ``allowed`` are the only values of a closed list."""

    name: str
    title: str
    about: str
    form: str
    required: bool
    allowed: tuple[str, ...]


@dataclass(frozen=True)
class Reference:
    """That columns of a table hold the key of another one, or of another row of the same.

    ``always``: none of the columns may be empty. CSV on the Web wants it so. ``partial``: some may be empty while others are not. SQL then
    asks for nothing; the formats of tables do not say what that means, and their readers differ.
    """

    columns: tuple[str, ...]
    table: str
    key: tuple[str, ...]
    always: bool
    partial: bool


@dataclass(frozen=True)
class Form:
    """A table as it is declared; ``key`` is empty where rows have none."""

    name: str
    title: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    references: tuple[Reference, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


class Declaration:
    """The tables of a vocabulary's folder, in the order of the file."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._said: dict[str, Any] = tomllib.loads((vocabulary.folder / "tables.toml").read_text("utf-8"))

    @property
    def package(self) -> Mapping[str, Any]:
        """What the package as a whole is called."""
        found: Mapping[str, Any] = self._said["package"]
        return found

    @cached_property
    def tables(self) -> Mapping[str, Form]:
        """The tables by name.

        :raises KeyError: where a column is declared nowhere.
        """
        return {name: self._form(name, said) for name, said in self._said["tables"].items()}

    def _form(self, name: str, said: Mapping[str, Any]) -> Form:
        columns: list[Column] = []
        refers: list[tuple[Sequence[str], str]] = [(pair["columns"], pair["to"]) for pair in said.get("pairs", ())]
        for written in said["columns"]:
            column = written.rstrip(REQUIRED)
            own = said.get("own", {}).get(column) or self._said["columns"][column]
            form, _, list_ = own.get("form", "text").partition(":")
            allowed = self.vocabulary.list(list_) if list_ else ()
            columns.append(Column(column, own["title"], own["about"], form, written.endswith(REQUIRED), allowed))
            if "refers" in own:
                refers.append(([column], own["refers"]))
        filled = {column.name: column.required for column in columns}
        references = [
            Reference(tuple(names), table, tuple(self._said["tables"][table]["key"]), all(here), any(here) != all(here))
            for names, table in refers
            for here in [[filled[name] for name in names]]
        ]
        return Form(name, said["title"], said["about"], tuple(said["key"]), tuple(columns), tuple(references))
