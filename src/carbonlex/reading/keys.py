"""What kinds and keys are for, in one sentence each, as ``ontology/keys.toml`` says it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from carbonlex import places


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of record: what it is, where its records lie, and what is asked or given besides the required keys."""

    about: str
    folder: str
    asked: Sequence[str] = ()
    given: Mapping[str, str] = field(default_factory=dict)


class Keys:
    """The sentences, by kind and by the class of the record model that declares the key."""

    def __init__(self, folder: Path | None = None) -> None:
        told: dict[str, Any] = tomllib.loads(((folder or places.ontology()) / "keys.toml").read_text("utf-8"))
        self.kinds: Mapping[str, Kind] = {kind: Kind(**entry) for kind, entry in told["kinds"].items()}
        self.examples: Mapping[str, str] = told["examples"]
        self._wanted: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]] = told["wanted"]
        self._keys: Mapping[str, Mapping[str, str]] = told["keys"]

    def about(self, cls: type, key: str) -> str:
        """What a key of a class is for: said where the class, or one that it extends, declares the key."""
        return next(told[key] for c in cls.__mro__ if key in (told := self._keys.get(name(c), {})))

    def wanted(self, cls: type, said: Mapping[str, Any]) -> list[str]:
        """The keys that a part of a record must have besides the required ones, for what it says already."""
        return [
            key for by, values in self._wanted.get(name(cls), {}).items() for key in values.get(said.get(by, ""), ())
        ]


def name(cls: type) -> str:
    """What a class of the record model is called in the authoring format: its kind, or its own name."""
    from carbonlex.records.model import KINDS  # here, since help on the kinds does not wait for the model

    return next((kind for kind, record in KINDS.items() if record is cls), cls.__name__.lower())
