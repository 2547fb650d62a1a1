"""The rule book, ``ontology/rules/<n>-<family>.toml``: what each rule demands and why, read without the rest of the ontology."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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


def rules(folder: Path) -> dict[str, Rule]:
    """The whole book, by code.

    :param folder: the ontology's folder.
    """
    return {rule.code: rule for path in _files(folder) for rule in _read(path)}


def rule(folder: Path, code: str) -> Rule | None:
    """One rule; the file of its family is read first, and no other if the rule is there."""
    files = sorted(_files(folder), key=lambda path: not path.name.startswith(f"{family(code)}-"))
    return next((rule for path in files for rule in _read(path) if rule.code == code), None)


def families(folder: Path) -> dict[str, str]:
    """Digit → name of each family, in the order of the book."""
    return dict(path.stem.split("-", 1) for path in _files(folder))


def _files(folder: Path) -> list[Path]:
    return sorted((folder / "rules").glob("*.toml"))


def _read(path: Path) -> Iterator[Rule]:
    for code, entry in tomllib.loads(path.read_text("utf-8")).items():
        yield Rule(code, **entry)
