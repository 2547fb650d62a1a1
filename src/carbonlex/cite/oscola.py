"""OSCOLA, the Oxford University Standard for the Citation of Legal Authorities, 4th edition, as a footnote in plain text.

Acts of the Union are cited by title and Official Journal where the record has it, acts and statutory instruments of the United Kingdom
by short title (and number), those of other legal orders as they are cited there, without full stops and with the legal order where
nothing else tells it. A title in another language is followed by its translation in square brackets.
"""

from carbonlex.cite import dates
from carbonlex.cite.labels import rewritten
from carbonlex.cite.numbers import numbered
from carbonlex.cite.reference import DATABASE, Reference
from carbonlex.cite.sentence import after, bracketed, ended, joined, quoted


def write(reference: Reference) -> str:
    """The citation of a reference in one line."""
    return ended(_Footnote(reference).whole())


class _Footnote:
    """The parts of a footnote, in the order and with the signs of OSCOLA."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.labels = reference.labels
        self.words = self.labels.tables["oscola"]
        self.months = self.labels.tables["dates"]["months"]["en"]

    def whole(self) -> str:
        r = self.reference
        body = getattr(self, r.treatment.form)()
        force = r.force(self.labels.tables["force"]["en"], self.date(r.valid_from), self.date(r.valid_to))
        force = "" if r.force_is_that_of_the_treaty else bracketed(force)
        numbers = joined([after(r.celex, "CELEX "), after(r.isbn, "ISBN ")])
        where = self.words["where"].format(database=DATABASE) + after(
            bracketed(r.told(self.words, "version", r.version))
        )
        accessed = r.told(self.words, "accessed", self.date(r.accessed))
        told = joined([body + after(force), numbers]) + after(r.online, " <", ">")
        return joined([told, where + after(r.record, " <", ">")]) + after(accessed)

    def act(self) -> str:
        r = self.reference
        if r.publication:
            head = f"{self.title()} {r.publication.written('oscola')}"
            return joined([head, self.pinpoint()])
        at_home = r.place.among(self.words["home"])
        number = "" if at_home and r.type in self.words["unnumbered"] else self.number()
        known = "" if at_home else joined([self.issuer(), self.date(r.day)])
        return joined([joined([self.title(), number]) + after(bracketed(known)), self.pinpoint()])

    def treaty(self) -> str:
        r = self.reference
        told = [r.told(self.words, key, self.date(getattr(r, key))) for key in ("adopted", "entered")]
        series = r.publication.written("oscola") if r.publication else self.number()
        return joined([self.title() + after(bracketed(joined(told))) + after(series), self.pinpoint()])

    def judgment(self) -> str:
        r = self.reference
        number = self.number()
        neutral = r.place.among(self.words["home"]) and r.adopted[:4] in number
        known = "" if neutral else joined([self.issuer(), self.date(r.day)])
        title = rewritten(self.title(), self.labels.rewrites("oscola", "versus"))
        place = rewritten(self.pinpoint(), self.labels.rewrites("oscola", "paragraph"))
        head = title + after(number) + after(bracketed(known))
        return f"{head} {place}" if place.startswith("[") else joined([head, place])

    def article(self) -> str:
        r = self.reference
        day = bracketed(r.day[:4] if r.by.container else self.date(r.day))
        head = joined([self.author(), quoted(r.title) + after(self.translation())])
        return joined([head + after(day) + after(r.by.container), self.pinpoint()])

    def book(self) -> str:
        r = self.reference
        head = joined([self.author(), self.title()])
        return joined([head + after(bracketed(joined([r.by.container, self.date(r.day)]))), self.pinpoint()])

    def report(self) -> str:
        r = self.reference
        known = bracketed(joined([self.number(), self.date(r.adopted)]))
        return joined([joined([self.author(), self.title()]) + after(known), self.pinpoint()])

    def page(self) -> str:
        r = self.reference
        known = bracketed(joined([self.number(), self.date(r.adopted)]))
        head = joined([self.author(), quoted(r.title) + after(self.translation())])
        return joined([head + after(known), self.pinpoint()])

    def title(self) -> str:
        return self.reference.title + after(self.translation())

    def translation(self) -> str:
        return bracketed(self.reference.translation, "[", "]")

    def author(self) -> str:
        """Persons in the language of the title, bodies in English where they have an English name."""
        r = self.reference
        return r.by.name if r.by.persons else r.by_english.name

    def issuer(self) -> str:
        """Who made an act, with the legal order where the name does not tell it."""
        r = self.reference
        levels = self.labels.tables["jurisdictions"]
        place = r.place.name.partition(" (")[0] if r.place.level in levels["named"] else ""
        name = "" if r.place.level in levels["issuer-in-title"] else r.by_english.name
        return joined([name, "" if place in name else place])

    def number(self) -> str:
        return rewritten(numbered(self.reference), self.labels.rewrites("oscola", "stops"))

    def pinpoint(self) -> str:
        told = rewritten(self.reference.pinpoint, self.labels.rewrites("oscola", "pinpoint"))
        return rewritten(told, self.labels.rewrites("oscola", "stops"))

    def date(self, text: str) -> str:
        return dates.british(text, self.months)
