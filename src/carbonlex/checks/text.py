"""Checks of one passage of text, wherever it stands: what a reader cannot see, or takes for something else.

Every check looks for its signs with regular expressions of linear time, and says the first place and how many there are.
Nothing here asks what the words mean; that is the business of the shapes and of people.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

from carbonlex.checks import letters
from carbonlex.checks.encodings import garbled
from carbonlex.checks.letters import HAN, LATIN
from carbonlex.checks.passage import LINES, TERMS, Passage, Problem, character, found, matches, place, shown
from carbonlex.checks.scripts import direction, han, lookalike, mixed_term, whole_lookalike
from carbonlex.patterns import late

__all__ = ["Passage", "Problem", "problems"]

PLACEHOLDERS = ("…", "...")  # what `carbonlex new` leaves for the writer
# Printable ASCII with single spaces, without the signs of markup and escapes: nothing here can be found in it.
_PLAIN = late(r"[!-%'-;=-\[\]-_a-~]+(?: [!-%'-;=-\[\]-_a-~]+)*")
_QUESTIONS = "????"
# All that the checks of single characters look for, and characters near them: most texts have none.
_STRANGE = late(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xa8\xad\xb4\u02b0-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u2028-\u202e\u2060-\u206f\u20d0-\u20ff\u2800\u2e80-\u2fd5\u3164\ud800-\uf8ff\ufb00-\ufeff\uff10-\uff3a\uff41-\uff5a\uff66-\uffff\U0001d173-\U0001d7ff\U00040000-\U0010ffff]|[\U0001fffe-\U0001ffff\U0002fffe-\U0002ffff\U0003fffe-\U0003ffff]"
)


def problems(passage: Passage) -> Iterator[Problem]:
    """All that is wrong with a passage, at most one problem of each code; garbled text is not examined further."""
    yield from _tag(passage)
    if passage.words.strip() in PLACEHOLDERS:
        yield Problem("CLX116", "nothing has been written in the place of the dots", passage.words)
    if _PLAIN.fullmatch(passage.words) and _QUESTIONS not in passage.words:
        return
    wrong = list(garbled(passage))
    yield from wrong
    if not wrong:
        for check in CHECKS if _STRANGE.search(passage.words) else WORD_CHECKS:
            yield from check(passage)


def _tag(passage: Passage) -> Iterator[Problem]:
    """The language of a tag is one of ISO 639-1, where it has two letters (CLX301; RFC 5646, 2.2.1)."""
    language = passage.tag.partition("-")[0].lower()
    if len(language) == 2 and language not in letters.LANGUAGES:
        better = letters.MEANT.get(language, "")
        hint = f"did you mean {better}?" if better else "ISO 639-1, as in en, vi, zh-Hans"
        yield Problem("CLX301", f"{language} is the code of no language", passage.tag, hint)


_CONTROL = late("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def _control(passage: Passage) -> Iterator[Problem]:
    """No control characters but line break and tab, and no half of a surrogate pair (CLX011; Unicode 23.1, 23.6)."""
    yield from found(passage, "CLX011", matches(_CONTROL, passage.words), "{} is no part of a text")


_INVISIBLE = late(
    "[\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2064\u206a-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_JOINS = late(f"[{letters.JOINING}][\u200c\u200d]")
_VARIES = late(f"[{HAN}][\ufe00-\ufe02\U000e0100-\U000e01ef]|[\u1820-\u18aa][\u180b-\u180f]")


def _invisible(passage: Passage) -> Iterator[Problem]:
    """Nothing that cannot be seen, but where a script or a picture needs it (CLX305; UAX #31, 2.3; UTS #51, 2)."""
    words = passage.words
    offsets = [
        offset
        for offset in matches(_INVISIBLE, words)
        if not (offset and (_JOINS.match(words, offset - 1) or _VARIES.match(words, offset - 1)))
        and not (offset and words[offset] in "\u200d\ufe0e\ufe0f" and _picture(words[offset - 1]))
    ]
    yield from found(passage, "CLX305", offsets, "{} cannot be seen")


def _picture(char: str) -> bool:
    return char == "\ufe0f" or (char != "\u2800" and unicodedata.category(char) in ("So", "Sk"))


def _ends(passage: Passage) -> Iterator[Problem]:
    """No white space at the ends (CLX310). Towards a quotation, the words before and after it keep the space that parts them from
    it (Web Annotation Data Model, 4.2.4)."""
    words = passage.words
    at_begin = words[:1].isspace() and passage.key not in ("suffix", "quoteSuffix")
    at_end = words[-1:].isspace() and passage.key not in ("prefix", "quotePrefix")
    if words.strip() and (at_begin or at_end):
        message = f"the text {'begins' if at_begin else 'ends'} with {character(words[0 if at_begin else -1])}"
        hint = "remove it" if at_begin or words[-1] != "\n" else "remove it; in a block of lines write |- or >-"
        yield Problem("CLX310", message, offset=0 if at_begin else len(words) - 1, hint=hint)


_LINE_BREAK = late("[\t\r\u2028\u2029]")
_NOT_IN_LINE = late("[\t\r\n\u2028\u2029]|  ")
_NOT_IN_TERM = late("[\t\r\n\u2028\u2029\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]|  ")


def _spaces(passage: Passage) -> Iterator[Problem]:
    """White space is a single space; longer texts may have line breaks, and keep the spaces of their source (CLX311)."""
    pattern = _NOT_IN_TERM if passage.key in TERMS else _NOT_IN_LINE if passage.key in LINES else _LINE_BREAK
    words = passage.words
    begin, end = len(words) - len(words.lstrip()), len(words.rstrip())
    offsets = [m.start() for m in pattern.finditer(words, begin, end)]
    what = "two spaces stand together" if offsets and words[offsets[0]] == " " else "{} stands between the words"
    yield from found(passage, "CLX311", offsets, what)


_BEYOND = late(
    "[\ufffd\ufdd0-\ufdef\ue000-\uf8ff\U000f0000-\U0010ffff]"
    + "|["
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(15))
    + "]"
)
# A letter that Python's version of Unicode does not know may be younger than it; whole planes without any are not.
_UNASSIGNED = late("[\U00040000-\U000dffff]")


def _no_character(passage: Passage) -> Iterator[Problem]:
    """Every code point is a character that means the same to everybody (CLX312; Unicode 23.5, 23.7, 23.8)."""
    offsets = sorted(matches(_BEYOND, passage.words) + matches(_UNASSIGNED, passage.words))
    yield from found(passage, "CLX312", offsets, "{} is no character that others can read")


_COMPATIBLE = late(
    "[\u2e80-\u2fd5\ufb00-\ufb17\ufb50-\ufdcf\ufdf0-\ufdfb\ufe70-\ufefc\uff66-\uff9d\U0001d400-\U0001d7ff]"
)
_WIDE = late("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")


def _compatible(passage: Passage) -> Iterator[Problem]:
    """No ligatures, radicals or presentation forms of letters; in a term, no full-width ones (CLX314; UAX #15, 1.2)."""
    offsets = matches(_COMPATIBLE, passage.words)
    if passage.key in TERMS:
        offsets = sorted(offsets + matches(_WIDE, passage.words))
    if offsets:
        plain = unicodedata.normalize("NFKC", passage.words[offsets[0]])
        yield from found(passage, "CLX314", offsets, "{} stands for " + plain, f"write {plain}")


_ELEMENTS = (
    "a|abbr|article|b|big|blockquote|body|br|center|cite|code|col|dd|del|div|dl|dt|em|embed|font|footer|form|h[1-6]|head|header|hr|html|i|iframe"
    "|img|input|ins|li|link|meta|nobr|object|ol|p|pre|q|s|script|section|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|tfoot"
    "|th|thead|title|tr|tt|u|ul|video|w:[a-z]+|o:p"
)
_MARKUP = late(
    rf"</?(?:{_ELEMENTS})(?:\s[^<>]*)?/?>|<!--|<!\[CDATA\[|<!DOCTYPE|\\(?:u[0-9A-F]{{4}}|x[0-9A-F]{{2}})", re.IGNORECASE
)
_ENTITY = late(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,31}[0-9]{0,2});")


def _markup(passage: Passage) -> Iterator[Problem]:
    """No tags or references of HTML, and no escapes left over; a sign such as ``<1>`` is no tag (CLX315; HTML, 13.1.2 and 13.5)."""
    offsets = {m.start(): m[0] for m in _MARKUP.finditer(passage.words)}
    if "&" in passage.words:
        import html.entities  # two thousand names

        known = html.entities.html5
        offsets |= {m.start(): m[0] for m in _ENTITY.finditer(passage.words) if m[0][1] == "#" or m[0][1:] in known}
    if offsets:
        first = min(offsets)
        message = f"{shown(offsets[first][:40])} is markup, not text, {place(passage.words, first, len(offsets))}"
        yield Problem("CLX315", message, shown(offsets[first][:40]), offset=first)


_MARK = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_UNCARRIED = late(f"(?:^|(?<=[\\s({{\\[«“\"'0-9]))[{_MARK}]|[{_MARK}]{{4}}|(?<=[{LATIN}])[´¨ˊˋ˜ˀ](?=[{LATIN}])")
_VIETNAMESE_MARK = late("[\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\u0340\u0341]")


def _marks(passage: Passage) -> Iterator[Problem]:
    """Accents and tone marks stand on the letters that carry them (CLX316; Unicode 7.1 on Vietnamese, UAX #15)."""
    offsets = matches(_UNCARRIED, passage.words)
    if passage.tag[:2] == "vi" and unicodedata.is_normalized("NFC", passage.words):
        offsets = sorted({*offsets, *matches(_VIETNAMESE_MARK, passage.words)})
    yield from found(passage, "CLX316", offsets, "{} stands on no letter that carries it")


def _normal_form(passage: Passage) -> Iterator[Problem]:
    """Unicode normalisation form C (CLX303; UAX #15)."""
    words = passage.words
    if not unicodedata.is_normalized("NFC", words):
        normal = unicodedata.normalize("NFC", words)
        offset = next((i for i, (a, b) in enumerate(zip(words, normal, strict=False)) if a != b), len(normal) - 1)
        message = f"the text is not in Unicode normalisation form C, {place(words, offset)}"
        yield Problem("CLX303", message, f"U+{ord(words[offset]):04X}", offset=offset)


WORD_CHECKS: tuple[Callable[[Passage], Iterator[Problem]], ...] = (
    _normal_form,
    lookalike,
    whole_lookalike,
    mixed_term,
    _ends,
    _spaces,
    _markup,
    han,
)
CHECKS = (*WORD_CHECKS, _control, _invisible, direction, _no_character, _compatible, _marks)
