"""What a release had stays at its address in the next one: ids, pages, files, and the release itself."""

import gzip
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

import apache
from carbonlex import places
from carbonlex.reading.dataset import Dataset
from carbonlex.release import ids, moved, sums
from carbonlex.site.strings import Strings, languages
from carbonlex.vocabulary import OWL, PREFIXES, Vocabulary
from pagetree import Node
from pagetree import read as tree
from releasing import BASE

OTHERS = languages(places.site())[1:]
GONE = "https://w3id.org/carbonlex/id/event/aa-start"


@pytest.fixture
def second(releases: tuple[Path, Path]) -> Path:
    return releases[1]


def there(site: Path, address: str) -> bool:
    """Whether a plain file server has something at an address."""
    path = site / address.partition("#")[0]
    return (path / "index.html").is_file() if not path.name or path.is_dir() else path.is_file()


def page(path: Path) -> Node:
    return tree(path.read_text("utf-8"))


def test_every_address_answers_in_every_language(releases: tuple[Path, Path]) -> None:
    first, second = releases
    leads = moved.leads(second)
    before = (first / moved.FILE).read_text("utf-8").splitlines()
    assert len(before) > 300
    for address in before:
        if address.endswith("/"):
            assert all(there(second / "site", at + address) for at in ("", *(f"{lang}/" for lang in OTHERS))), address
        else:
            assert there(second / "site", address) or there(second / "site", leads[address]), address
    assert "concepts/carbon-market/as-of/2023-01-01/" in leads
    assert all(there(second / "site", new) for new in leads.values())


def test_a_page_that_is_no_more_leads_to_the_one_above(second: Path) -> None:
    for lang in ("", *(f"{lang}/" for lang in OTHERS)):
        found = page(second / "site" / lang / "concepts/carbon-market/as-of/2023-01-01/index.html")
        (link,) = found.all("a")
        assert link.text == f"{BASE}{lang}concepts/carbon-market/"
        target = second / "site" / lang / "concepts/carbon-market/as-of/2023-01-01" / link.attributes["href"]
        assert target.resolve() == (second / "site" / lang / "concepts/carbon-market/index.html").resolve()


def test_every_id_is_there_or_was_given_up(releases: tuple[Path, Path], vocabulary: Vocabulary) -> None:
    first, second = releases
    had, has = (ids.read(folder / ids.FILE) for folder in releases)
    given_up = Dataset.load(second / "data", vocabulary).deprecated.entries
    assert had.keys() - has.keys() == given_up.keys()
    for folder in (first, second):
        for line in (folder / ids.FILE).read_text("utf-8").splitlines()[1:]:
            address = line.split("\t")[2]
            assert address, line
            assert there(folder / "site", address), line


def test_places_on_pages_are_there(second: Path) -> None:
    """Of each kind of id, the first that stands on a page with others."""
    seen: set[str] = set()
    for line in (second / ids.FILE).read_text("utf-8").splitlines()[1:]:
        name, _, address, _ = line.split("\t")
        at, _, anchor = address.partition("#")
        if anchor and not anchor.startswith("name=") and at + name.partition("/")[0] not in seen:
            seen.add(at + name.partition("/")[0])
            text = (second / "site" / at / "index.html").read_text("utf-8")
            assert f'id="{anchor}"' in text or "#" in name, line
    assert len(seen) > 3


def test_the_page_of_a_name_that_was_given_up(second: Path) -> None:
    found = page(second / "site/events/aa-start/index.html")
    assert "The start" in found.text and "0.2.0" in found.text
    assert "It was the begin of <b>something</b> else." in found.text, "words stay words"
    hrefs = {a.attributes["href"] for a in found.all("a")}
    assert {"../../events/aa-begin/index.html", "../../deprecated/index.html"} <= hrefs
    assert "../../releases/0.1.0/index.html" in hrefs, "there it is as it was"
    assert "../../ontology/facets/index.html#value-mechanism-cap-and-trade" in hrefs
    french = page(second / "site/fr/definitions/aa-author-market/index.html")
    assert "marché du carbone" in french.text and "L'auteur l'a retirée." in french.text
    listed = page(second / "site/deprecated/index.html")
    assert {"event-aa-start", "query-wordings", "silence-bb-carbon-market"} <= {
        s.attributes.get("id") for s in listed.all("section")
    }


def test_the_graph_says_that_a_name_was_given_up(second: Path) -> None:
    store = ox.Store()
    with gzip.open(second / "files/carbonlex.nq.gz") as dump:
        store.bulk_load(dump, ox.RdfFormat.N_QUADS)
    beside = ox.parse(path=str(second / "site/fr/events/aa-start/index.ttl"), format=ox.RdfFormat.TURTLE)
    for triples in ([q.triple for q in store], [q.triple for q in beside]):
        said = {(t.predicate.value, t.object.value) for t in triples if t.subject == ox.NamedNode(GONE)}
        assert (OWL + "deprecated", "true") in said
        assert (PREFIXES["dcterms"] + "isReplacedBy", GONE.replace("start", "begin")) in said
    gone = {q.subject.value for q in store.quads_for_pattern(None, ox.NamedNode(OWL + "deprecated"), None)}
    assert len(gone) == 3, "a query is not in the graph"


NAMES = {
    ("id/silence/bb-carbon-market", "text/html"): (303, "deprecated/#silence-bb-carbon-market"),
    ("id/silence/bb-carbon-market", "text/turtle"): (303, "data/carbonlex.ttl"),
    ("id/event/aa-start", "text/html"): (303, "events/aa-start/"),
    ("id/event/aa-start", "text/turtle"): (303, "events/aa-start/index.ttl"),
    ("ontology", "text/html"): (303, "ontology/"),
    ("ontology/0.1.0", "text/html"): (303, "releases/0.1.0/"),
    ("ontology/0.1.0", "text/turtle"): (303, "releases/0.1.0/files/ontology/ontology.ttl"),
    ("ontology/0.2.0", "application/rdf+xml"): (303, "releases/0.2.0/files/ontology/ontology.rdf"),
    ("concepts/carbon-market/as-of/2023-01-01/", ""): (301, "concepts/carbon-market/"),
    ("vi/concepts/carbon-market/as-of/2023-01-01/", ""): (301, "vi/concepts/carbon-market/"),
    ("concepts/carbon-market/as-of/2023-01-01/table.csv", ""): (301, "concepts/carbon-market/"),
    ("releases/0.1.0/ids.tsv", ""): (302, "releases/0.1.0/ids.tsv"),
    ("definitions/aa-market-2020/", ""): (302, "definitions/aa-market-2020/"),
}


def test_names_lead_to_what_became_of_them(second: Path) -> None:
    with apache.serving(lambda at: shutil.copyfile(second / "w3id/.htaccess", at / ".htaccess")) as port:
        for (name, accept), (status, address) in NAMES.items():
            answer = apache.asked(port, f"{apache.HOST}/carbonlex/{name}", accept)
            assert (answer.status, answer.headers["Location"]) == (status, BASE + address), name
            assert there(second / "site", address), address


def test_a_release_stays_where_it_is(releases: tuple[Path, Path]) -> None:
    first, second = releases
    before, after = first / "site/releases/0.1.0", second / "site/releases/0.1.0"
    known = sums.read(before)
    assert {"data/definitions/aa/aa-market-2020.yaml", "files/carbonlex.nq.gz", "ids.tsv", "README.md"} <= known.keys()
    assert sums.read(after) == known
    assert [*sums.checked(after)]
    assert (before / sums.FILE).read_bytes() == (after / sums.FILE).read_bytes()
    for lang in ("", *(f"{lang}/" for lang in OTHERS)):
        text = page(second / "site" / lang / "releases/0.1.0/index.html")
        hrefs = {a.attributes["href"] for a in text.all("a")}
        assert f"../../{'../' * bool(lang)}releases/0.1.0/CITATION.cff" in hrefs
        assert "../../releases/0.2.0/index.html" in hrefs, "there is a newer one"
        told = Strings(places.site(), lang.rstrip("/") or "en")
        for name in ("ids.tsv", "data/", "SHA256SUMS"):
            assert told(f"releases.what.{name}") in text.text
    listed = page(second / "site/releases/index.html")
    links = [a.attributes["href"] for a in listed.all("a")]
    assert links.index("../releases/0.2.0/index.html") < links.index("../releases/0.1.0/index.html")


def test_links_of_the_pages_of_releases_lead_somewhere(second: Path) -> None:
    site = second / "site"
    for path in [
        *site.glob("releases/**/index.html"),
        *site.glob("fr/releases/**/index.html"),
        site / "deprecated/index.html",
    ]:
        for link in page(path).all("a"):
            href = link.attributes["href"].partition("#")[0]
            target = (path.parent / href).resolve()
            assert not href or target.exists(), (path, href)
