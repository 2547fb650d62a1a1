"""The page that asks the graph: the shelf that it shows, the names that its editor proposes, and the engine that runs in it."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex import places
from carbonlex.query.shelf import NamedQuery
from carbonlex.reading.dataset import Dataset
from carbonlex.site import addresses
from carbonlex.site.edition import Edition
from carbonlex.site.page import Page
from carbonlex.vocabulary import CLX, OWL, PREFIXES, RDF

FOLDER = "query"
"""Where what the page runs lies, below ``static/``."""
ENGINE = "oxigraph.wasm.gz"
BUNDLED = (ENGINE, "query.js", "worker.js", "LICENSES.txt")
_GRAPH = "carbonlex.nq"
# What the editor calls the sorts of names; a sort that stands earlier wins where a name is of several.
_SORTS = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "property",
    OWL + "DatatypeProperty": "property",
    OWL + "AnnotationProperty": "property",
}
_OTHER = "constant"


def page(queries: Mapping[str, str]) -> Page:
    """The page with the shelf.

    :param queries: the texts of the named queries, by name.
    """
    return Page("sparql/", "sparql.html", shown={"shelf": [NamedQuery.parse(n, text) for n, text in queries.items()]})


def engine() -> int:
    """How many bytes the engine has; none where this copy of the program was made without it."""
    found = _bundle()
    return (found / ENGINE).stat().st_size if found else 0


def _bundle() -> Path | None:
    folder = places.site() / "vendor"
    return folder if all((folder / name).is_file() for name in BUNDLED) else None


def setting(
    edition: Edition, listed: Sequence[tuple[str, int, str]], version: str, concepts: Sequence[str]
) -> dict[str, Any]:
    """What the page's script needs to know in one language.

    :param listed: the data files with sizes and digests; of them the graph with its named graphs is asked.
    :param concepts: the concepts that have a page.
    """
    sizes = {name: (size, digest) for name, size, digest in listed}
    digest = sizes.get(_GRAPH, (0, ""))[1]
    said = "sparql.said."
    return {
        "base": edition.vocabulary.base,
        "bytes": engine() + sizes.get(f"{_GRAPH}.gz", (0, ""))[0],
        "concepts": list(concepts),
        "data": f"{version}-{digest[:12]}" if digest else version,
        "folder": addresses.localized(edition.lang, ""),
        "folders": addresses.FOLDERS,
        "prefixes": PREFIXES,
        "words": {
            n.removeprefix(said): edition.strings(n) for n in sorted(edition.strings.names) if n.startswith(said)
        },
    }


def write(folder: Path, editions: Sequence[Edition], queries: Mapping[str, str]) -> None:
    """Write what the page loads below ``static/``: the named queries, for its script in each language and one by one, the names that the
    editor proposes in each language, the ids of all records, and the bundle where there is one."""
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    for edition in editions:
        (target / f"names-{edition.lang}.json").write_text(_json(list(names(edition))), "utf-8")
    shelf = {name: NamedQuery.parse(name, text) for name, text in queries.items()}
    for edition in editions:
        told = {name: query.told(edition.lang) for name, query in shelf.items()}
        (target / f"shelf-{edition.lang}.js").write_text("window.carbonlexShelf = " + _json(told), "utf-8")
    for name, text in queries.items():
        (target / f"{name}.rq").write_text(text, "utf-8")
    (target / "records.json").write_text(_json(ids(editions[0].dataset)), "utf-8")
    if bundle := _bundle():
        for name in BUNDLED:
            shutil.copyfile(bundle / name, target / name)


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def names(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """What the ontology names, each with its label and its sort: ``clx:`` and a name, or an IRI without the data's base."""
    vocabulary = edition.vocabulary
    sorts: dict[str, str] = {}
    for t in (*vocabulary.quads, *vocabulary.words):
        if isinstance(t.subject, ox.NamedNode) and t.predicate.value == RDF + "type":
            sort = _SORTS.get(t.object.value, _OTHER) if isinstance(t.object, ox.NamedNode) else _OTHER
            sorts[t.subject.value] = sort if sort != _OTHER else sorts.get(t.subject.value, sort)
    for iri, sort in sorted(sorts.items()):
        if iri.startswith(CLX) and (name := iri.removeprefix(CLX)):
            yield f"clx:{name}", vocabulary.label(iri, edition.lang), sort
        elif iri.startswith(vocabulary.base):
            yield iri.removeprefix(vocabulary.base), vocabulary.label(iri, edition.lang), sort


def ids(dataset: Dataset) -> dict[str, list[str]]:
    """Kind → the ids of its records."""
    found: dict[str, list[str]] = {}
    for kind, id_ in sorted(dataset.placed):
        found.setdefault(kind, []).append(id_)
    return found
