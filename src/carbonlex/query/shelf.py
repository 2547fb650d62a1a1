"""The shelf: named queries in ``data/queries/*.rq`` with a header of comments.

The header says what the query is called and what it asks, in each language (``# title:`` and ``# question:`` in the first one,
``# question@fr:`` in another), which of the questions of scholars and analysts it answers (``competency``), its parameters with
defaults and kinds (``# param: day=2024-01-01 (date)``), and its columns with kinds (``# columns: wording (definition), from (date)``).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from carbonlex import places
from carbonlex.errors import UnknownName
from carbonlex.graph import prepared

TABLES = ("table-", "evidence-by-")
"""How queries are called that give the rows of tables on the site."""
FIRST = "en"
"""The language of what has no tag."""
_HEADER = re.compile(r"#\s*(title|question|competency|param|columns)(?:@([A-Za-z0-9-]+))?:\s*(.+)")
_PARAM = re.compile(r"(\w+)\s*(?:=\s*(\S+))?\s*(?:\((\w+)\))?")
_COLUMN = re.compile(r"\b(\w+)\s?\(([a-z]+)\)")


@dataclass(frozen=True)
class Parameter:
    """A variable of a query that the caller may bind. Its kind is that of a record, ``concept`` or ``facet`` for an id, ``id`` for
    kind and id, ``date`` or ``text``."""

    name: str
    default: str | None
    kind: str


@dataclass(frozen=True)
class Column:
    """A column of an answer. Its kind is that of the records whose addresses stand there; ``wording`` or ``record`` where they may be
    of several kinds; ``concept``, ``facet``, ``value`` of a facet, ``part`` of a record, ``name`` of anything else; ``date``, ``number``,
    ``flag`` or ``text``; or ``any`` of these."""

    name: str
    kind: str


@dataclass(frozen=True)
class NamedQuery:
    """A query with the question that it answers."""

    name: str
    titles: Mapping[str, str]
    questions: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    text: str

    @classmethod
    def parse(cls, name: str, text: str) -> "NamedQuery":
        """Read the header of a query."""
        told: dict[str, dict[str, list[str]]] = {}
        for line in text.splitlines():
            if match := _HEADER.match(line):
                told.setdefault(match[1], {}).setdefault(match[2] or FIRST, []).append(match[3].strip())
        titles, questions = (
            {lang: " ".join(words) for lang, words in told.get(key, {}).items()} for key in ("title", "question")
        )
        plain = {key: [line for lines in said.values() for line in lines] for key, said in told.items()}
        parameters = tuple(
            Parameter(m[1], m[2], m[3] or "text") for p in plain.get("param", ()) if (m := _PARAM.match(p))
        )
        columns = tuple(Column(*m) for line in plain.get("columns", ()) for m in _COLUMN.findall(line))
        return cls(name, titles, questions, parameters, columns, text)

    def title(self, lang: str = FIRST) -> str:
        """What it is called, in a language or else the first one; its name where the header does not say."""
        return self.titles.get(lang) or self.titles.get(FIRST, self.name)

    def question(self, lang: str = FIRST) -> str:
        """What it asks, in a language or else the first one; its title where the header does not say."""
        return self.questions.get(lang) or self.questions.get(FIRST) or self.title(lang)

    def told(self, lang: str) -> str:
        """The text with the header in one language, which is not named; where it has no such header, with that of the first one,
        which is."""
        lines = []
        for line in self.text.splitlines(keepends=True):
            match = _HEADER.match(line)
            if match and match[1] in ("title", "question"):
                chosen = lang if lang in self.titles else FIRST
                if (match[2] or FIRST) != chosen:
                    continue
                line = f"# {match[1]}{'' if chosen == lang else '@' + chosen}: {match[3].strip()}\n"
            lines.append(line)
        return "".join(lines)


def shelf(folder: Path) -> dict[str, NamedQuery]:
    """The queries below a folder of records, by name; of a store, which has none of its own, the published ones."""
    folder = places.published() if prepared.made(folder) else folder
    return {p.stem: NamedQuery.parse(p.stem, p.read_text("utf-8")) for p in sorted((folder / "queries").glob("*.rq"))}


def of_site(folder: Path) -> dict[str, NamedQuery]:
    """The queries that a site of these records leads to: theirs, and those that give the rows of its tables, whatever the records."""
    ours = {name: query for name, query in shelf(places.published()).items() if name.startswith(TABLES)}
    return {**ours, **shelf(folder)}


def named(folder: Path, name: str) -> NamedQuery:
    """One query.

    :raises UsageError: when nobody knows the name.
    """
    everywhere = name.startswith(TABLES) or prepared.made(folder)
    for place in (folder, places.published()) if everywhere else (folder,):
        path = place / "queries" / f"{name}.rq"
        if re.fullmatch(r"[a-z0-9-]+", name) and path.is_file():
            return NamedQuery.parse(name, path.read_text("utf-8"))
    raise UnknownName("query", name, shelf(folder), "carbonlex queries lists them")
