"""What is prepared in the cache: made once, by whoever comes first, whole or not at all; made anew where it is damaged; done without where
nothing can be written."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from carbonlex.checks import digest
from carbonlex.graph import cache, prepared, published
from carbonlex.graph.reasoning import Inference
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import Vocabulary

GOLDEN = Path(__file__).parents[1] / "golden" / "project"
HANGS = 60  # seconds
# Each waits for the end of its standard input, so that both begin at once.
OPEN = """
import sys
from pathlib import Path
from carbonlex.checks import digest
from carbonlex.graph import prepared
from carbonlex.vocabulary import Vocabulary
vocabulary = Vocabulary()
folder = Path(sys.argv[1])
sys.stdout.write("ready\\n")
sys.stdout.flush()
sys.stdin.read()
said = []
store = prepared.open_store(folder, vocabulary, said.append)
print(len(store), digest.of(vocabulary.folder).shapes().count(b"\\n"), len(said))
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return cache.folder()


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_two_processes_that_begin_at_once(folder: Path, golden: Dataset, vocabulary: Vocabulary) -> None:
    command = [sys.executable, "-c", OPEN, str(GOLDEN)]
    both = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for process in both:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin
        process.stdin.close()
        process.stdin = None
    told = [process.communicate(timeout=HANGS)[0].split() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert {size for size, _, _ in told} == {str(len(prepared.in_memory(golden)))}
    assert len({size for _, size, _ in told}) == 1
    assert "1" in {said for _, _, said in told}
    assert len(list(folder.glob("*" + prepared.ENDING))) == len(list(folder.glob("*" + digest.ENDING))) == 1
    assert leftovers(folder) == []
    # And who comes later finds it there.
    said: list[str] = []
    prepared.open_store(GOLDEN, vocabulary, said.append)
    assert said == []


def test_who_is_slower_leaves_the_store_that_is_there(folder: Path, golden: Dataset, vocabulary: Vocabulary) -> None:
    there = prepared.place(GOLDEN, vocabulary)
    prepared.write(prepared.quads(golden), there)
    first = (there / "IDENTITY").read_bytes()
    prepared.write(prepared.quads(golden), there)
    assert (there / "IDENTITY").read_bytes() == first
    assert leftovers(folder) == []


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half": lambda content: content[: len(content) // 2],
    "garbage": lambda content: b"\0garbage" * (len(content) // 8 + 1),
    "one bit": lambda content: content[: len(content) // 2] + bytes([content[len(content) // 2] ^ 4]) + content[len(content) // 2 + 1 :],
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_digest_is_made_anew(folder: Path, vocabulary: Vocabulary, damage: str) -> None:
    right = remade(vocabulary)
    (kept,) = folder.glob("*" + digest.ENDING)
    content = kept.read_bytes()
    kept.write_bytes(DAMAGES[damage](content))
    assert remade(vocabulary) == right
    assert kept.read_bytes() != DAMAGES[damage](content)
    assert remade(vocabulary) == right


def remade(vocabulary: Vocabulary) -> tuple[object, ...]:
    """The digest as a process gets it that begins now. Blank nodes have other names each time."""
    digest.of.cache_clear()
    found = digest.of(vocabulary.folder)
    sizes = {shape: found.shapes({shape}).count(b"\n") for shape in found.targets}
    return found.vocabulary, found.targets, found.above, found.wanted, sizes, len(found.background.splitlines())


def test_a_digest_is_kept_for_a_state_of_the_ontology(folder: Path, vocabulary: Vocabulary, tmp_path: Path) -> None:
    ontology = Path(shutil.copytree(vocabulary.folder, tmp_path / "ontology"))
    digest.of(ontology)
    (first,) = folder.glob("*" + digest.ENDING)
    catalog = ontology / "catalog.toml"
    catalog.write_text(catalog.read_text("utf-8").replace('"secondary"]', '"secondary", "hearsay"]'), "utf-8")
    digest.of.cache_clear()
    fresh = Vocabulary(ontology)
    fresh.take(digest.of(ontology).vocabulary)
    assert "hearsay" in fresh.list("standing")
    assert first in (found := set(folder.glob("*" + digest.ENDING)))
    assert len(found) == 2


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="POSIX")
@pytest.mark.parametrize("open_to_others", ["file", "folder"])
def test_what_others_could_have_written_is_not_read(folder: Path, vocabulary: Vocabulary, open_to_others: str) -> None:
    umask = os.umask(0)
    try:
        cache.write("some.digest", b"content", 4)
    finally:
        os.umask(umask)
    assert cache.read_own("some.digest") == b"content"
    assert folder.stat().st_mode & 0o077 == 0
    (folder if open_to_others == "folder" else folder / "some.digest").chmod(0o777)
    assert cache.read_own("some.digest") == b""
    digest.of.cache_clear()
    assert digest.of(vocabulary.folder).shapes()


def test_nothing_is_kept_where_nothing_can_be_written(
    vocabulary: Vocabulary, golden: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    right = remade(vocabulary)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert remade(vocabulary) == right
    assert len(prepared.open_store(GOLDEN, vocabulary)) == len(prepared.in_memory(golden))


@pytest.mark.parametrize("most", [0, 100_000])
def test_a_full_disk(folder: Path, most: int) -> None:
    """No file can become longer than so many bytes, as on a disk that is full."""
    command = [sys.executable, "-m", "carbonlex", "--data", str(GOLDEN), "validate", str(GOLDEN / "definitions")]
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))  # noqa: E731
    done = subprocess.run(command, preexec_fn=limit, capture_output=True, text=True, timeout=HANGS, check=False)
    assert "fault of the program" not in done.stderr, done.stderr
    assert done.returncode == 0, done.stdout + done.stderr
    assert leftovers(folder) == []
    # Once there is room again, it is prepared as if nothing had been.
    again = subprocess.run(command, capture_output=True, text=True, timeout=HANGS, check=False)
    assert (again.returncode, again.stdout) == (0, done.stdout)


def test_a_damaged_graph_is_made_anew(folder: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    from carbonlex.graph import reasoning

    monkeypatch.setattr(reasoning, "reason", lambda _: Inference(consistent=True, ran=True))
    size = len(published.open_store(GOLDEN, vocabulary))
    for name in ("CURRENT", "MANIFEST*"):
        (kept,) = folder.glob("*" + published.ENDING)
        for file in kept.glob(name):
            file.write_bytes(b"garbage")
        assert len(published.open_store(GOLDEN, vocabulary)) == size


def test_a_graph_of_which_a_query_dies_is_made_anew_once(
    vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What opens well may be damaged where nothing was read before."""
    from carbonlex.cli.main import cli
    from carbonlex.graph import reasoning
    from carbonlex.query.worker import Ended, Worker

    monkeypatch.setattr(reasoning, "reason", lambda _: Inference(consistent=True, ran=True))
    arguments = ["--quiet", "--data", str(GOLDEN), "query", "ASK { ?s ?p ?o }"]
    right, asked, dying = Worker.ask, [0], [0]

    def ask(self: Worker, request: Any) -> Any:
        asked[0] += 1
        if asked[0] <= dying[0]:
            raise Ended("the query ended without an answer")
        return right(self, request)

    monkeypatch.setattr(Worker, "ask", ask)
    place = published.place(GOLDEN, vocabulary)
    first = CliRunner().invoke(cli, arguments)
    assert (first.exit_code, first.output) == (0, "yes\n")
    made = (place / "IDENTITY").read_bytes()
    asked[0], dying[0] = 0, 1
    again = CliRunner().invoke(cli, arguments)
    assert (again.exit_code, again.output, asked) == (0, "yes\n", [2])
    assert (place / "IDENTITY").read_bytes() != made
    asked[0], dying[0] = 0, 2
    assert isinstance(CliRunner().invoke(cli, arguments, standalone_mode=False).exception, Ended)
