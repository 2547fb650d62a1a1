"""A record, or a part of one, as its author would write it: plain mappings, lists and text."""

import dataclasses
from collections.abc import Callable, Collection, Mapping
from typing import Any

from carbonlex.records.fields import members


def authored(
    part: Any,
    without: Callable[[Any], Collection[str]] = lambda _: (),
    listed: Callable[[list[Any]], list[Any]] = lambda items: items,
) -> Any:
    """The keys of the authoring format, without what is not said. What is no part of a record stays as it is.

    :param without: the keys of a part that are left out.
    :param listed: what is written for the items of a list.
    """
    if dataclasses.is_dataclass(part):
        out = without(part)
        said = ((key, value) for key, _, value in members(part) if key not in out and value not in (None, (), {}))
        return {key: authored(value, without, listed) for key, value in said}
    if isinstance(part, Mapping):
        return {key: authored(value, without, listed) for key, value in part.items()}
    if isinstance(part, tuple | list):
        return listed([authored(value, without, listed) for value in part])
    return part
