"""Text that was read in another encoding than it was written in (CLX313): sure signs only."""

from collections.abc import Iterator

from carbonlex.checks.passage import Passage, Problem, matches, place, shown
from carbonlex.checks.scripts import SEAM
from carbonlex.patterns import late

# What UTF-8 becomes when its bytes are read as single letters: a lead byte with its continuation bytes, in the code pages of Western
# Europe (1252) and of Russia (1251). Accents and quotation marks that stand together in honest French are left out.
_TAIL = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_RARE = "\x80-\x9f¡¢£¤¥¦¨©ª¬\xad®¯´¶¸¹¼½¾¿€‚ƒ„†‡ˆ‰Š‹ŒŽ•˜™šœžŸ"
_TAIL_1251 = "\x80-\xbfЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџЎўЈҐЁЄЇІіґё№єјЅѕї"
_GARBLED = late(
    f"[ÃÂ](?:(?![»\xa0”’…])|(?<![A-ZÀ-Þ].))[{_TAIL}]"
    f"|(?:[ÐÑ][{_TAIL}]){{2}}|[ÄÅÆ](?:[{_RARE}](?=[a-z])|(?<=[a-z ].)[{_RARE}‘])"
    f"|á[º»](?![\xa0”’…–—])[{_TAIL}]|â€[{_TAIL}]|â‚[{_TAIL}]|ã€[{_TAIL}]|ï»¿|ï¼[{_TAIL}]|ðŸ[{_TAIL}]"
    f"|[ä-é](?:[{_RARE}][{_TAIL}]|[{_TAIL}][{_RARE}])|(?:[ä-é][{_TAIL}]{{2}}){{2}}"
    f"|(?:[РС][{_TAIL_1251}]){{2}}|вЂ[{_TAIL_1251}]"
    "|[À-ÖØ-öø-ÿ]{5}|锟斤拷|[?]{4}"
)
_PERHAPS_GARBLED = late(f"[Â-ð][{_TAIL}]|[РСв][{_TAIL_1251}]|[À-ÖØ-öø-ÿ]{{5}}|锟斤拷|[?]{{4}}")
# French read in the code page of Russia: a letter that imitates nothing, between Latin ones.
_GARBLED_FRENCH = late("[A-Za-z][БГДЖЗИЙЛПФЦЧШЩЪЫЬЭЮЯбгджзийклпфцчшщъыьэюя][a-z]")
# Vietnamese of the time before Unicode (TCVN 5712): signs stand for letters inside words.
_GARBLED_VIETNAMESE = late("(?<=[a-zA-Z])[\xad®¬µ¶·¸¹](?=[a-zß-ÿ])|(?<![^ ])[®§](?=[a-zµ-¹ß-ÿ])")


def garbled(passage: Passage) -> Iterator[Problem]:
    """No text was read in another encoding than it was written in (CLX313)."""
    offsets = matches(_GARBLED, passage.words) if _PERHAPS_GARBLED.search(passage.words) else []
    if not offsets and SEAM.search(passage.words):
        offsets = matches(_GARBLED_FRENCH, passage.words)
    if not offsets and passage.tag[:2] == "vi" and len(found := matches(_GARBLED_VIETNAMESE, passage.words)) > 1:
        offsets = found
    if offsets:
        message = f"the words were read in a wrong encoding, {place(passage.words, offsets[0], len(offsets))}"
        yield Problem("CLX313", message, shown(passage.words[offsets[0] : offsets[0] + 8]), offset=offsets[0])
