"""The index of terms: every written form in every language, with who writes it so."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Asset, Body, Record, Scheme, Term


@dataclass(frozen=True)
class Use:
    """That a record writes a form. ``role``: the source's own word (``original``), an official translation of it (``official``),
    the project's (``gloss``), somebody else's (``unofficial``, ``proposed``), a ``name`` or a ``code``."""

    role: str
    record: Record


@dataclass(frozen=True)
class Entry:
    """One written form in one language, with its record where it has one, and its uses."""

    tag: str
    form: str
    term: Term | None
    uses: tuple[Use, ...]


def index(dataset: Dataset) -> dict[str, list[Entry]]:
    """Language tag → its forms in the order of a dictionary; languages in which the ontology has labels first."""
    found: dict[tuple[str, str], list[Use]] = {}
    for (tag, form), use in _uses(dataset):
        uses = found.setdefault((tag, form), [])
        if use not in uses:
            uses.append(use)
    own = dataset.forms
    first = list(dataset.vocabulary.texts[dataset.vocabulary.iri("concept", "carbon-market"), "label"])
    languages: dict[str, list[Entry]] = {}
    for tag, form in sorted(found, key=lambda k: (_rank(k[0], first), k[0], _sorted(k[1]), k[1])):
        languages.setdefault(tag, []).append(Entry(tag, form, own.get((tag, form)), tuple(found[tag, form])))
    return languages


def letters(entries: Iterable[Entry]) -> dict[str, list[tuple[int, Entry]]]:
    """First letter → entries with their numbers among all; what begins with no letter stands under ``#``."""
    found: dict[str, list[tuple[int, Entry]]] = {}
    for numbered in enumerate(entries, 1):
        first = _sorted(numbered[1].form)[:1].upper()
        found.setdefault(first if first.isalpha() else "#", []).append(numbered)
    return found


def place(letter: str) -> str:
    """A letter in an address."""
    return letter.lower() if letter.isalpha() else "0"


def _uses(dataset: Dataset) -> Iterator[tuple[tuple[str, str], Use]]:
    for wording in dataset.wordings():
        for tag, form in wording.term.items():
            yield (tag, form), Use(wording.role(tag), wording)
    for cls in (Asset, Scheme, Body):
        for record in dataset.all(cls):
            names = record.name  # type: ignore[attr-defined]
            for tag, form in names.items():
                yield (tag, form), Use("name", record)
            code = getattr(record, "code", None)
            if code:
                yield ("en" if code.isascii() else next(iter(names)), code), Use("code", record)
    for term in dataset.all(Term):
        for tag, form in term.form.items():
            yield (tag, form), Use("term", term)
        for translation in term.translations:
            for tag, form in translation.form.items():
                yield (tag, form), Use(translation.status, term)


def _rank(tag: str, first: list[str]) -> int:
    language = tag.partition("-")[0]
    return first.index(language) if language in first else len(first)


def _sorted(form: str) -> str:
    """Without marks and case, so that quota and «quota» stand together (Unicode normalisation form KD, combining marks dropped)."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", form.casefold()) if not unicodedata.combining(c))
    return plain.strip("«»\"'“”‘’ ")
