"""What the tests share: the ontology, the published records, a small complete project, the command as typed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import coverage
import pytest

from browsing import browser, served  # noqa: F401  fixtures of the tests in a browser
from carbonlex import places
from carbonlex.graph import hermit, reasoning
from carbonlex.graph.reasoning import Conclusion, Inference
from carbonlex.reading.dataset import Dataset
from carbonlex.site import publish
from carbonlex.vocabulary import CLX, Vocabulary
from offline.sitecustomize import online

TESTS = Path(__file__).parent
PROJECT = TESTS / "golden" / "project"
# For processes that a test starts: the program, and the block of the network.
PYTHONPATH = os.pathsep.join([str(TESTS / "offline"), str(TESTS.parent / "src")])
Run = Callable[..., subprocess.CompletedProcess[str]]

# The reasoner is never left out unseen: without Java its tests fail, unless this variable says that they may be skipped.
WITHOUT_JAVA = hermit.java() is None and bool(os.environ.get("CARBONLEX_WITHOUT_JAVA"))
needs_java = pytest.mark.skipif(WITHOUT_JAVA, reason="there is no Java runtime, and CARBONLEX_WITHOUT_JAVA is set")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """What goes through all published records is not counted as covered: to count takes half as long again, and which lines are tested is
    for the tests with the small project to show."""
    whole = "published" in getattr(item, "fixturenames", ())
    counting = coverage.Coverage.current() if whole else None
    if counting:
        counting.stop()
    try:
        return (yield)
    finally:
        if counting:
            counting.start()


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Prepared graphs go to a folder of this run, not to the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("CARBONLEX_DATA", raising=False)
        patch.delenv("CARBONLEX_DEBUG", raising=False)
        patch.setenv("PYTHONPATH", PYTHONPATH)
        yield


@pytest.fixture(autouse=True)
def _network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Other machines are out of reach (:mod:`offline.sitecustomize`), but for a test that says that it needs them."""
    if request.node.get_closest_marker("network") is None:
        yield
    else:
        monkeypatch.delenv("PYTHONPATH")
        with online():
            yield


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return Vocabulary()


@pytest.fixture(scope="session")
def published(vocabulary: Vocabulary) -> Dataset:
    """The published records."""
    return Dataset.load(places.published(), vocabulary)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the golden project that a test may spoil."""
    return Path(shutil.copytree(PROJECT, tmp_path / "project"))


def edit(file: Path, old: str, new: str) -> None:
    """Put other words into a file, where the old ones first stand."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture(scope="session")
def golden(vocabulary: Vocabulary) -> Dataset:
    return Dataset.load(PROJECT, vocabulary)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The golden project's site."""
    out = tmp_path_factory.mktemp("built") / "public"
    publish.build(PROJECT, out, "https://example.org/lex/", reasoner=not WITHOUT_JAVA)
    return out


CAP = [
    Conclusion(f"https://w3id.org/carbonlex/id/definition/aa-market-{year}", CLX + "CapAndTradeWording", ())
    for year in (2020, 2023)
]


@pytest.fixture(scope="session")
def _quick_cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("quick"))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, _quick_cache: str) -> None:
    """The golden project's conclusions without HermiT. The graphs so prepared are kept from the other tests."""
    monkeypatch.setattr(reasoning, "reason", lambda _: Inference(consistent=True, ran=True, conclusions=CAP))
    monkeypatch.setenv("XDG_CACHE_HOME", _quick_cache)


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two releases of the golden project, one after the other (:mod:`releasing`)."""
    import releasing

    with pytest.MonkeyPatch.context() as patch:
        return releasing.two(tmp_path_factory.mktemp("two"), patch)


@pytest.fixture
def run() -> Run:
    """``carbonlex`` as typed, in a process of its own."""

    def call(
        *words: object, stdin: str | None = None, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        result = subprocess.run(
            [sys.executable, "-m", "carbonlex", *map(str, words)],
            input=stdin,
            env={**os.environ, **(env or {})},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )
        assert "Traceback" not in result.stderr
        return result

    return call


# A record without a fault over the published ones.
RECORD = """\
kind: definition
id: xx-market
concept: carbon-market
jurisdiction: vn
source: vn-law-72-2020
pinpoint: "Art. 1"
term: {en: "carbon market"}
text:
  en: {original: "A carbon market is a market for carbon credits."}
evidence: {standing: reproduction, read-in: ["https://example.org/law"]}
readings:
  traded-object: {values: [carbon-credit], basis: explicit, quote: {en: "carbon credits"}}
  mechanism: {basis: silent}
"""
WORDING = """kind: definition
id: {id}
concept: carbon-market
jurisdiction: aa
source: aa-act
pinpoint: "Art. 1"
term: {{en: "market"}}
text: {{en: {{original: "Allowances and credits are traded here under a cap or freely."}}}}
evidence: {{standing: official, read-in: ["https://example.org/act"]}}
readings:
{readings}
"""


def wording(id_: str, readings: str) -> bytes:
    """A made-up definition with these readings."""
    return WORDING.format(id=id_, readings="\n".join("  " + line for line in readings.strip().splitlines())).encode()


SILENT = "\n".join(
    f"{f}: {{basis: silent}}"
    for f in ("traded-object", "mechanism", "objective", "price-formation", "segment", "legal-nature")
)
MADE = {
    "made-cap": """traded-object: {values: [emission-allowance], basis: implied}
mechanism: {values: [cap-and-trade], basis: implied}
segment: {values: [mandatory], basis: implied}
international-transfer: {values: [by-linkage], basis: implied}""",
    "made-credit": """traded-object: {values: [carbon-credit], basis: implied}
mechanism: {values: [policy-instrument], basis: implied}
segment: {values: [voluntary], basis: implied}""",
    "made-both": """traded-object: {values: [emission-allowance, carbon-credit], basis: implied}
segment: {values: [voluntary, mandatory], basis: implied}""",
    "made-silent": SILENT,
}


@pytest.fixture(scope="session")
def made(vocabulary: Vocabulary) -> Callable[..., Dataset]:
    """A tiny made-up data set, one wording for each defined class."""

    def build(words: Vocabulary = vocabulary) -> Dataset:
        dataset = Dataset(words)
        for id_, readings in MADE.items():
            dataset.add(f"{id_}.yaml", wording(id_, readings), id_)
        assert dataset.faults == []
        return dataset

    return build


@pytest.fixture(scope="session")
def classified(made: Callable[..., Dataset]) -> Inference:
    """What HermiT finds in it."""
    if WITHOUT_JAVA:
        pytest.skip("there is no Java runtime, and CARBONLEX_WITHOUT_JAVA is set")
    return reasoning.reason(made())
