"""A record, or a part of one, as its author would write it: plain mappings, lists and text."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from carbonlex.records.fields import members


def authored(part: Any) -> Any:
    """The keys of the authoring format, without what is not said. What is no part of a record stays as it is."""
    if dataclasses.is_dataclass(part):
        return {key: authored(value) for key, _, value in members(part) if value not in (None, (), {})}
    if isinstance(part, Mapping):
        return {key: authored(value) for key, value in part.items()}
    if isinstance(part, tuple | list):
        return [authored(value) for value in part]
    return part
