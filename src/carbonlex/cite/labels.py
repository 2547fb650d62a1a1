"""The words of the styles, ``ontology/citation.toml``: labels, abbreviations and patterns, read once."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

Rewrites = Sequence[tuple[re.Pattern[str], str]]
FALLBACK = "en"


@dataclass(frozen=True)
class Treatment:
    """How a type of source is cited: the pattern of the text styles, whether it is an official text, and its name in each format."""

    form: str
    official: bool
    bibtex: str
    csl: str
    ris: str
    gbt7714: str


@dataclass(frozen=True)
class Journal:
    """How an identifier tells a place of publication, and how styles write it."""

    identifier: str
    pattern: re.Pattern[str]
    name: str
    forms: Mapping[str, str]


class Labels:
    """The tables of the file, with what is found in a language or, where there is nothing, in English."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self.tables = tables
        self.unseen = re.compile(tables["pinpoints"]["unseen"])
        self.bare = re.compile(tables["numbers"]["bare"])
        self._rewrites: dict[tuple[str, str], Rewrites] = {}

    @property
    def levels(self) -> Mapping[str, Sequence[str]]:
        """The levels of legal orders by what citations do with them."""
        found: Mapping[str, Sequence[str]] = self.tables["jurisdictions"]
        return found

    def treatment(self, type_: str) -> Treatment:
        """Of a type of source; of an unknown type, that of ``other``."""
        return self._treatments.get(type_, self._treatments["other"])

    @cached_property
    def _treatments(self) -> Mapping[str, Treatment]:
        return {name: Treatment(**row) for name, row in self.tables["types"].items() if name != "unplaced"}

    @cached_property
    def journals(self) -> Sequence[Journal]:
        """The known forms of places of publication."""
        return [
            Journal(row["identifier"], re.compile(row["pattern"]), row["name"], row) for row in self.tables["journals"]
        ]

    @cached_property
    def _letters(self) -> tuple[re.Pattern[str], dict[int, str]]:
        table: Mapping[str, str] = self.tables["bluebook"]["romanised"]
        capitals = {letter.upper(): latin[:1].upper() + latin[1:] for letter, latin in table.items()}
        foreign = "".join(letter for letter in capitals if letter.isalpha())
        return re.compile(f"[{foreign}{foreign.lower()}]"), str.maketrans({**capitals, **table})

    def romanised(self, text: str) -> str:
        """A text with letters of the table in Latin ones, and with the signs that go with them; a text without such letters as it is."""
        if text.isascii():
            return text
        letters, table = self._letters
        return text.translate(table) if letters.search(text) else text

    def worded(self, table: str, language: str) -> Any:
        """The entry of a table for a language, else for English."""
        entries = self.tables[table]
        return entries.get(primary(language)) or entries[FALLBACK]

    def word(self, section: str, key: str, language: str) -> str:
        """A word that a section gives in several languages."""
        entries: Mapping[str, str] = self.tables[section][key]
        return entries.get(primary(language)) or entries[FALLBACK]

    def rewrites(self, section: str, key: str) -> Rewrites:
        """The patterns of a section with what takes their place, in order; none where the section does not have them."""
        name = (section, key)
        if name not in self._rewrites:
            found = self.tables[section].get(key, ())
            pairs = [found] if found and isinstance(found[0], str) else found
            self._rewrites[name] = [(re.compile(pattern), new) for pattern, new in pairs]
        return self._rewrites[name]


def rewritten(text: str, rewrites: Rewrites) -> str:
    """The text after all rewrites, one after the other."""
    for pattern, new in rewrites:
        text = pattern.sub(new, text)
    return text


def primary(tag: str) -> str:
    """The language of a tag, without script and region (RFC 5646, 2.2.1)."""
    return tag.partition("-")[0].lower()


def nearest(tags: Iterable[str], wanted: str) -> str | None:
    """The wanted tag, else the first of the same language."""
    found = list(tags)
    if wanted in found:
        return wanted
    return next((tag for tag in found if primary(tag) == primary(wanted)), None)


@cache
def of(folder: Path) -> Labels:
    """The labels of an ontology's folder."""
    return Labels(tomllib.loads((folder / "citation.toml").read_text("utf-8")))
