"""HermiT (OWL 2 DL), which comes with owlready2: axioms and facts in, memberships out; in processes of their own, with a time limit.

What HermiT answered is kept in the cache by its input.
"""

import dataclasses
import hashlib
import importlib.metadata
import importlib.util
import json
import multiprocessing
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from carbonlex.errors import CarbonlexError, ReasonerMissing
from carbonlex.graph import cache, deadline
from carbonlex.graph.axioms import closure

# A run is over before the optimizing compiler and a collector with threads of its own would pay: this halves the processor's time.
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


def _all(asked: dict[str, bytes], classes: list[str], base: str) -> dict[str, Answer]:
    """As many processes at once as there are processors; a single batch needs no further one."""
    ask = partial(_kept, classes=classes, base=base)
    if len(asked) == 1:
        return dict(map(ask, asked.items()))
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=spawn) as pool:
        return dict(pool.map(ask, asked.items()))


def _kept(asked: tuple[str, bytes], classes: list[str], base: str) -> tuple[str, Answer]:
    name, content = asked
    found = answer(content, classes, base)
    cache.write(f"{name}.json", json.dumps(dataclasses.asdict(found)).encode(), KEPT)
    return name, found


def answer(content: bytes, classes: Sequence[str] = (), base: str = "") -> Answer:
    """Run HermiT over one set of axioms and facts in N-Triples, without a time limit.

    It is asked by its own command line for what follows of classes and of individuals, not of properties.
    """
    package = importlib.util.find_spec("owlready2")
    assert package and package.origin
    home = Path(package.origin).parent / "hermit"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.nt"
        path.write_bytes(content)
        classpath = os.pathsep.join([str(home), str(home / "HermiT.jar")])
        command = [
            java() or "java",
            *JAVA_OPTIONS,
            "-cp",
            classpath,
            "org.semanticweb.HermiT.cli.CommandLine",
            "-c",
            "-I",
        ]
        made = subprocess.run([*command, path.as_uri()], capture_output=True, text=True, encoding="utf-8", check=False)
    if made.returncode == 0:
        return _understood(made.stdout, classes, base)
    if "Inconsistent ontology" in made.stdout + made.stderr:
        return Answer(consistent=False)
    said = [line for line in (made.stderr or made.stdout).splitlines() if line.strip()]
    raise CarbonlexError(f"the reasoner failed: {' '.join(said[:2])}")


_LINE = re.compile(r"^(SubClassOf|EquivalentClasses|Type)\( (<.*>) \)$")


def _understood(output: str, classes: Sequence[str], base: str) -> Answer:
    """What HermiT printed: axioms in the functional syntax (OWL 2 Structural Specification, 9), and types of individuals."""
    above: dict[str, set[str]] = {}
    types: dict[str, set[str]] = {}
    unsatisfiable: set[str] = set()
    for line in output.splitlines():
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
