"""A record that is being begun: answers by path, what has still to be answered, and which names an answer may be.

The keys are those of the record model, and an answer will do when the reader takes it: nothing is checked here that the reader checks.
"""

import copy
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carbonlex.errors import UsageError
from carbonlex.faults import Fault, nearest
from carbonlex.reading.keys import Keys
from carbonlex.records.fields import AnyRef, Form, OneOf, Ref, Shape, english, form, schema
from carbonlex.records.model import KINDS, Concept, Reading, Statement, Wording
from carbonlex.vocabulary import Vocabulary

LANGUAGE = "*"
"""In a path: the tag of a language that has still to be said."""
FEW = 20
"""So many names are told in full; of more, only the nearest."""
_TEXT = Shape("text")
_VALUE = Shape("value")
_BY_LANGUAGE = (_TEXT, _VALUE, Shape("text-or-name"))
_MISSING = "CLX104"


class WrongAnswer(UsageError):
    """An answer that will not do, with the reason and a remedy."""


@dataclass(frozen=True)
class Question:
    """What has to be answered, what for, and for a statement its property."""

    path: str
    form: Form
    about: str
    stated: str = ""

    @property
    def speaks(self) -> bool:
        """Whether words by language will do, among other things."""
        return self.form.marker in _BY_LANGUAGE

    @property
    def wants(self) -> str:
        """What is to be given, in one word."""
        marker = self.form.items.marker if self.form.items else self.form.marker
        if isinstance(marker, Ref | AnyRef) or self.path == "id":
            return "ID"
        return "NAME" if isinstance(marker, OneOf) else "DATE" if marker == Shape("date") else "TEXT"


@dataclass(frozen=True)
class Place:
    """Where a path leads: its steps with every number in a list, the form wanted there, and the class and key that want it."""

    steps: tuple[str | int, ...]
    form: Form
    owner: type
    key: str


class Draft:
    """The answers so far, as a tree. ``ids`` are those of the records to which this one may refer, by kind."""

    def __init__(self, kind: str, vocabulary: Vocabulary, ids: Mapping[str, Sequence[str]]) -> None:
        self.kind = kind
        self.cls: type = KINDS[kind]
        self.vocabulary = vocabulary
        self.keys = Keys(vocabulary.folder)
        self.ids = ids
        self.said: dict[str, Any] = {"kind": kind}
        for path, text in self.keys.kinds[kind].given.items():
            _put(self.said, self.place(path).steps, text)

    @property
    def language(self) -> str:
        """The language of the original, which readings quote; else the first that the record uses but in its notes, which may be in
        any; empty as long as it uses none."""
        originals: list[str] = []
        others: list[str] = []
        for key, field in schema(self.cls).items():
            wanted, said = form(field.annotation), self.said.get(key, {})
            if wanted.items and wanted.items.part is Wording:
                originals += [tag for tag, words in said.items() if "original" in words]
                others += said
            elif wanted.marker == _TEXT and key != "notes":
                others += said
        return next(iter([*originals, *others]), "")

    def put(self, path: str, text: str) -> None:
        """Take an answer. It takes the place of an earlier one; in a list it is a further item, and ids in a list have commas between.

        :raises WrongAnswer: where the path leads nowhere, or the text will not do there. Nothing is changed then.
        """
        place = self.place(path)
        wanted = place.form
        if wanted.part or wanted.mapped or (wanted.items and (wanted.items.part or wanted.items.items)):
            raise WrongAnswer(f"{path} has keys of its own: say {path}.KEY")
        if wanted.marker == _TEXT:
            raise WrongAnswer(f"{path} must say its language, as in {path}.{self.language or 'en'}")
        words = unicodedata.normalize("NFC", text.strip())
        if any("\ud800" <= letter <= "\udfff" for letter in words):
            raise WrongAnswer(f"{path}: the text is not UTF-8")
        names, closed = self.known(path)
        before = copy.deepcopy(self.said)
        try:
            several = wanted.items is not None and wanted.items.marker is not None
            for one in [w.strip() for w in words.split(",")] if several else [words]:
                if closed and one not in names:
                    raise WrongAnswer(f"{path}: {self._unknown(one, names)}")
                _put(self.said, place.steps, [one] if wanted.listed else one)
            if place.key == "id" and words in self.ids.get(self.kind, ()):
                raise WrongAnswer(f"there is a {self.kind} {words} already")
            for fault in self._faults():
                if fault.code != _MISSING:
                    # The last answer that was wanting may show that another will not do.
                    at = path if not fault.path or fault.path.startswith(path.partition(".")[0]) else fault.path
                    message = _sentence(fault)
                    raise WrongAnswer(message if at in message else f"{at}: {message}")
        except WrongAnswer:
            self.said = before
            raise

    def faults(self) -> list[str]:
        """Whatever the reader says against the record as it is, in sentences."""
        return [_sentence(fault) for fault in self._faults()]

    def _faults(self) -> list[Fault]:
        from carbonlex.reading.reader import read  # here, since the help of a command does not wait for a parser
        from carbonlex.reading.yamltext import flow

        _, faults = read("", flow(self.said).encode(), self.vocabulary)
        return [fault for fault in faults if fault.severity == "error"]

    def known(self, path: str) -> tuple[Sequence[str], bool]:
        """The names that an answer may be, and whether it must be one of them."""
        place = self.place(path)
        marker = place.form.items.marker if place.form.items else place.form.marker
        if isinstance(marker, OneOf):
            return self.vocabulary.list(marker.list), True
        if isinstance(marker, Ref | AnyRef):
            return self._ids(marker.kinds), True
        if (place.owner, place.key) == (Concept, "id"):
            return self.vocabulary.list("concept"), True
        if (place.owner, place.key) == (Reading, "values"):
            return self.vocabulary.facets[str(place.steps[1])], True
        if (place.owner, place.key) == (Statement, "property"):
            return tuple(self.vocabulary.catalog["properties"]), False
        if (place.owner, place.key, marker) == (Statement, "value", _VALUE):
            statement = _get(self.said, place.steps[:-1]) or {}
            group, name = self.vocabulary.range_of(statement.get("property", ""))
            if group:
                return (self.vocabulary.facets[name] if group == "facet" else self._ids((name,))), True
        return (), False

    def missing(self) -> Iterator[Question]:
        """What has still to be answered: what the model requires, what the kind asks for besides, and last the id."""
        required = list(_missing(self.cls, self.said, "", self.keys))
        yield from (q for q in required if q.path != "id")
        for asked in self.keys.kinds[self.kind].asked:
            paths = asked.split("|")
            if not any(self._answered(path) for path in paths):
                place = self.place(paths[0])
                yield Question(paths[0], place.form, self.keys.about(place.owner, place.key))
        yield from (q for q in required if q.path == "id")

    def questions(self) -> Iterator[Question]:
        """What is missing, and then every other key of the record that takes a plain value, a list of such, or words by language."""
        missing = list(self.missing())
        yield from missing
        paths = {question.path for question in missing}
        for key, field in schema(self.cls).items():
            wanted = form(field.annotation)
            path = f"{key}.{LANGUAGE}" if wanted.marker == _TEXT else key
            plain = not wanted.part and not (
                wanted.items and (wanted.mapped or wanted.items.part or wanted.items.items)
            )
            if key != "kind" and plain and path not in paths:
                yield Question(path, wanted, self.keys.about(self.cls, key))

    def proposed_id(self) -> str:
        """An id made of the two records that are joined, or of the legal order and the first name in Latin letters; or nothing."""
        said = self.said
        fields = schema(self.cls).items()
        joined = [said[k] for k, f in fields if f.required and isinstance(f.marker, AnyRef) and k in said]
        named = [said[k] for k, f in fields if f.marker == _TEXT and k in said]
        word = _slug(english(named[0])) if named else ""
        where = said.get("jurisdiction", "")
        made = "-".join(joined) or ("-".join(filter(None, (where, word))) if word else "")
        return made if 2 <= len(made) <= 80 and made not in self.ids.get(self.kind, ()) else ""

    def place(self, path: str) -> Place:
        """Follow a path such as ``text.vi.original``, ``statements.0.value`` or ``readings.mechanism.values``.

        :raises WrongAnswer: where it leads nowhere.
        """
        here, owner, key = Form(part=self.cls), self.cls, ""
        steps: list[str | int] = []
        for step in re.sub(r"\[([0-9]+)\]", r".\1", path).split("."):
            if key == "readings" and here.listed and here.items and not step.isdecimal():
                here, steps = here.items, [*steps, 0]  # the only reading of a facet needs no number
            at: str | int = step
            if here.part:
                known = schema(here.part)
                if step not in known or step == "kind":
                    names = [k for k in known if k != "kind"]
                    raise WrongAnswer(f"{path}: there is no key {step}: {nearest(step, names) or ', '.join(names)}")
                owner, key, here = here.part, step, form(known[step].annotation)
            elif here.listed and here.items and step.isdecimal():
                here, at = here.items, int(step)
            elif here.mapped and here.items:
                if key == "readings" and step not in self.vocabulary.facets:
                    raise WrongAnswer(f"{path}: {self._unknown(step, self.vocabulary.facets, 'facet')}")
                here = here.items
            elif here.marker in _BY_LANGUAGE:
                here = Form()
            else:
                hint = ": number its items from 0" if here.listed else ""
                raise WrongAnswer(f"{path}: {'.'.join(map(str, steps))} has no key {step}{hint}")
            steps.append(at)
        return Place(tuple(steps), here, owner, key)

    def _ids(self, kinds: tuple[str, ...]) -> Sequence[str]:
        concepts = self.vocabulary.list("concept") if "concept" in kinds else ()
        return [*(id_ for kind in kinds for id_ in self.ids.get(kind, ())), *concepts]

    def _unknown(self, name: str, known: Sequence[str] | Mapping[str, object], what: str = "") -> str:
        few = "one of " + ", ".join(known) if len(known) <= FEW else ""
        hint = nearest(name, known) or few
        return f"there is no {what + ' ' if what else ''}{name}" + (f": {hint}" if hint else "")

    def _answered(self, path: str) -> bool:
        first, _, rest = path.partition(f".{LANGUAGE}.")
        found = _get(self.said, tuple(first.split(".")))
        return any(rest in part for part in found.values()) if rest and found else bool(found)


def _sentence(fault: Fault) -> str:
    return fault.message + (f" ({fault.hint})" if fault.hint else "")


def _missing(cls: type, said: Mapping[str, Any], path: str, keys: Keys) -> Iterator[Question]:
    """The required keys of a class, and of the parts that are there or are required, that say nothing yet."""
    besides = keys.wanted(cls, said)
    for key, field in schema(cls).items():
        here, wanted, value = path + key, form(field.annotation), said.get(key)
        if wanted.part and (field.required or value is not None):
            yield from _missing(wanted.part, value or {}, f"{here}.", keys)
        elif wanted.items and key not in besides:
            yield from _missing_in(wanted.items, value, here, keys)
        elif (field.required or key in besides) and not value:
            tail = f".{LANGUAGE}" if wanted.marker == _TEXT else ""
            yield Question(here + tail, wanted, keys.about(cls, key), said.get("property", ""))


def _missing_in(items: Form, value: Any, path: str, keys: Keys) -> Iterator[Question]:
    for name, item in value.items() if isinstance(value, dict) else enumerate(value or ()):
        if items.part:
            yield from _missing(items.part, item, f"{path}.{name}.", keys)
        elif items.items:
            yield from _missing_in(items.items, item, f"{path}.{name}", keys)


def _put(tree: Any, steps: tuple[str | int, ...], value: str | list[str]) -> None:
    """Set a value in a tree of dicts and lists, making what leads to it; a list is added to the one that is there."""
    step, rest = steps[0], steps[1:]
    if isinstance(tree, str):
        raise WrongAnswer(f"{step}: {tree} is said there already; give either one value or words by language")
    if isinstance(step, int):
        if step > len(tree):
            raise WrongAnswer(
                f"number {step}: there are {len(tree)} items so far, so the next has the number {len(tree)}"
            )
        if step == len(tree):
            tree.append({})
    elif rest:
        tree.setdefault(step, [] if isinstance(rest[0], int) else {})
    if rest:
        _put(tree[step], rest, value)
    else:
        tree[step] = [*tree.get(step, ()), *value] if isinstance(value, list) else value


def _get(tree: Any, steps: tuple[str | int, ...]) -> Any:
    for step in steps:
        if isinstance(tree, list):
            tree = tree[step] if isinstance(step, int) and step < len(tree) else None
        else:
            tree = tree.get(step) if isinstance(tree, dict) else None
    return tree


def _slug(text: str) -> str:
    """The Latin letters and figures of a name, as an id; nothing where other scripts would be lost."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c)).replace(
        "đ", "d"
    )
    letters = [c for c in plain if c.isalpha()]
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") if all(c.isascii() for c in letters) else ""
