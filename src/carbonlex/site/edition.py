"""The site in one language: what everything is called there, and in which order."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

import babel
import icu

from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Concept, Link, Reading, Record, Source, TermMapping, Worded
from carbonlex.site import addresses
from carbonlex.site.marking import Marked
from carbonlex.site.page import ONTOLOGY, Page
from carbonlex.site.strings import FIRST, Strings
from carbonlex.vocabulary import CLX

T = TypeVar("T")
_LONG = 40  # letters of a number that is a title


class Edition:
    """One language of the site of a data set."""

    def __init__(self, dataset: Dataset, strings: Strings) -> None:
        self.dataset = dataset
        self.vocabulary = dataset.vocabulary
        self.strings = strings
        self.lang = strings.lang
        self._named: dict[tuple[str, str], tuple[str, str]] = {}
        self._best: dict[frozenset[str], str] = {}

    def address(self, page: Page) -> str:
        """Where a page lies in this language."""
        return addresses.localized(self.lang, page.address)

    def title(self, page: Page) -> str:
        """The title of a page; the first page has none. A section that shows records in a way of its own says so (``<section>.of`` of
        the page texts)."""
        if page.gone:
            return self.best(page.gone.was)[1]
        if page.whole:
            return self.strings("mark.colon").join((self.title(page.whole), self.called(page.part)))
        if page.about:
            names = self.strings("mark.between").join(
                self.language(id_) if kind == "language" else self.label(kind, id_) for kind, id_ in page.about
            )
            frame = page.address.partition("/")[0] + ".of"
            return self.strings(frame, name=names) if frame in self.strings.names else names
        section = page.address.partition("as-of/")[0].rstrip("/").replace("/", ".")
        return page.title or (self.strings(f"{section}.title") if section else "")

    def called(self, part: tuple[str, ...]) -> str:
        """What the part of a page is called: as it stands, or by the page texts, with a number or without, or a closed list."""
        if len(part) == 1:
            return part[0]
        name = ".".join(part[:2])
        if len(part) == 3:
            return self.strings(name, number=part[2])
        return self.strings(name) if name in self.strings.names else self.entry(*part)

    def best(self, words: Mapping[str, str]) -> tuple[str, str]:
        """The tag and the words that a reader of this language gets: in it (BCP 47: of its region or script), else in the first
        language of the site, else those that come first."""
        tags = frozenset(words)
        tag = self._best.get(tags)
        if tag is None:
            own = [t for t in words if self.native(t)]
            tag = self._best[tags] = min(own) if own else FIRST if FIRST in words else ""
        tag = tag or next(iter(words))
        return tag, words[tag]

    def native(self, tag: str) -> bool:
        """Whether a language tag is of this language."""
        return tag == self.lang or tag.startswith(self.lang + "-")

    def named(self, record: Record) -> tuple[str, str]:
        """What a record is called in this language, with the tag of the language in which it is really called so."""
        key = (record.kind, record.id)
        if key not in self._named:
            self._named[key] = self._name(record)
        return self._named[key]

    def name(self, record: Record) -> str:
        """What a record is called in this language, else in English, else in its own."""
        return self.named(record)[1]

    def _name(self, record: Record) -> tuple[str, str]:
        if isinstance(record, TermMapping):
            ends = [words + self.strings("mark.brackets", text=order) for (_, words), order in self.ends(record)]
            return self.lang, self.strings("mark.between").join(ends)
        if isinstance(record, Link) and not record.name:
            joined = [("scheme", i) for i in record.schemes] + [("jurisdiction", i) for i in record.members]
            return self.lang, self.strings("mark.between").join(self.label(kind, id_) for kind, id_ in joined)
        words = self.words(record)
        return self.best(words) if words else (FIRST, record.id)

    def ends(self, mapping: TermMapping) -> list[tuple[tuple[str, str], str]]:
        """What a mapping joins: what each end is called in its own language, with the tag, and its legal order."""
        found = [self.dataset.end(id_) for id_ in (mapping.from_, mapping.to)]
        return [(self.own(end), self._order(end)) if end else ((self.lang, "?"), "?") for end in found]

    def words(self, record: Record) -> Mapping[str, str]:
        """What a record itself says that it is called, by language; a concept has the ontology's labels."""
        if isinstance(record, Concept):
            return self.vocabulary.texts.get((self.vocabulary.iri("concept", record.id), "label"), {})
        return record.called

    def own(self, record: Record) -> tuple[str, str]:
        """What a record is called in its own language, with the tag."""
        words = self.words(record)
        if isinstance(record, Worded) and record.language in words:
            return record.language, words[record.language]
        return next(iter(words.items()), (self.lang, self.name(record)))

    def _order(self, record: Record) -> str:
        id_ = self.dataset.order_of(record)
        return self.label("jurisdiction", id_) if id_ else "?"

    def label(self, kind: str, id_: str) -> str:
        """The ontology's label of a concept, facet or value, or of a name of its own; the name of a record."""
        if kind == ONTOLOGY:
            return self.vocabulary.label(CLX + id_, self.lang)
        record = self.dataset.get(kind, id_)
        return self.name(record) if record else self.vocabulary.label(self.vocabulary.iri(kind, id_), self.lang)

    def note(self, kind: str, id_: str) -> str:
        """The ontology's scope note of a concept, facet or value."""
        return self.vocabulary.note(self.vocabulary.iri(kind, id_), self.lang)

    def entry(self, list_: str, id_: str) -> str:
        """What an entry of a closed list, or the property of a statement, is called."""
        return self.vocabulary.entry(list_, id_, self.lang)

    def short(self, source: Source) -> tuple[str, str]:
        """What a source is called in a table, with the tag: acts by their number, with their type where the number is bare, others
        by their title."""
        number = source.number
        if not number or len(number) > _LONG or source.type not in self.vocabulary.list("cited-by-number"):
            return self.named(source)
        if number[0].isalpha():
            return next(iter(source.title)), number
        return self.lang, self.strings("source.numbered", type=self.entry("source-type", source.type), number=number)

    def translated(self, wording: Worded) -> tuple[str, str, str] | None:
        """The translation of a wording that a reader of this language gets: tag, role and words; nothing where the original is in
        the reader's language, or there is no translation."""
        found = {t: (role, x) for t, words in wording.text.items() for role, x in words.words() if role != "original"}
        own = wording.original[0]
        if self.native(own) or not found:
            return None
        tag, _ = self.best({t: x for t, (_, x) in found.items()})
        return (tag, *found[tag]) if tag != own else None

    def arranged(self, texts: Sequence[Marked]) -> tuple[Marked, Marked | None, list[Marked]]:
        """The texts of a wording: the original, the one that stands beside it, and the others.

        An official translation stands beside it where the reader's language has none.
        """
        first = next((x for x in texts if x.role == "original"), texts[0])
        rest = [x for x in texts if x is not first]
        foreign = [x for x in rest if not (self.native(first.tag) and self.native(x.tag))]
        order = {x: i for i, x in enumerate(foreign)}
        preferred = sorted(
            foreign, key=lambda x: (not self.native(x.tag), x.tag != FIRST, x.role != "official", order[x])
        )
        beside = preferred[0] if preferred and not self.native(first.tag) else None
        return first, beside, [x for x in rest if x is not beside]

    def quoted(self, reading: Reading, wording: Worded) -> list[tuple[str, str, bool]]:
        """The words that a reading rests on: in the language of the wording, then as they are translated for the reader. Tag, words,
        and whether they are the wording's own."""
        quote = reading.quote or {}
        own = {t: x for t, x in quote.items() if (text := wording.text.get(t)) and text.original is not None}
        found = [(t, x, True) for t, x in own.items()]
        others = {t: x for t, x in quote.items() if t not in own}
        if others and not any(self.native(t) for t in own):
            found.append((*self.best(others), False))
        return found

    def endonym(self, lang: str) -> str:
        """What a language calls itself."""
        return babel.Locale.parse(lang, sep="-").get_display_name() or lang

    def part(self, anchor: str) -> str:
        """What the part of a record is called that an inference rests on: a reading by its facet, a statement by its number."""
        kind, _, rest = anchor.partition("-")
        if kind == "reading":
            facet = next((f for f in self.vocabulary.facets if rest == f or rest.startswith(f + "-")), "")
            return self.label("facet", facet) if facet else rest
        return self.strings(f"part.{kind}", number=rest) if f"part.{kind}" in self.strings.names else anchor

    def language(self, tag: str) -> str:
        """What a language is called: by the page texts (one with a script), else as Unicode CLDR has it."""
        if (name := f"language.{tag}") in self.strings.names:
            return self.strings(name)
        return babel.Locale.parse(tag, sep="-").get_display_name(self.strings.locale) or tag

    @cached_property
    def _collator(self) -> icu.Collator:
        return icu.Collator.createInstance(icu.Locale(self.lang))

    def collated(self, records: Iterable[Record]) -> list[Record]:
        """Records by their names, in the order of the language's dictionaries (Unicode Technical Standard 10, CLDR)."""
        return sorted(records, key=lambda r: (self._collator.getSortKey(_bare(self.name(r))), r.kind, r.id))

    def alphabetical(self, items: Iterable[tuple[str, T]]) -> list[tuple[str, T]]:
        """Things by what they are called, which comes first in each pair, in the same order."""
        return sorted(items, key=lambda item: (self._collator.getSortKey(_bare(item[0])), item[0], str(item[1])))


def _bare(name: str) -> str:
    """Without the marks that a dictionary passes over at the beginning."""
    return re.sub(r"^[\W_]+", "", name)
