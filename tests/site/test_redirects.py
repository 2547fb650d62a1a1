"""The redirects of w3id.org, on a real Apache: a table of names, of what is asked for, and of where that leads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import apache
from carbonlex.errors import UsageError
from carbonlex.reading.dataset import Dataset
from carbonlex.site import redirects
from carbonlex.site.addresses import FOLDERS
from carbonlex.vocabulary import Vocabulary

HERE = Path(__file__).parent
BASE = "https://example.org/lex/"


@dataclass(frozen=True)
class Case:
    """A row of the table: what is asked for, and what is answered."""

    iri: str
    accept: str
    status: int
    address: str

    @property
    def location(self) -> str | None:
        return BASE + self.address if self.status < 400 else None


def cases() -> list[Case]:
    rows = [line.split("\t") for line in (HERE / "redirects.tsv").read_text("utf-8").splitlines()]
    return [Case(iri, accept, int(status), address) for iri, accept, status, address in rows if not iri.startswith("#")]


@pytest.fixture(scope="module")
def concepts() -> set[str]:
    """The concepts that have a page in the golden project's site."""
    pages = (HERE.parent / "golden" / "addresses.txt").read_text("utf-8").split()
    return {p.split("/")[1] for p in pages if p.startswith("concepts/") and p.count("/") == 2 and p.endswith(".html")}


@pytest.fixture(scope="module")
def port(vocabulary: Vocabulary, concepts: set[str]) -> Iterator[int]:
    """An Apache of this test alone, with nothing but the rules."""
    with apache.serving(
        lambda at: redirects.write(at, vocabulary, BASE, redirects.routes(vocabulary, concepts))
    ) as number:
        yield number


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c.iri.removeprefix(apache.HOST)} {c.accept}")
def test_names_lead_where_the_table_says(case: Case, port: int) -> None:
    answer = apache.asked(port, case.iri, case.accept)
    assert (answer.status, answer.headers["Location"]) == (case.status, case.location)
    if case.status == 303:
        assert "accept" in (answer.headers["Vary"] or "").lower()
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_what_they_lead_to_is_there() -> None:
    there = {*(HERE.parent / "golden" / "addresses.txt").read_text("utf-8").split()}
    for case in cases():
        path = case.address.partition("#")[0]
        assert case.status == 404 or (f"{path}index.html" if path.endswith("/") or not path else path) in there, case


def test_anchors_are_on_the_pages(built: Path) -> None:
    for case in cases():
        path, _, anchor = case.address.partition("#")
        if anchor:
            assert f'id="{anchor}"' in (built / path / "index.html").read_text("utf-8"), case


def test_the_table_has_every_kind_and_every_form() -> None:
    iris, accepts = ({c.iri for c in cases()}, {c.accept for c in cases()})
    for kind in (*FOLDERS, "silence", "facet", "value", "list", "graph"):
        assert any(f"/id/{kind}/" in iri for iri in iris), kind
    assert {*redirects.FORMS.values(), "text/html", ""} <= accepts


def test_every_published_record_has_a_route(published: Dataset, vocabulary: Vocabulary) -> None:
    patterns = [re.compile(route.pattern) for route in redirects.routes(vocabulary, ["carbon-market"])]
    names = [f"id/{kind}/{id_}" for kind, id_ in published.placed]
    assert [name for name in names if not any(pattern.fullmatch(name) for pattern in patterns)] == []


@pytest.mark.parametrize("base", ["https://w3id.org/carbonlex", "ftp://example.org/", "https://x.org/ [R]", "lex"])
def test_only_addresses_of_a_site(base: str, vocabulary: Vocabulary) -> None:
    with pytest.raises(UsageError):
        redirects.htaccess(vocabulary, base, ())
