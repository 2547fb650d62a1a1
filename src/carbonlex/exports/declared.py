"""What the ontology declares of the formats of the field, ``ontology/exports.toml``: predicates, headers, notes."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from carbonlex.vocabulary import PREFIXES


@cache
def of(folder: Path) -> Mapping[str, Any]:
    """The declarations of an ontology's folder."""
    return tomllib.loads((folder / "exports.toml").read_text("utf-8"))


def expanded(curie: str) -> str:
    """The IRI of a name with one of the prefixes that are known everywhere."""
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local
