"""One check of sources as a whole: examined, reasoned over where that is asked for, weighed by the project's profile."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from carbonlex.checks.examination import Examination
from carbonlex.checks.profile import Profile
from carbonlex.faults import Fault
from carbonlex.graph import prepared
from carbonlex.reading.document import Source
from carbonlex.vocabulary import Vocabulary

MANY = 400  # files; fewer are done sooner in one process


@dataclass
class Checker:
    """What stays the same from one check to the next.

    :param folder: the published records, which new ones are laid over.
    :param talk: told, in words, what takes time or was not done.
    :param reason: whether HermiT is asked, too.
    :param lang: the language of the messages that the shapes have.
    :param step: told what is done of many files, and how much of how much.
    """

    folder: Path
    vocabulary: Vocabulary
    profile: Profile
    talk: Callable[[str], None]
    reason: bool = False
    lang: str = "en"
    step: Callable[[str, int, int], None] = lambda _what, _done, _total: None

    @cached_property
    def published(self) -> ox.Store:
        """The store that the new records are laid over."""
        return prepared.open_store(self.folder, self.vocabulary, self.talk)

    def check(self, sources: Sequence[Source]) -> list[Fault]:
        """The faults that count, by place.

        :raises UsageError: where a source cannot be read.
        """
        store = prepared.place(self.folder, self.vocabulary)
        published = self.published
        if len(sources) >= MANY and store.is_dir() and all(source.path for source in sources):
            from carbonlex.checks import many

            found = many.faults(sources, self.vocabulary, store, self.folder, self.lang, self.step)
        else:
            found = Examination(self.vocabulary, published, folder=self.folder, lang=self.lang).faults(sources)
        return self.profile.apply(found)

    def conforms(self, faults: Sequence[Fault]) -> bool:
        """Whether nothing among the faults fails the check."""
        failing = {"error", "warning"} if self.profile.strict else {"error"}
        return not any(fault.severity in failing for fault in faults)
