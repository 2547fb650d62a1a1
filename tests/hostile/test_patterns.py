"""No pattern of the program takes long, whatever it is given: each is held against texts made for patterns that try many ways to read
one text (catastrophic backtracking). The patterns of shapes and queries are left to engines that never go back."""

import importlib
import itertools
import pkgutil
import re
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml

import carbonlex
from carbonlex.checks.examination import Examination
from carbonlex.graph import prepared
from carbonlex.patterns import Late
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.document import Source
from carbonlex.vocabulary import Vocabulary

PROJECT = Path(__file__).parents[1] / "rules" / "project"
LETTERS = 5_000
SECONDS = 0.1  # a hundred times what the slowest takes, and half of what the square of the letters would
PIECES = (
    *("a", "A", "0", " ", "\t", "\n", "\r", '"', "'", "\\", "/", "<", ">", "(", "[", "{", "-", ".", ":", "#", "&", "=", "_", "|"),
    *("é", "а", "碳", "\u0301", "\u200b", "Ã", "«", "a-", "a b", "a.", "0-", "0,", "\\\\", '\\"', '""', "&a", "&#", "</", "<b ", "= "),
    *("[0]", "[0", ".a[", "# ", "a\n", "\r\n", "?a from ", "(line ", "а ", ", ", "en-", "2021-", "https://a/"),
)  # fmt: skip
ENDS = ("", "!\0", "\n")
MODULES = sorted(found.name for found in pkgutil.walk_packages(carbonlex.__path__, "carbonlex."))


def patterns(module: str) -> dict[str, re.Pattern[str] | re.Pattern[bytes] | Late]:
    """Those that a module keeps, alone or in a list or table."""
    found = {}
    for name, value in vars(importlib.import_module(module)).items():
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else [value]
        found |= {f"{name}[{i}]": p for i, p in enumerate(inner) if isinstance(p, re.Pattern | Late)}
    return found


def seconds(pattern: re.Pattern[Any], text: str | bytes) -> float:
    begin = time.process_time()
    pattern.fullmatch(text)
    all(pattern.finditer(text))
    return time.process_time() - begin


@pytest.mark.parametrize("module", [module for module in MODULES if not module.endswith("__main__")])
def test_no_pattern_goes_back_without_end(module: str) -> None:
    slow = []
    for name, pattern in patterns(module).items():
        for piece, end in itertools.product(PIECES, ENDS):
            text = (piece * LETTERS)[:LETTERS] + end
            given = text if isinstance(pattern.pattern, str) else text.encode()
            if all(seconds(pattern, given) > SECONDS for _ in range(3)):  # memory may be tidied up in between
                slow.append((name, piece, end))
    assert slow == []


LITERALS = {
    "letters": "a" * 20_000 + "!",
    "words": "a " * 10_000 + "!",
    "quotation marks": "«»\"'" * 5_000,
    "brackets": "(" * 20_000,
    "points": "[…]" * 5_000 + "x",
    "tags": "<b " * 5_000 + "</",
    "addresses": "https://" * 2_000 + " ",
    "marks": "a\u0301" * 10_000,
    "scripts": "aа" * 10_000,
    "lines": "\n" * 20_000 + "x",
}


@cache
def dataset() -> Dataset:
    return Dataset.load(PROJECT, Vocabulary())


@cache
def published() -> ox.Store:
    return prepared.in_memory(dataset())


def replaced(node: Any, change: Callable[[str], str]) -> Any:
    if isinstance(node, dict):
        return {key: replaced(value, change) for key, value in node.items()}
    return [replaced(value, change) for value in node] if isinstance(node, list) else change(node)


@pytest.mark.parametrize("literal", LITERALS)
@pytest.mark.parametrize("everywhere", [False, True])
def test_no_literal_takes_long(literal: str, everywhere: bool) -> None:
    """A record of each kind in which every text is this literal; so that shapes are reached too, only what has words."""
    for kind, path in {
        record.kind: PROJECT / at.file for at in dataset().placed.values() for record in [at.record]
    }.items():
        record = yaml.load(path.read_bytes(), yaml.BaseLoader)
        spoilt = replaced(record, lambda text: LITERALS[literal] if everywhere or " " in text else text)
        content = yaml.safe_dump({**spoilt, "kind": kind, "id": record["id"]}, allow_unicode=True).encode()
        begin = time.process_time()
        examination = Examination(dataset().vocabulary, published(), folder=PROJECT)
        faults = examination.faults([Source(path.name, ".yaml", None, None, content)])
        assert faults or not everywhere
        assert time.process_time() - begin < 5, kind
