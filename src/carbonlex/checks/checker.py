"""One check of sources as a whole: examined, reasoned over where that is asked for, weighed by the project's profile."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from carbonlex.begun import Begun
from carbonlex.checks.examination import Examination
from carbonlex.checks.profile import Profile
from carbonlex.faults import Fault
from carbonlex.graph import prepared
from carbonlex.reading.document import Source
from carbonlex.vocabulary import Vocabulary

if TYPE_CHECKING:
    from carbonlex.checks.reasoned import Reasoned

MANY = 400  # files; fewer are done sooner in one process


@dataclass
class Checker:
    """What stays the same from one check to the next.

    :param folder: the published records, which new ones are laid over.
    :param talk: told, in words, what takes time or was not done.
    :param reason: whether HermiT is asked, too: where nothing else is wrong.
    :param seconds: how long HermiT may take.
    :param lang: the language of the messages that the shapes have.
    :param begun: the prepared store, where it is being opened already; nothing comes of it where it has to be made first.
    :param step: told what is done of many files, and how much of how much.
    """

    folder: Path
    vocabulary: Vocabulary
    profile: Profile
    talk: Callable[[str], None]
    reason: bool = False
    lang: str = "en"
    step: Callable[[str, int, int], None] = lambda _what, _done, _total: None
    seconds: float = 60
    begun: Begun[ox.Store | None] | None = None
    reasoned: "Reasoned | None" = field(default=None, init=False)
    """What became of asking HermiT at the last check; nothing where it was not to be asked."""

    @cached_property
    def published(self) -> ox.Store:
        """The store that the new records are laid over."""
        opened = self.begun.value() if self.begun else None
        return prepared.open_store(self.folder, self.vocabulary, self.talk) if opened is None else opened

    def check(self, sources: Sequence[Source]) -> list[Fault]:
        """The faults that count, by place. A prepared store that turns out to be damaged is made anew, once.

        :raises UsageError: where a source cannot be read.
        """
        try:
            return self._check(sources)
        except (OSError, RuntimeError):
            if not prepared.forget(self.folder, self.vocabulary):
                raise
            self.renew()
            return self._check(sources)

    def renew(self) -> None:
        """Have the published records opened again at the next check, because they are others now."""
        self.__dict__.pop("published", None)
        self.begun = None

    def _check(self, sources: Sequence[Source]) -> list[Fault]:
        published = self.published
        self.reasoned = None
        many_files = len(sources) >= MANY and all(source.path for source in sources)
        if many_files and (store := prepared.place(self.folder, self.vocabulary)).is_dir():
            from carbonlex.checks import many

            found = many.faults(sources, self.vocabulary, store, self.folder, self.lang, self.step, self._further)
        else:
            examination = Examination(self.vocabulary, published, folder=self.folder, lang=self.lang)
            found = examination.faults(sources)
            found += self._further(examination, found)
        return self.profile.apply(found)

    def _further(self, examination: Examination, found: Sequence[Fault]) -> list[Fault]:
        """What the reasoner finds. It is asked only of records that could be read and in which nothing else is wrong: what follows
        from a mistake would be noise."""
        if not self.reason:
            return []
        from carbonlex.checks import reasoned

        if not examination.sources or any(fault.severity == "error" for fault in self.profile.apply(found)):
            self.reasoned = reasoned.Reasoned(reasoned.NOT_RUN, "first mend what else is wrong")
            return []
        self.talk("asking the reasoner")
        self.reasoned, clashes = reasoned.reasoned(examination, self.seconds)
        return clashes

    def conforms(self, faults: Sequence[Fault]) -> bool:
        """Whether nothing among the faults fails the check."""
        failing = {"error", "warning"} if self.profile.strict else {"error"}
        return not any(fault.severity in failing for fault in faults)
