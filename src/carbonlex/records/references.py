"""To which other records a record leads, and from where in it."""

import dataclasses
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from carbonlex.records.fields import AnyRef, Field, Form, Ref, form, schema


def references(instance: Any, path: str = "") -> Iterator[tuple[str, Ref | AnyRef, str]]:
    """Each reference of a record, or of a part of one: its path, what it may lead to, and the id.

    What a statement's value refers to depends on its property, which the ontology's catalogue knows, and is not among them.
    """
    cls: type = type(instance)
    for key, field in _leading(cls):
        value = getattr(instance, field.attribute)
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


@cache
def _leading(cls: type) -> tuple[tuple[str, Field], ...]:
    """The fields of a class, with their keys, in which a reference may stand."""
    return tuple(
        (key, field)
        for key, field in schema(cls).items()
        if isinstance(field.marker, Ref | AnyRef) or _leads(form(field.annotation))
    )


def _leads(held: Form | None) -> bool:
    """Whether a reference may stand in a value of this form."""
    return held is not None and (bool(held.part and _leading(held.part)) or _leads(held.items))
