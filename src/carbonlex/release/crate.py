"""A release described for machines that know no more of it than that it is a folder: RO-Crate 1.1 (https://w3id.org/ro/crate/1.1)."""

import importlib.metadata
import json
import platform
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from carbonlex import __version__
from carbonlex.errors import ContentError
from carbonlex.release import version as versions
from carbonlex.reports.json import dumps
from carbonlex.site import description
from carbonlex.site.release_pages import Released
from carbonlex.vocabulary import Vocabulary

FILE = "ro-crate-metadata.json"
SPEC = "https://w3id.org/ro/crate/1.1"
TYPES = {
    "cff": "application/yaml",
    "csv": "text/csv",
    "gz": "application/gzip",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "md": "text/markdown",
    "rdf": "application/rdf+xml",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
}
"""Media types by the ending of names (IANA); all else is plain text."""
_AUTHORS, _MAKING = "#authors", "#making"
Entity = dict[str, Any]


def written(
    folder: Path, root: Path, vocabulary: Vocabulary, released: Released, address: str, what: Mapping[str, str]
) -> str:
    """The metadata of a release.

    :param what: what each file or folder is, by its path; folders end in a slash.
    """
    said, cited = vocabulary.catalog["dataset"], versions.cited(root)
    parts = [*(path for path in what if path != FILE), *(path for path in _data(folder) if path not in what)]
    described: list[Entity] = [
        {"@id": FILE, "@type": "CreativeWork", "about": {"@id": "./"}, "conformsTo": {"@id": SPEC}},
        {
            "@id": "./",
            "@type": "Dataset",
            "name": f"{said['title']['en']}, {released.version}",
            "description": said["description"]["en"],
            "datePublished": released.date,
            "version": released.version,
            "url": address,
            "license": {"@id": said["licence"]},
            "author": {"@id": _AUTHORS},
            "publisher": {"@id": _AUTHORS},
            "keywords": cited["keywords"],
            "inLanguage": said["languages"],
            "mentions": {"@id": _MAKING},
            "hasPart": [{"@id": path} for path in parts],
        },
        {"@id": said["licence"], "@type": "CreativeWork", "name": "CC BY 4.0", "url": said["licence"]},
        {
            "@id": _AUTHORS,
            "@type": "Organization",
            "name": cited["authors"][0].get("name", "the authors"),
            "url": vocabulary.catalog["site"],
        },
    ]
    described += (_part(folder, path, what.get(path, "")) for path in parts)
    described += _making(released)
    return dumps({"@context": f"{SPEC}/context", "@graph": described}) + "\n"


def read(folder: Path) -> Released:
    """What a former release says of itself.

    :raises ContentError: where it does not.
    """
    try:
        described = {e["@id"]: e for e in json.loads((folder / FILE).read_text("utf-8"))["@graph"]}
        root = described["./"]
        parts = [part["@id"] for part in root["hasPart"]]
        files = (FILE, *(path for path in parts if "description" in described[path]))
        return Released(str(root["version"]), str(root["datePublished"]), files)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise ContentError(f"{folder / FILE} does not describe a release: {error}") from None


def tools() -> dict[str, str]:
    """Name → version of what makes a release: the program, Python, and the libraries that the program needs."""
    needed = (re.split(r"[^A-Za-z0-9._-]", wanted)[0] for wanted in importlib.metadata.requires("carbonlex") or ())
    versions = {name: importlib.metadata.version(name) for name in sorted(needed)}
    return {"carbonlex": __version__, "Python": platform.python_version(), **versions}


def _making(released: Released) -> Iterator[Entity]:
    """By what it was made (RO-Crate 1.1, provenance of entities)."""
    known = [(f"#tool-{name}", name, version) for name, version in tools().items()]
    yield {
        "@id": _MAKING,
        "@type": "CreateAction",
        "name": f"carbonlex release {released.version}",
        "endTime": released.date,
        "agent": {"@id": _AUTHORS},
        "instrument": [{"@id": iri} for iri, _, _ in known],
        "object": [{"@id": "data/"}, {"@id": "ontology/"}],
        "result": {"@id": "./"},
    }
    for iri, name, version in known:
        yield {"@id": iri, "@type": "SoftwareApplication", "name": name, "softwareVersion": version}


def _part(folder: Path, path: str, what: str) -> Entity:
    if path.endswith("/"):
        return {"@id": path, "@type": "Dataset", "name": path, "description": what or path}
    entity: Entity = {"@id": path, "@type": "File", "name": path, "encodingFormat": media(path)}
    if what:
        entity["description"] = what
    if (folder / path).is_file():  # the checksums are written last, since they cover this file too
        entity["contentSize"] = str((folder / path).stat().st_size)
    return entity


def media(path: str) -> str:
    """The media type of a file."""
    name = path.rpartition("/")[2]
    ending = name.partition(".")[2]
    return description.TYPES.get(ending) or TYPES.get(name.rpartition(".")[2], "text/plain")


def _data(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in (folder / "files").rglob("*") if p.is_file())
