"""What readers are told of a cell of a comparison: its state, in one word, and what is said there."""

from carbonlex.compare import evidence
from carbonlex.compare.matrix import Column, Matrix, enacted
from carbonlex.reading.dataset import Dataset
from carbonlex.vocabulary import Vocabulary

STATES = {
    "explicit": "the words say it",
    "implied": "it follows from the words",
    "silent": "read, and nothing said",
    "unread": "nobody has read it",
    "not-in-force": "its wordings are of other days",
    "searched": "looked for, and no definition found",
    "unsearched": "nobody has looked",
}
"""The states of a cell with what they mean. Of a column without wordings, all cells have one of the last three."""
SIGNS = {"explicit": "= ", "implied": "~ "}


def state(dataset: Dataset, found: Matrix, facet: str, column: Column) -> str:
    """The state of a cell: one of :data:`STATES`. The day of the search for a definition does not count: what was not found later was
    not found before."""
    if column.wordings:
        return found.cells[facet, column.id].state
    if any(wording.jurisdiction == column.id for wording in enacted(dataset, found.concept)):
        return "not-in-force"
    return "searched" if evidence.searched(column.silences) else "unsearched"


def words(dataset: Dataset, found: Matrix, facet: str, column: Column, lang: str) -> str:
    """What a cell says: the labels of its values in a language, each with the sign of what it rests on, or the state."""
    said = found.cells[facet, column.id].said
    vocabulary = dataset.vocabulary
    return "; ".join(SIGNS[s.basis] + value(vocabulary, facet, s.value, lang) for s in said) or state(
        dataset, found, facet, column
    )


def value(vocabulary: Vocabulary, facet: str, id_: str, lang: str) -> str:
    """The label of a value of a facet."""
    return vocabulary.label(vocabulary.iri("value", f"{facet}/{id_}"), lang)
