"""The texts that somebody keeps in a folder, by their letters.

What is read are the regular files below the folder, and nothing else: no link is followed, since it may lead out of the folder, and
no pipe or device is opened. What cannot be read as a text is passed over and told.
"""

import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from re import IGNORECASE

from carbonlex.errors import UsageError
from carbonlex.patterns import late

KINDS = {".yaml", ".yml", ".txt", ".md", ".html", ".htm", ".xhtml", ".xml"}
MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 100

# Quotation marks of all scripts (Unicode categories Pi and Pf, the straight ones, primes, corner brackets) and invisible characters.
_ASIDE = late("[\\s\"'`´«»‘-‟‹›′″「」『』〝〞〟＂＇\u00ad\u200b-\u200f\u2060\ufeff]+")
_TAG_ENDS = late(r">|=\s{0,9}([\"'])")
_HIDDEN = {name: late(f"</{name}", IGNORECASE) for name in ("script", "style")}
Tell = Callable[[str], None]


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


def texts(folder: Path, tell: Tell = lambda _: None) -> list[Text]:
    """The texts kept below a folder, by the names of their files.

    :param tell: told what was passed over, and why.
    :raises UsageError: where there is no such folder, or no text in it.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder" if folder.exists() else f"there is no folder {folder}")
    found: list[Text] = []
    others: Counter[str] = Counter()
    for path in sorted(_files(folder, tell)):
        suffix = path.suffix.lower()
        if suffix in KINDS:
            found += _read(path, path.relative_to(folder).as_posix(), suffix, tell)
        else:
            others[suffix or "without an ending"] += 1
    if others:
        tell(
            "passed over, since only texts are read: "
            + ", ".join(f"{n} × {what}" for what, n in sorted(others.items()))
        )
    if not found:
        raise UsageError(f"{folder} holds no text ({', '.join(sorted(KINDS))})")
    return found


def _files(folder: Path, tell: Tell) -> Iterator[Path]:
    """The regular files below a folder."""

    def unreadable(error: OSError) -> None:
        tell(f"passed over: {error.filename} cannot be read: {error.strerror}")

    for place, folders, names in os.walk(folder, onerror=unreadable, followlinks=False):
        for name in (*folders, *names):
            path = Path(place, name)
            if path.is_symlink():
                tell(f"passed over: {path.relative_to(folder)} is a link, which may lead out of the folder")
            elif name in names:
                yield path


def _read(path: Path, name: str, suffix: str, tell: Tell) -> Iterator[Text]:
    try:
        content = _content(path)
    except OSError as error:
        tell(f"passed over: {name} cannot be read: {error.strerror}")
        return
    if isinstance(content, str):
        tell(f"passed over: {name} {content}")
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        tell(f"{name} is not UTF-8: what cannot be read of it is left out")
        text = content.decode("utf-8-sig", "replace")
    if suffix in (".yaml", ".yml"):
        yield from _scalars(text, name)
    elif suffix in (".html", ".htm", ".xhtml", ".xml"):
        yield Text(name, "".join(_words(text)))
    else:
        yield Text(name, text)


def _content(path: Path) -> bytes | str:
    """The bytes of a regular file, or what it is instead. Opened so that neither a link is followed nor a pipe waited for, should
    one have taken the file's place."""
    opened = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(opened, "rb") as file:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            return "is no regular file"
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        return f"is larger than {MAX_BYTES // 2**20} MiB"
    return "is no text" if b"\0" in content else content


def _scalars(content: str, name: str) -> Iterator[Text]:
    """Each scalar of a YAML file is a text of its own, so that no quotation is pieced together from two of them."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    nodes, depth = [], 0
    try:
        for event in yaml.parse(content, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise yaml.YAMLError  # the time that libyaml takes for a token grows with the depth
            if isinstance(event, yaml.ScalarEvent):
                nodes.append(event)
    except yaml.YAMLError:
        yield Text(name, content)
        return
    for node in nodes:
        line = node.start_mark.line + 1 if node.start_mark else 0
        yield Text(f"{name}:{line}", node.value)


def _words(page: str) -> Iterator[str]:
    """The words of a page, without tags, comments, scripts and styles. The parser of the standard library takes quadratic time on
    broken pages and gives up on some; here every step goes forward, and nothing is a fault."""
    import html  # two thousand names

    at = 0
    while (begin := page.find("<", at)) >= 0:
        yield html.unescape(page[at:begin])
        if page.startswith("<!--", begin):
            at = _after(page, "-->", begin + 4)
        elif page.startswith("<![CDATA[", begin):
            at = _after(page, "]]>", begin)
            yield page[begin + 9 : at].removesuffix("]]>")
        elif page[begin + 1 : begin + 2].isalpha() or page[begin + 1 : begin + 2] in ("/", "!", "?"):
            yield " "
            at = _tag(page, begin)
            name = page[begin + 1 : begin + 7].lower()
            if hidden := next((h for n, h in _HIDDEN.items() if name.startswith(n)), None):
                closing = hidden.search(page, at)
                at = closing.start() if closing else len(page)
        else:
            yield "<"
            at = begin + 1
    yield html.unescape(page[at:])


def _after(page: str, mark: str, at: int) -> int:
    end = page.find(mark, at)
    return end + len(mark) if end >= 0 else len(page)


def _tag(page: str, begin: int) -> int:
    """Where a tag has ended. A ``>`` within the quotation marks of an attribute does not end it."""
    at = begin + 1
    while match := _TAG_ENDS.search(page, at):
        if not match[1]:
            return match.end()
        at = _after(page, match[1], match.end())
    return len(page)
