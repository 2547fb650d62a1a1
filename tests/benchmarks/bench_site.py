"""What a built site weighs and how long it takes: ``python tests/benchmarks/bench_site.py weigh SITE`` weighs every page of a site as a
server sends it, with style and script; ``again`` changes one record after the other of a copy of the published ones and builds again.
A script, no test: it says what is above the limits, in bytes and seconds."""

import gzip
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
BESIDE = ("static/carbonlex.css", "static/theme.js", "static/carbonlex.js")
PINS, PINNED = "static/pins.js", re.compile(rb"<main[^>]* data-wording|class=\"(?:card|matrix)[\" ]")
COMPARISONS = re.compile(r"^(?:(?:fr|ru|vi|zh)/)?(?:index\.html|concepts/|compare/|likeness/)")
LIMITS = {"comparisons": 60_000, "other pages": 25_000}
EDITS = {
    "a note": ("definitions/int/oecd-web-cap-and-trade.yaml", 'notes: {en: "', 'notes: {en: "Again: '),
    "a finding's claim": ("findings/acr-started-2012.yaml", 'claim: {en: "', 'claim: {en: "So '),
    "an event's name": ("events/asean-carbon-memorandum.yaml", 'name: {en: "', 'name: {en: "The '),
    "a pinpoint": ("definitions/eu/eu-crcf-carbon-farming.yaml", 'pinpoint: "', 'pinpoint: "see '),
    "a reading's basis": ("definitions/int/oecd-web-cap-and-trade.yaml", "basis: explicit", "basis: implied"),
    "a reading's value": ("definitions/int/oecd-web-cap-and-trade.yaml", "[cap-and-trade]", "[emissions-trading]"),
    "a term's example": ("terms/de-ehs.yaml", "Of recognised", "Of all recognised"),
    "a relation": ("mappings/a64er-cer.yaml", "relation: close", "relation: overlaps"),
}


def _weight(file: Path) -> int:
    """How many bytes a file has as servers send it."""
    return len(gzip.compress(file.read_bytes(), 6))


def weigh(site: Path) -> None:
    beside = sum(_weight(site / name) for name in BESIDE)
    weights: dict[str, list[tuple[int, str]]] = {kind: [] for kind in LIMITS}
    for page in site.rglob("index.html"):
        address = page.relative_to(site).as_posix()
        kind = "comparisons" if COMPARISONS.match(address) else "other pages"
        pins = _weight(site / PINS) if PINNED.search(page.read_bytes()) else 0
        weights[kind].append((_weight(page) + beside + pins, address))
    print(f"style and script: {beside:,} bytes, with pins {beside + _weight(site / PINS):,}")
    for kind, found in weights.items():
        found.sort(reverse=True)
        over = [pair for pair in found if pair[0] > LIMITS[kind]]
        print(
            f"{len(found):,} {kind}: at most {found[0][0]:,} bytes ({found[0][1]}); {len(over)} above {LIMITS[kind]:,}"
        )
        for weight, address in over[:20]:
            print(f"  {weight:,} {address}")


def again() -> None:
    """Builds again after edits; beside each what it takes to load the program alone, since machines are quick and slow by turns."""
    with tempfile.TemporaryDirectory() as folder:
        data, out = Path(folder) / "data", Path(folder) / "site"
        shutil.copytree(ROOT / "data", data)
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "XDG_CACHE_HOME": f"{folder}/cache"}
        program = [sys.executable, "-m", "carbonlex", "--data", str(data)]
        build = [*program, "build", "--without-full-text", "--out", str(out)]
        load = [sys.executable, "-c", "import carbonlex.site.publish"]

        def seconds(command: list[str]) -> float:
            begun = time.perf_counter()
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
            return time.perf_counter() - begun

        seconds(load)
        print(f"{'':22}{'seconds':>10}{'to load':>10}{'ratio':>8}")
        print(f"{'whole':22}{seconds(build):10.2f}{seconds(load):10.2f}")
        for name, (file, old, new) in EDITS.items():
            taken = []
            for _ in range(5):
                text = (data / file).read_text("utf-8")
                (data / file).write_text(
                    text.replace(old, new, 1) if old in text else text.replace(new, old, 1), "utf-8"
                )
                taken.append((seconds(build), seconds(load)))
            ratio = statistics.median(built / loaded for built, loaded in taken)
            built, loaded = (statistics.median(one) for one in zip(*taken, strict=True))
            print(f"{name:22}{built:10.2f}{loaded:10.2f}{ratio:8.1f}  (least {min(taken)[0]:.2f})")


if __name__ == "__main__":
    if sys.argv[1:2] == ["weigh"] and len(sys.argv) == 3:
        weigh(Path(sys.argv[2]))
    elif sys.argv[1:] == ["again"]:
        again()
    else:
        print(__doc__)
