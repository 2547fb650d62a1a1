"""Which rules count, and how much: what a project says in ``carbonlex.toml``, and what was asked for on the command line.

.. code-block:: toml

    strict = true            # warnings count as errors
    ignore = ["CLX902"]      # whole families too: "CLX9"
    [severities]
    CLX801 = "error"         # error, warning, info, or off
"""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from carbonlex.errors import UnknownName, UsageError
from carbonlex.faults import SEVERITIES, Fault
from carbonlex.reading import files

NAME = "carbonlex.toml"
OFF = "off"
MAX_BYTES = 1024 * 1024
_KEYS = ("strict", "select", "ignore", "severities")


@dataclass(frozen=True)
class Profile:
    """``select`` and ``ignore`` hold codes or their beginnings; without ``select`` every rule counts."""

    severities: Mapping[str, str] = dataclasses.field(default_factory=dict)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False

    def apply(self, faults: Iterable[Fault]) -> list[Fault]:
        """The faults that count, each with the severity that the project gives it. A record that could not be read counts always:
        the rules that were selected were not tried on it."""
        kept = []
        for fault in faults:
            if fault.barring:
                kept.append(fault)
                continue
            severity = self.severities.get(fault.code, fault.severity)
            if severity == OFF or fault.code.startswith(self.ignore or ("-",)):
                continue
            if not self.select or fault.code.startswith(self.select):
                kept.append(dataclasses.replace(fault, severity=severity))
        return kept

    def joined(self, select: Iterable[str], ignore: Iterable[str], strict: bool) -> "Profile":
        """With what was asked for on the command line: a selection there takes the place of the file's."""
        chosen = tuple(select)
        return Profile(self.severities, chosen or self.select, (*self.ignore, *ignore), strict or self.strict)


def codes(named: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Codes as people write them (``CLX102``, ``102``, ``clx5``, several with commas) as codes or beginnings of codes.

    :raises UnknownName: where no rule begins so.
    """
    names = [part.strip() for one in named for part in one.split(",") if part.strip()]
    rules = tuple(known) if names else ()
    found = []
    for name in names:
        code = name.upper() if name.upper().startswith("CLX") else f"CLX{name}"
        if not any(rule.startswith(code) for rule in rules):
            raise UnknownName("rule", name, rules, "carbonlex explain lists the rules")
        found.append(code)
    return tuple(found)


def load(path: Path | None, known: Iterable[str]) -> Profile:
    """The profile in a file; without a path, in ``carbonlex.toml`` of the working folder, if there is one.

    :raises UsageError: where the file cannot be read or says something unknown.
    """
    place = path or Path(NAME)
    if not place.is_file():
        if path is not None:
            raise UsageError(f"there is no file {path}")
        return Profile()
    import tomllib

    try:
        content = files.content(place, MAX_BYTES)
        if len(content) > MAX_BYTES:
            raise UsageError(f"{place} cannot be read: it is larger than {MAX_BYTES // 2**20} MiB")
        said = tomllib.loads(content.decode("utf-8"))
    except RecursionError:
        raise UsageError(f"{place} cannot be read: it is nested too deep") from None
    except ValueError as error:  # not UTF-8, not TOML, a number without end
        raise UsageError(f"{place} cannot be read: {error}") from None
    rules = tuple(known)
    for key in said:
        if key not in _KEYS:
            raise UnknownName(f"setting in {place} called", key, _KEYS, "known are " + ", ".join(_KEYS))
    return Profile(
        _severities(place, said.get("severities", {}), rules),
        codes(_names(place, said, "select"), rules),
        codes(_names(place, said, "ignore"), rules),
        _flag(place, said.get("strict", False)),
    )


def _severities(place: Path, said: object, rules: tuple[str, ...]) -> dict[str, str]:
    if not isinstance(said, dict):
        raise UsageError(f"severities in {place} is no table of codes")
    for code, severity in said.items():
        if code not in rules:
            raise UnknownName(f"rule in {place} called", code, rules, "carbonlex explain lists the rules")
        if severity not in (*SEVERITIES, OFF):
            raise UsageError(f"{code} in {place} is {severity!r}: say {', '.join(SEVERITIES)} or {OFF}")
    return said


def _names(place: Path, said: Mapping[str, object], key: str) -> list[str]:
    names = said.get(key, [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise UsageError(f"{key} in {place} is no list of codes")
    return names


def _flag(place: Path, said: object) -> bool:
    if not isinstance(said, bool):
        raise UsageError(f"strict in {place} is neither true nor false")
    return said
