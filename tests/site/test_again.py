"""After a change of a few records a site is made again: to the same bytes as a whole build, with few pages rendered."""

import shutil
from pathlib import Path

import pytest

from carbonlex.errors import CarbonlexError, ContentError
from carbonlex.graph import hermit, reasoning
from carbonlex.site import kept, output, publish, search
from carbonlex.site.publish import Summary
from conftest import edit, needs_java

URL = "https://example.org/lex/"
EDITS = {
    "a reading": ("definitions/aa/aa-market-2020.yaml", "[cap-and-trade]", "[emissions-trading]"),
    "a term": ("definitions/bb/bb-quota.yaml", '"quota"', '"unité"'),
    "a form that another record has": ("definitions/bb/bb-quota.yaml", '"unité"', '"quota"'),
    "a pinpoint": ("definitions/bb/bb-quota.yaml", "Art. 4", "Art. 5"),
    "a note": ("definitions/aa/aa-market-2023.yaml", "As the neighbour", "As a neighbour"),
    "a first day": ("definitions/aa/aa-market-2023.yaml", "from: 2023-01-01", "from: 2023-02-01"),
    "a legal order's notes": ("jurisdictions/aa.yaml", "level: ", 'notes: {en: "Tried."}\nlevel: '),
    "an act's title": ("sources/aa-act.yaml", "title: {en: ", "title: {fr: X, en: "),
    "a statement": ("schemes/aa-ets.yaml", "mandatory", "voluntary"),
    "a scheme's name": ("schemes/aa-ets.yaml", "name: {en: ", "name: {fr: X, en: "),
    "a unit's code": ("assets/aaa.yaml", "code: AAA", "code: ALA"),
    "a unit's name": ("assets/aaa.yaml", "Aland allowance", "Aland unit"),
    "a relation": ("mappings/aa-market-bb-quota.yaml", "false-friend", "overlaps"),
    "a finding": ("findings/cap-named.yaml", "Aland names", "Aland calls"),
    "a date": ("events/aa-start.yaml", "date: 20", "date: 19"),
    "an event's name": ("events/aa-start.yaml", "name: {en: ", "name: {fr: X, en: "),
}


def build(project: Path, out: Path, **how: object) -> Summary:
    return publish.build(project, out, URL, **({"reasoner": False, "full_text": False} | how))  # type: ignore[arg-type]


def differing(first: Path, second: Path) -> set[str]:
    """The files that are in one of two sites only, or say something else."""
    one, other = output.files(first), output.files(second)
    marks = {p for p in (output.MARKER,) if (first / p).read_bytes() != (second / p).read_bytes()}
    same = one.keys() & other.keys()
    return (
        marks | one.keys() ^ other.keys() | {p for p in same if (first / p).read_bytes() != (second / p).read_bytes()}
    )


def test_every_change_gives_the_bytes_of_a_whole_build(project: Path, tmp_path: Path) -> None:
    whole = build(project, tmp_path / "site", langs=["fr"])
    assert whole.rendered == whole.pages
    for number, (name, (file, old, new)) in enumerate(EDITS.items(), 1):
        edit(project / file, old, new)
        made = build(project, tmp_path / "site", langs=["fr"])
        assert made.rendered < made.pages, name
        if number % 5 == 0 or number == len(EDITS):
            shutil.rmtree(tmp_path / "whole", ignore_errors=True)
            assert build(project, tmp_path / "whole", langs=["fr"]).rendered == made.pages
            assert differing(tmp_path / "site", tmp_path / "whole") == set(), name


@needs_java
def test_what_follows_and_the_index_are_made_again_too(project: Path, tmp_path: Path) -> None:
    how = {"reasoner": hermit.java() is not None, "full_text": True, "langs": ["fr"]}
    build(project, tmp_path / "site", **how)
    file, old, new = EDITS["a reading"]
    edit(project / file, old, new)
    made = build(project, tmp_path / "site", **how)
    build(project, tmp_path / "whole", **how)
    assert made.rendered < made.pages
    assert differing(tmp_path / "site", tmp_path / "whole") == set()


def test_where_the_same_words_stood_before_the_index_is_not_made_again(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is kept, and how much of it is made is told."""
    site, first = tmp_path / "site", tmp_path / "first"
    file, old, new = EDITS["a pinpoint"]
    told: list[tuple[str, int, int]] = []
    how = {"full_text": True, "langs": ["en"], "step": lambda *said: told.append(said)}

    def index() -> list[tuple[int, int]]:
        found = [(done, whole) for what, done, whole in told if what == search.TOLD]
        told.clear()
        return found

    build(project, site, **how)
    pages = index()[-1]
    assert pages[0] == pages[1] > 0
    shutil.copytree(site, first)
    edit(project / file, old, new)
    build(project, site, **how)
    assert index() == [pages]
    assert any(path.startswith(search.FOLDER) for path in differing(site, first))
    monkeypatch.setattr(search, "_index", unasked)
    edit(project / file, new, old)
    assert build(project, site, **how).rendered > 0
    assert differing(site, first) == set()


def unasked(*_: object) -> None:
    raise AssertionError("it was asked")


@needs_java
def test_what_no_class_is_defined_on_does_not_ask_the_reasoner(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No class speaks of who takes part, of what is said or implied, or of a pinpoint; of cap and trade and of silence some do, and of
    other mechanisms none that tells them apart."""
    site, how = tmp_path / "site", {"reasoner": True, "langs": ["fr"]}
    name, other = (f"definitions/aa/aa-market-{year}.yaml" for year in (2020, 2023))
    edit(project / other, "[cap-and-trade]", "[offsetting]")
    edit(
        project / name, "  objective: {basis: silent}", "  objective: {basis: silent}\n  participants: {basis: silent}"
    )
    build(project, site, **how)
    monkeypatch.setattr(reasoning, "reason", unasked)
    edit(project / name, "  participants: {basis: silent}", "")
    edit(project / name, "Sec. 2", "Sec. 3")
    edit(project / other, "[offsetting]", "[emissions-trading]")
    edit(project / name, "basis: explicit, quote", 'basis: implied, note: {en: "So."}, quote')
    made = build(project, site, **how)
    assert made.rendered < made.pages
    edit(project / name, "[cap-and-trade]", "[emissions-trading]")
    with pytest.raises(CarbonlexError, match="it was asked"):
        build(project, site, **how)


def test_a_finding_that_no_longer_holds_is_told_everywhere(project: Path, tmp_path: Path) -> None:
    mechanism = "<https://w3id.org/carbonlex/id/value/mechanism/cap-and-trade>"
    query = f"# title: cap and trade\nASK {{ ?wording clx:ownReading/clx:value {mechanism} }}\n"
    (project / "queries/cap-named.rq").write_text(query, "utf-8")
    before = build(project, tmp_path / "site", langs=["fr"])
    edit(project / "definitions/aa/aa-market-2020.yaml", "[cap-and-trade]", "[emissions-trading]")
    edit(project / "definitions/aa/aa-market-2023.yaml", "[cap-and-trade]", "[emissions-trading]")
    made = build(project, tmp_path / "site", langs=["fr"])
    build(project, tmp_path / "whole", langs=["fr"])
    assert made.rendered < made.pages
    assert made.hold < before.hold
    assert differing(tmp_path / "site", tmp_path / "whole") == set()


def test_without_a_change_nothing_is_rendered(project: Path, tmp_path: Path) -> None:
    build(project, tmp_path / "site", langs=["fr"])
    assert build(project, tmp_path / "site", langs=["fr"]).rendered == 0


@pytest.mark.parametrize("what", ["written to", "removed", "added", "forgotten", "made otherwise", "copied"])
def test_what_is_not_as_it_was_left_is_made_whole(what: str, project: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(project, site, langs=["fr"])
    langs = ["fr"]
    if what == "written to":
        (site / "about/index.html").write_text("other", "utf-8")
    elif what == "removed":
        (site / "about/index.html").unlink()
    elif what == "added":
        (site / "about/other.html").touch()
    elif what == "forgotten":
        kept.cache.folder().joinpath(f"{output.state(site)}.site").unlink()
    elif what == "made otherwise":
        langs = ["ru"]
    else:
        site = Path(shutil.copytree(site, tmp_path / "copy"))
    edit(project / "definitions/bb/bb-quota.yaml", "Art. 4", "Art. 5")
    made = build(project, site, langs=langs)
    assert made.rendered == made.pages
    build(project, tmp_path / "whole", langs=langs)
    assert differing(site, tmp_path / "whole") == set()


@pytest.mark.parametrize("what", ["new", "gone", "a form of a term"])
def test_what_others_rest_on_makes_a_whole_build(what: str, project: Path, tmp_path: Path) -> None:
    build(project, tmp_path / "site", langs=["fr"])
    if what == "new":
        text = (project / "definitions/bb/bb-quota.yaml").read_text("utf-8")
        (project / "definitions/bb/bb-other.yaml").write_text(text.replace("bb-quota", "bb-other"), "utf-8")
    elif what == "gone":
        (project / "proposals/aa-author-market.yaml").unlink()
    else:
        edit(next(iter(sorted((project / "terms").glob("*.yaml")))), "carbon market", "carbon markets")
    made = build(project, tmp_path / "site", langs=["fr"])
    assert made.rendered == made.pages


def test_a_wrong_record_leaves_the_site(project: Path, tmp_path: Path) -> None:
    build(project, tmp_path / "site", langs=["fr"])
    before = {path: (tmp_path / "site" / path).read_bytes() for path in output.files(tmp_path / "site")}
    edit(project / "definitions/bb/bb-quota.yaml", "source: ", "source: no-such-")
    with pytest.raises(ContentError, match="no-such-"):
        build(project, tmp_path / "site", langs=["fr"])
    assert before == {path: (tmp_path / "site" / path).read_bytes() for path in output.files(tmp_path / "site")}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["project", "site"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site in a state."""
    with output.aside(tmp_path / "site", "before") as folder:
        for name in ("a", "b", "c/d"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text("old", "utf-8")
    return tmp_path / "site"


def put(site: Path, before: str = "before") -> bool:
    with output.patch(site) as fresh:
        for name in ("b", "e/f"):
            (fresh / name).parent.mkdir(exist_ok=True)
            (fresh / name).write_text("new", "utf-8")
        return output.put(site, fresh, ["c/d"], before, "after")


def said(site: Path) -> dict[str, str]:
    return {path: (site / path).read_text("utf-8") for path in output.files(site)}


def test_files_are_put_into_a_site(site: Path) -> None:
    assert put(site)
    assert said(site) == {"a": "old", "b": "new", "e/f": "new"}
    assert output.state(site) == "after"
    assert not (site / "c").exists()
    assert [p.name for p in site.parent.iterdir()] == ["site"]


def test_a_site_in_another_state_is_left(site: Path) -> None:
    assert not put(site, "another")
    assert said(site) == {"a": "old", "b": "old", "c/d": "old"}
    assert output.state(site) == "before"


def test_a_failure_takes_everything_back(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unlink = Path.unlink

    def fail(path: Path, missing_ok: bool = False) -> None:
        if path.name == "d" and site in path.parents:
            raise OSError(28, "No space left on device")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", fail)
    with pytest.raises(output.OutputError, match="No space"):
        put(site)
    assert said(site) == {"a": "old", "b": "old", "c/d": "old"}
    assert output.state(site) == "before"


def test_one_that_stopped_halfway_has_no_state(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the machine had stopped: nothing is taken back."""
    mark = output._mark
    monkeypatch.setattr(output, "_mark", lambda folder, state="": mark(folder) if state else mark(folder, state))
    put(site)
    assert output.state(site) == ""
