"""HermiT (OWL 2 DL), which comes with owlready2: axioms and facts in, memberships out; in processes of their own, with a time limit.

What HermiT answered is kept in the cache by its input.
"""

import dataclasses
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from carbonlex.errors import CarbonlexError, ReasonerMissing
from carbonlex.graph import cache, deadline
from carbonlex.graph.axioms import closure

# A run is over before the optimizing compiler and a collector with threads of its own would pay: this halves the processor's time.
MAIN = "org.semanticweb.HermiT.cli.CommandLine"
JAVA_OPTIONS = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx200M")
NOTHING = "http://www.w3.org/2002/07/owl#Nothing"
KEPT = 64  # answers


def java() -> str | None:
    """The Java runtime's command, if there is one."""
    return shutil.which("java")


@dataclass
class Answer:
    """What one run of HermiT says."""

    consistent: bool = True
    unsatisfiable: list[str] = field(default_factory=list)
    members: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def parsed(cls, content: bytes) -> "Answer | None":
        """An answer from the cache; nothing where the file is damaged."""
        try:
            parsed = cls(**json.loads(content))
            parsed.members = [(c, i) for c, i in parsed.members]
        except (ValueError, TypeError):
            return None
        return parsed


def answers(batches: Sequence[bytes], classes: list[str], base: str, seconds: float | None = None) -> list[Answer]:
    """HermiT's answers, from the cache where the same was asked before.

    :param batches: N-Triples, each with the whole ontology.
    :param classes: the IRIs of the classes whose members are asked for.
    :param base: how the IRIs of records begin.
    :param seconds: how long all may take; without it, as long as they need.
    :raises ReasonerMissing: when there is no Java runtime.
    :raises TooLate: when time is up. Answers that were there by then are kept for the next time.
    :raises CarbonlexError: when HermiT fails for another reason than an inconsistency.
    """
    if java() is None:
        raise ReasonerMissing("there is no Java runtime (install one, for example default-jre-headless)")
    version = importlib.metadata.version("owlready2")
    names = [hashlib.sha256("\n".join([version, base, *classes, ""]).encode() + b).hexdigest() for b in batches]
    kept = {n: found for n in names if (found := Answer.parsed(cache.read(f"{n}.json")))}
    asked = {n: b for n, b in zip(names, batches, strict=True) if n not in kept}
    if asked:
        work = (asked, classes, base)
        kept |= _all(*work) if seconds is None else deadline.within(seconds, _all, *work)
    return [kept[n] for n in names]


def _all(asked: Mapping[str, bytes], classes: Sequence[str], base: str) -> dict[str, Answer]:
    """As many runs at once as there are processors, each with its share of the batches. An answer is kept as soon as it is there."""
    found: dict[str, Answer] = {}

    def ask(share: Sequence[str]) -> None:
        for name, made in zip(share, answered([asked[name] for name in share], classes, base), strict=True):
            cache.write(f"{name}.json", json.dumps(dataclasses.asdict(made)).encode(), KEPT)
            found[name] = made

    shares = _shares(asked, min(os.cpu_count() or 1, len(asked)))
    with ThreadPoolExecutor(len(shares)) as pool:
        list(pool.map(ask, shares))
    return found


def _shares(asked: Mapping[str, bytes], number: int) -> list[list[str]]:
    """The names of batches in about equal shares; a batch takes more than twice as long as one of half its size."""
    shares: list[list[str]] = [[] for _ in range(number)]
    weights = [0] * number
    for name in sorted(asked, key=lambda n: (-len(asked[n]), n)):
        least = weights.index(min(weights))
        shares[least].append(name)
        weights[least] += len(asked[name]) ** 2
    return shares


def answer(content: bytes, classes: Sequence[str] = (), base: str = "") -> Answer:
    """HermiT's answer to one set of axioms and facts in N-Triples, without a time limit.

    :raises CarbonlexError: as :func:`answers` does.
    """
    return next(answered([content], classes, base))


def answered(contents: Sequence[bytes], classes: Sequence[str] = (), base: str = "") -> Iterator[Answer]:
    """HermiT's answers to sets of axioms and facts in N-Triples, one after the other, without a time limit. One run of Java answers
    all that come before a contradiction: to start it costs as much as most answers.

    :raises CarbonlexError: as :func:`answers` does.
    """
    left = list(contents)
    while left:
        done = 0
        for made in _run(left, classes, base):
            yield made
            done += 1
        if not done:
            raise CarbonlexError("the reasoner failed: it said nothing")
        left = left[done:]


def _run(contents: Sequence[bytes], classes: Sequence[str], base: str) -> Iterator[Answer]:
    """What one run of HermiT answers: all, or those up to the first contradiction.

    It is asked by its own command line for what follows of classes and of individuals, not of properties.
    """
    package = importlib.util.find_spec("owlready2")
    assert package and package.origin
    home = Path(package.origin).parent / "hermit"
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        addresses = []
        for number, content in enumerate(contents):
            path = Path(folder) / f"{number}.nt"
            path.write_bytes(content)
            addresses.append(path.as_uri())
        classpath = os.pathsep.join([str(home), str(home / "HermiT.jar")])
        command = [java() or "java", *JAVA_OPTIONS, "-cp", classpath, MAIN, "-c", "-I", *addresses]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, encoding="utf-8") as run:
            assert run.stdout is not None
            try:
                for said in _apart(run.stdout):
                    yield _understood(said, classes, base)
                run.wait()
            finally:
                run.kill()
        if run.returncode:
            errors.seek(0)
            told = [line for line in errors if line.strip()]
            if not any("Inconsistent ontology" in line for line in told):
                raise CarbonlexError(f"the reasoner failed: {' '.join(map(str.strip, told[:2]))}")
            yield Answer(consistent=False)


def _apart(lines: Iterable[str]) -> Iterator[list[str]]:
    """What HermiT printed of one ontology after the other: axioms on classes, an empty line, types of individuals."""
    said: list[str] = []
    last = False  # whether what was said last ends what is said of an ontology
    for line in lines:
        ends = not line.strip() or line.startswith("Type(")
        if last and not ends:
            yield said
            said = []
        said.append(line)
        last = ends
    if said:
        yield said


_LINE = re.compile(r"^(SubClassOf|EquivalentClasses|Type)\( (<.*>) \)$")


def _understood(lines: Iterable[str], classes: Sequence[str], base: str) -> Answer:
    """What HermiT printed of an ontology: axioms in the functional syntax (OWL 2 Structural Specification, 9), and types of individuals."""
    above: dict[str, set[str]] = {}
    types: dict[str, set[str]] = {}
    unsatisfiable: set[str] = set()
    for line in lines:
        if not (found := _LINE.match(line)):
            continue
        names = found[2][1:-1].split("> <")
        if found[1] == "EquivalentClasses":
            if NOTHING in names:
                unsatisfiable.update(names)
            for name in names:
                above.setdefault(name, set()).update(names)
        else:
            lower, upper = names
            (types if found[1] == "Type" else above).setdefault(lower, set()).add(upper)
    members = []
    for individual, told in types.items():
        if individual.startswith(base):
            members += [
                (cls, individual) for cls in closure(told, lambda cls: above.get(cls, ())).intersection(classes)
            ]
    return Answer(unsatisfiable=sorted(unsatisfiable - {NOTHING}), members=sorted(members))
