"""The index of terms."""

from carbonlex.reading.dataset import Dataset
from carbonlex.site import terms


def test_the_index_says_whose_word_each_term_is(golden: Dataset) -> None:
    index = terms.index(golden)
    assert list(index)[:2] == ["en", "fr"]
    english = {e.form: e for e in index["en"]}
    market = english["carbon market"]
    assert market.term is not None and market.term.id == "en-carbon-market"
    assert {u.role for u in market.uses} >= {"original", "term"}
    assert {u.role for u in english["market"].uses} == {"gloss"}
    assert {u.role for u in english["AAA"].uses} == {"code"}
    french = {e.form: e for e in index["fr"]}
    assert {u.role for u in french["marché du carbone"].uses} == {"unofficial"}


def test_the_order_is_that_of_a_dictionary(golden: Dataset) -> None:
    forms = [e.form for e in terms.index(golden)["en"]]
    assert forms == sorted(forms, key=str.casefold)
