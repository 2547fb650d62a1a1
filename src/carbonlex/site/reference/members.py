"""Which things belong to a class: as the data type them, and as the reasoner found."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbonlex.records.model import Asset, Statement
from carbonlex.site.reference.axioms import Axioms
from carbonlex.site.reference.hierarchy import Hierarchy
from carbonlex.vocabulary import CLX

if TYPE_CHECKING:
    from carbonlex.site.pages import Site


@dataclass(frozen=True)
class Member:
    """A record of a class, and the parts of it that its membership rests on, where the reasoner found it."""

    kind: str
    id: str
    rests_on: tuple[str, ...] = ()


class Members:
    """The members of every class, with those of the classes below it."""

    def __init__(self, site: "Site", axioms: Axioms, hierarchy: Hierarchy) -> None:
        self.hierarchy = hierarchy
        self._own: dict[str, dict[tuple[str, str], Member]] = {}
        self._counts: dict[str, int] = {}
        vocabulary = site.vocabulary
        for kind, id_ in sorted(site.dataset.placed):
            self._add(vocabulary.class_of(f"{kind}-record"), Member(kind, id_))
        for asset in site.dataset.all(Asset):
            self._add(vocabulary.asset_types[asset.type], Member("asset", asset.id))
        for conclusion in site.inference.conclusions:
            kind, id_ = conclusion.subject.removeprefix(vocabulary.base).split("/", 1)
            self._add(conclusion.cls, Member(kind, id_, conclusion.rests_on))
        for types in axioms.types.values():
            for cls in types:
                self._counts[cls] = self._counts.get(cls, 0) + 1
        self._parts(site)

    def of(self, cls: str) -> list[Member]:
        """The records of a class, by kind and id; the reasons are those for this class itself."""
        found: dict[tuple[str, str], Member] = {}
        for below in self.hierarchy.all_below(cls):
            for key, member in self._own.get(below, {}).items():
                found.setdefault(key, member if below == cls else Member(*key))
        return [found[key] for key in sorted(found)]

    def count(self, cls: str) -> int:
        """How many members a class has."""
        return len(self.of(cls)) + self._counts.get(cls, 0)

    def _add(self, cls: str, member: Member) -> None:
        own = self._own.setdefault(cls, {})
        key = (member.kind, member.id)
        if key not in own or member.rests_on:
            own[key] = member

    def _parts(self, site: "Site") -> None:
        """What has no file of its own is only counted."""
        wordings = list(site.dataset.wordings())
        records = [placed.record for placed in site.dataset.placed.values()]
        assets = list(site.dataset.all(Asset))
        counted: Iterable[tuple[str, int]] = (
            ("Reading", sum(len(r) for w in wordings for r in w.readings.values())),
            (Statement.__name__, sum(len(getattr(r, "statements", ())) for r in records)),
            ("Acceptance", sum(len(a.accepted_for) for a in assets)),
            ("Translation", sum(len(getattr(r, "translations", ())) for r in records)),
            ("Inference", len(site.inference.conclusions)),
        )
        for name, number in counted:
            self._counts[CLX + name] = self._counts.get(CLX + name, 0) + number
