"""Which keys of the authoring format stand for a name of the ontology: the JSON-LD context read backwards."""

import tomllib
from typing import Any

from carbonlex.vocabulary import CLX, PREFIXES, RDF, Vocabulary

# A kind or part of record that gives some keys a meaning of their own has them in a context of its own.
_SCOPED = ("-record", "-part")


def keys(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """IRI → the keys, each with the section of ``keys.toml`` that explains it, as ``reading: by``."""
    sections = tomllib.loads((vocabulary.folder / "keys.toml").read_text("utf-8"))["keys"]
    context = vocabulary.context
    found: dict[str, list[str]] = {}
    for section, known in sections.items():
        own = next((context[section + end] for end in _SCOPED if section + end in context), None)
        scoped = own.get("@context", {}) if isinstance(own, dict) else {}
        for key in known:
            iri = _iri(scoped.get(key, context.get(key)), key)
            if iri:
                found.setdefault(iri, []).append(f"{section}: {key}")
    for name, entry in context.items():
        if name.endswith("-record"):
            found.setdefault(_iri(entry, name), []).append(f"kind: {name.removesuffix('-record')}")
    for id_, iri in vocabulary.asset_types.items():
        found.setdefault(iri, []).append(f"asset: type: {id_}")
    for id_ in vocabulary.list("basis"):
        found.setdefault(_iri(context[id_], id_), []).append(f"reading: basis: {id_}")
    return found


def _iri(entry: Any, key: str) -> str:
    """The IRI of an entry of the context; a key that the context does not have is a name of the ontology."""
    name = entry if isinstance(entry, str) else (entry or {}).get("@id", key)
    if name.startswith("@"):
        return RDF + "type" if name == "@type" else ""
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon else CLX + name
