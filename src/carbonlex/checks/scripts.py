"""Letters and scripts: a letter that stands for one of another script, a term in two, Han letters of the other script, the
direction of the line (UAX #9, #24; UTS #39)."""

import re
from collections.abc import Iterator

from carbonlex.checks import letters
from carbonlex.checks.letters import ARMENIAN, CYRILLIC, GREEK, HAN, LATIN
from carbonlex.checks.passage import TERMS, Passage, Problem, character, found, matches
from carbonlex.patterns import late

_TURNING = late("[\u202a-\u202e\u2066-\u2069]")
_MARKS = late("[\u200e\u200f\u061c]")
_RIGHT_TO_LEFT = late(f"[{letters.RIGHT_TO_LEFT}]")


def direction(passage: Passage) -> Iterator[Problem]:
    """Nothing changes the direction of the line; marks of direction only beside letters that run from right to left (CLX306; UAX #9, 2)."""
    offsets = matches(_TURNING, passage.words)
    # U+061C lies among the letters of Arabic and is none.
    if not _RIGHT_TO_LEFT.search(_MARKS.sub("", passage.words)):
        offsets = sorted(offsets + matches(_MARKS, passage.words))
    yield from found(passage, "CLX306", offsets, "{} changes the order in which the words are shown")


_LETTERS = f"{LATIN}{CYRILLIC}{GREEK}{ARMENIAN}"
_WORD = late(f"[{_LETTERS}]+")
SEAM = late(
    f"[{LATIN}][{CYRILLIC}{GREEK}{ARMENIAN}]|[{CYRILLIC}{GREEK}{ARMENIAN}][{LATIN}]|[{CYRILLIC}][{GREEK}]|[{GREEK}][{CYRILLIC}]"
)
_FORMULA = late("CO|CH|SF|NF|N")
_IS_LATIN, _IS_CYRILLIC = late(f"[{LATIN}]"), late(f"[{CYRILLIC}]")
_PHONETIC = late(f"(?<=[A-Za-z])[{''.join(letters.PHONETIC)}]|[{''.join(letters.PHONETIC)}](?=[A-Za-z])")
_ETH = late(f"[{''.join(letters.NOT_VIETNAMESE)}]")


def lookalike(passage: Passage) -> Iterator[Problem]:
    """No letter stands for one of another script inside a word (CLX307; UTS #39, 5.1)."""
    hits: list[tuple[int, str]] = []
    words = passage.words
    if SEAM.search(words):
        for match in _WORD.finditer(words):
            if (impostor := _impostor(match[0], words[match.end() : match.end() + 1])) is not None:
                hits.append((match.start() + impostor[0], impostor[1]))
    hits += [(m.start(), letters.PHONETIC[m[0]]) for m in _PHONETIC.finditer(words)]
    if passage.tag[:2] == "vi":
        hits += [(m.start(), letters.NOT_VIETNAMESE[m[0]]) for m in _ETH.finditer(words)]
    if hits:
        offset, meant = min(hits)
        what = f"{{}} stands where {character(meant)} is meant, which looks the same"
        yield from found(passage, "CLX307", [offset] * len(hits), what, f"write {meant} ({character(meant)})")


def _impostor(word: str, after: str) -> tuple[int, str] | None:
    """Place and likeness of the first letter of a word that belongs to another script; nothing where the scripts meet openly, as in
    ``CERы``, or before a formula, as in ``тCO2``."""
    if not SEAM.search(word):
        return None
    is_latin = [bool(_IS_LATIN.match(c)) for c in word]
    is_cyrillic = [bool(_IS_CYRILLIC.match(c)) for c in word]
    other = [i for i, latin in enumerate(is_latin) if not latin]
    strange = [i for i, cyrillic in enumerate(is_cyrillic) if not cyrillic]
    if after.isdigit() and _FORMULA.fullmatch(word[sum(not latin for latin in is_latin) :]):
        return None
    to_latin = any(is_latin) and all(word[i] in letters.LIKE_LATIN for i in other)
    to_cyrillic = any(is_cyrillic) and all(word[i] in letters.LIKE_CYRILLIC for i in strange)
    if to_latin and not (to_cyrillic and len(strange) < len(other)):
        return other[0], letters.LIKE_LATIN[word[other[0]]]
    if to_cyrillic:
        return strange[0], letters.LIKE_CYRILLIC[word[strange[0]]]
    return None


_LONE_LATIN = late(f"(?:^|(?<=[{CYRILLIC}][ \n])|(?<=[{CYRILLIC}], ))[aceopxy](?=[ \n][{CYRILLIC}])")
_LONE_CYRILLIC = late("(?<![\\w-])(?:[аеорсухіѕј]+|СО(?=[2₂]))(?![^\\W\\d₂]|-)")
_ANY_LETTER = late("[^\\W\\d_]")


def whole_lookalike(passage: Passage) -> Iterator[Problem]:
    """No whole word is written in the look-alike letters of another script, as in ``c 1 января`` with a Latin c (CLX308; UTS #39, 4.1)."""
    words = passage.words
    if not _IS_CYRILLIC.search(words):
        return
    offsets = matches(_LONE_LATIN, words)
    for match in _LONE_CYRILLIC.finditer(words):
        before = next((c for c in words[max(0, match.start() - 30) : match.start()][::-1] if _ANY_LETTER.match(c)), "")
        after = _ANY_LETTER.search(words, match.end(), match.end() + 30)
        beside = before + (after[0] if after else "")
        if beside and all(_IS_LATIN.match(c) for c in beside):
            offsets.append(match.start())
    yield from found(passage, "CLX308", sorted(offsets), "{} makes a word that looks like one of the script around it")


_BRACKETS = late("[(（][^()（）]*[)）]")
_FOREIGN_LATIN = late(f"(?<![{LATIN}0-9])[a-zß-öø-ÿ][{LATIN}]{{2,}}")
_NOT_LATIN = late(f"[{CYRILLIC}{GREEK}{HAN}]+")


def mixed_term(passage: Passage) -> Iterator[Problem]:
    """A term is in one script; abbreviations, names and words in brackets may be in another (CLX309; UAX #24)."""
    if passage.key not in TERMS or SEAM.search(passage.words):
        return
    # Bracketed words are blanked, not cut out, so that places stay what they are.
    words = _BRACKETS.sub(lambda match: " " * len(match[0]), passage.words)
    pattern = (
        _FOREIGN_LATIN
        if passage.tag.removesuffix("-Hans").removesuffix("-Hant") in letters.NOT_IN_LATIN
        else _NOT_LATIN
    )
    # A term that is all in another script has the wrong tag (CLX302).
    if _IS_LATIN.search(words) and _NOT_LATIN.search(words):
        yield from found(passage, "CLX309", matches(pattern, words), "the term goes over into another script with {}")


_TRADITIONAL, _SIMPLIFIED = late(f"[{letters.TRADITIONAL}]"), late(f"[{letters.SIMPLIFIED}]")
_HANS, _HANT = late("zh-(?:Hans|CN|SG)", re.IGNORECASE), late("zh-(?:Hant|TW|HK|MO)", re.IGNORECASE)


def han(passage: Passage) -> Iterator[Problem]:
    """Words tagged as simplified are not mostly traditional, and the other way round; a name or two are no matter (CLX302)."""
    if passage.tag[:2].lower() != "zh":
        return
    traditional, simplified = matches(_TRADITIONAL, passage.words), matches(_SIMPLIFIED, passage.words)
    if _HANS.match(passage.tag) and len(traditional) > len(simplified):
        yield from found(
            passage,
            "CLX302",
            traditional,
            f"the words are tagged {passage.tag} but written in the traditional script: {{}}",
            "tag them zh-Hant",
        )
    elif _HANT.match(passage.tag) and len(simplified) > len(traditional):
        yield from found(
            passage,
            "CLX302",
            simplified,
            f"the words are tagged {passage.tag} but written in the simplified script: {{}}",
            "tag them zh-Hans",
        )
