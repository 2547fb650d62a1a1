"""The styles by name, and the way from a record to a citation."""

from collections.abc import Callable, Mapping

from carbonlex.cite import bibtex, bluebook, csljson, gbt7714, gost, oscola, ris
from carbonlex.cite.reference import Citable, Reference, reference
from carbonlex.errors import UnknownName
from carbonlex.reading.dataset import Dataset

STYLES: Mapping[str, str] = {
    "bibtex": "BibTeX",
    "csl-json": "CSL-JSON",
    "ris": "RIS",
    "oscola": "OSCOLA (4th edition)",
    "bluebook": "Bluebook (21st edition)",
    "gost": "ГОСТ Р 7.0.5–2008",
    "gbt7714": "GB/T 7714—2015",
}
"""The styles and what they are called, data formats first."""

TEXT_STYLES = ("oscola", "bluebook", "gost", "gbt7714")
"""The styles that people read."""

_WRITERS: Mapping[str, Callable[[Reference], str]] = {
    "bibtex": bibtex.write,
    "csl-json": csljson.write,
    "ris": ris.write,
    "oscola": oscola.write,
    "bluebook": bluebook.write,
    "gost": gost.write,
    "gbt7714": gbt7714.write,
}


def citation(record: Citable, dataset: Dataset, style: str, base_url: str, version: str, *, accessed: str = "") -> str:
    """The citation of a wording, with pinpoint, or of a source as a whole.

    :param style: one of :data:`STYLES`.
    :param base_url: where the site is served; the record's page lies below it.
    :param version: the version of the data, told with the collection's name.
    :param accessed: a day (ISO 8601) on which the addresses were opened, if that is to be said.
    :raises UnknownName: for a style that nobody knows.
    :raises ContentError: where a wording's source has no record.
    """
    if style not in _WRITERS:
        raise UnknownName("style", style, STYLES)
    return _WRITERS[style](reference(record, dataset, base_url, version, accessed))


def citations(record: Citable, dataset: Dataset, base_url: str, version: str, *, accessed: str = "") -> dict[str, str]:
    """The citations of a wording or source in all :data:`STYLES`, for pages that show them together; as :func:`citation`."""
    cited = reference(record, dataset, base_url, version, accessed)
    return {style: write(cited) for style, write in _WRITERS.items()}
