"""Whatever the bytes, in whatever syntax: faults with a place inside the file, and never another exception than those that print
themselves. Real records are cut, doubled and spoilt; others are thrown together from the words of the format."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carbonlex.checks.examination import Examination
from carbonlex.errors import CarbonlexError
from carbonlex.graph import prepared, store
from carbonlex.reading.dataset import Dataset
from carbonlex.reading.document import Source
from carbonlex.reading.rdf import FORMATS
from carbonlex.reports.excerpt import lines
from carbonlex.vocabulary import PREFIXES, Vocabulary

PROJECT = Path(__file__).parents[1] / "rules" / "project"
WORDS = Vocabulary()
ENDINGS = (".yaml", *FORMATS)
# The same examples every time: what a run finds is in the tests thereafter.
FEW = settings(
    max_examples=300,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@cache
def published() -> ox.Store:
    return prepared.in_memory(dataset())


@cache
def dataset() -> Dataset:
    return Dataset.load(PROJECT, WORDS)


@cache
def real(ending: str) -> list[bytes]:
    """Some records of every kind, in a syntax."""
    found: dict[str, Any] = {}
    for placed in dataset().placed.values():
        found.setdefault(placed.record.kind, placed)
    if ending == ".yaml":
        return [(PROJECT / placed.file).read_bytes() for placed in found.values()]
    mapping = store.mapper(dataset())
    prefixes = {name: PREFIXES[name] for name in ("clx", "xsd", "skosxl")}
    made = [list(store.triples([placed.record], mapping)) for placed in found.values()]
    plain = ending in (".nt", ".nq", ".jsonld")
    return [ox.serialize(t, format=FORMATS[ending], **({} if plain else {"prefixes": prefixes})) or b"" for t in made]


def examined(content: bytes, ending: str) -> None:
    name = "fuzz" + ending
    try:
        faults = Examination(WORDS, published(), folder=PROJECT).faults([Source(name, ending, None, None, content)])
    except CarbonlexError as error:
        assert str(error)
        return
    last = len(lines(content)) + 1
    for fault in faults:
        assert fault.code in WORDS.rules
        assert fault.message
        if fault.file == name:
            assert 1 <= fault.line <= last, fault
            assert fault.column >= 1, fault


@pytest.mark.parametrize("ending", ENDINGS)
def test_real_records_are_read(ending: str) -> None:
    for content in real(ending):
        examined(content, ending)


@pytest.mark.parametrize("ending", ENDINGS)
@given(content=st.binary(max_size=200))
@FEW
def test_any_bytes(ending: str, content: bytes) -> None:
    examined(content, ending)


SIGNS = (b"\0", b"\xff", b'"', b"'", b"<", b">", b"{", b"[", b"(", b"<<", b":", b"- ", b"\t", b"\\", b"\r", b"#")


@st.composite
def spoilt(draw: st.DrawFn, ending: str) -> bytes:
    """A real record with bytes flipped, cut out, doubled, or put in."""
    content = draw(st.sampled_from(real(ending)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content)))
        end = min(len(content), at + draw(st.integers(0, 60)))
        how = draw(st.sampled_from(["cut", "double", "flip", "put", "end"]))
        put = draw(st.sampled_from(SIGNS))
        content = {
            "cut": content[:at] + content[end:],
            "double": content[:end] + content[at:],
            "flip": content[:at] + bytes(b ^ 1 << (at % 8) for b in content[at:end]) + content[end:],
            "put": content[:at] + put + content[at:],
            "end": content[:at],
        }[how]
    return content


@pytest.mark.parametrize("ending", ENDINGS)
@given(data=st.data())
@FEW
def test_spoilt_records(ending: str, data: st.DataObject) -> None:
    examined(data.draw(spoilt(ending)), ending)


KEYS = (
    *("kind", "id", "text", "term", "readings", "mechanism", "values", "basis", "quote", "en", "valid", "from", "statements"),
    *("property", "value", "source", "jurisdiction", "concept", "pinpoint", "evidence", "standing", "name", "type", "x", ""),
)  # fmt: skip
TEXTS = st.sampled_from(
    [
        *("definition", "scheme", "atlantis", "climate-act", "a" * 90, "2021", "2021-13", "silent", "no", "1e9"),
        *("\u202e", "é", "\x85", "[", "x y"),
    ]
)
TREES = st.recursive(
    TEXTS | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=30,
)


@given(
    st.dictionaries(st.sampled_from(KEYS), TREES, max_size=12),
    st.sampled_from(["definition", "scheme", "term", "event", "finding"]),
)
@FEW
def test_trees_of_the_words_of_the_format(tree: dict[str, Any], kind: str) -> None:
    text = json.dumps({"kind": kind, "id": "xx-fuzz", **tree})
    examined(text.encode(), ".yaml")
    examined(json.dumps({"@context": WORDS.catalog["context"], "@graph": [tree]}).encode(), ".jsonld")


XX = "<https://w3id.org/carbonlex/id/definition/xx"
NODES = st.sampled_from(
    [
        *("clx:Definition", "clx:concept", "clx:reading", "clx:statement", "clx:replaces", "a", "rdf:type", "sh:y"),
        *("<urn:a>", "<x>", f"{XX}>", f"{XX}#p>", "_:b", '"x"@en', '"1"^^clx:x', "1", "true"),
        *("[]", "()", "<<( <urn:a> <urn:b> 1 )>>", ".", ";", ",", "[", "]", "(", ")", "{", "}", "# c\n", "\n"),
    ]
)


@pytest.mark.parametrize("ending", [".ttl", ".trig"])
@given(words=st.lists(NODES, max_size=14))
@FEW
def test_words_of_turtle(ending: str, words: list[str]) -> None:
    head = "".join(f"@prefix {p}: <{PREFIXES[p]}> .\n" for p in ("clx", "rdf", "sh"))
    examined((head + " ".join(words) + " .").encode(), ending)
