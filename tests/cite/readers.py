"""Citations as the programs that take them read them."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import bibtexparser
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from jsonschema import Draft7Validator

SCHEMA = Draft7Validator(json.loads((Path(__file__).parent / "csl.schema.json").read_text("utf-8")))
FIELDS = {
    *("author", "title", "titleaddon", "journaltitle", "howpublished", "institution", "number"),
    *("date", "year", "doi", "isbn", "url", "urldate", "note"),
}
HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def entry(text: str) -> dict[str, str]:
    """The fields of the one entry as they stand in it."""
    assert depths_end_with_the_text(text)
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    assert len(library.blocks) == 1
    (found,) = library.entries
    fields = {field.key: str(field.value) for field in found.fields}
    assert len(fields) == len(found.fields)
    assert set(fields) <= FIELDS
    assert not any("\n" in value for value in fields.values())
    return {"ENTRYTYPE": found.entry_type, "ID": found.key, **fields}


def bibtex(text: str) -> dict[str, str]:
    """The fields of the one entry, with TeX's signs decoded, but for the address, which TeX takes as it stands."""
    # The decoder does not know this one of LaTeX's own commands.
    library = bibtexparser.parse_string(text.replace(r"{\textbar}", "|"), append_middleware=[LatexDecodingMiddleware()])
    written = entry(text)
    return {**written, **{f.key: str(f.value) for f in library.entries[0].fields}, "url": written["url"]}


def depths_end_with_the_text(text: str) -> bool:
    """Whether the entry's last brace is the text's last sign, by BibTeX's own count: a backslash does not hide a brace from it."""
    depth = 0
    for place, sign in enumerate(text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0 and sign == "}":
            return place == len(text) - 1
    return False


def ris(text: str) -> dict[str, Any]:
    """The one record, after a look at every line."""
    assert text.endswith("\r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - [^\r\n]*", line) for line in lines)
    assert [line[:2] for line in lines].count("TY") == 1 == [line[:2] for line in lines].count("ER")
    assert (lines[0][:2], lines[-1]) == ("TY", "ER  - ")
    assert all(line[6:] for line in lines[:-1])
    (record,) = rispy.loads(text.replace("\r\n", "\n"))
    found: dict[str, Any] = record
    return found


def csl(text: str) -> dict[str, Any]:
    """The one item, after a look at the data model."""
    told = json.loads(text)
    assert [error.message for error in SCHEMA.iter_errors(told)] == []
    (item,) = told
    found: dict[str, Any] = item
    return found


def plain(text: str) -> str:
    """One line that ends as a sentence does and in which nothing hides."""
    assert "\n" not in text
    assert not {unicodedata.category(sign) for sign in text if sign not in "\u200c\u200d"} & HIDDEN
    return text


READERS = {"bibtex": entry, "ris": ris, "csl-json": csl}


def check(style: str, text: str) -> None:
    """That a citation is of the form that its style has."""
    READERS.get(style, plain)(text)
