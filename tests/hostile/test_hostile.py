"""Files and folders made to harm. Each is refused in words, with exit status 1 or 2, within 5 seconds and a GiB, and while it is
looked at no connection is opened, no process started and no file read but those that were named.

A folder ``CLXnnn`` holds small files that must have a fault of that rule. What is large, or no file that can be kept, is made here.
"""

import contextlib
import gzip
import json
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from carbonlex import places
from carbonlex.checks.examination import MOST, Examination
from carbonlex.graph import prepared
from carbonlex.reading.document import Source
from carbonlex.vocabulary import Vocabulary
from conftest import RECORD

HERE = Path(__file__).parent
PROJECT = HERE.parent / "rules" / "project"
DEAR = 40  # times the processor's work on one right record: some four seconds where nothing else slows the machine down
HANGS = 120
MEMORY = 2**30
RULES = sorted(p.name for p in HERE.glob("CLX*"))
DEEP = 20_000
MANY = 100_000

QUOTE = 'quote: {en: "'
SCHEME = 'kind: scheme\nid: xx-scheme\nname: {en: "X"}\njurisdiction: vn\nstatements:\n'
FIRMS = "property: firms-covered, "
CLX = "https://w3id.org/carbonlex/ontology#"
THIS = "https://w3id.org/carbonlex/id/definition/xx-market"
A_DEFINITION = f"<{THIS}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{CLX}Definition> .\n"
TURTLE = f"@prefix clx: <{CLX}> .\n<urn:a> clx:x "
XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:p="urn:p:"'
LONG = "http://example.org/" + "a" * 1_000_000


@dataclass(frozen=True)
class Done:
    """What became of a call."""

    status: int
    out: str
    err: str

    @property
    def results(self) -> list[Mapping[str, Any]]:
        return json.loads(self.out)["results"]  # type: ignore[no-any-return]

    def codes(self, name: str = "") -> set[str]:
        return {r["code"] for r in self.results if r["file"].endswith(name)}


Watched = Callable[..., Done]


@pytest.fixture(scope="module")
def right_seconds() -> float:
    """How long the processor works on one right record, here and now. The published records lie prepared in the cache of this run: that
    is done once, and is not what is measured."""
    prepared.open_store(places.published(), Vocabulary())
    command = [sys.executable, "-m", "carbonlex", "validate", str(places.published() / "jurisdictions" / "eu.yaml")]
    taken = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, capture_output=True, timeout=HANGS, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(taken)


@pytest.fixture
def watched(tmp_path: Path, right_seconds: float) -> Watched:
    """``carbonlex validate`` in a process that is watched (:mod:`watched`); every call is held to what all must keep."""

    def call(
        *words: object,
        allowed: tuple[Path, ...] = (),
        before: tuple[object, ...] = (),
        form: str = "json",
        stdin: Any = subprocess.DEVNULL,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        statuses: tuple[int, ...] = (1, 2),
    ) -> Done:
        report = tmp_path / "watched.json"
        report.unlink(missing_ok=True)
        environment = {**os.environ, **(env or {})}
        cache = Path(environment["XDG_CACHE_HOME"])
        named = [word for word in words if isinstance(word, Path)]
        may = [str(path) for path in (tmp_path, PROJECT, cache, *named, *allowed)]
        command = [sys.executable, str(HERE / "watched.py"), str(report), *may, "--", *map(str, before)]
        given = {"input": stdin} if isinstance(stdin, bytes) else {"stdin": stdin}
        done = subprocess.run(
            [*command, "validate", *map(str, words), "--format", form],
            capture_output=True,
            cwd=cwd or tmp_path,
            env=environment,
            timeout=HANGS,
            check=False,
            **given,
        )
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")
        assert done.returncode in statuses, (done.returncode, err)
        assert out or err
        assert not any(word in err for word in ("Traceback", "panicked", "fault of the program")), err
        told = json.loads(report.read_text("utf-8"))
        assert told["seen"] == []
        assert told["bytes"] < MEMORY
        assert told["seconds"] < DEAR * right_seconds
        return Done(done.returncode, out, err)

    return call


@pytest.mark.parametrize("code", RULES)
def test_each_file_has_the_fault_of_its_folder(watched: Watched, code: str) -> None:
    done = watched(HERE / code)
    assert done.status == 1
    missed = [p.name for p in sorted((HERE / code).iterdir()) if code not in done.codes(f"/{p.name}")]
    assert missed == []


def bomb(context: str, node: str) -> str:
    return f'{{"@context":{{{context}}},"@graph":[{",".join([node] * 10_000)}]}}'


def statements(number: int, statement: str) -> str:
    return SCHEME + "".join(f"  - {{{statement.replace('%', str(i))}}}\n" for i in range(number))


# Name → rule, content.
MADE: dict[str, tuple[str, Callable[[], str | bytes]]] = {
    # Nested without end.
    "flow.yaml": ("CLX005", lambda: "[" * DEEP + "]" * DEEP),
    "flow-open.yaml": ("CLX005", lambda: "[{" * DEEP),
    "flow-mappings.yaml": ("CLX005", lambda: "{a: " * DEEP + "1" + "}" * DEEP),
    "dashes.yaml": ("CLX005", lambda: "- " * DEEP + "a"),
    "block.yaml": ("CLX005", lambda: "".join("-\n" + " " * i for i in range(2000))),
    "complex-keys.yaml": ("CLX005", lambda: "? " * DEEP + "a"),
    "lists.jsonld": ("CLX005", lambda: "[" * DEEP + "]" * DEEP),
    "objects.jsonld": ("CLX005", lambda: '{"a":' * DEEP + "1" + "}" * DEEP),
    "objects-300.jsonld": ("CLX005", lambda: '{"a":' * 300 + "1" + "}" * 300),
    "contexts.jsonld": ("CLX005", lambda: '{"@context":' + "[" * 400 + "{}" + "]" * 400 + "}"),
    "scoped.jsonld": ("CLX005", lambda: '{"@context":' + '{"a":{"@id":"urn:a","@context":' * 400 + "{}" + "}}" * 400 + "}"),
    "brackets.ttl": ("CLX005", lambda: TURTLE + "[ clx:x " * DEEP + "1" + " ]" * DEEP + " ."),
    "lists.ttl": ("CLX005", lambda: TURTLE + "(" * DEEP + ")" * DEEP + " ."),
    "triple-terms.ttl": ("CLX005", lambda: TURTLE + "<<( <urn:a> clx:x " * DEEP + "1" + " )>>" * DEEP + " ."),
    "triple-terms.nt": ("CLX005", lambda: "<urn:a> <urn:b> " + "<<( <urn:a> <urn:b> " * DEEP + '"1"' + " )>>" * DEEP + " ."),
    "reified.ttl": ("CLX005", lambda: TURTLE + "<< <urn:a> clx:x " * DEEP + "1" + " >>" * DEEP + " ."),
    "annotations.ttl": ("CLX005", lambda: TURTLE + "1 " + "{| clx:y 1 " * DEEP + "|}" * DEEP + " ."),
    "after-an-escaped-hash.ttl": ("CLX005", lambda: TURTLE + "clx:a\\#b , " + "<<( <urn:a> clx:x " * DEEP + "1" + " )>>" * DEEP + " ."),
    "after-a-quotation.ttl": ("CLX005", lambda: TURTLE + '""" \\""" """ , ' + "<<( <urn:a> clx:x " * DEEP + "1" + " )>>" * DEEP + " ."),
    "brackets.trig": ("CLX005", lambda: TURTLE.replace("<urn:a>", "{ <urn:a>") + "[ clx:x " * DEEP + "1" + " ]" * DEEP + " . }"),
    "elements.rdf": ("CLX005", lambda: XML + ">" + "<p:a><p:b>" * DEEP + "</p:b></p:a>" * DEEP + "</rdf:RDF>"),
    "elements-open.rdf": ("CLX005", lambda: XML + ">" + "<p:a><p:b>" * DEEP),
    # Large.
    "large.yaml": ("CLX005", lambda: 'a: "x"\n' * 12_000_000),
    "large-line.yaml": ("CLX005", lambda: b"a" * 80 * 2**20),
    "large.ttl": ("CLX005", lambda: '<urn:a> <urn:b> "x" .\n' * 4_000_000),
    "large-line.ttl": ("CLX005", lambda: b"a" * 80 * 2**20),
    "large.jsonld": ("CLX005", lambda: "[1,\n" * 20_000_000),
    "large.rdf": ("CLX005", lambda: "<a>\n" * 20_000_000),
    "large-literal.ttl": ("CLX005", lambda: TURTLE + '"""' + "a" * 30 * 2**20 + '""" .'),
    "many-statements.nt": ("CLX005", lambda: "".join(f'<urn:a{i}> <urn:b> "x" .\n' for i in range(210_000))),
    "many-of-one-record.nt": ("CLX005", lambda: A_DEFINITION + "".join(f'<{THIS}> <{CLX}x{i}> "x" .\n' for i in range(11_000))),
    "many-values.nt": ("CLX005", lambda: A_DEFINITION + "".join(f"<{THIS}> <{CLX}replaces> <{THIS}{i}> .\n" for i in range(600))),
    "many-objects.jsonld": ("CLX005", lambda: "[" + ",".join('{"@id":"urn:x","urn:a":"b"}' for _ in range(300_000)) + "]"),
    "many-attributes.rdf": ("CLX005", lambda: XML + " " + " ".join(f'xmlns:c{i}="urn:c{i}:"' for i in range(DEEP)) + "/>"),
    "many-items.yaml": ("CLX005", lambda: RECORD.replace('"https://example.org/law"', ",".join(f"a{i}" for i in range(MANY)))),
    "many-keys.yaml": ("CLX005", lambda: RECORD + "".join(f"key{i}: 1\n" for i in range(MANY))),
    "many-statements.yaml": ("CLX005", lambda: statements(10_000, FIRMS + "value: 1, source: vn-law-72-2020")),
    "digits.jsonld": ("CLX005", lambda: '{"@id":"urn:x","urn:a":' + "9" * MANY + "}"),
    # Small, and large when it is written out.
    "prefix.ttl": ("CLX005", lambda: f"@prefix p: <{LONG}> .\n" + "p:a p:b p:c .\n" * MANY),
    "prefix-of-900.ttl": ("CLX005", lambda: f"@prefix p: <{LONG[:900]}> .\n" + "p:a p:b p:c .\n" * MANY),
    "base.ttl": ("CLX005", lambda: f"@base <{LONG}/> .\n" + "<a> <b> <c> .\n" * MANY),
    "datatype.ttl": ("CLX005", lambda: f"@prefix p: <{LONG}> .\n<urn:a> <urn:b> " + '"a"^^p:a ,' * MANY + "1 ."),
    "base.rdf": ("CLX005", lambda: XML + f' xml:base="{LONG}/">' + '<p:a rdf:about="x"><p:x/></p:a>' * MANY + "</rdf:RDF>"),
    "vocab.jsonld": ("CLX005", lambda: bomb(f'"@vocab":"{LONG}"', '{"@id":"urn:x","a":"b"}')),
    "base.jsonld": ("CLX005", lambda: bomb(f'"@base":"{LONG}/"', '{"@id":"x","urn:a":"b"}')),
    "term.jsonld": ("CLX005", lambda: bomb(f'"a":{{"@id":"{LONG}"}}', '{"@id":"urn:x","a":"b"}')),
    # What is compared with each other, and what nearest names and words are looked for.
    "contradictions.yaml": ("CLX608", lambda: statements(490, FIRMS + "value: %, valid: {from: 2021}, source: vn-law-72-2020")),
    "wrong-references.yaml": ("CLX201", lambda: statements(490, FIRMS + "value: %, source: vn-law-72-2021-domestic-%")),
    "wrong-keys.yaml": ("CLX018", lambda: statements(400, ", ".join(f"propety-{i}: %" for i in range(30)))),
    "wrong-addresses.jsonld": ("CLX018", lambda: "[" + ",\n".join(f'{{"@id":"urn: x{i}","urn:a":"b"}}' for i in range(MANY)) + "]"),
    "wrong-terms.jsonld": ("CLX018", lambda: '{"@context":{"a":"urn:a"},' + ",".join(f'"b{i}":"b"' for i in range(MANY)) + "}"),
    "without-kind.nt": ("CLX018", lambda: "".join(f'<urn:a{i}> <urn:b> "x" .\n' for i in range(MANY))),
    "without-kind-in-one-line.ttl": ("CLX018", lambda: "".join(f'<urn:a{i}> <urn:b> "x" .' for i in range(MANY))),
    "wrong-quotation.yaml": ("CLX402", lambda: RECORD.replace("A carbon", "ab" * MANY).replace(QUOTE, QUOTE + "ab" * 50_000)),
    "copied-quotation.yaml": ("CLX403", lambda: RECORD.replace("A carbon market is", "carbon credits " * 100_000)),
    "without-end.jsonld": ("CLX004", lambda: '[{"a":1,"a":1},' + '\\"' * 10 * MANY),
    # Forms.
    "tag.yaml": ("CLX301", lambda: RECORD.replace("term: {en:", "term:\n  en-" + "abcde-" * 100 + "x:").replace('market"}', 'market"', 1)),
    "digits.yaml": ("CLX103", lambda: statements(1, FIRMS + f"value: {'9' * MANY}e9, source: [x]")),
    "kind.yaml": ("CLX107", lambda: "kind: " + "definition" * 10_000),
    "id.yaml": ("CLX105", lambda: RECORD.replace("xx-market", "x" * 300)),
    "packed.yaml": ("CLX006", lambda: gzip.compress(RECORD.encode())),
    "program.yaml": ("CLX006", lambda: Path(sys.executable).read_bytes()[:MANY]),
}  # fmt: skip


@pytest.mark.parametrize("name", MADE)
def test_what_is_made(watched: Watched, tmp_path: Path, name: str) -> None:
    code, make = MADE[name]
    content = make()
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    done = watched(path)
    assert done.status == 1
    assert code in done.codes()
    assert len(done.results) <= MOST + 1
    lines = path.read_bytes().count(b"\n") + 1
    assert all(0 < r["line"] <= lines and r["column"] > 0 for r in done.results)


def test_of_ten_thousand_faults_a_thousand_are_listed_and_all_counted(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "xx-market.yaml"
    path.write_text(RECORD + "".join(f"{i}: wrong\n" for i in range(400)), "utf-8")
    assert "CLX018" not in watched(path).codes()
    path.write_text(statements(400, ", ".join(f"propety-{i}: %" for i in range(30))), "utf-8")
    results = watched(path).results
    (told,) = (r["message"] for r in results if r["code"] == "CLX018")
    more, of = (int(part.replace(",", "")) for part in re.findall(r"[\d,]*\d", told))
    assert (len(results) - 1, more) == (MOST, of - MOST)
    assert of > 10_000


IDS = (
    *("../../x", "CON", "con", "nul", "com1", "x" * 81, "-a", "a-", "a--b", "é", "a/b", "a\\\\b", "a b", "a\\nb", ".", "..", "~"),
    *("a.b", "%2e%2e", "$(id)", "`id`", "';--", "<script>", "x\\u202ey", "\\u0000", "\\e[2J"),
)  # fmt: skip


@pytest.mark.parametrize("ending", [".yaml", ".nt"])
def test_ids_that_are_none(watched: Watched, tmp_path: Path, ending: str) -> None:
    for number, id_ in enumerate(IDS):
        text = RECORD.replace("id: xx-market", f'id: "{id_}"')
        if ending == ".nt":
            text = A_DEFINITION.replace("xx-market", yaml.safe_load(f'"{id_}"'))
        (tmp_path / f"{number}{ending}").write_bytes(text.encode("utf-8", "surrogatepass"))
    done = watched(tmp_path)
    right = {"CLX105", "CLX111", "CLX011", "CLX014", "CLX002"}
    assert [id_ for number, id_ in enumerate(IDS) if not right & done.codes(f"/{number}{ending}")] == []


DATES = (
    *("0000", "0000-01-01", "2021-02-29", "2021-13", "20210101", "2021-W01", "2021-1-1", "-2021", "9999999-01-01"),
    *("2021-07-16T00:00:00Z", "٢٠٢١", "２０２１", "2021-07-16\\n", "9" * MANY),
)  # fmt: skip


def test_dates_that_are_none(watched: Watched, tmp_path: Path) -> None:
    for number, date in enumerate(DATES):
        (tmp_path / f"{number}.yaml").write_text(RECORD + f'valid: {{from: "{date}"}}\n', "utf-8")
    done = watched(tmp_path)
    assert [date for number, date in enumerate(DATES) if "CLX109" not in done.codes(f"/{number}.yaml")] == []


# Folders, links and what is no file.


def good(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(RECORD.replace("xx-market", path.stem), "utf-8")
    return path


def test_a_folder_that_is_called_like_a_file(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "a.yaml" / "b.yaml").mkdir(parents=True)
    assert "no record" in watched(tmp_path / "a.yaml").err


def test_links_lead_nowhere_else(watched: Watched, tmp_path: Path) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    (tmp_path / "outside.yaml").write_text("[", "utf-8")
    for name, target in {
        "loop.yaml": "loop.yaml",
        "passwd.yaml": "/etc/passwd",
        "outside.yaml": "../outside.yaml",
        "gone.yaml": "nowhere",
        "etc": "/etc",
        "up": "..",
        "self": ".",
    }.items():
        (folder / name).symlink_to(target)
    assert "no record" in watched(folder).err
    assert "no file" in watched(folder / "loop.yaml").err
    good(folder / "xx-market.yaml")
    assert watched(folder, statuses=(0, 1)).out.count('"checked"') == 1


@pytest.fixture
def bottomless(tmp_path: Path) -> Iterator[Path]:
    """A folder in which folders lie in each other, deeper than any path may be long, or any function call itself."""
    with contextlib.chdir(tmp_path):
        for _ in range(1200):
            Path("d").mkdir()
            os.chdir("d")
        yield tmp_path
        for _ in range(1200):
            os.chdir("..")
            Path("d").rmdir()


def test_folders_in_folders_without_end(watched: Watched, bottomless: Path) -> None:
    good(bottomless / "xx-market.yaml")
    watched(bottomless, statuses=(0, 1))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_pipes_are_not_waited_for(watched: Watched, tmp_path: Path) -> None:
    folder = tmp_path / "pipes"
    folder.mkdir()
    for name in ("a.yaml", "a.ttl", "a"):
        os.mkfifo(folder / name)
        assert "pipe" in watched(folder / name).err
    assert "no record" in watched(folder).err
    watched(good(tmp_path / "xx-market.yaml"), before=("--data", folder), statuses=(1,))


def test_devices_and_sockets_are_not_read(watched: Watched, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s.yaml"))
        assert watched(tmp_path / "s.yaml").status == 2
    for device in ("/dev/zero", "/dev/null", "/dev/random"):
        assert "device" in watched(device, allowed=(Path(device),)).err


@pytest.mark.parametrize("form", ["text", "json", "github"])
@pytest.mark.parametrize("time", [1, 2])
@pytest.mark.parametrize("how", ["vanishes", "grows"])
def test_a_file_that_changes_while_it_is_read(watched: Watched, tmp_path: Path, how: str, time: int, form: str) -> None:
    """When it is opened for the first time, to read the record, or for the second, to show a line of it."""
    path = tmp_path / "xx-market.yaml"
    path.write_text(RECORD.replace("pinpoint", "pinpont"), "utf-8")
    done = watched(path, form=form, env={"WATCHED_SPOILS": f"{how} {time} {path}"})
    assert ("CLX017" if time == 1 else "CLX101") in done.out


def test_a_file_that_vanishes_between_two_readings(tmp_path: Path) -> None:
    """Of many files few stay in memory; the others are read once to know which records there are, and again to judge them."""
    source = Source.of(good(tmp_path / "xx-market.yaml"))
    examination = Examination(Vocabulary(), None, kept=0)
    assert list(examination.announce([source])) == []
    (tmp_path / "xx-market.yaml").unlink()
    faults, quads = examination.describe([source])
    assert ([f.code for f in faults], quads) == (["CLX017"], [])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may read everything")
def test_a_file_that_may_not_be_read(watched: Watched, tmp_path: Path) -> None:
    good(tmp_path / "xx-market.yaml").chmod(0)
    assert watched(tmp_path).codes() == {"CLX017"}


@pytest.mark.parametrize("name", ["", "nothing.yaml", "x" * 5000, "y" * 300 + ".yaml", "a\nb", "\x1b[2J"])
def test_names_of_nothing(watched: Watched, name: str) -> None:
    done = watched(name)
    assert done.status == 2
    assert "\x1b" not in done.err


def test_names_that_a_terminal_would_obey(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[2J\n\u202eb.yaml"
    path.write_text(RECORD.replace("pinpoint:", '"\\e[2Jpin\\u202epoint":'), "utf-8")
    done = watched(path, form="text")
    assert not {"\x1b", "\u202e"} & {*done.out, *done.err}
    path.rename(tmp_path / os.fsdecode(b"\xff\xfe.yaml"))
    for form in ("text", "json", "sarif", "junit", "github", "turtle"):
        watched(tmp_path, form=form)


def test_standard_input(watched: Watched) -> None:
    assert watched("-", stdin=b"").codes() == {"CLX016"}
    with Path("/dev/zero").open("rb") as endless:
        assert watched("-", stdin=endless).codes() == {"CLX005"}
    assert watched("-", stdin=RECORD.replace("pinpoint", "pinpont").encode()).codes() >= {"CLX101"}


def test_a_pipe_that_nobody_reads(tmp_path: Path) -> None:
    path = tmp_path / "xx-market.yaml"
    path.write_text(statements(400, ", ".join(f"k{i}: %" for i in range(30))), "utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "carbonlex", "validate", str(path)],
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=HANGS,
        check=False,
    )
    os.close(writing)
    assert done.stderr == b""


def test_a_file_named_twice_is_one(watched: Watched, tmp_path: Path) -> None:
    path = good(tmp_path / "xx-market.yaml")
    done = watched(path, tmp_path / "." / "xx-market.yaml", tmp_path, statuses=(0, 1))
    assert "CLX106" not in done.codes()


def test_two_files_with_one_id(watched: Watched, tmp_path: Path) -> None:
    good(tmp_path / "a" / "xx-market.yaml")
    good(tmp_path / "b" / "xx-market.yaml")
    assert "CLX106" in watched(tmp_path).codes("/b/xx-market.yaml")


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe", b"\0", b"[[[", b"x=" + b"[" * 5000, b"strict=" + b"9" * 10_000, b"strict = 5", b"select = 5",
        b"severities = 1", b'[severities]\nCLX101=["x"]', b'[severities]\nCLX999="off"', b'ignore=["\\u001b[2J"]', b"d=2021-01-01",
        b"# " + b"x" * 2**21,
    ],
)  # fmt: skip
def test_settings_that_are_none(watched: Watched, tmp_path: Path, content: bytes) -> None:
    path = good(tmp_path / "xx-market.yaml")
    (tmp_path / "carbonlex.toml").write_bytes(content)
    done = watched(path)
    assert done.status == 2
    assert "\x1b" not in done.err


def test_data_that_are_none(watched: Watched, tmp_path: Path) -> None:
    path = good(tmp_path / "xx-market.yaml")
    folder = tmp_path / "data"
    folder.mkdir()
    assert watched(path, before=("--data", path)).status == 2
    assert "CLX201" in watched(path, before=("--data", folder)).codes()
    (folder / "loop.yaml").symlink_to("loop.yaml")
    (folder / "etc").symlink_to("/etc")
    (folder / "bad.yaml").write_bytes(b"\xff")
    (folder / "quotes.lock").write_bytes(b"\xff\0 a b\n" * 3)
    assert "CLX201" in watched(path, before=("--data", folder)).codes()
    for content in (b"MANIFEST-000001\n", b"\0" * 100, b"../../etc/passwd\n"):
        (folder / "CURRENT").write_bytes(content)
        assert watched(path, before=("--data", folder)).status == 2


@pytest.fixture(scope="module")
def prepared_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with the prepared store of the small project."""
    cache = tmp_path_factory.mktemp("prepared")
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    path = PROJECT / "jurisdictions" / "atlantis.yaml"
    command = [sys.executable, "-m", "carbonlex", "--data", str(PROJECT), "validate", str(path)]
    subprocess.run(command, env=environment, capture_output=True, timeout=HANGS, check=False)
    return cache


DAMAGES: dict[str, Callable[[bytes], bytes | None]] = {
    "half": lambda content: content[: len(content) // 2],
    "gone": lambda _: None,
    "other": lambda content: bytes(b ^ 0x55 for b in content),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_is_made_anew(watched: Watched, tmp_path: Path, prepared_project: Path, damage: str) -> None:
    cache = tmp_path / "cache"
    path = PROJECT / "jurisdictions" / "atlantis.yaml"
    names = [
        p.relative_to(prepared_project) for p in sorted(prepared_project.glob("carbonlex/*/*")) if p.stat().st_size
    ]
    assert names
    for name in names:
        if name.suffix != ".sst" and name.name != "CURRENT" and not name.name.startswith("MANIFEST"):
            continue
        shutil.rmtree(cache, ignore_errors=True)
        shutil.copytree(prepared_project, cache)
        content = DAMAGES[damage]((cache / name).read_bytes())
        (cache / name).unlink()
        if content is not None:
            (cache / name).write_bytes(content)
        done = watched(path, before=("--data", PROJECT), env={"XDG_CACHE_HOME": str(cache)}, statuses=(0, 1))
        assert not [r for r in done.results if r["severity"] == "error"]


@pytest.mark.parametrize("cache", ["file", "/proc/nothing", "relative/cache"])
def test_a_cache_that_cannot_be_written(watched: Watched, tmp_path: Path, cache: str) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    path = PROJECT / "jurisdictions" / "atlantis.yaml"
    place = str(tmp_path / cache) if cache == "file" else cache
    watched(path, before=("--data", PROJECT), env={"XDG_CACHE_HOME": place}, statuses=(0, 1))


def test_ten_thousand_faulty_files(watched: Watched, tmp_path: Path) -> None:
    """By hundreds here; the benchmarks have them by thousands. They agree in everything, and copy each other."""
    for number in range(300):
        good(tmp_path / "many" / f"xx-{number}.yaml")
    done = watched(tmp_path / "many", statuses=(0, 1))
    assert len(done.results) < 300 * 12


def test_the_published_records_are_not_reached_by_data(watched: Watched) -> None:
    """Whatever the files of this folder say of published records and of the ontology, the published ones stay what they are."""
    record = places.published() / "definitions" / "vn" / "vn-lep2020-domestic-carbon-market.yaml"
    alone = watched(record, statuses=(0, 1))
    together = watched(record, HERE / "CLX015", HERE / "CLX107", HERE / "CLX010")
    assert {r["code"] for r in together.results if r["file"] == str(record)} >= alone.codes()
