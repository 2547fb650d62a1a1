"""What there is to cite of a record: every text in one line, every address checked, and nothing that the record does not have.

An empty string stands for what is not there, so that no style has to tell ``None`` from text.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from carbonlex.cite import characters, dates, pinpoints
from carbonlex.cite.labels import FALLBACK, Journal, Labels, Treatment, nearest, of, primary
from carbonlex.cite.names import Responsibility, responsibility
from carbonlex.cite.sentence import after
from carbonlex.errors import ContentError
from carbonlex.reading.dataset import Dataset
from carbonlex.records.fields import english
from carbonlex.records.forms import TAG
from carbonlex.records.model import Jurisdiction, Period, Source, Worded
from carbonlex.site.addresses import address

DATABASE = "carbonlex"
# What data formats take as a key; ids of records have no other signs (FORMAT.md).
_KEY = re.compile(r"[^A-Za-z0-9-]+")
FALLBACK_KEY = "record"
# The patterns of sources whose titles are formal.
LEGAL = ("act", "treaty", "judgment")
# A stroke is no combining character: Unicode takes these letters apart no further.
_STROKES = str.maketrans("Đđ", "Dd")
Citable = Worded | Source


@dataclass(frozen=True, kw_only=True)
class Place:
    """A legal order: its name in English, ISO 3166 code, level, and that of which it is a part."""

    name: str = ""
    code: str = ""
    level: str = ""
    within: "Place | None" = None

    def among(self, codes: list[str]) -> bool:
        """Whether it is one of these countries, or a part of one."""
        return self.code.partition("-")[0] in codes if self.code else bool(self.within and self.within.among(codes))


@dataclass(frozen=True, kw_only=True)
class Publication:
    """Where an act was published: as the record says it, and what a pattern of the styles found in that."""

    text: str
    journal: Journal | None = None
    found: Mapping[str, str]

    def written(self, style: str) -> str:
        """In the way of a style."""
        form = self.journal.forms.get(style) if self.journal else None
        return form.format(**self.found) if form else self.text


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A record as the styles see it. ``by`` is who is responsible in the language of the title, ``by_english`` the same in English;
    ``number`` is empty where the title says it, ``day`` where the title of an act or the place of an article says it (``adopted`` never
    is)."""

    id: str
    type: str
    treatment: Treatment
    labels: Labels
    language: str
    title: str
    translation: str
    by: Responsibility
    by_english: Responsibility
    number: str
    adopted: str
    day: str
    entered: str
    pinpoint: str
    valid_from: str
    valid_to: str
    publication: Publication | None
    celex: str
    eli: str
    doi: str
    isbn: str
    url: str
    place: Place
    record: str
    version: str
    accessed: str

    @property
    def number_beside(self) -> str:
        """The number for a text that has the pinpoint, too: of ``17 CCR §§ 95801-96022``, nothing beside ``17 CCR § 95802``."""
        if not self.pinpoint:
            return self.number
        parts = self.number.split("; ")
        return "; ".join(part for part in parts if not self.pinpoint.startswith(part.partition(" §")[0]))

    @property
    def addresses(self) -> list[str]:
        """The addresses of the source itself, the most lasting first."""
        resolved = characters.address(f"https://doi.org/{self.doi}") if self.doi else ""
        return list(dict.fromkeys(filter(None, (resolved, self.eli, self.url))))

    @property
    def online(self) -> str:
        """The most lasting address of the source itself, if it has one."""
        return next(iter(self.addresses), "")

    @property
    def url_or_record(self) -> str:
        """The address for formats that have room for one: where readers of the source look for it, else the record's."""
        return self.url or self.eli or self.record

    @property
    def host(self) -> str:
        """Where the source was published: the journal of an act, or that which the record names with the author."""
        return self.publication.text if self.publication else self.by.container

    @property
    def journal(self) -> str:
        """The same for formats that have fields of their own for volume and page: a journal whose form is known, by its name alone."""
        publication = self.publication
        journal = publication.journal if publication else None
        return journal.name.format(**publication.found) if publication and journal else self.host

    @property
    def volume(self) -> str:
        """The volume of the journal."""
        return self.publication.found.get("volume", "") if self.publication else ""

    @property
    def page(self) -> str:
        """The page of the journal on which the source begins."""
        return self.publication.found.get("page", "") if self.publication else ""

    @property
    def catalogued(self) -> list[str]:
        """The numbers under which catalogues have the source."""
        return [after(self.celex, "CELEX "), after(self.isbn, "ISBN ")]

    @property
    def collection(self) -> str:
        """The collection in which the record stands, with its version."""
        return f"{DATABASE} {self.version}".strip()

    @property
    def in_force(self) -> str:
        """From when to when the wording is in force, for formats that have no words and dates of their own: English, ISO 8601."""
        return self.force(self.labels.tables["force"][FALLBACK], self.valid_from, self.valid_to)

    @property
    def force_is_that_of_the_treaty(self) -> bool:
        """Whether the wording is in force since the treaty is, so that a citation that says the one need not say the other."""
        return self.treatment.form == "treaty" and (self.valid_from, self.valid_to) == (self.entered, "")

    def told(self, words: Mapping[str, str], key: str, value: str) -> str:
        """A value in the words that a style has for it; nothing for nothing."""
        return words[key].format_map({key: value}) if value else ""

    def force(self, forms: Mapping[str, str], start: str, end: str) -> str:
        """From when to when the wording is in force, in the words of a style, of dates that the style has written."""
        key = "both" if start and end else "from" if start else "to" if end else ""
        return forms[key].format_map({"from": start, "to": end}) if key else ""


def reference(record: Citable, dataset: Dataset, base_url: str, version: str, accessed: str = "") -> Reference:
    """What there is to cite of a wording, or of a source as a whole.

    :param base_url: where the site is served; the record's page lies below it.
    :param version: the version of the data.
    :param accessed: a day (ISO 8601) for the styles that say when an address was opened.
    :raises ContentError: where a wording's source has no record.
    """
    labels = of(dataset.vocabulary.folder)
    wording = record if isinstance(record, Worded) else None
    source = dataset.get("source", wording.source) if wording else record
    if not isinstance(source, Source):
        named = wording.source if wording else record.id
        raise ContentError(f"{record.kind}/{record.id} names the source {named}, which has no record")
    treatment = labels.treatment(source.type)
    order = dataset.get("jurisdiction", source.jurisdiction) if source.jurisdiction else None
    titles = _lines(source.title)
    language = _language(titles, treatment, wording, getattr(order, "languages", ()))
    title = titles.get(language) or source.id
    number = characters.line(source.number or "")
    adopted = dates.iso(source.adopted or "")
    valid = getattr(wording, "valid", None) or Period()
    identifiers = source.identifiers
    by, by_english = (_responsible(source, tag) for tag in (language, FALLBACK))
    told = (
        dates.told(adopted, title, labels) if treatment.form in LEGAL else len(adopted) == 4 and adopted in by.container
    )
    return Reference(
        id=_KEY.sub("-", record.id) or FALLBACK_KEY,
        type=source.type,
        treatment=treatment,
        labels=labels,
        language=language if TAG.fullmatch(language) else "und",
        title=title,
        translation="" if primary(language) == FALLBACK else titles.get(FALLBACK, ""),
        by=by,
        by_english=by_english,
        number="" if _squeezed(number) in _squeezed(title) else number,
        adopted=adopted,
        day="" if told else adopted,
        entered=dates.iso((source.in_force or Period()).from_ or ""),
        pinpoint=pinpoints.seen(characters.line(wording.pinpoint), labels) if wording else "",
        valid_from=dates.iso(valid.from_ or ""),
        valid_to=dates.iso(valid.to or ""),
        publication=_publication(identifiers, labels),
        celex=characters.celex(identifiers.get("celex", "")),
        eli=characters.address(identifiers.get("eli", "")),
        doi=characters.doi(identifiers.get("doi", "")),
        isbn=characters.isbn(identifiers.get("isbn", "")),
        url=characters.address(identifiers.get("url", "")),
        place=_place(order, dataset),
        record=characters.address(f"{base_url.rstrip('/')}/{address(record.kind, record.id)}"),
        version=characters.line(version),
        accessed=dates.iso(accessed),
    )


def _lines(words: Mapping[str, str]) -> dict[str, str]:
    return {tag: text for tag, said in words.items() if (text := characters.line(said))}


def _language(
    titles: Mapping[str, str], treatment: Treatment, wording: Worded | None, official: tuple[str, ...]
) -> str:
    """The language under whose title a source is cited. A legal text has a title in each official language, and the wording decides
    which; of a page the version that was read is cited; any other work has the title that it was given first."""
    tags = [primary(tag) for tag in official]
    if wording and (treatment.form == "page" or (treatment.official and primary(wording.language) in tags)):
        found = nearest(titles, wording.language)
        if found:
            return found
    if treatment.official:
        found = next((tag for tag in titles if primary(tag) in tags), None)
        if found:
            return found
    return next(iter(titles), "")


def _responsible(source: Source, language: str) -> Responsibility:
    issuer = source.issuer or ""
    if not isinstance(issuer, str):
        names = _lines(issuer)
        issuer = names.get(nearest(names, language) or "") or english(names)
    return responsibility(characters.line(issuer))


def _publication(identifiers: Mapping[str, str], labels: Labels) -> Publication | None:
    for journal in labels.journals:
        text = characters.line(identifiers.get(journal.identifier, ""))
        if match := journal.pattern.fullmatch(text):
            return Publication(text=text, journal=journal, found=match.groupdict())
    text = next(filter(None, (characters.line(identifiers.get(j.identifier, "")) for j in labels.journals)), "")
    return Publication(text=text, found={}) if text else None


def _place(order: object, dataset: Dataset, above: int = 2) -> Place:
    """A legal order, and as many of those above it as are asked for: records may be part of each other in a circle."""
    if not isinstance(order, Jurisdiction):
        return Place()
    names = _lines(order.name)
    parent = dataset.get("jurisdiction", order.part_of) if order.part_of and above else None
    return Place(
        name=english(names),
        code=characters.line(order.code or ""),
        level=order.level,
        within=_place(parent, dataset, above - 1) if parent else None,
    )


@lru_cache(maxsize=4096)
def _squeezed(text: str) -> str:
    """The letters and signs, without blanks, case and diacritics: titles in English write the numbers of Viet Nam without them."""
    plain = (c for c in unicodedata.normalize("NFKD", text.translate(_STROKES)) if not unicodedata.combining(c))
    return "".join("".join(plain).split()).casefold()
