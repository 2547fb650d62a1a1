"""Faults that are planted in synthetic records: which kinds there are, by which rule each must be found, and where they go.

Of every so many definitions in a row each kind has one, chosen by lot: 2 % of them where nothing else is wanted, and the numbers can be
told in advance. No definition has two; what another record refers to has none, so that a fault is found where it was planted and
nowhere else.
"""

import copy
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

PER_ACT = 8
JOINED = 5  # acts in a row
SHARE = 0.02
Record = dict[str, Any]


@dataclass(frozen=True)
class Draft:
    """A record that was made.

    :param path: of its file, below the folder of the records.
    :param fault: the kind of fault that was planted in it, if one was.
    :param code: the rule by which it must be found, at this record.
    """

    path: str
    record: Record
    fault: str = ""
    code: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of fault.

    :param code: the rule that must find it.
    :param plant: puts it into a definition that is sound, or into the mapping of its act.
    :param place: of the definition in its act, where it needs one that is replaced (0), that replaces (1), or whose act is mapped (7).
    :param double: whether what is wrong is a second record, beside the first, which stays sound.
    """

    code: str
    plant: Callable[[Record], None]
    place: int | None = None
    double: bool = False


def _explicit(record: Record) -> Record:
    return next(said for said in record["readings"].values() if said["basis"] == "explicit")


def _key(record: Record) -> None:
    record["pinpont"] = record.pop("pinpoint")
    record["pinpoint"] = record["pinpont"]


def _value(record: Record) -> None:
    _explicit(record)["values"] = ["nothing-known"]


def _required(record: Record) -> None:
    del record["pinpoint"]


def _date(record: Record) -> None:
    record["valid"] = {"from": "2010-02-30"}


def _source(record: Record) -> None:
    record["source"] += "-x"


def _script(record: Record) -> None:
    record["term"]["ru"] = "river stone"


def _unseen(record: Record) -> None:
    words = next(iter(record["text"].values()))
    words["original"] = words["original"][:3] + "\u200b" + words["original"][3:]


def _quote(record: Record) -> None:
    quote = _explicit(record)["quote"]
    tag = next(iter(quote))
    quote[tag] = quote[tag][1:] + "x"


def _silent(record: Record) -> None:
    said = _explicit(record)
    said["basis"] = "silent"
    del said["quote"]


def _period(record: Record) -> None:
    record["valid"] = {"from": "2020-01-01", "to": "2011-01-01"}


def _overlap(record: Record) -> None:
    record["valid"] = {"from": "2015-01-01"}


def _circle(record: Record) -> None:
    record["replaces"] = f"d{int(record['id'][1:]) + 1}"


def _twin(record: Record) -> None:
    record["pinpoint"] += " bis"


def _copied(record: Record) -> None:
    record["id"] += "-copy"
    record["pinpoint"] += " ter"


def _back(record: Record) -> None:
    record["id"] += "-back"
    record["from"], record["to"] = record["to"], record["from"]
    record["relation"] = "close" if record["relation"] == "overlaps" else "overlaps"


KINDS = {
    "an unknown key": Kind("CLX101", _key),
    "an unknown value": Kind("CLX102", _value),
    "a missing key": Kind("CLX104", _required),
    "a second record of the same id": Kind("CLX106", _twin, double=True),
    "a day that is none": Kind("CLX109", _date),
    "a reference to nothing": Kind("CLX201", _source),
    "a wrong script": Kind("CLX302", _script),
    "an unseen character": Kind("CLX305", _unseen),
    "a quotation that is not there": Kind("CLX402", _quote),
    "a value of a silent reading": Kind("CLX404", _silent),
    "an end before the beginning": Kind("CLX501", _period),
    "versions that overlap": Kind("CLX503", _overlap, place=1),
    "a circle of versions": Kind("CLX507", _circle, place=0),
    "mappings that disagree": Kind("CLX611", _back, place=PER_ACT - 1, double=True),
    "nearly the same words": Kind("CLX903", _copied, double=True),
}


def mapped(act: int) -> bool:
    """Whether the market of an act is mapped to that of the act before."""
    return act % JOINED != 0


def plan(count: int, rng: random.Random, share: float) -> Iterator[str]:
    """For each definition the kind of fault that it is to have, or nothing.

    :param share: of the definitions, for each kind.
    :raises ValueError: where there is no room for so many.
    """
    block = round(1 / share) if share else count
    begin = 0
    while begin < count:
        numbers = range(begin, begin + block)
        pairs = [n for n in numbers if n % PER_ACT == 0 and n + 1 in numbers]
        markets = [n for n in numbers if n % PER_ACT == PER_ACT - 1 and mapped(n // PER_ACT)]
        others = [n for n in numbers if 1 < n % PER_ACT < PER_ACT - 1]
        room = {None: others, 0: pairs, 1: pairs, PER_ACT - 1: markets}
        chosen: dict[int, str] = {}
        for name, kind in KINDS.items() if share else ():
            free = room[kind.place]
            if not free:
                raise ValueError(f"at most one definition in {2 * PER_ACT} can have each kind of fault")
            chosen[free.pop(rng.randrange(len(free))) + (kind.place == 1)] = name
        for number in numbers[: count - begin]:
            yield chosen.get(number, "")
        begin += block


def planted(fault: str, draft: Draft) -> Iterator[Draft]:
    """The record with its fault, or as it is; a fault that is a second record, after it."""
    kind = KINDS.get(fault)
    if kind is None or kind.double:
        yield draft
    if kind is None:
        return
    record = copy.deepcopy(draft.record) if kind.double else draft.record
    kind.plant(record)
    path = draft.path
    if kind.double:
        folder = path.rpartition("/")[0] + ("/later" if record["id"] == draft.record["id"] else "")
        path = f"{folder}/{record['id']}.yaml"
    yield Draft(path, record, fault, kind.code)
