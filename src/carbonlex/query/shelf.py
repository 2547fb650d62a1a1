"""The shelf: named queries in ``data/queries/*.rq`` with a header of comments (title, question, parameters)."""

import re
from dataclasses import dataclass
from pathlib import Path

from carbonlex import places
from carbonlex.errors import UnknownName

TABLES = ("table-", "evidence-by-")
"""How queries are called that give the rows of tables on the site."""
_HEADER = re.compile(r"#\s*(title|question|param):\s*(.+)")
_PARAM = re.compile(r"(\w+)\s*(?:=\s*(\S+))?\s*(?:\((\w+)\))?")


@dataclass(frozen=True)
class Parameter:
    """A variable of a query that the caller may bind."""

    name: str
    default: str | None
    kind: str


@dataclass(frozen=True)
class NamedQuery:
    """A query with the question that it answers."""

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    text: str

    @classmethod
    def parse(cls, name: str, text: str) -> "NamedQuery":
        """Read the header of a query."""
        found: dict[str, list[str]] = {"title": [], "question": [], "param": []}
        for line in text.splitlines():
            if match := _HEADER.match(line):
                found[match[1]].append(match[2].strip())
        parameters = tuple(Parameter(m[1], m[2], m[3] or "text") for p in found["param"] if (m := _PARAM.match(p)))
        return cls(name, " ".join(found["title"]) or name, " ".join(found["question"]), parameters, text)


def shelf(folder: Path) -> dict[str, NamedQuery]:
    """The queries below a folder of records, by name."""
    return {p.stem: NamedQuery.parse(p.stem, p.read_text("utf-8")) for p in sorted((folder / "queries").glob("*.rq"))}


def of_site(folder: Path) -> dict[str, NamedQuery]:
    """The queries that a site of these records leads to: theirs, and those that give the rows of its tables, whatever the records."""
    ours = {name: query for name, query in shelf(places.published()).items() if name.startswith(TABLES)}
    return {**ours, **shelf(folder)}


def named(folder: Path, name: str) -> NamedQuery:
    """One query.

    :raises UsageError: when nobody knows the name.
    """
    for place in (folder, places.published()) if name.startswith(TABLES) else (folder,):
        path = place / "queries" / f"{name}.rq"
        if re.fullmatch(r"[a-z0-9-]+", name) and path.is_file():
            return NamedQuery.parse(name, path.read_text("utf-8"))
    raise UnknownName("query", name, shelf(folder), "carbonlex queries lists them")
