"""What every task of a run needs to know, and what every process has open for all of its tasks."""

import json
import os
import zlib
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex import places
from carbonlex.checks.profile import Profile
from carbonlex.corpus.exchange import Exchange
from carbonlex.corpus.parts import Corpus, Part
from carbonlex.graph import prepared
from carbonlex.graph.axioms import Axioms
from carbonlex.records.model import KINDS
from carbonlex.vocabulary import Vocabulary

CHANNELS = (
    "named", "asked", "forms", "forms-asked", "shelf",  # names and written forms, where they come together
    "found", "form", "second", "over",  # what is known of them then
    "text", "edges", "led", "hub", "string", "aside",  # a record, and what it leads to
    "pair", "want", "closed", "shipped",  # who is wanted where
    "profile", "family", "large", "key", "near",  # what is read alike, and what comes near
    "kind", "member", "concluded",  # what the reasoner is asked, for whom, and what it answers
    "count", "taken", "unreadable",
)  # fmt: skip
WORK = ".work"
HUBS = ("jurisdiction", "concept")
"""Kinds of records to which a great part of a corpus leads; there are few of them, and every task has them."""


@dataclass(frozen=True)
class Setting:
    """One run.

    :param source: the address of the corpus.
    :param out: the address of the folder for results.
    :param data: the folder of published records; nothing for those that are installed with the program.
    :param job: ``validate``, ``classify`` or ``compare``.
    :param buckets: how many tasks the work on records is cut into that come together by a key.
    :param parts: into how many parts the corpus is cut.
    :param relatives: how many of each wording are told, where they are asked for.
    :param base: the folder that names of files are counted from, where they are; a worker elsewhere has another one.
    """

    source: str
    out: str
    data: str | None
    lang: str
    profile: Profile
    job: str
    buckets: int
    parts: int
    relatives: int = 0
    base: str = ""

    @property
    def corpus(self) -> Corpus:
        """Where the records are."""
        return Corpus(self.source)

    def told(self) -> str:
        """The setting as JSON."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def of(cls, told: str) -> "Setting":
        """A setting from JSON."""
        read = json.loads(told)
        told_profile: dict[str, Any] = read.pop("profile")
        profile: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in told_profile.items()}
        return cls(**read, profile=Profile(**profile))

    def bucket(self, key: str) -> int:
        """The task at which everything with a key comes together."""
        return zlib.crc32(key.encode("utf-8", "surrogatepass")) % self.buckets


class Bench:
    """What a process has at hand for its tasks: it is set up once."""

    def __init__(self, setting: Setting) -> None:
        if setting.base:
            os.chdir(setting.base)
        self.setting = setting
        self.exchange = Exchange(f"{setting.out.rstrip('/')}/{WORK}", CHANNELS)
        self.vocabulary = Vocabulary()
        self.folder = Path(setting.data) if setting.data else places.published()

    @cached_property
    def published(self) -> ox.Store:
        """The prepared store of the published records."""
        return prepared.open_store(self.folder, self.vocabulary)

    @cached_property
    def axioms(self) -> Axioms:
        """What the reasoner's questions need to know of the ontology."""
        return Axioms(self.vocabulary)

    def part(self, number: int) -> Part:
        """One part of the corpus."""
        path = part_path(self.exchange, number)
        return Part.of(json.loads(self.exchange.system.cat_file(path)))

    def kind(self, iri: str) -> str:
        """The kind of the record that an IRI names; empty where it names none."""
        kind = iri.removeprefix(self.vocabulary.base).partition("/")[0] if iri.startswith(self.vocabulary.base) else ""
        return kind if kind in KINDS else ""

    def home(self, kind: str, id_: str, source: str | None = None) -> int:
        """The task that a record is examined by: wordings come together with their source, since many rules look at all of it."""
        return self.setting.bucket(f"source/{source}" if source else f"{kind}/{id_}")


def part_path(exchange: Exchange, number: int) -> str:
    """Where it is written what a part consists of."""
    return exchange.path("parts", number)


@lru_cache(maxsize=1)
def bench(told: str) -> Bench:
    """The bench of this process for a run.

    :param told: the setting, as JSON.
    """
    return Bench(Setting.of(told))


def fault_row(fault: Any) -> tuple[Any, ...]:
    """A fault as a message."""
    return tuple(getattr(fault, name) for name in fault.__dataclass_fields__)
