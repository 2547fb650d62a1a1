"""The kinds of record of the authoring format, version 1 (FORMAT.md), as frozen types.

A key of the format is the field's name with hyphens for underscores; a field without a default is required.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Annotated

from carbonlex.records.fields import (
    AnyRef,
    Date,
    Flag,
    LangMap,
    Number,
    OneOf,
    Ref,
    Slug,
    StatedValue,
    Text,
    TextOrName,
)

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    from carbonlex.records.frozen import dataclass

Strings = Mapping[str, str]
About = AnyRef(("jurisdiction", "scheme", "asset", "source", "body", "link", "definition", "concept"), single=True)
Mapped = AnyRef(("definition", "proposal", "asset", "term"))


@dataclass(frozen=True, kw_only=True)
class Period:
    """From when to when, both days included; an end that was not read is left out."""

    from_: Date | None = None
    to: Date | None = None


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One language of a wording: the original, an official translation, or the project's own gloss."""

    original: str | None = None
    official: str | None = None
    gloss: str | None = None

    def words(self) -> Iterator[tuple[str, str]]:
        """Role (``original``, ``official``, ``gloss``) and words, where there are any."""
        for role in ("original", "official", "gloss"):
            if text := getattr(self, role):
                yield role, text


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What kind of copy was read, and where. Words that may not be quoted (a draft, say) are ``withheld``."""

    standing: Annotated[str, OneOf("standing")]
    corroborated: Flag | None = None
    withheld: Flag | None = None
    read_in: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one reader takes a wording to say on one facet. Without ``by`` the reader is the project."""

    basis: Annotated[str, OneOf("basis")]
    values: tuple[Slug, ...] = ()
    quote: Text | None = None
    prefix: Text | None = None
    suffix: Text | None = None
    by: Annotated[str | None, Ref("source")] = None
    pinpoint: str | None = None
    confidence: Annotated[str | None, OneOf("confidence")] = None
    contested: Flag | None = None
    note: Text | None = None

    def selector(self, tag: str) -> tuple[str, str, str]:
        """Prefix, quotation and suffix in a language (Web Annotation Data Model, 4.2.4, text quote selector)."""
        prefix, quote, suffix = ((words or {}).get(tag, "") for words in (self.prefix, self.quote, self.suffix))
        return prefix, quote, suffix


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What a source says of a scheme, asset, link, body, event or concept."""

    property: Slug
    value: StatedValue
    source: Annotated[str, Ref("source")]
    unit: str | None = None
    valid: Period | None = None
    as_of: Date | None = None
    pinpoint: str | None = None
    quote: Text | None = None
    note: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """For what, how far and when a unit is accepted."""

    scheme: Annotated[str, Ref("scheme")]
    share: Number | None = None
    conditions: Text | None = None
    valid: Period | None = None
    source: Annotated[str | None, Ref("source")] = None
    pinpoint: str | None = None
    note: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Record:
    """What every record has."""

    kind: str
    id: Slug
    notes: Text | None = None

    @property
    def called(self) -> LangMap:
        """What it is called, by language: its term, name, title, form or claim; empty where it has none."""
        found: Iterator[LangMap | None] = (
            getattr(self, key, None) for key in ("term", "name", "title", "form", "claim")
        )
        return next(filter(None, found), {})


@dataclass(frozen=True, kw_only=True)
class Jurisdiction(Record):
    """A legal order, or a body of norms that is treated as one."""

    name: Text
    level: Annotated[str, OneOf("level")]
    part_of: Annotated[str | None, Ref("jurisdiction")] = None
    code: str | None = None
    languages: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Concept(Record):
    """What sources say of a comparative concept. Its name, label and scope note stand in the ontology."""

    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Body(Record):
    """A ministry, exchange, registry operator, standard setter or initiative."""

    name: Text
    type: Annotated[str | None, OneOf("body-type")] = None
    code: str | None = None
    jurisdiction: Annotated[str | None, Ref("jurisdiction")] = None
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Source(Record):
    """An instrument, page or publication; its wordings over time are definitions' business."""

    title: Text
    type: Annotated[str, OneOf("source-type")]
    number: str | None = None
    issuer: TextOrName | None = None
    jurisdiction: Annotated[str | None, Ref("jurisdiction")] = None
    adopted: Date | None = None
    in_force: Period | None = None
    amends: Annotated[tuple[str, ...], Ref("source")] = ()
    repeals: Annotated[tuple[str, ...], Ref("source")] = ()
    identifiers: Strings = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Worded(Record):
    """A wording of a term, enacted or proposed."""

    concept: Annotated[str, OneOf("concept")]
    jurisdiction: Annotated[str, Ref("jurisdiction")]
    source: Annotated[str, Ref("source")]
    pinpoint: str
    term: Text
    text: Mapping[str, Wording]
    evidence: Evidence
    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)

    @property
    def original(self) -> tuple[str, str]:
        """The language tag and the words of the original; where they are withheld, of the first text that stands for them. A wording
        without any words, which is a fault, has none in its first language."""
        originals = ((tag, wording.original) for tag, wording in self.text.items() if wording.original is not None)
        standing = ((tag, words) for tag, text in self.text.items() for _, words in text.words())
        return next(originals, None) or next(standing, None) or (next(iter(self.text), ""), "")

    @property
    def withheld(self) -> bool:
        """Whether the record gives no words of the source, because the copy read may not be quoted."""
        return bool(self.evidence.withheld)

    @property
    def language(self) -> str:
        """The language tag of the original, also where its words are withheld."""
        return next(iter(self.term)) if self.withheld else self.original[0]

    def role(self, tag: str) -> str:
        """Whose word the term is in a language: the source's own (``original``), an official translator's, or the project's (``gloss``)."""
        words = self.text.get(tag)
        return next((role for role, _ in words.words()), "gloss") if words else "gloss"

    def reading(self, facet: str, by: str | None = None) -> Reading | None:
        """What this reader (the project without ``by``) reads on the facet, if anything."""
        for reading in self.readings.get(facet, ()):
            if reading.by == by:
                return reading
        return None


@dataclass(frozen=True, kw_only=True)
class Definition(Worded):
    """One wording of one term in one source."""

    force: Annotated[str | None, OneOf("force")] = None
    valid: Period | None = None
    replaces: Annotated[str | None, Ref("definition")] = None

    @property
    def dates(self) -> tuple[str | None, str | None]:
        """Its first and its last day in force, as far as they were read."""
        return (self.valid.from_, self.valid.to) if self.valid else (None, None)


@dataclass(frozen=True, kw_only=True)
class Proposal(Worded):
    """A wording that nobody enacted."""


@dataclass(frozen=True, kw_only=True)
class Silence(Record):
    """That a legal order was searched for a concept, and with what result."""

    jurisdiction: Annotated[str, Ref("jurisdiction")]
    concept: Annotated[str, OneOf("concept")]
    status: Annotated[str, OneOf("silence-status")]
    searched: Text
    date: Date | None = None
    where: Text | None = None
    source: Annotated[str | None, Ref("source")] = None
    nearest: Annotated[tuple[str, ...], Ref("definition")] = ()
    by: Annotated[str | None, Ref("source")] = None


@dataclass(frozen=True, kw_only=True)
class Scheme(Record):
    """A market or crediting programme as an institution."""

    name: Text
    jurisdiction: Annotated[str, Ref("jurisdiction")]
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Asset(Record):
    """A type of unit."""

    name: Text
    type: Annotated[str, OneOf("asset-type")]
    code: str | None = None
    issued_under: Annotated[tuple[str, ...], Ref("scheme")] = ()
    defined_by: Annotated[tuple[str, ...], Ref("definition")] = ()
    unit_of_account: Annotated[str | None, OneOf("unit-of-account")] = None
    accepted_for: tuple[Acceptance, ...] = ()
    convertible_to: Annotated[tuple[str, ...], Ref("asset")] = ()
    succeeded_by: Annotated[tuple[str, ...], Ref("asset")] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Link(Record):
    """Two or more schemes that are joined, or that are about to be. An understanding between legal orders, some of which have
    no scheme of their own, names them as ``members``."""

    type: Annotated[str, OneOf("link-type")]
    schemes: Annotated[tuple[str, ...], Ref("scheme")] = ()
    members: Annotated[tuple[str, ...], Ref("jurisdiction")] = ()
    name: Text | None = None
    signed: Date | None = None
    in_force: Date | None = None
    ended: Date | None = None
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Event(Record):
    """A decision, a crisis, a start, a reform."""

    name: Text
    date: Date
    about: Annotated[tuple[str, ...], About] = ()
    effect: Text | None = None
    sources: Annotated[tuple[str, ...], Ref("source")] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TermMapping(Record):
    """How two wordings, two kinds of unit or two terms of two legal orders relate."""

    from_: Annotated[str, Mapped]
    to: Annotated[str, Mapped]
    relation: Annotated[str, OneOf("relation")]
    reason: Text
    facets: Annotated[tuple[str, ...], OneOf("facet")] = ()
    by: Annotated[str | None, Ref("source")] = None
    date: Date | None = None
    confidence: Annotated[str | None, OneOf("confidence")] = None
    contested: Flag | None = None


@dataclass(frozen=True, kw_only=True)
class Disagreement(Record):
    """A question on which sources say different things: each position stands as a statement of its source."""

    name: Text
    type: Annotated[str, OneOf("disagreement-type")]
    statements: tuple[Statement, ...]
    about: Annotated[tuple[str, ...], About] = ()
    resolution: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Translation:
    """How somebody renders a term in another language."""

    form: Text
    status: Annotated[str, OneOf("translation-status")]
    source: Annotated[str | None, Ref("source")] = None
    pinpoint: str | None = None
    note: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Term(Record):
    """One written form in one language: what grammar, abbreviation and use have to say of it."""

    form: Text
    part_of_speech: Annotated[str | None, OneOf("part-of-speech")] = None
    concept: Annotated[str | None, OneOf("concept")] = None
    jurisdiction: Annotated[str | None, Ref("jurisdiction")] = None
    short_form_of: Annotated[tuple[str, ...], Ref("term")] = ()
    abbreviation_of: Annotated[tuple[str, ...], Ref("term")] = ()
    variant_of: Annotated[tuple[str, ...], Ref("term")] = ()
    valid: Period | None = None
    translations: tuple[Translation, ...] = ()
    statements: tuple[Statement, ...] = ()

    @property
    def related(self) -> Mapping[str, tuple[str, ...]]:
        """The terms that it abbreviates, shortens or varies, by the field that says so."""
        return {
            "abbreviation-of": self.abbreviation_of,
            "short-form-of": self.short_form_of,
            "variant-of": self.variant_of,
        }


@dataclass(frozen=True, kw_only=True)
class Finding(Record):
    """A claim of a source as a question to the graph, with the answer that the graph gives."""

    claim: Text
    source: Annotated[str, Ref("source")]
    pinpoint: str
    query: str
    expect: Annotated[str, OneOf("expectation")]
    answer: Annotated[str, OneOf("answer")]
    reason: Text | None = None
    as_of: Date | None = None
    table: tuple[Strings, ...] = ()


KINDS: Mapping[str, type[Record]] = {
    "jurisdiction": Jurisdiction,
    "concept": Concept,
    "body": Body,
    "source": Source,
    "definition": Definition,
    "proposal": Proposal,
    "silence": Silence,
    "scheme": Scheme,
    "asset": Asset,
    "link": Link,
    "event": Event,
    "mapping": TermMapping,
    "disagreement": Disagreement,
    "term": Term,
    "finding": Finding,
}

__all__ = ["KINDS", "LangMap", *sorted(k.__name__ for k in KINDS.values())]
