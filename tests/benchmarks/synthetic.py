"""Synthetic records that look like the real ones: acts of invented legal orders, each with some wordings in one of five languages and
translations, quoted readings, versions that replace each other, and what is said beside them: schemes with statements, silences,
proposals, mappings. Faults are planted, so many of each kind, and it is known which one stands where. The same seed gives the same bytes.

``python tests/benchmarks/synthetic.py DIR COUNT [SEED]`` writes COUNT definitions, with what belongs to them, as a folder of YAML;
where DIR ends in ``.jsonl``, as one file with a record a line. Memory is flat: a million take a few minutes.
"""

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import product
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

import planting
from planting import PER_ACT, Draft, Record

from carbonlex.vocabulary import Vocabulary

ORDERS = 40
FAULTY = planting.SHARE
UNIT, MARKET = "emission-allowance", "carbon-market"
# Neutral words; what is measured is work, not law.
SIMPLE = {
    "en": "river stone window garden paper morning winter bridge lantern harbour meadow copper silver thunder orchard pebble",
    "fr": "rivière pierre fenêtre jardin papier matin hiver pont lanterne rivage prairie cuivre argent tonnerre verger galet",
    "ru": "река камень окно сад бумага утро зима мост фонарь гавань луг медь серебро гром огород галька",
    "vi": "sông đá cửa vườn giấy sáng đông cầu đèn cảng đồng bạc sấm cây sỏi núi",
    "zh-Hans": "河流 石头 窗户 花园 纸张 早晨 冬天 桥梁 灯笼 港口 草地 黄铜 白银 雷声 果园 卵石",
}
BETWEEN = {"vi": " ", "zh-Hans": ""}
TAGS = sorted(SIMPLE)
# Two words in one, so that there are enough: with sixteen, all texts would be nearly the same.
WORDS = {
    tag: [BETWEEN.get(tag, "").join(pair) for pair in product(words.split(), repeat=2)] for tag, words in SIMPLE.items()
}
STATED = ("segment", "mechanism", "participants", "price-formation")
RELATIONS = ("close", "overlaps", "broader", "narrower")
_PLAIN = re.compile(r"[a-z][a-z0-9-]*|[12][0-9]{3}(-[0-9]{2}){0,2}")
_BLOCKS = frozenset({"text", "evidence", "readings"})


class Maker:
    """Makes the records of one seed.

    :param vocabulary: whose facets the readings are on.
    """

    def __init__(self, seed: int, vocabulary: Vocabulary) -> None:
        self.rng = random.Random(seed)
        self.values = {facet: list(values) for facet, values in vocabulary.facets.items()}
        self.unit = list(vocabulary.catalog["unit-facets"])
        self.market = list(vocabulary.catalog["market-facets"])

    def phrase(self, tag: str, length: int) -> str:
        """Words of a language that mean nothing."""
        return ("" if tag == "zh-Hans" else " ").join(self.rng.choices(WORDS[tag], k=length))

    def jurisdiction(self, order: int) -> Draft:
        names = {tag: f"{WORDS[tag][order]} {order}" for tag in TAGS}
        record = {"kind": "jurisdiction", "id": f"o{order}", "name": names, "level": "national"}
        return Draft(f"jurisdictions/o{order}.yaml", record | {"languages": [tongue(order)]})

    def source(self, act: int) -> Draft:
        title = {"en": f"Act {act}"} | {tag: f"{self.phrase(tag, 2)} {act}" for tag in (tongue(act),) if tag != "en"}
        record = {"kind": "source", "id": f"act-{act}", "title": title, "type": "statute", "number": f"No. {act}"}
        record |= {"jurisdiction": f"o{act % ORDERS}", "adopted": "2009-11-20", "in-force": {"from": "2010-01-01"}}
        return Draft(f"sources/act-{act}.yaml", record | {"identifiers": {"url": f"https://example.org/act/{act}"}})

    def worded(self, name: str, number: int, act: int, concept: str) -> Record:
        """What definitions and proposals have: words in some languages, and readings that quote them."""
        rng, tag = self.rng, tongue(act)
        tags = TAGS if number % PER_ACT == 3 else [tag] if tag == "en" else [tag, "en"]
        chosen = self.market if concept == MARKET else self.unit
        quoted = rng.sample(chosen, 4)
        quotes = {facet: {t: f"{self.phrase(t, 3)} {number}-{i}" for t in tags} for i, facet in enumerate(quoted)}
        text = {}
        for t in [tag, *(t for t in tags if t != tag)]:
            words = ", ".join([self.phrase(t, 8), *(quote[t] for quote in quotes.values()), self.phrase(t, 8)])
            text[t] = {"original" if t == tag else "gloss": words + ("。" if t == "zh-Hans" else ".")}
        readings = {}
        for facet in chosen:
            values = [rng.choice(self.values[facet])]
            if facet in quotes:
                readings[facet] = {"values": values, "basis": "explicit", "quote": quotes[facet]}
            elif rng.random() < 0.3:
                readings[facet] = {"values": values, "basis": "implied", "note": {"en": "From the title."}}
            else:
                readings[facet] = {"basis": "silent"}
            if facet in ("arises-from", "traded-object"):
                readings[facet]["note"] = {"en": "What is meant follows from the act as a whole."}
        return {
            "kind": "definition",
            "id": name,
            "concept": concept,
            "jurisdiction": f"o{act % ORDERS}",
            "source": f"act-{act}",
            "pinpoint": f"s. {number}",
            "term": {t: f"{self.phrase(t, 2)}" for t in tags},
            "text": text,
            "evidence": {"standing": "official", "read-in": [f"https://example.org/act/{act}"]},
            "readings": readings,
        }

    def definition(self, number: int) -> Draft:
        """One wording; of the first two of an act the second replaces the first, the last is of a market and maps the acts."""
        act, place = divmod(number, PER_ACT)
        record = self.worded(f"d{number}", number, act, MARKET if place == PER_ACT - 1 else UNIT)
        record |= {"force": "statutory", "valid": {"from": "2010-01-01"}}
        if place == 0:
            record["valid"] = {"from": "2010-01-01", "to": "2019-12-31"}
        elif place == 1:
            record |= {"pinpoint": f"s. {number - 1}", "valid": {"from": "2020-01-01"}, "replaces": f"d{number - 1}"}
        return Draft(f"definitions/o{act % ORDERS}/d{number}.yaml", record)

    def beside(self, act: int) -> Iterator[Draft]:
        """What an act has besides wordings: now and then a scheme, a silence, a proposal; and how its market relates to that of the
        act before, which belongs to another legal order. Few are joined in a row, as with real ones: rules follow mappings."""
        order, source, rng = f"o{act % ORDERS}", f"act-{act}", self.rng
        if act % 4 == 0:
            scheme: Record = {
                "kind": "scheme",
                "id": f"scheme-{act}",
                "name": {"en": f"Scheme {act}"},
                "jurisdiction": order,
            }
            stated: list[Record] = [{"property": facet, "value": rng.choice(self.values[facet])} for facet in STATED]
            stated.append({"property": "cap", "value": rng.randrange(10_000), "unit": "Mt", "as-of": "2021"})
            stated = [one | {"source": source, "pinpoint": f"s. {i}"} for i, one in enumerate(stated, 1)]
            yield Draft(f"schemes/scheme-{act}.yaml", scheme | {"statements": stated})
        if act % 2 == 0:
            record: Record = {
                "kind": "silence",
                "id": f"silence-{act}",
                "jurisdiction": order,
                "concept": "trading-venue",
            }
            searched = {"en": f"The act, for the words {self.phrase('en', 2)}."}
            record |= {"status": "does-not-use", "searched": searched, "date": "2021-06-01", "source": source}
            yield Draft(f"silences/silence-{act}.yaml", record)
        if act % 8 == 0:
            proposal = self.worded(f"proposal-{act}", act * PER_ACT + 2, act, UNIT) | {
                "kind": "proposal",
                "pinpoint": "annex",
            }
            yield Draft(f"proposals/proposal-{act}.yaml", proposal)
        if planting.mapped(act):
            last = act * PER_ACT - 1
            record = {"kind": "mapping", "id": f"m{act}", "from": f"d{last}", "to": f"d{last + PER_ACT}"}
            record |= {"relation": rng.choice(RELATIONS), "facets": rng.sample(self.market, 2), "date": "2021-06-01"}
            record |= {"reason": {"en": f"Both say {self.phrase('en', 12)}; the first one says it of its own {act}."}}
            yield Draft(f"mappings/m{act}.yaml", record | {"confidence": rng.choice(("high", "medium", "low"))})


def tongue(act: int) -> str:
    """The language of an act, which is that of its legal order."""
    return TAGS[act % ORDERS % len(TAGS)]


def drafts(count: int, seed: int = 1, faulty: float = FAULTY) -> Iterator[Draft]:
    """The records as trees of Python, in the authoring format, each with its path and with the fault that was planted in it. A
    wording that goes with another comes after it; a mapping, when both its ends were there.

    :param count: how many definitions; faults may add some records.
    :param faulty: the share of definitions that have a fault, for each kind of fault.
    :raises ValueError: where these are more than there is room for.
    """
    maker = Maker(seed, Vocabulary())
    plan = planting.plan(count, random.Random(f"plan {seed}"), faulty)
    yield from map(maker.jurisdiction, range(ORDERS))
    for number in range(count):
        act, place = divmod(number, PER_ACT)
        if place == 0:
            yield maker.source(act)
        fault = next(plan)
        last = place == PER_ACT - 1
        yield from planting.planted("" if last else fault, maker.definition(number))
        for draft in maker.beside(act) if last else ():
            yield from planting.planted(fault if draft.record["kind"] == "mapping" else "", draft)


def records(count: int, seed: int = 1, faulty: float = FAULTY) -> Iterator[tuple[str, str]]:
    """Path and YAML text of each record, as :func:`drafts` makes them."""
    for draft in drafts(count, seed, faulty):
        yield draft.path, yaml(draft.record)


def write(folder: Path, count: int, seed: int = 1, faulty: float = FAULTY) -> Counter[str]:
    """Write the records below a folder; how many faults of each code were planted."""
    made: set[Path] = set()
    found: Counter[str] = Counter()
    for draft in drafts(count, seed, faulty):
        path = folder / draft.path
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_text(yaml(draft.record), "utf-8")
        found.update([draft.code] if draft.code else [])
    return found


def write_lines(file: Path, count: int, seed: int = 1, faulty: float = FAULTY) -> Counter[str]:
    """Write the records into one file of JSON lines (UTF-8); how many faults of each code were planted."""
    found: Counter[str] = Counter()
    with file.open("w", encoding="utf-8") as out:
        for draft in drafts(count, seed, faulty):
            out.write(flow(draft.record, json=True) + "\n")
            found.update([draft.code] if draft.code else [])
    return found


def yaml(record: Record) -> str:
    """A record as its authors would write it: a key a line, and a line for each text, reading and statement."""
    lines = []
    for key, value in record.items():
        if key in _BLOCKS and isinstance(value, dict):
            lines.append(f"{key}:")
            lines += [f"  {part}: {flow(said)}" for part, said in value.items()]
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            lines.append(f"{key}:")
            lines += [f"  - {flow(part)}" for part in value]
        else:
            lines.append(f"{key}: {flow(value)}")
    return "\n".join(lines) + "\n"


def flow(value: Any, json: bool = False) -> str:
    """A value in one line, of YAML or of JSON. The module ``json`` would do, but for a million records it takes longer than to make
    them when every tree is looked at twice."""
    if isinstance(value, str):
        return value if not json and _PLAIN.fullmatch(value) else encode_basestring(value)
    if isinstance(value, dict):
        if json:
            return "{" + ", ".join(f'"{key}": {flow(part, True)}' for key, part in value.items()) + "}"
        return "{" + ", ".join(f"{key}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(part, json) for part in value) + "]"
    return "true" if value is True else "false" if value is False else str(value)


if __name__ == "__main__":
    target, wanted = Path(sys.argv[1]), int(sys.argv[2])
    planted = (write_lines if target.suffix == ".jsonl" else write)(
        target, wanted, int(sys.argv[3]) if len(sys.argv) > 3 else 1
    )
    print(", ".join(f"{code}: {number:,}" for code, number in sorted(planted.items())))
