"""Every wording looked up, letter for letter, in a folder of texts: found, not found (with the nearest place), not kept there.

What counts are the letters and marks of the text. Left aside are white space, line breaks, soft hyphens, and quotation marks,
which editors and typesetters change; and an omission (… or three dots, with or without brackets) stands for words left out,
so that the parts before and after it must follow each other in one text.
"""

import html.parser
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from carbonlex.errors import UsageError
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Record, Statement, Worded

KINDS = {".yaml", ".yml", ".txt", ".md", ".html", ".htm", ".xhtml", ".xml"}
SEED = 12  # letters of a probe when the nearest place is looked for
KEPT = 0.3  # share of probes that must hit for a text to count as kept in a changed form

# Quotation marks of all scripts (Unicode categories Pi and Pf, the straight ones, primes, corner brackets) and invisible characters.
_ASIDE = re.compile("[\\s\"'`´«»‘-‟‹›′″「」『』〝〞〟＂＇\u00ad\u200b-\u200f\u2060\ufeff]+")
_OMISSION = re.compile(r"[\[(（]?(?:…+|\.{3,})[\])）]?")


@dataclass(frozen=True)
class Quotation:
    """Words that a record puts into a source's mouth, with the path at which they stand."""

    record: Record
    path: str
    words: str


@dataclass(frozen=True)
class Lookup:
    """What became of one quotation. ``state`` is ``found``, ``not found`` or ``not kept``; ``place`` names the text and, for a
    quotation that is not found, the words there that come nearest."""

    quotation: Quotation
    state: str
    place: str = ""
    nearest: str = ""


@dataclass(frozen=True)
class Text:
    """A text of the folder, as it stands and by its letters."""

    name: str
    plain: str

    @cached_property
    def letters(self) -> str:
        """What counts of it."""
        return letters(self.plain)

    @cached_property
    def _offsets(self) -> list[int]:
        return [i for i, c in enumerate(self.plain) if letters(c)]

    def around(self, position: int, length: int) -> str:
        """The plain words at a position among the letters."""
        offsets = self._offsets
        if len(offsets) != len(self.letters):  # composed differently: the letters themselves have to do
            return self.letters[max(0, position) : position + length]
        begin = offsets[max(0, min(position, len(offsets) - 1))]
        end = offsets[min(position + length, len(offsets)) - 1] + 1
        return " ".join(self.plain[begin:end].split())


def letters(text: str) -> str:
    """What counts of a text: everything but white space, quotation marks and invisible characters, in normalisation form C."""
    return _ASIDE.sub("", unicodedata.normalize("NFC", text))


def quotations(dataset: Dataset) -> Iterator[Quotation]:
    """All quotations of a data set, by kind and id."""
    for key in sorted(dataset.placed):
        yield from of(dataset.placed[key].record)


def of(record: Record) -> Iterator[Quotation]:
    """A record's quotations: originals and official translations of a wording, and what statements quote. Readings quote from
    the wordings."""
    if isinstance(record, Worded):
        for tag, wording in record.text.items():
            for role, words in wording.words():
                if role != "gloss":
                    yield Quotation(record, f"text.{tag}.{role}", words)
    for index, statement in enumerate(getattr(record, "statements", ())):
        assert isinstance(statement, Statement)
        for tag, words in (statement.quote or {}).items():
            yield Quotation(record, f"statements[{index}].quote.{tag}", words)


def texts(folder: Path) -> list[Text]:
    """The texts kept below a folder.

    :raises UsageError: where there is no such folder, or no text in it.
    """
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}")
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in KINDS and p.is_file())
    if not paths:
        raise UsageError(f"{folder} holds no text ({', '.join(sorted(KINDS))})")
    return [t for p in paths for t in _read(p, p.relative_to(folder).as_posix())]


def lookup(quoted: Iterable[Quotation], kept: list[Text]) -> Iterator[Lookup]:
    """Look every quotation up."""
    for quotation in quoted:
        parts = [part for p in _OMISSION.split(quotation.words) if (part := letters(p))]
        found = next((t for t in kept if _in_order(parts, t.letters)), None)
        yield Lookup(quotation, "found", found.name) if found else _nearest(quotation, "".join(parts), kept)


def _in_order(parts: list[str], text: str) -> bool:
    position = 0
    for part in parts:
        position = text.find(part, position)
        if position < 0:
            return False
        position += len(part)
    return bool(parts)


def _nearest(quotation: Quotation, wanted: str, kept: list[Text]) -> Lookup:
    """The place at which most probes of the quotation agree."""
    seed = min(SEED, max(4, len(wanted) // 3))
    probes = [(i, wanted[i : i + seed]) for i in range(0, max(1, len(wanted) - seed + 1), max(1, seed // 2))]
    best: tuple[int, Text | None, int] = (0, None, 0)
    for text in kept:
        places: dict[int, list[int]] = {}
        for offset, probe in probes:
            at = text.letters.find(probe)
            while at >= 0:
                # A few letters more or less on the way do not matter.
                places.setdefault((at - offset) // seed, []).append(at - offset)
                at = text.letters.find(probe, at + 1)
        for begins in places.values():
            if len(begins) > best[0]:
                best = (len(begins), text, begins[0])
    count, near, position = best
    if near is None or count < KEPT * len(probes):
        return Lookup(quotation, "not kept")
    return Lookup(quotation, "not found", near.name, near.around(position, len(wanted) + seed))


def _read(path: Path, name: str) -> Iterator[Text]:
    content = path.read_bytes().decode("utf-8-sig", "replace")
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml"):
        yield from _scalars(content, name)
    elif suffix in (".html", ".htm", ".xhtml", ".xml"):
        parser = _Words()
        parser.feed(content)
        parser.close()
        yield Text(name, "".join(parser.words))
    else:
        yield Text(name, content)


def _scalars(content: str, name: str) -> Iterator[Text]:
    """Each scalar of a YAML file is a text of its own, so that no quotation is pieced together from two of them."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        nodes = [e for e in yaml.parse(content, Loader=loader) if isinstance(e, yaml.ScalarEvent)]
    except yaml.YAMLError:
        yield Text(name, content)
        return
    for node in nodes:
        line = node.start_mark.line + 1 if node.start_mark else 0
        yield Text(f"{name}:{line}", node.value)


class _Words(html.parser.HTMLParser):
    """The words of a page, without scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")
        self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style") and self._hidden > 0
        self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)
