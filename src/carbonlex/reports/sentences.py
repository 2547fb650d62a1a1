"""Changes in sentences. What a facet or a value is called is the ontology's business; ids stand as they are, to be looked up."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from carbonlex.compare.changes import Change, Key
from carbonlex.compare.words import differences
from carbonlex.records.fields import OneOf, schema
from carbonlex.records.model import KINDS, Acceptance, Reading, Record, Statement, Translation
from carbonlex.reports.headline import visible
from carbonlex.vocabulary import Vocabulary

NOUNS = {"definition": "wording", "proposal": "proposed wording", "asset": "unit"}
AROUND = 24  # characters of agreement shown beside a difference
LONG = 100  # characters shown of a text that is only new or only gone
ALPHABETS = {"LATIN", "CYRILLIC", "GREEK"}  # whose letters look alike (Unicode Technical Standard 39, 4)
ROLES = {"original": "original", "official": "official translation", "gloss": "the project's translation"}


class Sentences:
    """English sentences about changes."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def sentence(self, change: Change) -> str:
        """One change in one sentence, as plain text on one line."""
        subject = f"the {NOUNS.get(change.kind, change.kind)} {change.id}"
        told = self._part(change, subject) if change.path else self._whole(change, subject)
        return visible(" ".join(told.splitlines()))

    def _whole(self, change: Change, subject: str) -> str:
        if change.act == "renamed":
            return f"the {NOUNS.get(change.kind, change.kind)} {change.old} is called {change.new} now, and says what it said"
        record: Record = change.new if change.act == "added" else change.old
        return f"{subject} is {'new' if change.act == 'added' else 'gone'}{_described(record)}"

    def _part(self, change: Change, subject: str) -> str:
        head, _, rest = change.path.partition(".")
        if change.act == "follows":
            return f"{subject} names {change.old} by its new id {change.new} ({_path(change.path)})"
        if change.act == "reordered":
            return f"{subject} has the same {_path(change.path)} in another order"
        part = change.new if change.new is not None else change.old
        if isinstance(part, Reading):
            return self._reading(change, subject, rest)
        if isinstance(part, Statement | Acceptance | Translation):
            return self._statement(change, subject)
        if head == "text":
            tag, role = rest.split(".")
            what = f"words ({tag}, {ROLES[role]})"
        elif rest and head not in ("valid", "in-force", "evidence", "identifiers"):
            what = f"{_path(head)} ({rest})"
        else:
            what = _path(change.path)
        values = self._values(change.kind, head)
        return f"{subject}: {self._clause(change.old, change.new, what, values)}"

    def _reading(self, change: Change, subject: str, facet: str) -> str:
        label = self.vocabulary.label(self.vocabulary.iri("facet", facet))
        old, new = change.old, change.new
        by = f" by {(new or old).by}" if (new or old).by else ""
        if old is None:
            return f"{subject} is now read{by} on {label}: {self._read(facet, new)}"
        if new is None:
            return f"{subject} is no longer read{by} on {label}: it was {self._read(facet, old)}"
        differ = {k.path.split(".")[0] for k in change.keys}
        if differ & {"basis", "values"}:
            was, now = self._read(facet, old), self._read(facet, new)
            if new.basis == "silent":
                told = f"{subject} no longer says anything on {label}{_as_read(by)}: it was {was}, and is silent now"
            elif old.basis == "silent":
                told = f"{subject} says something on {label} now{_as_read(by)}: it was silent, and is {now}"
            else:
                told = f"{subject} is read otherwise{by} on {label}: it was {was}, and is {now} now"
        else:
            told = f"{subject} is read as before{by} on {label}"
        return "; ".join([told, *(self._key(k) for k in change.keys if k.path not in ("basis", "values"))])

    def _read(self, facet: str, reading: Reading) -> str:
        if not reading.values:
            return reading.basis
        return f"{self._labels(facet, reading.values)} ({reading.basis})"

    def _labels(self, facet: str, values: tuple[str, ...]) -> str:
        return ", ".join(self.vocabulary.label(self.vocabulary.iri("value", f"{facet}/{v}")) for v in values)

    def _statement(self, change: Change, subject: str) -> str:
        part = change.new if change.new is not None else change.old
        about = _path(change.path.partition(".")[2])
        if isinstance(part, Statement):
            what, told = f"statement on {about}", self._stated(part)
        elif isinstance(part, Acceptance):
            what, told = f"acceptance for {part.scheme}", f"{part.share} %" if part.share else ""
        else:
            what, told = f"translation ({about})", next(iter(part.form.values()))
        source = ", ".join(p for p in (part.source, part.pinpoint) if p)
        told = f": {quoted(told)}" if told else ""
        if change.act == "added":
            return f"{subject} has a new {what}{told}" + (f" ({source})" if source else "")
        if change.act == "removed":
            return f"{subject} no longer has the {what}{told}" + (f" ({source})" if source else "")
        keys = "; ".join(self._key(k, part) for k in change.keys)
        return f"{subject} has another {what}" + (f" ({source})" if source else "") + f": {keys}"

    def _stated(self, statement: Statement) -> str:
        value = statement.value
        if isinstance(value, Mapping):
            return next(iter(value.values()))
        group, facet = self.vocabulary.range_of(statement.property)
        told = self._labels(facet, (value,)) if group == "facet" else value
        return f"{told} {statement.unit}" if statement.unit else told

    def _key(self, key: Key, part: Any = None) -> str:
        """A key of a part, as a clause."""
        head, _, tag = key.path.partition(".")
        what = f"{_path(head)} ({tag})" if tag and head not in ("valid",) else _path(key.path)
        facet = ""
        if isinstance(part, Statement) and head == "value":
            group, name = self.vocabulary.range_of(part.property)
            facet = name if group == "facet" else ""
        return self._clause(key.old, key.new, what, facet)

    def _clause(self, old: Any, new: Any, what: str, facet: str) -> str:
        if old is None:
            return f"{what} is new: {self._value(new, facet)}"
        if new is None:
            return f"{what} is gone: it was {self._value(old, facet)}"
        if isinstance(old, tuple) and isinstance(new, tuple):
            if sorted(map(str, old)) == sorted(map(str, new)):
                return f"{what} stands in another order"
            gone, come = (tuple(v for v in a if v not in b) for a, b in ((old, new), (new, old)))
            told = [f"{word} {self._value(v, facet)}" for word, v in (("without", gone), ("with", come)) if v]
            return f"{what} is now {' and '.join(told)}"
        if isinstance(old, str) and isinstance(new, str) and not facet and (" " in old + new or _wide(old + new)):
            return f"{what} changed: {marked(old, new)}"
        return f"{what} was {self._value(old, facet)}, and is {self._value(new, facet)} now"

    def _values(self, kind: str, key: str) -> str:
        """The list from which a key's value is taken, where the ontology has labels for it."""
        cls: type = KINDS[kind]
        field = schema(cls).get(key)
        name = field.marker.list if field and isinstance(field.marker, OneOf) else ""
        return name if name in ("concept", "facet", *self.vocabulary.facets) else ""

    def _value(self, value: Any, facet: str) -> str:
        if isinstance(value, tuple):
            return ", ".join(self._value(v, facet) for v in value)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, Mapping):
            return ", ".join(f"{k} {self._value(v, '')}" for k, v in value.items())
        if facet in ("concept", "facet"):
            return self.vocabulary.label(self.vocabulary.iri(facet, str(value)))
        return self._labels(facet, (str(value),)) if facet else quoted(str(value))


def _as_read(by: str) -> str:
    return f", as read{by}" if by else ""


def _path(path: str) -> str:
    return path.replace(".", " ").replace("-", " ")


def _wide(text: str) -> bool:
    return any(unicodedata.east_asian_width(c) in "WF" for c in text)


def _described(record: Record) -> str:
    """What a new record, or one that is gone, is called, and where it belongs."""
    told = [quoted(name) for name in [*record.called.values()][:1]]
    told += [str(v) for k in ("jurisdiction", "source", "pinpoint") if (v := getattr(record, k, None))]
    if ends := [str(v) for k in ("from_", "relation", "to") if (v := getattr(record, k, None))]:
        told.append(" ".join(ends))
    return f" ({', '.join(told)})" if told else ""


def quoted(text: str) -> str:
    """A value in a sentence: names and numbers as they are, texts in quotation marks, and cut where they are long."""
    text = " ".join(text.split())
    if len(text) > LONG:
        text = text[:LONG] + "…"
    return f"“{text}”" if " " in text or _wide(text) else text


def marked(old: str, new: str) -> str:
    """Two texts as one, with ``[-what is gone-]`` and ``{+what is new+}`` marked; agreement far from a difference is left out."""
    stretches = differences(old, new)
    told, gone = [], ""
    for number, stretch in enumerate(stretches):
        if stretch.act == "same":
            told.append(_around(stretch.text, number > 0, number < len(stretches) - 1))
        elif stretch.act == "gone":
            told.append(f"[-{_visible(stretch.text)}-]")
        else:
            told.append(f"{{+{_visible(stretch.text)}+}}{_alike(gone, stretch.text)}")
        gone = stretch.text if stretch.act == "gone" else ""
    return "".join(told)


def _around(text: str, before: bool, after: bool) -> str:
    """The part of an agreement that stands next to a difference, which is before it, after it, or both."""
    if len(text) <= AROUND * (before + after) + 1:
        return text
    return (text[:AROUND] if before else "") + "…" + (text[-AROUND:] if after else "")


def _visible(text: str) -> str:
    """White space other than a blank, and whatever shows nothing, by its code."""
    return "".join(c if c == " " or _shows(c) else _code(c) for c in text)


def _alike(gone: str, new: str) -> str:
    """Told where a difference is hard to see: the same characters encoded otherwise, or letters of another script."""
    if gone and unicodedata.normalize("NFKC", gone) == unicodedata.normalize("NFKC", new):
        return " (the same characters, encoded otherwise)"
    pairs = [(a, b) for a, b in zip(gone, new, strict=False) if a != b]
    scripts = [tuple(unicodedata.name(c, "").split(" ")[0] for c in pair) for pair in pairs]
    if pairs and len(gone) == len(new) and all(a != b and {a, b} <= ALPHABETS for a, b in scripts):
        return " (letters of another script: " + ", ".join(f"{_code(a)} became {_code(b)}" for a, b in pairs[:3]) + ")"
    return ""


def _shows(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs", "Cn")


def _code(character: str) -> str:
    return f"⟨U+{ord(character):04X}⟩"
