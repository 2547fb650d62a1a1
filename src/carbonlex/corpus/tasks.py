"""A task: one bucket or part of one stage, done by whoever takes it, and done once."""

from collections.abc import Callable
from typing import NamedTuple

from carbonlex.corpus.exchange import Outbox
from carbonlex.corpus.setting import Bench, bench
from carbonlex.corpus.stages import alike, announce, describe, infer, judge, meet, need, relate, ship
from carbonlex.errors import CarbonlexError


class Task(NamedTuple):
    """:param times: how often chains were followed before, where the stage asks for it."""

    stage: str
    number: int
    times: int = 0


class Done(NamedTuple):
    """A task that came to an end, and in words why it could not be done, where it could not."""

    task: Task
    wrong: str = ""


STAGES: dict[str, Callable[[Bench, int], Outbox]] = {
    "announce": announce.announce,
    "meet": meet.meet,
    "describe": describe.describe,
    "alike": alike.alike,
    "pair": alike.pair,
    "need": need.need,
    "judge": judge.judge,
    "sort": infer.sort,
    "reason": infer.reason,
    "place": infer.place,
    "profile": relate.profile,
    "family": relate.family,
    "spread": relate.spread,
    "match": relate.match,
    "nearest": relate.nearest,
}


def perform(told: str, task: Task) -> Done:
    """Do a task, and leave what it has for others; a second time it leaves the same.

    :param told: the setting, as JSON.
    """
    try:
        _perform(bench(told), task)
    except (OSError, CarbonlexError) as error:
        return Done(task, str(error))
    return Done(task)


def _perform(at: Bench, task: Task) -> None:
    name, _, time = task.stage.partition("-")
    if name == "follow":
        out = need.follow(at, task.number, int(time))
    elif name == "ship":
        out = ship.ship(at, task.number, task.times)
    else:
        out = STAGES[name](at, task.number)
    at.exchange.write(task.stage, task.number, out)
