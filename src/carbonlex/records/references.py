"""To which other records a record leads, and from where in it."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from carbonlex.records.fields import AnyRef, Ref, members


def references(instance: Any, path: str = "") -> Iterator[tuple[str, Ref | AnyRef, str]]:
    """Each reference of a record, or of a part of one: its path, what it may lead to, and the id.

    What a statement's value refers to depends on its property, which the ontology's catalogue knows, and is not among them.
    """
    for key, field, value in members(instance):
        here = f"{path}.{key}" if path else key
        marker = field.marker if isinstance(field.marker, Ref | AnyRef) else None
        if isinstance(value, str) and marker:
            yield here, marker, value
        elif isinstance(value, Mapping):
            for name, inner in value.items():
                for index, part in enumerate(inner if isinstance(inner, tuple) else ()):
                    at = f"{here}.{name}" + (f"[{index}]" if len(inner) > 1 else "")
                    yield from references(part, at)
        elif isinstance(value, tuple):
            for index, part in enumerate(value):
                if marker and isinstance(part, str):
                    yield f"{here}[{index}]", marker, part
                elif dataclasses.is_dataclass(part):
                    yield from references(part, f"{here}[{index}]")
        elif dataclasses.is_dataclass(value):
            yield from references(value, here)
