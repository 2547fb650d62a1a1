"""The page on evidence and the queries count the same."""

import pytest

from carbonlex import places
from carbonlex.compare.evidence import STATES, Count
from carbonlex.graph import store as graph_store
from carbonlex.query import binding, engine, shelf
from carbonlex.reading.dataset import Dataset
from carbonlex.site import evidence_page
from rendered import site_of


@pytest.mark.parametrize("data", ["golden", "published"])
def test_the_queries_count_what_the_page_shows(data: str, request: pytest.FixtureRequest) -> None:
    dataset: Dataset = request.getfixturevalue(data)
    store = graph_store.store_of(graph_store.quads(dataset))
    pages = [p for p in evidence_page.pages(site_of(dataset)) if p.template == "evidence.html"]
    assert len(pages) == 2
    for page in pages:
        for _, asked, bars in page.shown["groups"]:
            query = shelf.named(places.published(), asked.query)
            answer = engine.run(store, query.text, binding.bindings(query, dict(asked.given), dataset.vocabulary))
            group = answer.variables[0].value
            counted: dict[str, dict[str, tuple[int, int, int]]] = {}
            for s in answer:
                numbers = tuple(int(s[n].value) for n in ("cells", "seenTwice", "contested"))
                counted.setdefault(s[group].value.rsplit("/", 1)[1], {})[s["state"].value] = numbers
            wanted = {b.count.id: b.count for b in bars}
            assert counted.keys() == wanted.keys()
            for id_, states in counted.items():
                sums = [sum(numbers[i] for numbers in states.values()) for i in range(3)]
                told = tuple(states.get(state, (0, 0, 0))[0] for state in STATES)
                assert Count(id_, sums[0], told, sums[1], sums[2]) == wanted[id_]


@pytest.mark.parametrize("states", [(1, 0, 0, 0, 0, 0, 0), (1, 1, 1, 1, 1, 1, 1), (1, 2, 0, 400, 3, 0, 999), (0,) * 7])
def test_a_bar_is_filled(states: tuple[int, ...]) -> None:
    parts = evidence_page.bar(Count("x", sum(states), states, 0, 0)).parts
    assert sum(width for _, _, width in parts) == (evidence_page.WIDE if sum(states) else 0)
    ends = [begin + width for _, begin, width in parts]
    assert [begin for _, begin, _ in parts] == [0, *ends][: len(parts)]
    assert all(width > 0 for _, _, width in parts)
