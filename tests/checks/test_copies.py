"""Words that are nearly those of another record."""

from carbonlex.checks import copies
from carbonlex.reading.dataset import Dataset
from carbonlex.records.model import Definition


def told(dataset: Dataset, id_: str) -> list[str]:
    return [f.value for f in copies.check(dataset.placed["definition", id_], dataset)]


def test_words_taken_over_are_accounted_for_by_replaces_or_by_a_mapping(published: Dataset) -> None:
    assert told(published, "cn-code-2026-trading-products") == told(published, "cn-775-trading-products") == []
    assert told(published, "cn-mee19-ccer") == []
    first, second = published.wording("cn-mee19-ccer"), published.wording("cn-jrt0244-ccer")
    assert first and second
    assert copies.accounted(first, second, published)
    assert not copies.accounted(first, second, Dataset(published.vocabulary))


def test_withheld_words_are_not_compared(golden: Dataset) -> None:
    draft = golden.placed["definition", "bb-draft"]
    assert isinstance(draft.record, Definition) and draft.record.withheld
    assert list(copies.check(draft, golden)) == []
