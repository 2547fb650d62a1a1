"""What the tests of releases share: a checkout of another version, and two releases in a row."""

import re
import shutil
from pathlib import Path

import pytest

import carbonlex
from carbonlex import places
from carbonlex.graph import reasoning
from carbonlex.graph.reasoning import Inference
from carbonlex.release.making import Made, Order, make
from carbonlex.release.version import Version
from conftest import CAP, PROJECT, edit

BASE = "https://example.org/lex/"
LINKED = ("src", "data", "tests")
GIVEN_UP = """\
["proposal/aa-author-market"]
since = "0.2.0"
was = {en = "carbon market", fr = "marché du carbone"}
why = {en = "The author took it back.", fr = "L'auteur l'a retirée."}

["event/aa-start"]
since = "0.2.0"
was = {en = "The start"}
why = {en = "It was the begin of <b>something</b> else."}
replaced-by = ["event/aa-begin", "value/mechanism/cap-and-trade"]

["query/wordings"]
since = "0.2.0"
was = {en = "Wordings"}
why = {en = "Nobody asked it."}
replaced-by = ["query/cap-named"]

["silence/bb-carbon-market"]
since = "0.2.0"
was = {en = "Silence of Beland on the carbon market"}
why = {en = "It is not silent."}
replaced-by = ["ontology#Silence"]
"""


def checkout(folder: Path, version: str) -> Path:
    """A checkout that says another version wherever one stands."""
    root = places.share()
    shutil.copytree(root / "ontology", folder / "ontology")
    for name in ("templates", "assets", "strings", "release", "query"):
        shutil.copytree(root / "site" / name, folder / "site" / name)
    (folder / "site" / "vendor").mkdir()
    shutil.copyfile(root / "site/vendor/README.md", folder / "site/vendor/README.md")
    for name in LINKED:
        (folder / name).symlink_to(root / name)
    for path in (p for p in root.iterdir() if p.is_file()):
        shutil.copyfile(path, folder / path.name)
    for name in ("pyproject.toml", "CITATION.cff", "ontology/catalog.toml", "ontology/core.ttl"):
        text = (folder / name).read_text("utf-8")
        (folder / name).write_text(re.sub(rf"\b{re.escape(carbonlex.__version__)}\b", version, text), "utf-8")
    return folder


def changed(project: Path) -> Path:
    """The golden project as its next release has it: a proposal, a silence and a query are gone, an event has another id, and a wording is
    in force from another day on."""
    (project / "proposals/aa-author-market.yaml").unlink()
    (project / "silences/bb-carbon-market.yaml").unlink()
    (project / "queries/wordings.rq").unlink()
    (project / "events/aa-start.yaml").rename(project / "events/aa-begin.yaml")
    edit(project / "events/aa-begin.yaml", "id: aa-start", "id: aa-begin")
    edit(project / "definitions/aa/aa-market-2023.yaml", "2023-01-01", "2023-02-01")
    edit(project / "definitions/aa/aa-market-2020.yaml", "2022-12-31", "2023-01-31")
    (project / "deprecated.toml").write_text(GIVEN_UP, "utf-8")
    return project


def released(data: Path, version: str, out: Path, since: str = "", base_url: str = BASE) -> Made:
    """A release as the command makes it, without an index of words."""
    return make(Order(data, Version.parse(version), out, base_url, since, "2027-01-31", full_text=False))


def as_version(patch: pytest.MonkeyPatch, folder: Path, version: str) -> None:
    """Let the program be of another version, from a checkout of its own."""
    root = checkout(folder, version)
    patch.setattr(places, "share", lambda: root)
    patch.setattr(carbonlex, "__version__", version)


def without_hermit(patch: pytest.MonkeyPatch, cache: Path) -> None:
    """What HermiT concludes of the golden project is given, and kept in a cache of its own."""
    patch.setattr(reasoning, "reason", lambda _: Inference(consistent=True, ran=True, conclusions=CAP))
    patch.setenv("XDG_CACHE_HOME", str(cache))


def two(folder: Path, patch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The folders of two releases in a row."""
    without_hermit(patch, folder / "cache")
    first = released(PROJECT, "0.1.0", folder / "releases")
    as_version(patch, folder / "checkout", "0.2.0")
    project = changed(Path(shutil.copytree(PROJECT, folder / "project")))
    second = released(project, "0.2.0", folder / "releases")
    return first.folder, second.folder
