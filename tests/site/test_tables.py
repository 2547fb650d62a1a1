"""The table on a page, the files beside it and the answer of the query behind it say the same."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

import pyoxigraph as ox
import pytest

import pagetree
from carbonlex import places
from carbonlex.compare.evidence import STATES
from carbonlex.compare.matrix import UNREAD
from carbonlex.exports.table import FORMULA, Table
from carbonlex.graph import store as graph_store
from carbonlex.query import binding, engine, shelf
from carbonlex.reading.dataset import Dataset
from carbonlex.site.edition import Edition
from carbonlex.site.page import Asked, Page
from carbonlex.site.pages import Site
from carbonlex.site.tables import Tables
from carbonlex.vocabulary import CLX, Vocabulary
from conftest import PROJECT
from pagetree import Node
from rendered import edition_of, html_of, site_of

Row = tuple[str, ...]
RECORD = re.compile(r"(?:definitions|assets|terms|bodies|schemes|events|sources|mappings)/([a-z0-9-]+)/index\.html$")
CONTINUED = {"events/": "history/", **{f"terms/in/{tag}/": "terms/" for tag in ("en", "zh-Hans")}}
"""Pages that have a part of the table of another one, besides those that are a part of it."""
OF_KIND = ("table-mappings", "table-false-friends")  # whose ends say of which kind they are


@dataclass
class Made:
    """A site with its pages that have a table, and the graph to ask."""

    site: Site
    tables: Tables
    pages: list[Page]
    further: dict[str, list[Page]]
    store: ox.Store
    edition: Edition

    @classmethod
    def of(cls, dataset: Dataset, folder: Path) -> "Made":
        store = graph_store.store_of(graph_store.quads(dataset))
        site = site_of(dataset, {n: q.text for n, q in shelf.shelf(folder).items()})
        pages = list(site.pages())
        further: dict[str, list[Page]] = {}
        for page in pages:
            if whole := CONTINUED.get(page.address, page.whole.address if page.whole else ""):
                further.setdefault(whole, []).append(page)
        asked = [page for page in pages if page.asked]
        return cls(site, Tables(dataset), asked, further, store, edition_of(dataset))

    def read(self, page: Page) -> set[Row]:
        """What a reader sees on the page and on those that continue it."""
        assert page.asked
        shown = SHOWN[page.asked.query](self, page, self.tree(page))
        parts = self.further.get(page.address, [])
        for part in (*parts, *(more for one in parts for more in self.further.get(one.address, []))):
            shown |= SHOWN[page.asked.query](self, part, self.tree(part))
        return shown

    def tree(self, page: Page) -> Node:
        ((_, html),) = html_of(self.site, [page])
        return pagetree.read(html)

    def answered(self, page: Page) -> tuple[list[str], set[Row]]:
        """The columns that the query and the table share, and the rows of the query in ids."""
        assert page.asked
        query = shelf.named(places.published(), page.asked.query)
        given = binding.bindings(query, dict(page.asked.given), self.site.vocabulary)
        answer = engine.run(self.store, query.text, given)
        names = [v.value for v in answer.variables]
        columns = self.tables.of(page).columns
        shared = [n for n in names if n in columns]
        assert set(names) - set(shared) <= {name for name, _ in page.asked.given}, "what else would the query tell?"
        return shared, {tuple(self._id(page.asked.query, n, s[n]) for n in shared) for s in answer}

    def _id(self, query: str, column: str, term: object) -> str:
        value = str(getattr(term, "value", ""))
        base = self.site.vocabulary.base
        if value.startswith(CLX):
            return value.removeprefix(CLX).lower()
        if not value.startswith(base) or column in ("reading", "statement"):
            return value
        return value.removeprefix(base) if query in OF_KIND and column in ("from", "to") else value.rsplit("/", 1)[1]


@pytest.fixture(scope="module")
def small(golden: Dataset) -> Made:
    return Made.of(golden, PROJECT)


@pytest.fixture(scope="module")
def large(published: Dataset) -> Made:
    return Made.of(published, places.published())


def sampled(made: Made, every: int) -> list[Page]:
    """Of the pages of each query the first one and some others."""
    numbers: dict[str, int] = {}
    chosen = []
    for page in made.pages:
        assert page.asked
        numbers[page.asked.query] = number = numbers.get(page.asked.query, 0) + 1
        if (number - 1) % every == 0:
            chosen.append(page)
    return chosen


def same(made: Made, page: Page) -> None:
    table = made.tables.of(page)
    assert len(set(table.rows)) == len(table.rows), page.address
    assert [list(r) for r in table.rows] == from_csv(table), page.address
    told = json.loads(table.json())
    assert (told["columns"], told["rows"]) == (list(table.columns), [list(r) for r in table.rows]), page.address
    shared, rows = made.answered(page)
    own = {tuple(_tag(n, row[table.columns.index(n)]) for n in shared) for row in table.rows}
    assert own == rows, page.address
    assert page.asked
    assert made.read(page) == EXPECTED[page.asked.query](made, page), page.address


def _tag(column: str, value: str) -> str:
    return (
        value.lower() if column == "language" else value
    )  # the store writes language tags in small letters (RDF 1.1, 3.3)


def from_csv(table: Table) -> list[list[str]]:
    """The rows of the file, without the apostrophes that keep spreadsheets from running them."""
    text = table.csv().decode()
    assert text.count("\r\n") >= len(table.rows) + 1
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == list(table.columns)
    assert not [c for row in rows for c in row if c.startswith(FORMULA)]
    return [[c[1:] if c.startswith("'") and c[1:].startswith(FORMULA) else c for c in row] for row in rows[1:]]


def test_golden_tables_are_the_same_everywhere(small: Made) -> None:
    assert {p.asked.query for p in small.pages if p.asked} == set(SHOWN)
    for page in small.pages:
        same(small, page)


def test_published_tables_are_the_same_everywhere(large: Made) -> None:
    chosen = sampled(large, 23)
    assert len(chosen) > 15
    for page in chosen:
        same(large, page)


# ---- What a reader sees in the cells of a page, and what of the table that must be.


def rows(made: Made, page: Page) -> Iterator[dict[str, str]]:
    table = made.tables.of(page)
    return (dict(zip(table.columns, row, strict=True)) for row in table.rows)


def id_of(node: Node) -> str:
    """The id of the record that a link leads to."""
    href = node.attributes["href"]
    found = RECORD.search(href)
    return found[1] if found else href.partition("#w-")[2]


def compared(made: Made, page: Page, tree: Node) -> set[Row]:
    found = set()
    for m in [page.shown["matrix"]] if "matrix" in page.shown else [m for _, m, _ in page.shown["compared"]]:
        cells = {f"{m.concept}-{f}-{c.id}": (m.concept, c.id, f) for f in m.facets for c in m.columns}
        for td in tree.all("td"):
            if (where := cells.get(td.attributes.get("id", ""))) is not None:
                found |= {(*where, *rest) for rest in cell(made, td, where[2])}
    return found


def cell(made: Made, td: Node, facet: str) -> Iterator[Row]:
    """Value, basis, wording and reader of everything in a cell; a reader's basis is not shown."""
    values = {made.tables.readings.label("value", f"{facet}/{v}"): v for v in made.site.vocabulary.facets[facet]}
    for li in td.all("li"):
        value = values[next(li.all("summary")).own.strip()]
        for rest in li.all("div", "rest"):
            basis = "implied" if list(rest.all("span", "where")) or "implied" in li.classes else "explicit"
            yield value, basis, id_of(next(rest.all("a", "sign"))), ""
    for state, basis in (("silent", "silent"), ("unread", UNREAD)):
        yield from (("", basis, "", "") for _ in td.children("span", state))
        for also in td.children("details", state):
            yield from (("", basis, id_of(a), "") for a in also.all("a", "sign"))
    for also in td.children("details", "also"):
        if also.classes & {"other", "agrees"}:
            (reader,) = {id_of(a) for a in also.all("a") if "sign" not in a.classes}
            names = {part.strip() for part in next(also.all("summary")).text.partition(":")[2].split(",")}
            said = [v for name, v in values.items() if name in names]
            for a in also.all("a", "sign"):
                yield from ((v, "", id_of(a), reader) for v in said or [""])


def compared_in_table(made: Made, page: Page) -> set[Row]:
    cells: dict[Row, list[dict[str, str]]] = {}
    for row in rows(made, page):
        if not row["silence"]:
            cells.setdefault((row["concept"], row["jurisdiction"], row["facet"]), []).append(row)
    found: set[Row] = set()
    for where, inside in cells.items():
        own = {row["basis"] for row in inside if not row["reader"]}
        # A cell in which nobody says anything does not name the wordings.
        bare = "" if own & {"explicit", "implied"} else "silent" if "silent" in own else UNREAD
        for row in inside:
            wording = "" if row["basis"] == bare and not row["reader"] else row["wording"]
            found.add((*where, row["value"], "" if row["reader"] else row["basis"], wording, row["reader"]))
    return found


def related(_: Made, __: Page, tree: Node) -> set[Row]:
    told = set()
    for section in tree.all("section"):
        relation = next(section.all("h2")).attributes["id"]
        told |= {(id_of(next(li.all("a"))), relation) for ul in section.children("ul") for li in ul.children("li")}
    return told


def mapped(_: Made, __: Page, tree: Node) -> set[Row]:
    found = set()
    for tr in tree.all("tr"):
        if "id" in tr.attributes:
            cells = tr.children("td")
            ends = [id_of(next(cells[i].all("a"))) for i in (0, 2)]
            (relation,) = cells[1].classes - {"how"}
            found.add((tr.attributes["id"], ends[0], relation, ends[1]))
    return found


def termed(made: Made, _: Page, tree: Node) -> set[Row]:
    roles = {
        made.edition.strings(f"terms.{r}"): r
        for r in ("original", "official", "unofficial", "proposed", "gloss", "name", "code")
    }
    found = set()
    for dl in tree.all("dl", "terms"):
        parts = dl.children()
        for dt, dd in zip(parts[::2], parts[1::2], strict=True):
            form = next(dt.all("a")).text if list(dt.all("a")) else dt.own
            for a, span in zip(dd.children("a"), dd.children("span"), strict=True):
                if (role := roles[span.text]) != "code":
                    found.add((dt.attributes["lang"], form, role, id_of(a)))
    return found


def written(_: Made, __: Page, tree: Node) -> set[Row]:
    """The forms alone: who writes so stands on the page of the language."""
    listed = {(ul.attributes["lang"], a.text) for ul in tree.all("ul", "index") for a in ul.all("a")}
    return listed | {
        (dt.attributes["lang"], dt.inside[0] if isinstance(dt.inside[0], str) else dt.inside[0].text)
        for dt in tree.all("dt")
        if "lang" in dt.attributes
    }


def found(_: Made, __: Page, tree: Node) -> set[Row]:
    told = set()
    for section in tree.all("section"):
        source = id_of(next(next(section.all("h2")).all("a")))
        for li in (li for ul in section.all("ul", "findings") for li in ul.children("li")):
            (answer,) = next(li.all("span", "verdict")).classes - {"verdict"}
            told.add((li.attributes["id"], source, answer))
    return told


def dated(_: Made, __: Page, tree: Node) -> set[Row]:
    told = set()
    for ul in tree.all("ul", "events"):
        for li in ul.children("li"):
            told.add((next(li.all("time")).attributes["datetime"], "", li.attributes["id"]))
    for tr in tree.all("tr"):
        if cells := tr.children("td"):
            times = [next((t.attributes["datetime"] for t in cells[i].all("time")), "") for i in (0, 1)]
            told |= {(*times, id_of(a)) for a in cells[3].all("a")}
    return told


def inforce(_: Made, __: Page, tree: Node) -> set[Row]:
    sources = (li for section in tree.all("section") for ul in section.children("ul") for li in ul.children("li"))
    return {(id_of(next(li.all("a"))),) for source in sources for li in source.all("li")}


STATE = ("cells", *STATES, "corroborated", "disputed")
GROUP = re.compile(r"(?:jurisdictions/|concepts/|#facet-)([a-z0-9-]+)")


def counted(_: Made, __: Page, tree: Node) -> set[Row]:
    """The tables of numbers, each with its sum, and what stands beside the bar."""
    told = set()
    for table in tree.all("table", "counts"):
        for tr in table.all("tr"):
            if numbers := tuple(number(td) for td in tr.children("td")):
                links = list(tr.children("th")[0].all("a"))
                told.add((found[1] if links and (found := GROUP.search(links[0].attributes["href"])) else "", *numbers))
    (states,) = tree.all("dl", "states")
    told.add(("states", *(number(dd) for dd in states.children("dd", "n"))))
    return told


def number(node: Node) -> str:
    return (node.own or node.text).strip().replace(",", "")


def counted_in_table(made: Made, page: Page) -> set[Row]:
    groups: dict[str, dict[str, int]] = {}
    for row in rows(made, page):
        for id_ in (row["jurisdiction"], row["concept"], row["facet"], ""):
            group = groups.setdefault(id_, dict.fromkeys(STATE, 0))
            for key in ("cells", row["state"], *(k for k in ("corroborated", "disputed") if row[k] == "1")):
                group[key] += 1
    told = {(id_, *(str(n) for n in group.values())) for id_, group in groups.items()}
    return told | {("states", *(str(groups[""][key]) for key in STATE[1:]))}


def searches(_: Made, __: Page, tree: Node) -> set[Row]:
    told = set()
    for section in tree.all("section"):
        status = next(section.all("h2")).attributes["id"]
        told |= {
            (node.attributes["id"], status)
            for node in section.all()
            if node.name in ("dt", "tr") and "id" in node.attributes
        }
    return told


def gaps(_: Made, __: Page, tree: Node) -> set[Row]:
    sections = ((next(s.all("h2")).attributes["id"], s) for s in tree.all("section"))
    return {
        (gap, id_of(a))
        for gap, section in sections
        if gap != "unplaced"
        for ul in section.all("ul")
        for a in ul.all("a")
    }


def pinpoints(_: Made, __: Page, tree: Node) -> set[Row]:
    (main,) = tree.all("main")
    items = [li for ul in main.all("ul", "columns") for li in ul.children("li")]
    numbers = ((li, [n.text for n in li.children("span", "where")]) for li in items)
    return {(next(li.all("a")).attributes["href"].split("/")[-2], n[0] if n else "1") for li, n in numbers}


def pinpoints_in_table(made: Made, page: Page) -> set[Row]:
    found: dict[tuple[str, str], int] = {}
    for row in rows(made, page):
        found[row["kind"], row["record"]] = found.get((row["kind"], row["record"]), 0) + 1
    return {(id_, str(n)) for (_, id_), n in found.items()}


def of(*columns: str) -> Callable[[Made, Page], set[Row]]:
    return lambda made, page: {tuple(row[c].rsplit("/", 1)[-1] for c in columns) for row in rows(made, page)}


def written_in_table(made: Made, page: Page) -> set[Row]:
    codes = {
        (tag, e.form)
        for tag, entries, _ in page.shown["languages"]
        for e in entries
        if {u.role for u in e.uses} == {"code"}
    }
    return codes | {(r["language"], r["form"]) for r in rows(made, page) if r["language"]}


def terms_in_table(made: Made, page: Page) -> set[Row]:
    return {(r["language"], r["form"], r["role"], r["record"]) for r in rows(made, page) if r["role"] != "term"}


COMPARISONS = ("table-orders", "table-concept", "table-concept-day", "table-pair")
SHOWN: dict[str, Callable[[Made, Page, Node], set[Row]]] = {
    **dict.fromkeys(COMPARISONS, compared),
    "table-mappings": related,
    "table-false-friends": mapped,
    "table-terms": written,
    "table-terms-in": termed,
    "table-findings": found,
    "table-history": dated,
    "table-history-day": inforce,
    "table-evidence": counted,
    "table-searches": searches,
    "table-gaps": gaps,
    "table-pinpoints": pinpoints,
}
EXPECTED: dict[str, Callable[[Made, Page], set[Row]]] = {
    **dict.fromkeys(COMPARISONS, compared_in_table),
    "table-mappings": of("mapping", "relation"),
    "table-false-friends": of("mapping", "from", "relation", "to"),
    "table-terms": written_in_table,
    "table-terms-in": terms_in_table,
    "table-findings": of("finding", "source", "answer"),
    "table-history": of("from", "to", "record"),
    "table-history-day": of("record"),
    "table-evidence": counted_in_table,
    "table-searches": of("silence", "status"),
    "table-gaps": of("gap", "wording"),
    "table-pinpoints": pinpoints_in_table,
}


# ---- The files.


def test_a_page_with_a_table_leads_to_its_data_and_its_query(built: Path) -> None:
    for page in built.rglob("table.csv"):
        tree = pagetree.read((page.parent / "index.html").read_text("utf-8"))
        (behind,) = tree.all("details", "behind")
        links = [a.attributes["href"] for a in behind.all("a")]
        assert [(page.parent / link).resolve() for link in links[:2]] == [
            page.resolve(),
            page.with_suffix(".json").resolve(),
        ]
        given = dict(parse_qsl(links[2].partition("#")[2]))
        told = json.loads(page.with_suffix(".json").read_text("utf-8"))
        assert given == {"name": told["query"], **told["parameters"]}
        query = shelf.named(places.published(), told["query"])
        assert {p.name for p in query.parameters} == set(told["parameters"])
    assert len(list(built.rglob("table.csv"))) == len(list(built.rglob("table.json"))) > 10


def test_ids_become_addresses(built: Path) -> None:
    told = json.loads((built / "table.json").read_text("utf-8"))
    first = dict(zip(told["columns"], told["rows"][0], strict=True))
    assert (
        told["iris"]["value"].format(**first) == "https://w3id.org/carbonlex/id/value/traded-object/emission-allowance"
    )


def test_what_a_spreadsheet_would_run_is_defused() -> None:
    hostile = ("=1+1", "+1", "-1", "@x", "\tx", "\rx", "a=1", "'=1", 'say "x", y\nz', "")
    table = Table(tuple("abcdefghij"), (hostile,))
    body = table.csv().decode()
    assert body.startswith("a,b,c,d,e,f,g,h,i,j\r\n'=1+1,'+1,'-1,'@x,'\tx,")
    (_, row) = csv.reader(io.StringIO(body, newline=""))
    assert row[6:] == ["a=1", "'=1", 'say "x", y\nz', ""]
    assert json.loads(table.json(query="q"))["rows"] == [list(hostile)]


def test_the_command_line_is_quoted() -> None:
    asked = Asked("table-pair", (("a", "x y"), ("b", "z;&")))
    assert asked.command == "carbonlex query --name table-pair --param 'a=x y' --param 'b=z;&'"
    assert asked.fragment == "name=table-pair&a=x+y&b=z%3B%26"


def test_the_ontology_and_the_catalogue_compare_on_the_same_facets(vocabulary: Vocabulary) -> None:
    said: dict[str, set[str]] = {}
    for t in vocabulary.quads:
        if t.predicate.value == CLX + "comparedOn":
            concept, facet = (node.value.rsplit("/", 1)[1] for node in (t.subject, t.object))  # type: ignore[union-attr]
            said.setdefault(concept, set()).add(facet)
    catalog = vocabulary.catalog
    wanted = {c: set(catalog[f"{kind}-facets"]) for kind in ("market", "unit") for c in catalog[f"{kind}-concepts"]}
    assert said == wanted


def test_all_readings_are_in_one_table(small: Made, golden: Dataset) -> None:
    table = small.tables.readings.all()
    number = sum(len(r.values) or 1 for w in golden.wordings() for rs in w.readings.values() for r in rs)
    assert len(table.rows) == number
    assert {row[table.columns.index("wording")] for row in table.rows} == {
        w.id for w in golden.wordings() if w.readings
    }
