"""A corpus in parts has the findings that it has as a whole, whatever its form, however it is cut, and whoever is stopped on the way."""

import errno
import json
import os
import shutil
import signal
import threading
import time
from pathlib import Path
from typing import Any

import corpora
import pyarrow as pa
import pytest
import yaml
from pyarrow import parquet

from carbonlex.checks.profile import Profile
from carbonlex.corpus import exchange, parts, tasks
from carbonlex.corpus import run as running
from carbonlex.corpus.local import Local
from carbonlex.errors import CarbonlexError, UsageError
from carbonlex.graph import store as graph_store
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import Vocabulary
from conftest import PROJECT, TESTS, Run

RULES = TESTS / "rules"
MEANT = ("code", "severity", "focus", "path", "value")  # a message may name the file of another record


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpora.elsewhere(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpora.records(tmp_path_factory.mktemp("records"), 60)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, folder: Path, data: Path) -> Path:
    """The results of a run that nobody disturbed."""
    with pytest.MonkeyPatch.context() as patch:
        small(patch)
        corpora.validated(folder, out := tmp_path_factory.mktemp("whole") / "out", data)
    return out


def small(patch: pytest.MonkeyPatch) -> None:
    """Cut corpora into small parts."""
    patch.setattr(parts, "SMALL", 12_000)
    patch.setattr(parts, "PART", 12_000)
    patch.setattr(running, "PART", 12_000)


def test_all_wrong_records_of_the_rule_book(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every rule's fixtures as one corpus, most of them with a name that another one has already."""
    small(monkeypatch)
    source = tmp_path / "rules"
    shutil.copytree(RULES, source, ignore=shutil.ignore_patterns("*.py", "__pycache__", "*.ttl", "*.rdf", "*.jsonld"))
    outcome = corpora.validated(source, tmp_path / "out", PROJECT)
    assert corpora.rows(tmp_path / "out", *corpora.PLACED) == corpora.expected(source, PROJECT, vocabulary)
    assert outcome.setting.buckets > 8
    assert outcome.taken == outcome.records
    assert set(outcome.states) == {"read", "second", "unread"}


def test_files_of_many_records(
    tmp_path: Path, data: Path, vocabulary: Vocabulary, golden: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records of all kinds in RDF, some to a file, some with faults of their own."""
    monkeypatch.setattr(running, "PART", 500)
    source = tmp_path / "in"
    source.mkdir()
    held = [golden.placed[name].record for name in sorted(golden.placed)]
    for number in range(4):
        triples = graph_store.triples(held[number::4], graph_store.mapper(golden))
        text = graph_store.ntriples(triples).decode()
        (source / f"{number}.nt").write_text(text.replace("2005-01-01", "2105-01-01"), "utf-8")
    outcome = corpora.validated(source, tmp_path / "out", data)
    assert outcome.taken == len(held)
    found = corpora.rows(tmp_path / "out", *corpora.PLACED)
    assert found == corpora.expected(source, data, vocabulary)
    assert found


def test_synthetic_records(folder: Path, data: Path, whole: Path, vocabulary: Vocabulary) -> None:
    found = corpora.rows(whole, *corpora.PLACED)
    assert found == corpora.expected(folder, data, vocabulary)
    assert len({row[3] for row in found}) > 4


def test_chains_and_mappings_across_buckets(
    tmp_path: Path, data: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What replaces each other over many sources, in a circle and without end, and who says what of whom."""
    source = corpora.records(tmp_path / "records", 64, faulty=0)
    for path in sorted((source / "definitions").rglob("*.yaml")):
        number = int(path.stem[1:])
        text = path.read_text("utf-8").replace("valid: {from: 2010-01-01}", "valid: {from: 2010-01-01, to: 2021-01-01}")
        if number % 8 == 2:  # a chain through all sources, with its end at its beginning
            text += f"replaces: d{(number + 8) % 64}\n"
        if number % 8 == 3 and number < 59:  # and one that comes to an end, of wordings that begin on one day
            text += f"replaces: d{number + 8}\n"
        path.write_text(text, "utf-8")
    (source / "mappings").mkdir(exist_ok=True)
    for number in range(0, 56, 3):
        for name, one, other, relation in (("a", number, number + 8, "broader"), ("b", number + 8, number, "exact")):
            text = (
                f'from: d{one}\nto: d{other}\nrelation: {relation}\nreason: {{en: "So it is."}}\nby: act-{number % 7}\n'
            )
            (source / "mappings" / f"x{number}{name}.yaml").write_text(
                f"kind: mapping\nid: x{number}{name}\n{text}", "utf-8"
            )
    small(monkeypatch)
    monkeypatch.setattr(running, "PART", 3_000)
    outcome = corpora.validated(source, tmp_path / "out", data)
    assert outcome.setting.buckets > 20
    found = corpora.rows(tmp_path / "out", *corpora.PLACED)
    assert found == corpora.expected(source, data, vocabulary)
    assert {"CLX502", "CLX507", "CLX611"} <= {row[3] for row in found}


def test_near_copies_in_different_parts(
    tmp_path: Path, data: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = corpora.records(tmp_path / "records", 40, faulty=0)
    path = next(source.rglob("d8.yaml"))
    for number in (50, 51, 52):
        text = path.read_text("utf-8").replace("id: d8\n", f"id: d{number}\n").replace("act-1", f"act-{number % 5}")
        path.with_name(f"d{number}.yaml").write_text(text.replace("8 0", "8  0"), "utf-8")
    small(monkeypatch)
    corpora.validated(source, tmp_path / "out", data)
    found = corpora.rows(tmp_path / "out", *corpora.PLACED)
    assert found == corpora.expected(source, data, vocabulary)
    assert len([row for row in found if row[3] == "CLX903"]) >= 6


def read(folder: Path) -> list[dict[str, Any]]:
    """The records of a folder as a table might hold them."""
    texts = (path.read_text("utf-8") for path in sorted(folder.rglob("*.yaml")))
    return [yaml.load(text, yaml.BaseLoader) for text in texts]


@pytest.mark.parametrize("form", ["lines", "text", "columns"])
def test_other_forms_have_the_same_findings(
    form: str, folder: Path, data: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch)
    held, source = read(folder), tmp_path / "in"
    source.mkdir()
    for number, some in enumerate((held[:50], held[50:])):
        if form == "lines":
            (source / f"{number}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in some), "utf-8")
        elif form == "text":
            texts = [json.dumps(r, ensure_ascii=False) if i % 2 else yaml.safe_dump(r) for i, r in enumerate(some)]
            parquet.write_table(pa.table({"record": texts}), source / f"{number}.parquet", row_group_size=7)
        else:
            keys = dict.fromkeys(key for record in held for key in record)
            table = pa.Table.from_pylist([{key: record.get(key) for key in keys} for record in some])
            parquet.write_table(table, source / f"{number}.parquet", row_group_size=7)
            monkeypatch.setattr(parts, "SMALL", 30_000)  # with a place for every key
            monkeypatch.setattr(running, "PART", 1_000_000)
    outcome = corpora.validated(source, tmp_path / "out", data)
    assert outcome.setting.parts > 2
    assert corpora.rows(tmp_path / "out", *MEANT) == corpora.rows(whole, *MEANT)
    assert outcome.taken == outcome.records == len(held)


def test_lines_are_counted_through_all_parts(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SMALL", 1000)
    good = '{"kind": "jurisdiction", "id": "o%d", "name": {"en": "O"}, "level": "national", "languages": ["en"], "part-of": null}'
    lines = [good % number for number in range(60)]
    lines[7], lines[41] = "{broken", '{"kind": "jurisdiction", "kind": "x"}'
    lines[50] = (
        '{"kind": "jurisdiction", "id": "o50", "level": "nation", "name": {"en": "\\u0000"}, "languages": ["en"]}'
    )
    (tmp_path / "in.jsonl").write_text("\n".join([*lines[:20], "", *lines[20:]]), "utf-8")
    outcome = corpora.validated(tmp_path / "in.jsonl", tmp_path / "out", data)
    assert outcome.setting.parts > 3
    assert [row[:2] for row in corpora.rows(tmp_path / "out", "line", "code")] == [
        (8, "CLX002"),
        (43, "CLX004"),
        (52, "CLX011"),
    ]
    assert outcome.states == {"read": 57, "unread": 3}


@pytest.mark.parametrize("most", [1, 9, 30])
def test_a_run_that_was_stopped_goes_on(
    most: int, folder: Path, data: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch)
    first, second = corpora.Here(most), corpora.Here()
    with pytest.raises(KeyboardInterrupt):
        corpora.validated(folder, tmp_path / "out", data, first)
    assert (tmp_path / "out" / running.UNDONE).is_file()
    corpora.validated(folder, tmp_path / "out", data, second)
    once = corpora.Here()
    corpora.validated(folder, tmp_path / "again", data, once)
    assert first.done + second.done == once.done
    assert corpora.digest(tmp_path / "out") == corpora.digest(whole)


def test_processes_that_are_ended(
    folder: Path, data: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody ends one process of the run, at once and again later."""
    small(monkeypatch)
    going = corpora.begun(folder, tmp_path / "out", data)
    engine = Local(2)

    def end_some() -> None:
        for stage in ("announce", "describe"):
            while len(going.exchange.done(stage)) < 2:
                time.sleep(0.01)
            os.kill(next(iter(engine.pool._processes)), signal.SIGKILL)

    ending = threading.Thread(target=end_some)
    ending.start()
    going.perform(engine)
    ending.join()
    assert corpora.digest(tmp_path / "out") == corpora.digest(whole)


def test_a_disk_that_is_full(
    folder: Path, data: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch)
    written = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if "describe" in path.parts and path.name.startswith(".000003"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return written(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(CarbonlexError, match=r"No space left on device.*goes on from there") as told:
            corpora.validated(folder, tmp_path / "out", data)
    assert told.value.exit_status == 3
    assert (tmp_path / "out" / running.UNDONE).is_file()
    corpora.validated(folder, tmp_path / "out", data)
    assert corpora.digest(tmp_path / "out") == corpora.digest(whole)


def test_damaged_exchange(folder: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small(monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        corpora.validated(folder, tmp_path / "out", data, corpora.Here(30))
    for number, path in enumerate(sorted((tmp_path / "out" / ".work" / "announce").iterdir())):
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2] if number % 2 else content[:-9] + b"x" * 9)
    with pytest.raises(CarbonlexError, match="is damaged: remove it"):
        corpora.validated(folder, tmp_path / "out", data)


def test_tables_that_cannot_be_read(tmp_path: Path, data: Path, run: Run) -> None:
    """One table is cut off, one is of something else, one has a column of another type; the rest is examined."""
    source = tmp_path / "in"
    source.mkdir()
    record = json.dumps(read(corpora.records(tmp_path / "records", 2, faulty=0))[0])
    parquet.write_table(pa.table({"record": [record]}), source / "good.parquet")
    content = (source / "good.parquet").read_bytes()
    (source / "cut.parquet").write_bytes(content[:-20])
    parquet.write_table(pa.table({"name": ["x"], "price": [1.5]}), source / "other.parquet")
    parquet.write_table(pa.table({"record": [1, 2]}), source / "numbers.parquet")
    out = tmp_path / "out"
    done = run("--data", str(data), "corpus", "validate", str(source), "--out", str(out))
    assert done.returncode == 3, done.stderr
    for words in (
        "cut.parquet cannot be read as Parquet",
        "other.parquet has no records",
        "numbers.parquet is of type int64",
    ):
        assert words in done.stdout
    assert {Path(str(file)).name for (file,) in corpora.rows(out, "file")} == {"good.parquet"}
    assert "numbers.parquet" in (out / running.UNDONE).read_text("utf-8")
    assert "Not whole" in (out / "index.html").read_text("utf-8")
    assert json.loads((out / "summary.json").read_text("utf-8"))["whole"] is False


def test_usage(tmp_path: Path, folder: Path, data: Path, run: Run) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "none").mkdir()
    for words, status, told in (
        ((str(tmp_path / "nothing"), "--out", str(tmp_path / "out")), 2, "there is no file or folder"),
        ((str(tmp_path / "none"), "--out", str(tmp_path / "out")), 2, "there is no record in"),
        ((str(folder), "--out", str(tmp_path / "full")), 2, "is not empty"),
        ((str(folder), "--out", str(folder / "results")), 2, "lies in the corpus itself"),
        (("nonsense://x", "--out", str(tmp_path / "out")), 2, "leads nowhere"),
        ((str(folder), "--out", str(tmp_path / "out"), "--master", "local[2]"), 2, "--master is for --engine spark"),
    ):
        done = run("--data", str(data), "corpus", "validate", *words)
        assert (done.returncode, told in done.stderr) == (status, True), done.stderr
    assert (tmp_path / "full" / "mine.txt").read_text() == "mine"


def test_the_folder_of_another_run(whole: Path, folder: Path, data: Path, tmp_path: Path) -> None:
    shutil.copytree(whole, tmp_path / "out")
    with pytest.raises(UsageError, match="another run"):
        running.Run(str(folder), str(tmp_path / "out"), str(data), "fr", Profile())


def test_the_command(folder: Path, data: Path, tmp_path: Path, run: Run) -> None:
    """Whole processes: findings as counts, a page, JSON; a second time it is done already."""
    out = tmp_path / "out"
    words = ("--data", str(data), "corpus", "validate", str(folder), "--out", str(out))
    first = run(*words, "--format", "json")
    assert first.returncode == 1, first.stderr
    told = json.loads(first.stdout)
    assert told == json.loads((out / "summary.json").read_text("utf-8"))
    assert told["taken"] == sum(told["records"].values())
    assert not (out / running.UNDONE).exists()
    assert not (out / ".work").exists()
    page = (out / "index.html").read_text("utf-8")
    assert all(code in page for code in told["rules"])
    assert run(*words, "--format", "json").stdout == first.stdout


def test_names_are_those_that_were_typed(
    folder: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever does the work, and wherever it is: a worker of a cluster has a folder of its own."""
    small(monkeypatch)
    monkeypatch.chdir(folder)
    run = corpora.begun("definitions", tmp_path / "out", data)
    told, task = run.setting.told(), tasks.Task("announce", 0)
    monkeypatch.chdir(tmp_path)
    assert not tasks.perform(told, task).wrong
    assert Path.cwd() == folder
    run.perform(corpora.Here())
    assert {str(file).split("/")[0] for (file,) in corpora.rows(tmp_path / "out", "file")} == {"definitions"}


def test_wherever_fsspec_leads(
    data: Path, folder: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fsspec

    small(monkeypatch)
    system = fsspec.filesystem("memory")
    for path in sorted(folder.rglob("*.yaml")):
        system.pipe_file(f"/in/{path.relative_to(folder).as_posix()}", path.read_bytes())
    going = running.Run("memory://in", "memory://out", str(data), "en", Profile())
    going.close(going.perform(corpora.Here()), "page", "{}")
    for name in ("findings", "records"):
        for path in system.ls(f"/out/{name}", detail=False):
            (tmp_path / name).mkdir(exist_ok=True)
            (tmp_path / name / Path(path).name).write_bytes(system.cat_file(path))
    assert corpora.rows(tmp_path, *MEANT) == corpora.rows(whole, *MEANT)
    assert not system.exists("/out/.work")


def test_a_message_comes_as_it_was_left() -> None:
    box = exchange.Outbox()
    box.leave("b", 1, "x", b"y", 3, None, ["z", ("w",)])
    box.leave("a", 0)
    import fsspec

    fsspec.filesystem("memory").rm("/box", recursive=True) if fsspec.filesystem("memory").exists("/box") else None
    there = exchange.Exchange("memory://box", ("a", "b"))
    there.write("s", 0, box)
    assert [*there.read([("s", 1)], "b", 1)] == [("x", b"y", 3, None, ["z", ("w",)])]
    assert [*there.read([("s", 1)], "b", 0)] == []
    assert there.holds("s", 0, "a")
    assert there.done("s") == {0}


def test_messages_for_many_tasks() -> None:
    box = exchange.Outbox()
    for address in range(600, 0, -3):
        box.leave("b", address, address)
    box.leave("c", 3, "other")
    there = exchange.Exchange("memory://boxes", ("a", "b", "c"))
    there.write("s", 0, box)
    for address in range(602):
        expected = [(address,)] if address in range(3, 601, 3) else []
        assert [*there.read([("s", 1)], "b", address)] == expected
    assert [there.holds("s", 0, channel) for channel in "abc"] == [False, True, True]
