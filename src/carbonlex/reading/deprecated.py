"""Names that a release had and that nothing has any more: ``deprecated.toml`` in a folder of records.

It is no record, because what it speaks of may be anything with a name, such as a class, a facet value or a query, and because it says
nothing of the law (``ontology/decisions/releases.md``).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from carbonlex.errors import UsageError
from carbonlex.faults import Fault, nearest
from carbonlex.patterns import late
from carbonlex.reading import files
from carbonlex.records.forms import TAG, VERSION
from carbonlex.vocabulary import Vocabulary

FILE = "deprecated.toml"
CODE = "CLX207"
"""The rule on what an entry says."""
NAME = late(r"(?:[a-z]+(?:/[a-z0-9-]+){0,2}|ontology#[A-Za-z][A-Za-z0-9]*|rule/CLX[0-9]{3})")
"""A name as it stands there: what follows in the IRI of a record, a concept, a facet, a value or an entry of a list; the name of a class
or a property of the ontology; a named query, or a rule."""
MAX = 4 * 1024 * 1024
_KEYS = {"since": str, "was": dict, "why": dict, "replaced-by": list}
_PLACE = late(r" ?\(at line (\d+), column (\d+)\)|\(at end of document\)")


@dataclass(frozen=True)
class Deprecation:
    """A name that is given up ``since`` a release; what it ``was``, and ``why`` it is gone, by language; names that are to be used in its
    place."""

    name: str
    since: str
    was: Mapping[str, str]
    why: Mapping[str, str]
    replaced_by: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of what it named, as IRIs have it."""
        return self.name.partition("/")[0].partition("#")[0]

    @property
    def id(self) -> str:
        """Its name within that kind."""
        return re.split("[/#]", self.name, maxsplit=1)[-1]

    @property
    def anchor(self) -> str:
        """Its place on the page of all."""
        return re.sub("[/#]", "-", self.name)


@dataclass(frozen=True)
class Deprecated:
    """The entries of a file by name, the lines that they begin on, and what is wrong with them."""

    entries: Mapping[str, Deprecation] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def read(folder: Path, vocabulary: Vocabulary) -> Deprecated:
    """The names that a folder of records gives up; none where it has no such file."""
    path = folder / FILE
    if not path.is_file():
        return Deprecated()
    import tomllib

    try:
        text = files.content(path, MAX).decode()
        told = tomllib.loads(text)
    except (UsageError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        found = _PLACE.search(str(error))
        line, column = (int(found[1]), int(found[2])) if found and found[1] else (1, 1)
        return Deprecated(
            faults=(fault(vocabulary, line, f"it cannot be read: {_PLACE.sub('', str(error))}", "", column),)
        )
    lines = _lines(text)
    entries: dict[str, Deprecation] = {}
    faults: list[Fault] = []
    for name, entry in told.items():
        line = lines.get(name, 1)
        wrong = list(_wrong(name, entry))
        faults += (fault(vocabulary, line, message, name) for message in wrong)
        if not wrong:
            replaced = tuple(entry.get("replaced-by", ()))
            entries[name] = Deprecation(name, entry["since"], entry["was"], entry["why"], replaced)
    return Deprecated(entries, lines, tuple(faults))


def fault(vocabulary: Vocabulary, line: int, message: str, name: str, column: int = 1, hint: str = "") -> Fault:
    """A fault of an entry, with severity and hint from the rule book."""
    rule = vocabulary.rules[CODE]
    return Fault(FILE, line, column, CODE, rule.severity, message, name, "", name, hint or rule.hint)


def written(entry: Deprecation) -> str:
    """An entry as it stands in the file."""
    lines = [f"[{_quoted(entry.name)}]", f"since = {_quoted(entry.since)}"]
    for key, said in (("was", entry.was), ("why", entry.why)):
        lines.append(f"{key} = {{{', '.join(f'{_key(tag)} = {_quoted(text)}' for tag, text in said.items())}}}")
    if entry.replaced_by:
        lines.append(f"replaced-by = [{', '.join(map(_quoted, entry.replaced_by))}]")
    return "\n".join(lines)


def _wrong(name: str, entry: Any) -> Iterator[str]:
    """What an entry does not say, or says in another form."""
    if not NAME.fullmatch(name):
        yield f"{name} is no name of anything, such as definition/xx-market or ontology#Wording"
    if not isinstance(entry, dict):
        yield f"{name} is no table"
        return
    for key, value in entry.items():
        if key not in _KEYS:
            hint = nearest(key, _KEYS)
            yield f"{name}: unknown key {key}" + (f" ({hint})" if hint else "")
        elif not isinstance(value, _KEYS[key]):
            yield f"{name}: {key} is no {'text' if key == 'since' else 'list' if key == 'replaced-by' else 'table of languages'}"
    since, replaced = entry.get("since"), entry.get("replaced-by", [])
    if since is None or (isinstance(since, str) and not VERSION.fullmatch(since)):
        yield f"{name}: since names the release from which on it is gone, such as 0.2.0"
    for key in ("was", "why"):
        said = entry.get(key, {})
        if isinstance(said, dict) and not all(
            TAG.fullmatch(tag) and isinstance(text, str) and text.strip() for tag, text in said.items()
        ):
            yield f"{name}: {key} is text by language"
        elif isinstance(said, dict) and "en" not in said:
            yield f"{name}: {key} is missing in English"
    if isinstance(replaced, list):
        for other in replaced:
            if not isinstance(other, str) or not NAME.fullmatch(other):
                yield f"{name}: replaced-by has {other}, which is no name of anything"


_HEAD = late(r"""^[ \t]*\[[ \t]*(?:"([^"\n]*)"|'([^'\n]*)')[ \t]*\]""", re.MULTILINE)


def _lines(text: str) -> dict[str, int]:
    """The lines on which entries begin."""
    return {found[1] or found[2]: text.count("\n", 0, found.start()) + 1 for found in _HEAD.finditer(text)}


def _key(tag: str) -> str:
    return tag if re.fullmatch("[A-Za-z0-9_-]+", tag) else _quoted(tag)


def _quoted(text: str) -> str:
    """A basic string of TOML (1.0.0)."""
    escaped = (f"\\u{ord(c):04x}" if ord(c) < 32 or ord(c) == 127 else "\\" * (c in '"\\') + c for c in text)
    return f'"{"".join(escaped)}"'
