"""Synthetic records that look like the real ones: acts of invented legal orders, each with some wordings in one of five scripts and
languages, quoted readings, versions that replace each other, and planted faults. The same seed gives the same files.

``python tests/benchmarks/synthetic.py DIR COUNT [SEED]`` writes COUNT definitions with their sources and jurisdictions.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from carbonlex.vocabulary import Vocabulary

PER_ACT = 8
ORDERS = 40
FAULTY = 0.02
# Neutral words; what is measured is work, not law.
WORDS = {
    "en": "river stone window garden paper morning winter bridge lantern harbour meadow copper silver thunder orchard pebble".split(),  # noqa: SIM905
    "fr": "rivière pierre fenêtre jardin papier matin hiver pont lanterne rivage prairie cuivre argent tonnerre verger galet".split(),  # noqa: SIM905
    "ru": "река камень окно сад бумага утро зима мост фонарь гавань луг медь серебро гром огород галька".split(),  # noqa: SIM905
    "vi": "sông đá cửa vườn giấy sáng đông cầu đèn cảng đồng bạc sấm cây sỏi núi".split(),  # noqa: SIM905
    "zh": "河流 石头 窗户 花园 纸张 早晨 冬天 桥梁 灯笼 港口 草地 黄铜 白银 雷声 果园 卵石".split(),  # noqa: SIM905
}


def phrase(rng: random.Random, tag: str, length: int) -> str:
    words = [rng.choice(WORDS[tag]) for _ in range(length)]
    return ("" if tag == "zh" else " ").join(words)


def records(count: int, seed: int = 1, faulty: float = FAULTY) -> Iterator[tuple[str, str]]:
    """Path and YAML text of each record.

    :param faulty: the share of definitions that break a rule.
    """
    vocabulary = Vocabulary()
    rng = random.Random(seed)
    facets = vocabulary.catalog["unit-facets"]
    tags = sorted(WORDS)
    for order in range(ORDERS):
        tag = tags[order % len(tags)]
        yield (
            f"jurisdictions/o{order}.yaml",
            f'kind: jurisdiction\nid: o{order}\nname: {{en: "Order {order}"}}\nlevel: national\nlanguages: [{tag}]\n',
        )
    for number in range(count):
        act, order = number // PER_ACT, number // PER_ACT % ORDERS
        tag = tags[order % len(tags)]
        if number % PER_ACT == 0:
            yield (
                f"sources/act-{act}.yaml",
                f'kind: source\nid: act-{act}\ntitle: {{en: "Act {act}"}}\ntype: statute\njurisdiction: o{order}\n'
                f'adopted: 2009-11-20\nin-force: {{from: 2010-01-01}}\nidentifiers: {{url: "https://example.org/act/{act}"}}\n',
            )
        yield (
            f"definitions/o{order}/d{number}.yaml",
            definition(rng, vocabulary, facets, number, act, order, tag, faulty),
        )


def definition(
    rng: random.Random,
    vocabulary: Vocabulary,
    facets: list[str],
    number: int,
    act: int,
    order: int,
    tag: str,
    faulty: float,
) -> str:
    """One wording with readings; of two that follow each other in an act the second replaces the first."""
    chosen = rng.sample(facets, 6)
    quotes = {facet: f"{phrase(rng, tag, 4)} {number} {index}" for index, facet in enumerate(chosen[:3])}
    text = ", ".join([phrase(rng, tag, 12), *quotes.values(), phrase(rng, tag, 12)]) + "."
    later = number % PER_ACT == 1
    valid = (
        "{from: 2020-01-01}"
        if later
        else "{from: 2010-01-01, to: 2019-12-31}"
        if number % PER_ACT == 0
        else "{from: 2010-01-01}"
    )
    fault = rng.choice(("value", "quote", "source", "period", "key")) if rng.random() < faulty else ""
    lines = [
        "kind: definition",
        f"id: d{number}",
        "concept: emission-allowance",
        f"jurisdiction: o{order}",
        f"source: act-{act}" + ("-x" if fault == "source" else ""),
        f'pinpoint: "s. {number % PER_ACT // 2 * 2 if number % PER_ACT < 2 else number % PER_ACT}"',
        f'term: {{{tag}: "{phrase(rng, tag, 2)}"}}'
        if tag == "en"
        else f'term: {{{tag}: "{phrase(rng, tag, 2)}", en: "term {number}"}}',
        "force: statutory",
        "valid: {from: 2020-01-01, to: 2011-01-01}" if fault == "period" else f"valid: {valid}",
        *([f"replaces: d{number - 1}"] if later else []),
        "text:",
        f'  {tag}: {{original: "{text}"}}',
        *([] if tag == "en" else [f'  en: {{gloss: "{phrase(rng, "en", 30)} {number}."}}']),
        f'evidence: {{standing: official, read-in: ["https://example.org/act/{act}"]}}',
        *(["pinpont: here"] if fault == "key" else []),
        "readings:",
    ]
    for facet in chosen:
        value = rng.choice(vocabulary.facets[facet])
        if facet in quotes:
            words = quotes[facet][1:] + "x" if fault == "quote" else quotes[facet]
            lines.append(
                f'  {facet}: {{values: [{value}{"x" * (fault == "value")}], basis: explicit, quote: {{{tag}: "{words}"}}}}'
            )
        elif facet == chosen[3]:
            lines.append(f'  {facet}: {{values: [{value}], basis: implied, note: {{en: "From the title."}}}}')
        else:
            lines.append(f"  {facet}: {{basis: silent}}")
    return "\n".join(lines) + "\n"


def write(folder: Path, count: int, seed: int = 1, faulty: float = FAULTY) -> None:
    """Write the records below a folder."""
    for name, text in records(count, seed, faulty):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
