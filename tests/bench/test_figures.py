"""The arithmetic of the benchmarks. No test asserts how long anything takes."""

import json
import math
import sys
from pathlib import Path

import figures
import machine
import pytest
import timing
from figures import Figure, compared, growth, judged
from jobs import JOBS, Unequal, equal
from timing import Run

import bench


def figure(value: float, **more: object) -> Figure:
    told: dict[str, object] = {"job": "one", "what": "a peer", "size": 400, "pairs": 5, "spread": 0.02}
    return Figure(value=value, **(told | more))  # type: ignore[arg-type]


def said(kept: Figure, now: Figure) -> str:
    (verdict,) = judged([kept], [now])
    return verdict.said


def test_ratio_is_the_median_of_the_pairs_and_not_of_the_times() -> None:
    pairs = [(Run(1.0, 10), Run(8.0, 90)), (Run(4.0, 20), Run(8.0, 80)), (Run(2.0, 5), Run(10.0, 70))]
    found = compared("one", "a peer", 400, pairs)
    assert found.value == 5.0
    assert (found.seconds, found.theirs, found.peak, found.their_peak, found.pairs) == (2.0, 8.0, 20, 90, 3)


def test_spread_and_mean() -> None:
    assert timing.spread([2.0, 2.0, 2.0]) == 0
    assert timing.spread([2.0, 9.0]) == 0  # two say nothing
    assert timing.spread([1.0, math.e, math.e**2]) == pytest.approx(1.4826)
    assert timing.mean([1.0, 100.0]) == pytest.approx(10.0)


@pytest.mark.parametrize(("power", "sizes"), [(1.0, (400, 10_000)), (1.3, (400, 10_000, 100_000)), (0.0, (10, 20))])
def test_exponent(power: float, sizes: tuple[int, ...]) -> None:
    assert timing.exponent({size: 0.5 * size**power for size in sizes}) == pytest.approx(power)


@pytest.mark.parametrize(
    ("kept", "now", "verdict"),
    [
        (figure(10.0), figure(10.0), "same"),
        (figure(10.0), figure(8.1), "same"),  # a quarter may be chance
        (figure(10.0), figure(7.9), "worse"),
        (figure(10.0), figure(13.0), "better"),
        (figure(10.0, spread=0.4), figure(6.0), "same"),  # the pairs lay far apart
        (figure(10.0), figure(6.0, spread=0.4), "same"),
        (figure(10.0, pairs=50), figure(6.0, spread=0.4, pairs=50), "worse"),
        (figure(10.0, pairs=5000, spread=0.3), figure(6.0, pairs=5000, spread=0.3), "same"),  # of one process
        (figure(10.0, once=True), figure(6.5, once=True), "same"),
        (figure(10.0, once=True), figure(6.0, once=True), "worse"),
        (figure(10.0, pairs=1), figure(6.5), "same"),  # measured once
        (figure(10.0, pairs=1), figure(6.0), "worse"),
        (figure(1.0, less=True), figure(1.3, less=True), "worse"),
        (figure(1.3, less=True), figure(1.0, less=True), "better"),
        (figure(10.0, bound=True), figure(1.0), "open"),
        (figure(10.0), figure(30.0, bound=True), "open"),
        (figure(1.0, less=True, slope=True, spread=0.0), figure(1.05, less=True, slope=True, spread=0.0), "same"),
        (figure(1.0, less=True, slope=True, spread=0.0), figure(1.1, less=True, slope=True, spread=0.0), "worse"),
    ],
)
def test_verdict(kept: Figure, now: Figure, verdict: str) -> None:
    assert said(kept, now) == verdict


def test_what_is_new_and_what_is_missing() -> None:
    assert {v.said for v in judged([figure(1.0)], [figure(1.0, size=10_000)])} == {"new", "missing"}


def test_exponent_is_a_figure_that_is_better_when_less() -> None:
    found = growth("folder", "exponent", {400: 1.0, 10_000: 25.0}, 0.0, reach=1.05)
    assert found.value == pytest.approx(1.0)
    assert found.reached
    assert growth("folder", "exponent", {400: 1.0, 10_000: 50.0}, 0.0, reach=1.05).reached is False


def test_a_lower_bound_reaches_or_leaves_open() -> None:
    assert figure(30.0, bound=True, reach=20).reached is True
    assert figure(10.0, bound=True, reach=20).reached is None
    assert figure(10.0, reach=20).reached is False


def test_figures_are_read_as_they_were_written() -> None:
    told = [figure(2.0, less=True, reach=1.2), figure(0.5, bound=True, size=0), growth("a", "b", {1: 1.0, 2: 2.0}, 0.0)]
    assert figures.read(json.loads(json.dumps([figures.plain(one) for one in told]))) == told


def test_unequal_results_are_told() -> None:
    equal("rows", 1, 1)
    with pytest.raises(Unequal, match="rows: 1 here, 2 there"):
        equal("rows", 1, 2)


def test_process_is_measured() -> None:
    run = timing.process([sys.executable, "-c", "raise SystemExit(3)"])
    assert run.code == 3
    assert run.seconds > 0
    assert run.peak > 1


def test_turns_are_taken() -> None:
    order: list[str] = []

    def one(name: str) -> Run:
        order.append(name)
        return Run(1.0)

    pairs = timing.turns(lambda: one("a"), lambda: one("b"), 3)
    assert order == ["a", "b", "b", "a", "a", "b"]
    assert len(pairs) == 3


def test_kept_figures_are_those_of_the_jobs() -> None:
    kept = bench._kept()
    assert {one.job for one in kept} <= set(JOBS)
    assert len({one.key for one in kept}) == len(kept)


def test_facts_of_the_machine() -> None:
    facts = machine.facts()
    assert facts["cores"]
    assert facts["peers"]["rdflib"] and facts["peers"]["ontospy"]  # type: ignore[index]


def test_check_tells_what_got_worse(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(bench, "_kept", lambda: [figure(10.0)])
    monkeypatch.setattr("compileall.compile_dir", lambda *_, **__: True)
    monkeypatch.setattr(bench, "_measured", lambda *_: [figure(2.0)])
    assert bench.main(["--job", "one", "--size", "400"]) == 0
    assert bench.main(["--job", "one", "--size", "400", "--check"]) == 1
    assert "worse" in capsys.readouterr().out
    monkeypatch.setattr(bench, "_measured", lambda *_: [figure(9.0)])
    assert bench.main(["--job", "one", "--size", "400", "--check"]) == 0


def test_what_was_not_to_be_measured_is_not_missing_and_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    others = [
        figure(3.0, size=10_000),
        figure(2.0, job="site", size=0),
        growth("one", "exponent", {400: 1.0, 800: 2.0}, 0.0),
    ]
    monkeypatch.setattr("compileall.compile_dir", lambda *_, **__: True)
    monkeypatch.setattr(bench, "KEPT", tmp_path / "kept.json")
    monkeypatch.setattr(bench, "_measured", lambda *_: [*others, figure(10.0), figure(5.0, what="gone")])
    assert bench.main(["--job", "one", "--keep"]) == 0
    monkeypatch.setattr(bench, "_measured", lambda *_: [figure(10.0), figure(5.0, what="gone")])
    assert bench.main(["--job", "one", "--size", "400", "--check"]) == 0
    monkeypatch.setattr(bench, "_measured", lambda *_: [figure(11.0)])
    assert bench.main(["--job", "one", "--size", "400", "--check"]) == 1
    assert bench.main(["--job", "one", "--size", "400", "--keep"]) == 0
    kept = {one.key: one.value for one in bench._kept()}
    assert kept == pytest.approx({one.key: one.value for one in [*others, figure(11.0)]})
