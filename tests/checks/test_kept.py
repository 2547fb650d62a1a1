"""A folder of texts that holds other things than texts: nothing outside of it is read, nothing is waited for, and all of it is told."""

import os
import sys
from pathlib import Path

import pytest

from carbonlex.checks import kept
from carbonlex.errors import UsageError
from conftest import Run

SECRET = "what stands outside of the folder"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.txt").write_text(SECRET, "utf-8")
    (tmp_path / "texts/inner").mkdir(parents=True)
    (tmp_path / "texts/inner/law.txt").write_text("an allowance to emit", "utf-8")
    return tmp_path / "texts"


def read(folder: Path) -> tuple[list[str], list[str]]:
    """The texts, and what was told."""
    told: list[str] = []
    return [t.plain for t in kept.texts(folder, told.append)], told


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("secret.txt", "../outside/secret.txt"),
        ("outside", "../outside"),
        ("loop.txt", "loop.txt"),
        ("inner/up", "../.."),
        ("nowhere.txt", "nothing.txt"),
        ("again.txt", "inner/law.txt"),
        ("device.txt", "/dev/zero"),
    ],
)
def test_no_link_is_followed(folder: Path, name: str, target: str) -> None:
    (folder / name).symlink_to(target)
    assert read(folder) == (
        ["an allowance to emit"],
        [f"passed over: {name} is a link, which may lead out of the folder"],
    )


def test_the_folder_itself_may_be_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    assert read(tmp_path / "link")[0] == ["an allowance to emit"]


def test_a_link_that_takes_a_files_place_is_not_followed(folder: Path) -> None:
    (folder / "law.txt").symlink_to("../outside/secret.txt")
    told: list[str] = []
    assert list(kept._read(folder / "law.txt", "law.txt", ".txt", told.append)) == []
    assert "cannot be read" in told[0]


def test_no_pipe_is_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    texts, told = read(folder)
    assert (texts, told) == (["an allowance to emit"], ["passed over: pipe.txt is no regular file"])


def test_what_is_no_text(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MAX_BYTES", 100)
    (folder / "binary.txt").write_bytes(bytes(range(256))[:90])
    (folder / "wide.txt").write_bytes("an allowance".encode("utf-16"))
    (folder / "huge.txt").write_bytes(b"x" * 101)
    (folder / "cyrillic.txt").write_bytes("квота".encode("cp1251") + b" quota")
    (folder / "folder.txt").mkdir()
    (folder / "scan.pdf").write_bytes(b"%PDF")
    (folder / "README").write_bytes(b"")
    texts, told = read(folder)
    assert len(texts) == 2 and texts[0].endswith(" quota")
    assert told == [
        "passed over: binary.txt is no text",
        "cyrillic.txt is not UTF-8: what cannot be read of it is left out",
        f"passed over: huge.txt is larger than {kept.MAX_BYTES // 2**20} MiB",
        "passed over: wide.txt is no text",
        "passed over, since only texts are read: 1 × .pdf, 1 × without an ending",
    ]


def test_a_file_with_a_hole_of_a_terabyte(folder: Path) -> None:
    with (folder / "hole.txt").open("wb") as file:
        try:
            file.truncate(2**40)
        except OSError:
            pytest.skip("the file system has no holes")
    assert read(folder)[1] == ["passed over: hole.txt is larger than 64 MiB"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read(folder: Path) -> None:
    (folder / "closed.txt").write_text("x", "utf-8")
    (folder / "closed.txt").chmod(0)
    (folder / "shut").mkdir(mode=0)
    assert len(read(folder)[1]) == 2


@pytest.mark.parametrize(
    "page",
    [
        "<a " * 200_000, "<!--" * 200_000, "<" * 200_000, "<![CDATA[" * 200_000, "<script>" * 200_000, "<a b='" * 200_000,
        "<![foo[ x", "<!DOCTYPE [ <!x", "&#1114112;&#xD800;&bad;", "<a b=\"x", "</", "<?", "",
    ],
)  # fmt: skip
def test_a_broken_page_is_no_fault(page: str) -> None:
    assert isinstance("".join(kept._words(page)), str)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p title='a > b'>quota</p>", " quota "),
        ('<p title="it\'s">quota', " quota"),
        ("a <!-- > x --> b", "a  b"),
        ("a<SCRIPT>var x = '<p>';</Script >b", "a  b"),
        ("a<style>p > a {}</style>b", "a  b"),
        ("<x><![CDATA[one < two]]></x>", " one < two "),
        ("1 < 2 &amp; 3 &lt; 4", "1 < 2 & 3 < 4"),
        ("&laquo;квота&raquo;", "«квота»"),
        ("<p don't>quota's</p>", " quota's "),
    ],
)
def test_the_words_of_a_page(page: str, words: str) -> None:
    assert "".join(kept._words(page)) == words


def test_a_deep_text(folder: Path) -> None:
    (folder / "deep.yaml").write_text("[" * 500_000, "utf-8")
    (folder / "bomb.yaml").write_text("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "utf-8")
    assert len(read(folder)[0]) > 2


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("x", "utf-8")
    with pytest.raises(UsageError, match="is a file"):
        kept.texts(tmp_path / "text.txt")


@pytest.mark.skipif(sys.platform == "darwin", reason="names are Unicode there")
def test_the_command_says_what_it_passed_over(run: Run, project: Path, folder: Path) -> None:
    (folder / "link.txt").symlink_to("../outside/secret.txt")
    (folder / "\x1b[31m.txt").symlink_to("x")
    Path(os.fsdecode(bytes(folder) + b"/\xff.txt")).write_text(
        "The carbon market is the trade in permits under a cap.", "utf-8"
    )
    result = run("--data", project, "quotes", "--against", folder)
    assert result.returncode == 1
    assert "link.txt is a link" in result.stderr
    assert "\x1b" not in result.stdout + result.stderr
    assert SECRET not in result.stdout
    assert run("--data", project, "quotes", "--against", folder, "--format", "json").returncode == 1


def test_records_that_are_at_fault_are_told_and_never_locked(run: Run, project: Path, folder: Path) -> None:
    assert run("--data", project, "quotes", "--lock").returncode == 0
    lock = (project / "quotes.lock").read_text("utf-8")
    (project / "definitions/aa/aa-market-2020.yaml").write_text("kind: [", "utf-8")
    result = run("--data", project, "quotes", "--lock")
    assert (result.returncode, (project / "quotes.lock").read_text("utf-8")) == (1, lock)
    assert "1 record file is at fault" in result.stderr and "not written" in result.stderr
    assert run("--data", project, "quotes", "--against", folder, "--partial").returncode == 1
    assert run("quotes", "--partial", "--lock").returncode == 2
