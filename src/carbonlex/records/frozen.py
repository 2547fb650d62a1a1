"""Frozen types as :mod:`dataclasses` makes them, but made in a tenth of the time: it writes and compiles six methods for each class, and
every start of the program pays for two dozen classes of records, most of which it never sees.

Fields are those of :mod:`dataclasses`, so that its functions work on them.
"""

import dataclasses
from collections.abc import Callable
from typing import Any, TypeVar

C = TypeVar("C", bound=type[Any])
_NOTHING = dataclasses.MISSING


def dataclass(*, frozen: bool, kw_only: bool) -> Callable[[C], C]:
    """What :func:`dataclasses.dataclass` does with both arguments true, which they must be."""
    assert frozen and kw_only

    def made(cls: C) -> C:
        dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=True)(cls)  # finds the fields
        for name, method in {**_METHODS, "__init__": _init(cls)}.items():
            setattr(cls, name, method)
        return cls

    return made


def _init(cls: type[Any]) -> Callable[..., None]:
    fields = dataclasses.fields(cls)
    order = tuple(field.name for field in fields)
    known = frozenset(order)
    defaults = {field.name: None if field.default is _NOTHING else field.default for field in fields}
    factories = [(f.name, f.default_factory) for f in fields if f.default_factory is not _NOTHING]
    made = {name for name, _ in factories}
    required = frozenset(f.name for f in fields if f.default is _NOTHING and f.name not in made)

    def init(self: Any, **given: Any) -> None:
        if not required <= given.keys() or not known >= given.keys():
            wrong = [*(required - given.keys()), *(given.keys() - known)]
            raise TypeError(f"{cls.__name__}: missing, or not known: {', '.join(sorted(wrong))}")
        values = self.__dict__
        values.update(defaults)  # in the order of the fields
        values.update(given)
        for name, factory in factories:
            if name not in given:
                values[name] = factory()

    return init


# Nothing but the fields stands in the dictionary of an instance, in their order.
def _repr(self: Any) -> str:
    told = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
    return f"{type(self).__qualname__}({told})"


def _equal(self: Any, other: object) -> bool:
    return self.__dict__ == other.__dict__ if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(tuple(self.__dict__.values()))


def _set(_self: Any, name: str, _: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(_self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


_METHODS = {"__repr__": _repr, "__eq__": _equal, "__hash__": _hash, "__setattr__": _set, "__delattr__": _delete}
