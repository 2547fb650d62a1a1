"""What is to be built, of what, and how."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from carbonlex.reading.dataset import Dataset
from carbonlex.site import kept
from carbonlex.site.edition import Edition
from carbonlex.vocabulary import Vocabulary

Step = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Task:
    """A site to build from the records of a folder.

    ``full_text``: whether the words of the pages are indexed. ``read`` is what the files of the records said, ``queries`` a digest of
    the shelf, ``setting`` one of everything else that makes the site. ``step`` is told what is done, how much of it, of how much.
    """

    data: Path
    out: Path
    base_url: str
    dataset: Dataset
    editions: Sequence[Edition]
    reasoner: bool
    full_text: bool
    read: Mapping[str, kept.Read]
    queries: str
    setting: str
    step: Step

    @property
    def vocabulary(self) -> Vocabulary:
        """The names of the ontology."""
        return self.dataset.vocabulary

    @property
    def languages(self) -> list[str]:
        """The languages of the site."""
        return [edition.lang for edition in self.editions]

    @cached_property
    def state(self) -> str:
        """The state of the site that is to be built."""
        return kept.state(self.setting, self.read, self.dataset.lock, self.queries)
