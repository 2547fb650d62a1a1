"""The page texts of one language, from ``site/strings/<language>.toml``, with its plural forms, dates and numbers (Unicode CLDR, by
Babel)."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, KeysView, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import babel
from babel import dates, numbers
from markupsafe import Markup, escape

from carbonlex.errors import CarbonlexError

FIRST = "en"
"""The language at the root of the site; the texts of the others are held against its texts."""
_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_PLACE = re.compile(r"\{(\w+)\}")


def languages(folder: Path) -> tuple[str, ...]:
    """The languages that have page texts, the first one first.

    :param folder: the folder ``site/``.
    """
    found = sorted(path.stem for path in (folder / "strings").glob("*.toml"))
    return tuple(sorted(found, key=lambda lang: (lang != FIRST, lang)))


class Strings:
    """Texts by dotted name. A text that is missing is an error of the build, not an empty page.

    A text that counts is a table of the language's plural forms (``one``, ``few``, …, ``other``), chosen by the value ``n``.

    :raises CarbonlexError: where the language has no texts, or not the texts, places and plural forms that it must have.
    """

    def __init__(self, folder: Path, lang: str) -> None:
        self.lang = lang
        # Days before months: the English of the world and not of one country.
        self.locale = babel.Locale.parse("en-001" if lang == "en" else lang, sep="-")
        self._texts: dict[str, str | Mapping[str, str]] = dict(_flat(_read(folder, lang)))
        if wrong := [*self._incomplete(dict(_flat(_read(folder, FIRST)))), *self._uncounted()]:
            raise CarbonlexError(f"the page texts in {lang} are not whole: " + "; ".join(wrong))

    def __call__(self, name: str, /, **values: object) -> str:
        text = self._texts.get(name)
        if text is None:
            raise CarbonlexError(f"the page text {name} is missing in {self.lang}")
        if not isinstance(text, str):
            text = text[self.locale.plural_form(values["n"])]  # type: ignore[arg-type]
            values["n"] = self.number(values["n"])
        return text.format(**values) if values else text

    def html(self, name: str, /, **values: object) -> Markup:
        """A text as HTML, whose places may be filled with HTML."""
        places = {place: f"{{{place}}}" for place in values}
        return escape(self(name, **places)).format(**values)

    def before(self, name: str, /) -> str:
        """A text that something follows on the same line. After a full-width mark there is no space."""
        text = self(name)
        return text if unicodedata.east_asian_width(text[-1]) in "FW" else text + " "

    @property
    def names(self) -> KeysView[str]:
        """The names of all texts, in their order."""
        return self._texts.keys()

    def number(self, value: Any) -> str:
        """A number as the language writes it."""
        return str(numbers.format_decimal(value, locale=self.locale))

    def share(self, part: int, whole: int) -> str:
        """A part of a whole in per cent, as the language writes it; nothing of nothing. What is less than one is not told as none."""
        if not whole:
            return ""
        little = 0 < 200 * part < whole
        return ("<" if little else "") + numbers.format_percent(0.01 if little else part / whole, locale=self.locale)

    def percent(self, value: str) -> str:
        """A number of the records that counts hundredths, in per cent, as the language writes it."""
        return str(numbers.format_percent(Decimal(value) / 100, locale=self.locale, decimal_quantization=False))

    def figure(self, value: str) -> str:
        """A number of the records as the language writes it, with all its decimals; what is no number stays as it is."""
        if not _NUMBER.fullmatch(value):
            return value
        return str(numbers.format_decimal(Decimal(value), locale=self.locale, decimal_quantization=False))

    def date(self, text: str) -> str:
        """A date of the records (a year, a month or a day, ISO 8601) in words, as precise as it is. The page texts have a pattern for
        each (Unicode Technical Standard 35), and one for the first day of a month."""
        return self._dates(text)

    @cached_property
    def _dates(self) -> Callable[[str], str]:
        return lru_cache(maxsize=4096)(self._date)

    def _date(self, text: str) -> str:
        parts = [int(part) for part in text.split("-")]
        day = date(*[*parts, 1, 1][:3])
        form = ("year", "month", "first" if parts[-1] == 1 else "day")[len(parts) - 1]
        return str(dates.format_date(day, self(f"date.{form}"), locale=self.locale))

    def _incomplete(self, first: Mapping[str, str | Mapping[str, str]]) -> Iterator[str]:
        """What the first language has and this one has not, or the other way round."""
        yield from (f"{name} is missing" for name in first if name not in self._texts)
        for name, text in self._texts.items():
            if name not in first:
                yield f"{name} is no text of {FIRST}"
            elif isinstance(text, Mapping) != isinstance(first[name], Mapping):
                yield f"{name} counts in one of the languages only"
            elif _places(text) != _places(first[name]):
                yield f"{name} has other places than in {FIRST}"

    def _uncounted(self) -> Iterator[str]:
        wanted = {*self.locale.plural_form.tags, "other"}
        for name, text in self._texts.items():
            if isinstance(text, Mapping) and set(text) != wanted:
                yield f"{name} needs the plural forms {', '.join(sorted(wanted))}"


@cache
def _read(folder: Path, lang: str) -> Mapping[str, Any]:
    path = folder / "strings" / f"{lang}.toml"
    if not path.is_file():
        raise CarbonlexError(f"there are no page texts for {lang}")
    return tomllib.loads(path.read_text("utf-8"))


def _flat(texts: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str | Mapping[str, str]]]:
    for key, value in texts.items():
        if isinstance(value, str) or set(value) <= _FORMS:
            yield above + key, value
        else:
            yield from _flat(value, f"{above}{key}.")


def _places(text: str | Mapping[str, str]) -> set[str]:
    """The places of a text; one for the number may be left out of a plural form."""
    found = _PLACE.findall(text if isinstance(text, str) else " ".join(text.values()))
    return set(found) - (set() if isinstance(text, str) else {"n"})
