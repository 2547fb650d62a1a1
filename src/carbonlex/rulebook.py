"""The rule book, ``ontology/rules/<n>-<family>.toml``: what each rule demands and why, read without the rest of the ontology."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PREFIX = "CLX"


@dataclass(frozen=True)
class Rule:
    """A validation rule as ``ontology/rules/`` describes it."""

    code: str
    severity: str
    title: str
    why: str
    hint: str
    wrong: str = ""
    right: str = ""


def written(code: str) -> str:
    """A code as the book writes it: ``clx102`` and ``102`` are ``CLX102``."""
    code = code.strip().upper()
    return PREFIX + code if code.isdigit() else code


def family(code: str) -> str:
    """The digit of a code's family."""
    return code.removeprefix(PREFIX)[:1]


class Book(Mapping[str, Rule]):
    """The rules by code. Of each family the file is read when one of its rules is asked for.

    :param folder: the ontology's folder.
    :param known: what was :meth:`told` of the same files; they are not read then.
    """

    def __init__(self, folder: Path, known: Mapping[str, str] | None = None) -> None:
        self._files = {path.name[0]: path for path in _files(folder)} if known is None else {}
        self._known = known or {}
        self._read: dict[str, dict[str, Rule]] = {}

    def told(self) -> dict[str, str]:
        """What each family's file says, by its digit, as JSON: it is looked into only when one of its rules is asked for."""
        import json

        return {digit: json.dumps(_entries(path), ensure_ascii=False) for digit, path in self._files.items()}

    def __getitem__(self, code: str) -> Rule:
        return self._family(family(code))[code]

    def __iter__(self) -> Iterator[str]:
        return (code for digit in self._known or self._files for code in self._family(digit))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _family(self, digit: str) -> dict[str, Rule]:
        if digit not in self._read:
            self._read[digit] = {code: Rule(code, **entry) for code, entry in self._entries(digit).items()}
        return self._read[digit]

    def _entries(self, digit: str) -> dict[str, Any]:
        if digit in self._known:
            import json

            entries: dict[str, Any] = json.loads(self._known[digit])
            return entries
        path = self._files.get(digit)
        return _entries(path) if path else {}


def families(folder: Path) -> dict[str, str]:
    """Digit → name of each family, in the order of the book."""
    return dict(path.stem.split("-", 1) for path in _files(folder))


def _entries(path: Path) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(path.read_text("utf-8"))


def _files(folder: Path) -> list[Path]:
    return sorted((folder / "rules").glob("*.toml"))
