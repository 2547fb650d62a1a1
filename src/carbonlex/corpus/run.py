"""A run over a corpus: its stages one after the other, each task once, and what came of it."""

import json
import posixpath
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from fsspec.core import url_to_fs

from carbonlex import __version__
from carbonlex.checks.profile import Profile
from carbonlex.corpus import results, tasks
from carbonlex.corpus.exchange import Exchange, keep
from carbonlex.corpus.parts import PART, Corpus, local
from carbonlex.corpus.setting import CHANNELS, WORK, Setting, part_path
from carbonlex.corpus.stages import need
from carbonlex.corpus.stages.judge import counted
from carbonlex.errors import CarbonlexError, UsageError
from carbonlex.faults import SEVERITIES

NAME = "run.json"
OF_PARTS = ("announce", "describe", "profile")
FOLLOWED = "follow"
"""In the place of the stages that follow chains, of which there are as many as it takes, and then bring records together."""
JOBS = {
    "validate": ("announce", "meet", "describe", "alike", "pair", "need", FOLLOWED, "judge"),
    "classify": ("announce", "meet", "describe", "need", FOLLOWED, "sort", "reason", "place"),
    "compare": ("announce", "meet", "profile", "family", "spread", "match", "nearest"),
}
"""The stages of each job."""
ENDED = "outcome.json"
UNDONE = "INCOMPLETE"
"""A file that lies with the results until they are whole."""
Step = Callable[[str, int, int], None]


class Engine(Protocol):
    """Runs tasks, in any order and on any machine that sees the folder for results."""

    def __enter__(self) -> "Engine": ...

    def __exit__(self, *_: object) -> None: ...

    def perform(self, told: str, work: Sequence[tasks.Task]) -> Iterable[tasks.Done]:
        """Do tasks; yields each that came to an end.

        :param told: the setting, as JSON.
        :raises CarbonlexError: where one cannot be done.
        """


@dataclass
class Outcome:
    """What a run came to: ``taken``, how many records were read in; ``states``, how many of them came to what; ``unreadable``, in words,
    the parts that could not be read."""

    setting: Setting
    taken: int = 0
    states: dict[str, int] = field(default_factory=dict)
    severities: dict[str, int] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    classes: dict[str, int] = field(default_factory=dict)
    unreadable: tuple[str, ...] = ()

    @property
    def records(self) -> int:
        """How many records have a result."""
        return sum(self.states.values())

    @property
    def conforms(self) -> bool:
        """Whether nothing fails the check."""
        failing = ("error", "warning") if self.setting.profile.strict else ("error",)
        return not any(self.severities.get(s) for s in failing)


class Run:
    """A run, begun or gone on with.

    :param source: the address of the corpus.
    :param out: the address of the folder for results.
    :raises UsageError: where there is no such corpus, or the folder holds another run's results, or lies in the corpus.
    """

    def __init__(
        self,
        source: str,
        out: str,
        data: str | None,
        lang: str,
        profile: Profile,
        job: str = "validate",
        relatives: int = 0,
    ) -> None:
        self.out = str(Path(out).absolute()) if local(out) else out.rstrip("/")
        self.exchange = Exchange(f"{self.out}/{WORK}", CHANNELS)
        self.setting = self._begun(Corpus(source), data, lang, profile, job, relatives)

    def _begun(
        self, corpus: Corpus, data: str | None, lang: str, profile: Profile, job: str, relatives: int
    ) -> Setting:
        base = str(Path.cwd()) if corpus.local and not Path(corpus.address).is_absolute() else ""
        if corpus.local and local(self.out) and Path(self.out).resolve().is_relative_to(Path(corpus.address).resolve()):
            raise UsageError(f"{self.out} lies in the corpus itself: name a folder elsewhere")
        system, root = url_to_fs(self.out)
        place = posixpath.join(root, NAME)
        weight, state = corpus.state()
        begun = {"program": __version__, "corpus": state}
        if system.isfile(place):
            told = json.loads(system.cat_file(place))
            setting = Setting.of(json.dumps(told["setting"]))
            asked = (
                corpus.address,
                self.out,
                data,
                lang,
                profile,
                job,
                setting.buckets,
                setting.parts,
                relatives,
                base,
            )
            same = setting == Setting(*asked)
            if not same or {key: told.get(key) for key in begun} != begun:
                raise UsageError(
                    f"{self.out} holds the results of another run, or of a corpus that has changed since: name another folder, or remove it"
                )
            return setting
        held = system.ls(root, detail=False) if system.isdir(root) else ()
        if {posixpath.basename(name) for name in held} - {UNDONE, WORK}:
            raise UsageError(f"{self.out} is not empty: name another folder for the results")
        keep(system, posixpath.join(root, UNDONE), b"This run has not come to its end.\n")
        number = 0
        for number, part in enumerate(corpus.parts(), 1):
            keep(self.exchange.system, part_path(self.exchange, number - 1), json.dumps(part.told()).encode())
        buckets = max(1, min(number, 8), round(weight / PART))
        setting = Setting(corpus.address, self.out, data, lang, profile, job, buckets, number, relatives, base)
        keep(system, place, json.dumps({**begun, "setting": json.loads(setting.told())}, indent=1).encode())
        return setting

    @property
    def tables(self) -> dict[str, list[str]]:
        """The tables of the results, with their columns."""
        return {name: schema.names for name, schema in results.TABLES[self.setting.job].items()}

    def perform(self, engine: Engine, step: Step = lambda _what, _done, _total: None) -> Outcome:
        """Do what is not done yet.

        :param step: told what is done, how much of it, of how much.
        :raises CarbonlexError: where it cannot be done; what was done is kept.
        """
        if finished := self._finished():
            return finished
        with engine:
            return self._performed(engine, step)

    def _performed(self, engine: Engine, step: Step) -> Outcome:
        buckets, parts = self.setting.buckets, self.setting.parts
        stages = JOBS[self.setting.job]
        for name in stages:
            if name == FOLLOWED:
                self._follow(engine, step)
            else:
                self._stage(engine, step, name, parts if name in OF_PARTS else buckets)
        return self._ended(stages[-1])

    def _follow(self, engine: Engine, step: Step) -> None:
        buckets, times = self.setting.buckets, 1
        self._stage(engine, step, *need.stage(times, buckets))
        while self._left(need.stage(times, buckets), "want"):
            times += 1
            self._stage(engine, step, *need.stage(times, buckets))
        self._stage(engine, step, "ship", buckets, times)

    def _stage(self, engine: Engine, step: Step, name: str, count: int, times: int = 0) -> None:
        done = self.exchange.done(name)
        left = [tasks.Task(name, number, times) for number in range(count) if number not in done]
        step(name, count - len(left), count)
        for number, came in enumerate(engine.perform(self.setting.told(), left), 1):
            if came.wrong:
                raise CarbonlexError(
                    f"{came.wrong}; what was done is kept in {self.out}, and the same command goes on from there"
                )
            step(name, count - len(left) + number, count)

    def _left(self, stage: tuple[str, int], channel: str) -> bool:
        return any(self.exchange.holds(stage[0], task, channel) for task in range(stage[1]))

    def _ended(self, last: str) -> Outcome:
        counts = self.exchange.read([(last, self.setting.buckets)], "count", 0)
        states, severities, codes, classes = counted(counts)
        announced = [("announce", self.setting.parts)]
        taken = sum(count for (count,) in self.exchange.read(announced, "taken", 0))
        unreadable = tuple(reason for (reason,) in self.exchange.read(announced, "unreadable", 0))
        ordered = {severity: severities[severity] for severity in SEVERITIES if severities[severity]}
        outcome = Outcome(self.setting, taken, dict(states), ordered, dict(codes), dict(classes), unreadable)
        if outcome.records != taken:
            raise CarbonlexError(
                f"{taken:,} records were read in and {outcome.records:,} have a result: {self.out} is damaged"
            )
        return outcome

    def _finished(self) -> Outcome | None:
        """What came of a run that has come to its end."""
        if not self.exchange.system.isfile(self._place(ENDED)):
            return None
        told = json.loads(self.exchange.system.cat_file(self._place(ENDED)))
        return Outcome(self.setting, **{**told, "unreadable": tuple(told["unreadable"])})

    def close(self, outcome: Outcome, page: str, told: str) -> None:
        """Lay the summary beside the results, and clear away what tasks left for each other. The results are whole then, unless a part of
        the corpus could not be read."""
        system = self.exchange.system
        self._keep("index.html", page)
        self._keep("summary.json", told)
        self._keep(UNDONE, "".join(f"{reason}\n" for reason in outcome.unreadable))
        if not outcome.unreadable:
            system.rm(self._place(UNDONE))
        ended = {
            name: getattr(outcome, name) for name in ("taken", "states", "severities", "codes", "classes", "unreadable")
        }
        self._keep(ENDED, json.dumps(ended))
        if system.isdir(self.exchange.root):
            system.rm(self.exchange.root, recursive=True)

    def _keep(self, name: str, content: str) -> None:
        keep(self.exchange.system, self._place(name), content.encode())

    def _place(self, name: str) -> str:
        return posixpath.join(url_to_fs(self.out)[1], name)
