"""Words that are nearly the same, in five languages."""

import itertools

import pytest

from carbonlex.compare import duplicates

ENGLISH = (
    '"allowance" means an allowance to emit one tonne of carbon dioxide equivalent during a specified period, which shall be'
    " valid only for the purposes of meeting the requirements of this Directive"
)
COPIES = [
    (ENGLISH, ENGLISH.upper().replace('"', "“").replace(", ", " ,\n ")),
    (ENGLISH, ENGLISH.replace("an allowance to", "an entitlement to").replace("shall", "shall")),
    (
        "碳排放权交易产品包括碳排放配额和经国务院批准的其他现货交易产品以及国家核证自愿减排量和其他产品。",
        "碳排放权交易产品包括碳排放配额,和经国务院批准的其他现货交易产品,以及国家核证自愿减排量和其它产品。",
    ),
    (
        "углеродная единица - верифицированный результат реализации климатического проекта, выраженный в массе парниковых газов",
        "Углеродная единица — верифицированный результат реализации климатических проектов, выраженный в массе парниковых газов",
    ),
    (
        "Tín chỉ các-bon là chứng nhận có thể giao dịch thương mại và thể hiện quyền phát thải một tấn khí các-bon điôxít",
        "1. Tín chỉ các-bon là chứng nhận có thể giao dịch thương mại và thể hiện quyền phát thải một tấn khí các-bon điôxít.",
    ),
    (
        "Un quota d’émission autorise son titulaire à émettre une tonne d’équivalent-dioxyde de carbone pendant une période",
        "Un quota d'émission autorise son titulaire à émettre une tonne d'équivalent - dioxyde de carbone pendant une période",
    ),
]
OTHERS = [
    (ENGLISH, ENGLISH.replace("allowance", "credit").replace("emit", "offset").replace("tonne", "unit")),
    ("单位和个人可以依法参与碳排放权交易活动并履行义务", "重点排放单位应当按照规定清缴其碳排放配额并公开信息"),
    (ENGLISH, "单位和个人可以依法参与碳排放权交易活动并履行义务"),
]


@pytest.mark.parametrize(("first", "second"), COPIES)
def test_copies_are_found_by_their_signature(first: str, second: str) -> None:
    assert set(duplicates.signature(first)) & set(duplicates.signature(second))
    assert duplicates.alike(first, second) == duplicates.alike(second, first) >= 0.75


@pytest.mark.parametrize(("first", "second"), OTHERS)
def test_other_words_are_no_copies(first: str, second: str) -> None:
    assert duplicates.alike(first, second) < 0.75


def test_what_is_near_is_as_alike_as_it_is() -> None:
    texts = [*{text for pair in COPIES + OTHERS for text in pair}, "", "…", "quota", ENGLISH + " 一吨", ENGLISH[:-12]]
    for first, second in itertools.product(texts, texts):
        degree = duplicates.alike(first, second)
        assert duplicates.near(first, second) == (degree if degree >= duplicates.NEAR else 0.0)


def test_what_editions_change_does_not_count() -> None:
    assert duplicates.alike(*COPIES[0]) == 1
    assert duplicates.signature(COPIES[0][0]) == duplicates.signature(COPIES[0][1])
    assert duplicates.alike("１吨ＣＯ₂当量的排放配额", "1吨CO2当量的排放配额。") == 1


def test_one_word_makes_another_unit() -> None:
    """Units of one treaty are defined in the same words but for their name: these are no copies."""
    text = "A unit issued under the annex and equal to one metric tonne of carbon dioxide equivalent, known as {}"
    assert duplicates.alike(text.format("assigned amount unit"), text.format("removal unit")) < duplicates.NEAR


def test_a_signature_never_changes() -> None:
    """It is kept in the store, perhaps by another machine."""
    strings = duplicates.signature(ENGLISH)
    assert len(strings) == len(set(strings)) == duplicates.BANDS
    assert strings[0] == "0-118d329cc5b5cef5"


@pytest.mark.parametrize("text", ["", "…", "tCO2", "CCER"])
def test_too_short_to_tell(text: str) -> None:
    assert duplicates.signature(text) == ()
    assert duplicates.alike(text, "") == 0
