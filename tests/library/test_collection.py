"""What ``carbonlex.open`` opens, on the small project."""

import datetime
import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
from decimal import Decimal
from pathlib import Path

import pytest

import carbonlex
from carbonlex import Limits, Row, Rows, errors
from carbonlex.graph import published
from carbonlex.library import rows
from carbonlex.records.model import Definition, Proposal
from carbonlex.vocabulary import Vocabulary
from conftest import PROJECT, edit

pytestmark = pytest.mark.usefixtures("quick")
WORDINGS = "SELECT ?w { ?w a clx:Definition } ORDER BY ?w"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?a) < STR(?i)) }"


@pytest.fixture
def data() -> carbonlex.Collection:
    published.content(PROJECT, Vocabulary())  # what the process that answers queries finds, without HermiT
    return carbonlex.open(PROJECT)


def test_import_is_light() -> None:
    program = (
        "import sys, carbonlex; "
        "assert not {'pyoxigraph', 'pandas', 'yaml', 'click'} & set(sys.modules); "
        "assert set(carbonlex.__all__) <= set(dir(carbonlex)); "
        "from carbonlex import *; "
        "assert open is carbonlex.open and 'pandas' not in sys.modules; "
        "assert not hasattr(carbonlex, 'nothing')"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_records(data: carbonlex.Collection) -> None:
    assert len(data) == len(list(data)) == len(data.records()) > 15
    assert [w.id for w in data.records(Proposal)] == ["aa-author-market"]
    assert data.records("definition") == data.records(Definition)
    assert data["definition", "aa-market-2020"] is data["aa-market-2020"] is data.get("definition", "aa-market-2020")
    assert ("scheme", "aa-ets") in data
    assert "scheme/aa-ets" in data
    assert "scheme/zz" not in data
    assert 7 not in data
    assert data.get("scheme", "zz") is None
    assert data.faults == ()
    for wrong, told in (
        (("definition", "aa-market-2021"), "no definition aa-market-2021: did you mean aa-market-20"),
        ("aa-etz", "no record aa-etz: did you mean aa-ets"),
        ("nothing/at/all", "no record nothing/at/all"),
        ("", "no record"),
    ):
        with pytest.raises(errors.UnknownName, match=told):
            data[wrong]
    with pytest.raises(errors.UnknownName, match="did you mean definition"):
        data.records("definitions")


def test_an_id_of_two_kinds_is_told(project: Path) -> None:
    (project / "bodies/aa-ets.yaml").write_text("kind: body\nid: aa-ets\nname: {en: X}\n", "utf-8")
    with pytest.raises(errors.UsageError, match="body/aa-ets and scheme/aa-ets: name kind/id"):
        carbonlex.open(project)["aa-ets"]


def test_what_cannot_be_read_is_told(project: Path) -> None:
    (project / "bodies/wrong.yaml").write_text("kind: body\nid: [", "utf-8")
    assert [fault.file for fault in carbonlex.open(project).faults] == ["bodies/wrong.yaml"]


def test_queries(data: carbonlex.Collection) -> None:
    assert data.query(WORDINGS)["w"][0] == "definition/aa-market-2020"
    assert data.query(WORDINGS, full_names=True)[0][0] == "https://w3id.org/carbonlex/id/definition/aa-market-2020"
    assert len(data.query(WORDINGS, as_of="2021-01-01")) == len(data.query(WORDINGS)) - 1
    assert len(data.query(WORDINGS, as_of=datetime.date(2021, 1, 1))) == 3
    assert data.ask("cap-named")
    assert not data.ask("cap-named", {"jurisdiction": "bb"})
    assert "a clx:Proposal" in data.construct("CONSTRUCT { ?d a clx:Proposal } { ?d a clx:Proposal }")
    assert list(data.queries()) == ["cap-named", "wordings"]
    assert "<https://w3id.org/carbonlex/id/jurisdiction/bb>" in data.explain("cap-named", {"jurisdiction": "bb"})


@pytest.mark.parametrize(
    ("query", "kind", "told"),
    [
        ("cap-name", errors.UnknownName, "did you mean cap-named"),
        ("", errors.ContentError, "cannot be read"),
        ("SELECT", errors.ContentError, "cannot be read"),
        ("cap-named", errors.UsageError, r"yes or no: ask\(\)"),
        ("DESCRIBE ?d { ?d a clx:Proposal }", errors.UsageError, r"gives a graph: construct\(\)"),
        ("SELECT * { SERVICE <https://example.org/> { ?a ?b ?c } }", errors.UsageError, "SERVICE"),
        ("DELETE WHERE { ?s ?p ?o }", errors.ContentError, "cannot be read"),
    ],
)
def test_what_cannot_be_asked(data: carbonlex.Collection, query: str, kind: type[Exception], told: str) -> None:
    with pytest.raises(kind, match=told):
        data.query(query)


def test_what_cannot_be_asked_otherwise(data: carbonlex.Collection) -> None:
    for call, told in (
        (lambda: data.ask(WORDINGS), r"rows: query\(\)"),
        (lambda: data.construct(WORDINGS), r"rows: query\(\) or ask\(\)"),
        (lambda: data.construct("ASK {}"), r"a truth value: query\(\) or ask\(\)"),
        (lambda: data.construct(WORDINGS, form="n3"), "no form of graphs n3"),
        (lambda: data.query("cap-named", {"country": "aa"}), "no parameter country"),
        (lambda: data.query(WORDINGS, as_of="soon"), "soon is no date"),
        (lambda: data.compare("aa", "bb", as_of="2021"), "2021 is no date"),
        (lambda: data.matrix("carbon-markt"), "did you mean carbon-market"),
        (lambda: data.findings("cap-name"), "did you mean cap-named"),
        (lambda: data.validate(), "no record to check"),
        (lambda: data.validate("/nowhere"), "no file or folder /nowhere"),
        (lambda: data.validate(text="x", select=["CLX9999"]), "no rule CLX9999"),
        (lambda: data.validate(text="x").report("sarf"), "did you mean sarif"),
        (lambda: data.compare("aa", "bb").state("mechanismus", "aa"), "did you mean mechanism"),
        (lambda: data.compare("aa", "bb")["mechanism", "cc"], "there are aa, bb"),
        (lambda: data.compare("aa", "bb").to_pandas("value"), "did you mean values"),  # type: ignore[arg-type]
        (lambda: data.compare("aa-market-2020", "aa-market-2023", "bb-quota").relations(), "two columns relate"),
    ):
        with pytest.raises(errors.UsageError, match=told):
            call()


def test_limits_strike_and_are_told_and_the_next_question_is_answered(data: carbonlex.Collection) -> None:
    with pytest.raises(carbonlex.Exceeded, match=r"more than 1 row; carbonlex.Limits\(rows=…\) allows more"):
        data.query(WORDINGS, limits=Limits(rows=1))
    with pytest.raises(carbonlex.Exceeded, match=r"stopped after 0.5 seconds; carbonlex.Limits\(seconds=…\)"):
        data.query(SLOW, limits=Limits(seconds=0.5))
    assert len(data.query(WORDINGS)) == 4


def test_limits_strike_whatever_the_program_has_open(data: carbonlex.Collection) -> None:
    """A check opens a store on disk, whose threads no forked process would have."""
    assert data.validate(PROJECT / "assets/aaa.yaml").conforms
    with pytest.raises(carbonlex.Exceeded):
        data.query(SLOW, limits=Limits(seconds=0.5))


def test_ctrl_c_ends_the_question_and_not_the_collection(data: carbonlex.Collection) -> None:
    data.query(WORDINGS)
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        data.query(SLOW)
    timer.join()
    assert len(data.query(WORDINGS)) == 4


def test_threads_ask_one_after_another(data: carbonlex.Collection) -> None:
    found: list[int] = []
    asking = [threading.Thread(target=lambda: found.append(len(data.query(WORDINGS)))) for _ in range(8)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert found == [4] * 8


def test_a_process_that_ended_is_begun_again(data: carbonlex.Collection) -> None:
    data.query(WORDINGS)
    data.close()
    assert len(data.query(WORDINGS)) == 4


def test_comparisons(data: carbonlex.Collection) -> None:
    found = data.matrix("carbon-market", as_of="2021-01-01")
    assert found.columns == ("aa",)
    assert found["mechanism", "aa"].said[0].value == "cap-and-trade"
    assert data.compare("aa", "bb", as_of="2019-01-01").state("mechanism", "aa") == "not-in-force"
    assert data.compare("aa", "bb").cells()["state"].count("searched") == len(found.facets)
    frame = data.compare("aa", "bb").to_pandas("values")
    assert frame.loc["traded-object", "aa"] == ("emission-allowance", "carbon-credit")
    assert "<table" in (data.compare("aa", "bb")._repr_html_() or "")


def test_checks(data: carbonlex.Collection, project: Path) -> None:
    path = project / "definitions/bb/bb-quota.yaml"
    edit(path, 'quote: {fr: "autorise', 'quote: {fr: "permet')
    checked = data.validate(path)
    assert not checked.conforms
    assert checked.files == (str(path),)
    assert [fault.code for fault in checked.results if fault.severity == "error"] == ["CLX402"]
    assert checked.to_pandas().query("severity == 'error'").line.tolist() == [14]
    assert repr(checked).startswith("<1 file checked: 1 error")
    assert data.validate(path, ignore=["CLX402"]).conforms
    assert not data.validate(text=b"\xff\xfe kind").conforms
    assert checked.reasoning is None
    (project / "carbonlex.toml").write_text('[severities]\nCLX402 = "info"\n', "utf-8")
    assert data.validate(path, config=project / "carbonlex.toml").conforms


def test_a_revision_in_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(PROJECT, tmp_path / "data")
    for words in (
        ["init", "--quiet"],
        ["add", "data"],
        ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message=first"],
    ):
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True)
    shutil.rmtree(tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    with carbonlex.open("HEAD:data") as data:
        folder = data._records
        assert len(data.query(WORDINGS)) == len(data.records("definition")) == 4
        assert data.validate(PROJECT / "assets/aaa.yaml").conforms
    assert not folder.exists()


def test_a_site_has_the_graph_only(built: Path) -> None:
    for where in (built, built / "data", built / "data/carbonlex.nq"):
        with carbonlex.open(where) as data:
            assert len(data.query(WORDINGS)) == 4
            assert len(data.query("wordings-in-force", {"on": "2021-01-01"})) > 0
            with pytest.raises(errors.UsageError, match="has the graph and no records"):
                data.records()
            with pytest.raises(errors.UsageError, match="has the graph and no records"):
                data.validate(text="x")


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("x")
    (tmp_path / "wrong.nq").write_text("x")
    (tmp_path / "empty").mkdir()
    for where, told in (
        (tmp_path / "nowhere", "there is no folder"),
        (tmp_path / "file.txt", "is a file; name a folder of records"),
        (tmp_path / "empty", "there is no record"),
        ("HEAD:nowhere", "no folder HEAD:nowhere"),
    ):
        with pytest.raises(errors.UsageError, match=told):
            carbonlex.open(where)
    with pytest.raises(errors.UsageError, match="cannot be read"):
        carbonlex.open(tmp_path / "wrong.nq").ask("ASK {}")


def test_without_pandas_the_extra_is_named(data: carbonlex.Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    found = data.query(WORDINGS)
    for frame in (found.to_pandas, data.compare("aa", "bb").to_pandas, data.validate(text="x").to_pandas):
        with pytest.raises(errors.PandasMissing, match=r"pip install 'carbonlex\[pandas\]'"):
            frame()
    assert found._repr_html_() is None
    with pytest.raises(ImportError):
        found.to_pandas()


JSON = """{"head": {"vars": ["v"]}, "results": {"bindings": [{"v": {TERM}}, {}]}}"""


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ('"type": "uri", "value": "https://w3id.org/carbonlex/id/scheme/x"', "scheme/x"),
        ('"type": "uri", "value": "http://www.w3.org/2004/02/skos/core#Concept"', "skos:Concept"),
        ('"type": "bnode", "value": "b0"', "_:b0"),
        ('"type": "literal", "value": "=1+1", "xml:lang": "en"', "=1+1"),
        ('"type": "literal", "value": "-5", "datatype": "http://www.w3.org/2001/XMLSchema#integer"', -5),
        ('"type": "literal", "value": "0.10", "datatype": "http://www.w3.org/2001/XMLSchema#decimal"', Decimal("0.10")),
        ('"type": "literal", "value": "1e3", "datatype": "http://www.w3.org/2001/XMLSchema#double"', 1000.0),
        ('"type": "literal", "value": "false", "datatype": "http://www.w3.org/2001/XMLSchema#boolean"', False),
        (
            '"type": "literal", "value": "2021-07-16", "datatype": "http://www.w3.org/2001/XMLSchema#date"',
            datetime.date(2021, 7, 16),
        ),
        (
            '"type": "literal", "value": "12021-07-16", "datatype": "http://www.w3.org/2001/XMLSchema#date"',
            "12021-07-16",
        ),
        ('"type": "literal", "value": "2019", "datatype": "http://www.w3.org/2001/XMLSchema#gYear"', "2019"),
    ],
)
def test_values(term: str, value: object) -> None:
    content = JSON.replace("TERM", term).encode()
    found = rows.read(content, "https://w3id.org/carbonlex/id/", full=False)
    assert found["v"] == [value, None]
    assert type(found["v"][0]) is type(value)
    assert found == rows.read(content, "https://w3id.org/carbonlex/id/", full=False) != Rows(["w"], [])


def test_rows(tmp_path: Path) -> None:
    values = [["a\nb", 1, True, datetime.date(2020, 1, 1), Decimal("0.5"), 2**70], ["碳", None, None, None, None, 1]]
    found = Rows(["text", "number", "flag", "day", "share", "large"], values)  # type: ignore[arg-type]
    types = found.to_pandas().dtypes.astype(str).to_dict()
    assert types == {
        "text": "string", "number": "Int64", "flag": "boolean", "day": "datetime64[s]", "share": "Float64",
        "large": "object",
    }  # fmt: skip
    assert found.to_csv().splitlines()[1:] == ['"a', 'b",1,true,2020-01-01,0.5,1180591620717411303424', "碳,,,,,1"]
    found.to_csv(tmp_path / "rows.csv")
    assert (tmp_path / "rows.csv").read_text("utf-8") == found.to_csv()
    with pytest.raises(errors.OutputError):
        found.to_csv(tmp_path / "nowhere" / "rows.csv")
    assert len(found[1:]) == 1
    assert found[-1]["text"] == "碳"
    assert isinstance(found[0], Row)
    assert pickle.loads(pickle.dumps(found[0])) == found[0]
    assert dict(found[0]) == dict(zip(found.columns, values[0], strict=True))
    with pytest.raises(errors.UnknownName, match="did you mean number"):
        found["numbers"]
    with pytest.raises(errors.UnknownName):
        found[0]["numbers"]
    many = Rows(["n"], [[n] for n in range(50)])
    assert str(many).splitlines()[-1] == " … 30 rows more"
    assert repr(Rows([], [])) == "<0 rows: >"
    assert Rows(["a"], []).to_pandas().columns.tolist() == ["a"]
    assert len(Rows(["a", "b"], []).to_pandas()) == 0


def test_a_forked_process_asks_for_itself(data: carbonlex.Collection) -> None:
    """In a process of its own, since this one may have threads of the engine."""
    program = (
        "import multiprocessing, sys, carbonlex\n"
        "def ask(_): return len(data.query(sys.argv[2]))\n"
        "data = carbonlex.open(sys.argv[1])\n"
        "assert ask(0) == 4\n"
        "with multiprocessing.get_context('fork').Pool(2) as pool: assert pool.map(ask, range(4)) == [4] * 4\n"
        "assert ask(0) == 4\n"
    )
    assert len(data.query(WORDINGS)) == 4
    command = [sys.executable, "-c", program, str(PROJECT), WORDINGS]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
