"""The version of a release, and the places in which it stands."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml

import carbonlex
from carbonlex.errors import ContentError, UsageError
from carbonlex.records.forms import VERSION
from carbonlex.vocabulary import CLX, OWL, PREFIXES, Vocabulary

_CITATIONS = (PREFIXES["dcterms"] + "bibliographicCitation", PREFIXES["schema"] + "citation")


@dataclass(frozen=True, order=True)
class Version:
    """Three numbers, of which a greater one is newer (Semantic Versioning 2.0.0, 2 and 11)."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> "Version":
        """A version as people write it.

        :raises UsageError: for anything else than three numbers.
        """
        found = VERSION.fullmatch(text)
        if found is None:
            raise UsageError(
                f"{text} is no version: write three numbers such as 0.2.0, without a v and without a suffix"
            )
        return cls(*map(int, found.groups()))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


def told(root: Path, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Where a checkout says which version it is, and what it says there.

    :raises ContentError: where one of the files cannot be read.
    """
    yield "src/carbonlex/__init__.py (__version__)", carbonlex.__version__
    try:
        yield (
            "pyproject.toml (version)",
            str(tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]),
        )
        yield "CITATION.cff (version)", str(cited(root)["version"])
    except (OSError, ValueError, LookupError, TypeError, yaml.YAMLError) as error:
        raise ContentError(f"pyproject.toml or CITATION.cff does not say its version: {error}") from None
    yield "ontology/catalog.toml (version)", str(vocabulary.catalog["version"])
    header = ox.NamedNode(CLX.removesuffix("#"))
    for triple in vocabulary.quads:
        if triple.subject != header:
            continue
        name, value = triple.predicate.value, getattr(triple.object, "value", "")
        if name == OWL + "versionInfo":
            yield "ontology/core.ttl (owl:versionInfo)", value
        elif name == OWL + "versionIRI":
            yield "ontology/core.ttl (owl:versionIRI)", value.rpartition("/")[2]
        elif name in _CITATIONS:
            yield "ontology/core.ttl (citation)", value.partition("Version ")[2].partition(". ")[0]
            yield "ontology/core.ttl (address in the citation)", value.rpartition("/")[2]


def cited(root: Path) -> dict[str, Any]:
    """What CITATION.cff says; a day in it as text."""
    found: dict[str, Any] = yaml.load((root / "CITATION.cff").read_text("utf-8"), Loader=yaml.BaseLoader)
    return found


def agreed(version: Version, root: Path, vocabulary: Vocabulary) -> None:
    """All places say the version.

    :raises ContentError: where some do not; the message lists them.
    """
    others = [f"  {place}: {said or 'nothing'}" for place, said in told(root, vocabulary) if said != str(version)]
    if others:
        raise ContentError(
            f"not everything says that it is version {version}. To change:\n" + "\n".join(dict.fromkeys(others))
        )
