"""What nodes and properties of the graph are called: in findings, and in the authoring format."""

import re
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pyoxigraph as ox

from carbonlex.vocabulary import CLX, PREFIXES, RDF, Vocabulary


def name(node: Any) -> str:
    """How a result of a check calls a node: IRI or lexical form; a blank node by its label."""
    return f"_:{node.value}" if isinstance(node, ox.BlankNode) else getattr(node, "value", str(node))


def local(iri: str) -> str:
    """A property as findings name it."""
    return iri.removeprefix(CLX)


@dataclass(frozen=True)
class Keys:
    """What the project's JSON-LD context calls properties and classes, and which classes records and their parts have."""

    by_property: dict[str, str]
    classes: dict[str, str]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> "Keys":
        """From the context."""
        properties: dict[str, str] = {}
        classes: dict[str, str] = {CLX + "Inference": "inference"}
        # What a key means in records of one kind, or in a part of a record, comes after what it means everywhere.
        scopes = [e["@context"] for e in vocabulary.context.values() if isinstance(e, dict) and "@context" in e]
        for key, entry in chain(vocabulary.context.items(), *(scope.items() for scope in scopes)):
            iri = entry if isinstance(entry, str) else entry.get("@id", "clx:" + key) if isinstance(entry, dict) else ""
            prefix, _, local = str(iri).partition(":")
            whole = PREFIXES[prefix] + local if prefix in PREFIXES else str(iri)
            if key.endswith(("-record", "-part")):
                classes[whole] = key
            else:
                properties.setdefault(whole, key)
        properties.pop(RDF + "type", None)  # said by several keys
        return cls(properties, classes)

    def key(self, predicate: str) -> str:
        """What the authoring format calls a property: the context's name for it, else its local name with hyphens."""
        if predicate.startswith(CLX):
            return self.by_property.get(predicate) or re.sub("([A-Z])", r"-\1", local(predicate)).lower()
        return self.by_property.get(predicate, "")
