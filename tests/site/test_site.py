"""The built site: whole or not at all, safe, linked."""

import hashlib
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import pagetree
from carbonlex.checks import clashes
from carbonlex.errors import CarbonlexError, ContentError, OutputError, ReasonerMissing, UsageError
from carbonlex.graph import hermit, reasoning
from carbonlex.reading.dataset import Dataset
from carbonlex.site import addresses, output, publish
from carbonlex.site.strings import Strings
from carbonlex.vocabulary import CLX, Vocabulary
from conftest import edit
from rendered import site_of


def targets_and_anchors(page: Path) -> tuple[list[str], set[str]]:
    attributes = [node.attributes for node in pagetree.read(page.read_text("utf-8")).all()]
    targets = [found[key] for found in attributes for key in ("href", "src") if found.get(key)]
    return targets, {found["id"] for found in attributes if "id" in found}


def test_links_lead_to_files_and_anchors(built: Path) -> None:
    pages = {page.resolve(): targets_and_anchors(page) for page in built.rglob("*.html")}
    broken = []
    for page, (targets, _) in pages.items():
        for target in targets:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            led = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            # The query page takes the name of a query, with the values of its parameters, as what it is to open.
            anchor = "" if led.parent.name == "sparql" else unquote(parts.fragment)
            if not led.is_file() or (anchor and anchor not in pages[led][1]):
                broken.append((page.relative_to(built.resolve()).as_posix(), target))
    assert broken == []


def test_every_page_is_canonical_searchable_and_escaped(built: Path) -> None:
    for page in built.rglob("*.html"):
        text = page.read_text("utf-8")
        assert re.search(r'<link rel="canonical" href="https://example.org/lex/', text), page
        assert text.count('type="search"') == 1, page
        assert "<under>" not in text
    assert "&lt;under&gt;" in (built / "definitions/aa-market-2023/index.html").read_text("utf-8").replace(
        "</mark>", ""
    )


def test_checksums(built: Path) -> None:
    for line in (built / "data/SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((built / "data" / name).read_bytes()).hexdigest() == digest


def test_records_lie_beside_their_pages(built: Path) -> None:
    assert "aa-market-2020" in (built / "definitions/aa-market-2020/index.ttl").read_text("utf-8")
    assert (built / "definitions/aa-market-2020/index.jsonld").is_file()


def old_site(folder: Path) -> Path:
    folder.mkdir()
    (folder / output.MARKER).write_text("carbonlex\n")
    (folder / "old.html").write_text("old")
    return folder


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, RuntimeError])
def test_an_interrupted_build_leaves_the_old_site(project: Path, tmp_path: Path, error: type[BaseException]) -> None:
    out = old_site(tmp_path / "public")

    def step(what: str, done: int, _of: int) -> None:
        if what.startswith("pages") and done:
            raise error("stop")

    with pytest.raises((error, CarbonlexError)):
        publish.build(project, out, "https://example.org/", step)
    assert [p.name for p in sorted(out.iterdir())] == [output.MARKER, "old.html"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["project", "public"]


def test_an_interruption_between_the_renames_leaves_the_old_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, rename = old_site(tmp_path / "public"), Path.rename

    def interrupted(self: Path, target: Path) -> Path:
        if ".new." in self.name:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt), output.aside(out) as folder:
        (folder / "index.html").write_text("new")
    assert [p.name for p in sorted(out.iterdir())] == [output.MARKER, "old.html"]
    assert [p.name for p in tmp_path.iterdir()] == ["public"]


def test_of_two_builds_at_once_one_is_whole(tmp_path: Path) -> None:
    out = tmp_path / "public"
    with output.aside(out) as first:
        (first / "index.html").write_text("first")
        with output.aside(out) as second:
            (second / "index.html").write_text("second")
    assert (out / "index.html").read_text() == "first"
    assert [p.name for p in tmp_path.iterdir()] == ["public"]


@pytest.mark.usefixtures("quick")
def test_a_build_takes_the_old_sites_place(project: Path, tmp_path: Path) -> None:
    out = old_site(tmp_path / "public")
    summary = publish.build(project, out, "https://example.org/")
    assert summary.pages == len(list(out.rglob("index.html")))
    assert not (out / "old.html").exists()


def test_wrong_records_build_nothing(project: Path, tmp_path: Path) -> None:
    edit(project / "definitions/bb/bb-quota.yaml", "bb-loi", "bb-lois")
    with pytest.raises(ContentError, match="CLX201"):
        publish.build(project, tmp_path / "out", "https://example.org/")
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("quick")
def test_a_finding_shows_what_the_graph_says(project: Path, tmp_path: Path) -> None:
    edit(project / "findings/cap-named.yaml", "answer: holds", "answer: fails\nreason: {en: because}")
    publish.build(project, tmp_path / "out", "https://example.org/")
    page = (tmp_path / "out/findings/index.html").read_text("utf-8")
    assert '<span class="verdict holds">' in page
    assert "but recorded as: fails" in page


def test_without_java_nothing_is_built(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hermit, "java", lambda: None)
    with pytest.raises(
        ReasonerMissing, match=r"nothing was built: there is no Java runtime \(install one.*--without-reasoner"
    ):
        publish.build(project, tmp_path / "out", "https://example.org/")
    assert not (tmp_path / "out").exists()


def test_what_is_built_without_the_reasoner_says_so_on_every_page(project: Path, tmp_path: Path) -> None:
    assert not publish.build(project, tmp_path / "out", "https://example.org/", reasoner=False).reasoned
    pages = list((tmp_path / "out").rglob("index.html"))
    assert pages and all('<p class="unreasoned">' in page.read_text("utf-8") for page in pages)


def test_what_contradicts_the_ontology_is_not_built(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HermiT's answer is played; what it could mean is told, if only that nobody found it."""
    monkeypatch.setattr(reasoning, "reason", lambda _: reasoning.Inference(False, True, [], [CLX + "Allowance"]))
    monkeypatch.setattr(clashes, "_clashes", lambda *_: [])
    with pytest.raises(ContentError, match="nothing can belong to the class “allowance”"):
        publish.build(project, tmp_path / "out", "https://example.org/")


def test_output_folders(project: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("mine")
    below = tmp_path / "file/x"
    for out, error in (
        (tmp_path / "file", UsageError),
        (foreign, UsageError),
        (below, OutputError),
        (Path("/dev/null/x"), OutputError),
    ):
        with pytest.raises(error):
            publish.build(project, out, "https://example.org/")
    assert (foreign / "thesis.txt").read_text() == "mine"


def test_addresses() -> None:
    assert addresses.relative("definitions/x/", "sources/y/") == "../../sources/y/index.html"
    assert addresses.relative("", "data/") == "data/index.html"
    assert addresses.relative("a/", "b/#c") == "../b/index.html#c"


def test_missing_texts_are_errors(tmp_path: Path) -> None:
    with pytest.raises(CarbonlexError):
        Strings(tmp_path, "en")
    (tmp_path / "strings").mkdir()
    (tmp_path / "strings/en.toml").write_text('[a]\nb = "x {n}"\n')
    texts = Strings(tmp_path, "en")
    assert texts("a.b", n=1) == "x 1"
    with pytest.raises(CarbonlexError):
        texts("a.c")


def test_a_unit_that_a_source_does_not_name_leads_nowhere(project: Path) -> None:
    path = project / "links/aa-bb-link.yaml"
    text = path.read_text("utf-8")
    path.write_text(
        text + '  - {property: unit-traded, value: {en: "units without a name"}, source: aa-act}\n', "utf-8"
    )
    dataset = Dataset.load(project, Vocabulary())
    site = site_of(dataset)
    assert [r.id for r in site.mentions["scheme", "aa-ets"]] == ["aa-bb-link", "aa-start", "start", "aa-agency"]
