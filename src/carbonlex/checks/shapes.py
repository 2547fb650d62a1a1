"""The SHACL run: the shapes of ``ontology/shapes`` over a graph.

The engine is pyshifty (Rust); the tests hold its results against pySHACL's, the reference, on every pair of the rule book and on
the published graph. Two results are the same where focus node, path, value, source shape and severity are.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from carbonlex.begun import Begun
from carbonlex.checks import digest, targets
from carbonlex.checks.shapebook import SH, content, iri_of
from carbonlex.errors import CarbonlexError
from carbonlex.graph.layers import record_of
from carbonlex.vocabulary import Vocabulary

SEVERITIES = {"Violation": "error", "Warning": "warning", "Info": "info"}
SMALL = 2000  # triples of a graph for which an engine with nothing but the shapes that examine something in it is made sooner
_FORM = "nt"  # which the engine reads sooner than Turtle
MUCH = 500  # marks of nodes that are asked for; an ordinary record has some fifty


@dataclass(frozen=True)
class Result:
    """One validation result (SHACL 3.6.2). A node is a term of RDF; ``path`` is a property's IRI, empty for a longer path, which
    reports describe differently (:func:`paths` knows it from the shape)."""

    focus: Any
    path: str
    value: Any
    shape: str
    severity: str
    messages: Mapping[str, str] = field(compare=False)


@lru_cache(maxsize=8)
def engine(folder: Path, *, narrow: bool, among: frozenset[str] | None = None) -> Begun[Any]:
    """The engine with the shapes of an ontology folder, or some of them; who knows that it will be wanted asks for it early."""
    return Begun(partial(_engine, folder, narrow, among))


def _engine(folder: Path, narrow: bool, among: frozenset[str] | None) -> Any:
    native = _native()
    shapes = digest.of(folder).shapes(among) if narrow else content(folder)
    if among is not None and not narrow:
        from carbonlex.checks import views

        nodes = frozenset(node for shape in among for node in views.part(folder, shape))
        shapes = digest.ntriples(q.triple for q in ox.parse(shapes, ox.RdfFormat.TURTLE) if q.subject in nodes)
    try:
        return native.PreparedValidator(shapes, shapes_format="turtle")
    except Exception as error:  # the engine's own error types are not public
        raise CarbonlexError(f"the shapes cannot be read: {error}") from None


def _native() -> Any:
    """The engine's extension module by itself. The package around it turns reports into rdflib graphs; importing that takes longer
    than checking a record, and its report is wanted as it is."""
    import importlib.util
    import sys
    from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader

    if "shifty._shifty" in sys.modules:
        return sys.modules["shifty._shifty"]
    package = importlib.util.find_spec("shifty")
    folders = (package.submodule_search_locations if package else None) or []
    for path in (Path(f) / f"_shifty{suffix}" for f in folders for suffix in EXTENSION_SUFFIXES):
        if path.is_file():
            loader = ExtensionFileLoader("shifty._shifty", str(path))
            spec = importlib.util.spec_from_loader("shifty._shifty", loader)
            assert spec is not None
            module = importlib.util.module_from_spec(spec)
            loader.exec_module(module)
            return module
    raise CarbonlexError("the shapes cannot be run: the engine pyshifty is not installed")


@cache
def background(vocabulary: Vocabulary) -> bytes:
    """What shapes may ask of the ontology, as N-Triples: classes, lists, values; not its words."""
    return digest.ntriples(digest.without_words(vocabulary))


def run(
    triples: Collection[ox.Triple],
    vocabulary: Vocabulary,
    asked: Callable[[Any], bool] | None = None,
    among: frozenset[str] | None = None,
) -> list[Result]:
    """Validate a graph together with the ontology.

    :param triples: the records' triples.
    :param asked: whether a node is to be examined; every node is where it is left out. The others are looked at where a rule leads
        to them.
    :param among: the shapes that are run, with all that they lead to; all are where it is left out.
    :raises CarbonlexError: where the engine cannot do it.
    """
    if asked is None:
        return _told(digest.ntriples(triples) + background(vocabulary), vocabulary.folder, None)
    asking = targets.asked_for(triples, asked, vocabulary)
    if asking and among is None and len(triples) <= SMALL:
        among = targets.examining(asking, vocabulary.folder)
    data = digest.ntriples(triples) + digest.of(vocabulary.folder).background
    # Of a record that is made to harm, the verdict alone takes as long as a report.
    one = len(asking) > MUCH and len({record_of(triple.object) for triple in asking}) == 1
    failing, shapes = (asking, among) if one else _failing(asking, data, vocabulary.folder, among)
    return _told(data + digest.ntriples(failing), vocabulary.folder, shapes, narrow=True) if failing else []


def _told(data: bytes, folder: Path, among: frozenset[str] | None, narrow: bool = False) -> list[Result]:
    return sorted(results(report(data, folder, narrow, among, _FORM)), key=repr)


def _failing(
    asking: Collection[ox.Triple], data: bytes, folder: Path, among: frozenset[str] | None
) -> tuple[Collection[ox.Triple], frozenset[str] | None]:
    """Of the nodes that are asked for, those in which something is wrong, and by which shapes. The engine finds them in a quarter of the
    time that its reports take, and nearly all nodes are right; where it is not clear which node or shape it means (a blank one is called
    otherwise there), all are."""
    if not asking:
        return (), among
    try:
        found = _prepared(folder, narrow=True, among=among).validate_algebra(
            data + digest.ntriples(asking), data_format=_FORM, run_infer=False, on_unsupported="error"
        )
    except Exception as error:  # the engine's own error types are not public
        raise _gave_up(error) from None
    wrong = {violation.focus_node for violation in found.violations}
    shapes = frozenset(violation.shape_name for violation in found.violations)
    failing = [triple for triple in asking if str(triple.object) in wrong]
    known = wrong <= {str(triple.object) for triple in failing} and shapes <= digest.of(folder).targets.keys()
    return (failing, shapes) if known else (asking, among)


def report(
    data: bytes, folder: Path, narrow: bool = False, among: frozenset[str] | None = None, form: str = "turtle"
) -> bytes:
    """The validation report in Turtle (SHACL 3.6) of a graph.

    :param folder: the ontology's, which holds the shapes.
    :param narrow: whether the graph says which nodes to examine (:func:`~carbonlex.checks.targets.asked_for`).
    :param among: the shapes that are run; all, where it is left out.
    :param form: what the graph is written in, "turtle" or "nt".
    :raises CarbonlexError: where the engine cannot do it.
    """
    try:
        told = _prepared(folder, narrow=narrow, among=among).validate_w3c(
            data, data_format=form, run_infer=False, on_unsupported="error"
        )
    except Exception as error:  # the engine's own error types are not public
        raise _gave_up(error) from None
    turtle: str = told.report_turtle
    return turtle.encode()


def _prepared(folder: Path, narrow: bool, among: frozenset[str] | None) -> Any:
    return engine(folder, narrow=narrow, among=among).value()


def _gave_up(error: Exception) -> CarbonlexError:
    return CarbonlexError(f"the shapes' engine gave up: {str(error).splitlines()[0]}")


def results(report: bytes) -> Iterable[Result]:
    """The results of a validation report in Turtle."""
    said: dict[Any, dict[str, list[Any]]] = {}
    for quad in ox.parse(report, ox.RdfFormat.TURTLE):
        said.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)
    # Not sh:detail, which explains another result (SHACL 3.6.2.8).
    for node in (said[result] for about in said.values() for result in about.get(SH + "result", ())):
        messages = {m.language or "en": m.value for m in node.get(SH + "resultMessage", ())}
        yield Result(
            node[SH + "focusNode"][0],
            iri_of(node.get(SH + "resultPath", [None])[0]),
            node.get(SH + "value", [None])[0],
            node[SH + "sourceShape"][0].value if SH + "sourceShape" in node else "",
            SEVERITIES[node[SH + "resultSeverity"][0].value.removeprefix(SH)],
            messages,
        )
