"""Texts, dates and numbers in the writing of each language."""

import pytest
from markupsafe import Markup

from carbonlex import places
from carbonlex.site.strings import Strings

DATES = {
    "en": ("1 July 2021", "16 July 2021", "July 2021", "2021"),
    "fr": ("1er juillet 2021", "16 juillet 2021", "juillet 2021", "2021"),
    "ru": ("1 июля 2021\u00a0г.", "16 июля 2021\u00a0г.", "июль 2021\u00a0г.", "2021\u00a0г."),
    "vi": ("ngày 1 tháng 7 năm 2021", "ngày 16 tháng 7 năm 2021", "tháng 7 năm 2021", "năm 2021"),
    "zh": ("2021年7月1日", "2021年7月16日", "2021年7月", "2021年"),
}


@pytest.mark.parametrize("lang", DATES)
def test_dates_are_written_as_precisely_as_they_are_known(lang: str) -> None:
    strings = Strings(places.site(), lang)
    assert tuple(strings.date(d) for d in ("2021-07-01", "2021-07-16", "2021-07", "2021")) == DATES[lang]


def test_figures_keep_their_decimals_and_take_the_marks_of_the_language() -> None:
    english, french = Strings(places.site(), "en"), Strings(places.site(), "fr")
    assert (english.figure("12345.6789"), english.percent("3.3")) == ("12,345.6789", "3.3%")
    assert (french.figure("0.0625"), french.percent("3.3")) == ("0,0625", "3,3\u00a0%")
    assert english.figure("none") == "none"


def test_a_full_width_mark_leaves_no_space_behind_it() -> None:
    assert Strings(places.site(), "en").before("data.check").endswith(": ")
    assert Strings(places.site(), "zh").before("data.check").endswith("：")


def test_places_take_elements_and_escape_everything_else() -> None:
    strings = Strings(places.site(), "zh")
    assert strings.html("mark.brackets", text=Markup("<b>x</b>")) == "（<b>x</b>）"
    assert strings.html("mark.brackets", text="<b>") == "（&lt;b&gt;）"
