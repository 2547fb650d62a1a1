"""Real wordings, one of each type of source and more, as each style cites them. CARBONLEX_REFRESH=1 writes the files anew; read the
difference as somebody who knows the style would."""

import os
from pathlib import Path

import pytest

from carbonlex import cite
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Source, Worded

FILES = sorted((Path(__file__).parent / "expected").glob("*.txt"))
BASE = "https://example.org/lex/"


def record(dataset: Dataset, id_: str) -> Worded | Source:
    found = next(r for r in dataset.find(id_) if isinstance(r, Worded | Source))
    assert isinstance(found, Worded | Source)
    return found


def source(dataset: Dataset, cited: Worded | Source) -> Source:
    found = dataset.get("source", cited.source) if isinstance(cited, Worded) else cited
    assert isinstance(found, Source)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_record_is_cited_as_expected(published: Dataset, path: Path) -> None:
    """A name with a date after an at sign is cited as opened on that day."""
    id_, _, accessed = path.stem.partition("@")
    told = cite.citations(record(published, id_), published, BASE, "1.2.3", accessed=accessed)
    content = "\n".join(f"== {cite.STYLES[style]}\n{text.rstrip()}\n" for style, text in told.items()).replace("\r", "")
    if os.environ.get("CARBONLEX_REFRESH"):
        path.write_text(content, "utf-8")
    assert content == path.read_text("utf-8")


def test_every_type_of_source_and_five_languages_are_there(published: Dataset) -> None:
    cited = [record(published, path.stem.partition("@")[0]) for path in FILES]
    used = {source(published, wording).type for wording in published.wordings()}
    assert {source(published, r).type for r in cited} >= used
    assert {r.language.partition("-")[0] for r in cited if isinstance(r, Worded)} >= {"en", "fr", "ru", "vi", "zh"}
