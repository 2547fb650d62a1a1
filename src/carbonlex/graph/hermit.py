"""HermiT (OWL 2 DL) through owlready2: axioms and facts in, memberships out; in processes of their own, with a time limit.

What HermiT answered is kept in the cache by its input.
"""

import contextlib
import dataclasses
import hashlib
import importlib.metadata
import io
import json
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from carbonlex.errors import CarbonlexError, ReasonerMissing
from carbonlex.graph import cache, deadline

JAVA_MEMORY = 200  # MiB of heap for each HermiT
# A run is over before the optimizing compiler and a collector with threads of its own would pay: this halves the processor's time.
JAVA_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
JAVA_VARIABLE = "JDK_JAVA_OPTIONS"  # which the command java reads
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
    """Run HermiT over one set of axioms and facts, in this process and without a limit."""
    import owlready2
    import owlready2.reasoning

    owlready2.reasoning.JAVA_MEMORY = JAVA_MEMORY
    world = owlready2.World()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.nt"
        path.write_bytes(content)
        world.get_ontology(path.as_uri()).load()
        try:
            with _options(), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError:
            return Answer(consistent=False)
        except owlready2.OwlReadyJavaError as error:
            said = [line for line in str(error).splitlines() if line.strip()]
            raise CarbonlexError(f"the reasoner failed: {' '.join(said[:2])}") from None
        found = Answer(unsatisfiable=[c.iri for c in world.inconsistent_classes() if c is not owlready2.Nothing])
        for cls in classes:
            if (owl_class := world[cls]) is not None:
                found.members += [(cls, i.iri) for i in owl_class.instances(world=world) if i.iri.startswith(base)]
    world.close()
    return found


@contextlib.contextmanager
def _options() -> Iterator[None]:
    """Options for the Java that is started meanwhile; those that the user has given are stronger."""
    given = os.environ.get(JAVA_VARIABLE)
    os.environ[JAVA_VARIABLE] = f"{JAVA_OPTIONS} {given or ''}".strip()
    try:
        yield
    finally:
        os.environ.pop(JAVA_VARIABLE)
        if given is not None:
            os.environ[JAVA_VARIABLE] = given
