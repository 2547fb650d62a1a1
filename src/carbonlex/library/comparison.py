"""Wordings or legal orders side by side, as analysts take them: cell by cell, in words, or as a DataFrame."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from carbonlex.compare import cells, matrix
from carbonlex.compare.matrix import Cell, Column, Matrix, Relation
from carbonlex.errors import UnknownName, UsageError
from carbonlex.library import frames
from carbonlex.library.rows import Rows, Value
from carbonlex.reading.dataset import Dataset

if TYPE_CHECKING:
    import pandas as pd

Shown = Literal["words", "states", "values"]
SHOWN: tuple[Shown, ...] = ("words", "states", "values")


class Comparison:
    """A comparison, facet by facet: what each column, a legal order or a wording, says on each facet of a concept.

    It comes of :meth:`Collection.compare` and :meth:`Collection.matrix`.

    >>> found = data.compare("vn", "ch", concept="carbon-market")
    >>> found.concept, found.columns
    ('carbon-market', ('vn', 'ch'))
    >>> [said.value for said in found["segment", "vn"].said]
    ['mandatory', 'voluntary']

    The state of a cell is ``explicit`` (the words say it), ``implied`` (it follows from them), ``silent`` (the wording was read for it and
    says nothing), or ``unread``. A column without any wording is ``not-in-force`` where its wordings are of other days, ``searched``
    where somebody looked for a definition and found none, and else ``unsearched``.
    """

    def __init__(self, dataset: Dataset, found: Matrix, as_of: str | None) -> None:
        self._dataset = dataset
        self._found = found
        self._columns = {column.id: column for column in found.columns}
        self.concept = found.concept
        self.as_of = as_of
        self.facets = found.facets
        self.columns = tuple(self._columns)

    def __repr__(self) -> str:
        day = f" as of {self.as_of}" if self.as_of else ""
        return f"<{self.concept}{day}: {len(self.facets)} facets of {', '.join(self.columns)}>"

    def __getitem__(self, key: tuple[str, str]) -> Cell:
        """A cell by facet and column: its ``said`` values, each with the wordings and readings that it rests on, what is ``silent``, what
        ``others`` read, and which wordings are ``unread``.

        :raises UnknownName: where there is no such facet or column.
        """
        facet, column = key
        return self._found.cells[self._facet(facet), self._column(column).id]

    def state(self, facet: str, column: str) -> str:
        """The state of a cell.

        >>> data.compare("vn", "ch").state("mechanism", "vn"), data.compare("vn", "ch").state("mechanism", "ch")
        ('explicit', 'searched')

        :raises UnknownName: where there is no such facet or column.
        """
        return cells.state(self._dataset, self._found, self._facet(facet), self._column(column))

    def values(self, facet: str, column: str) -> tuple[str, ...]:
        """The ids of the values that a column has on a facet: what most wordings say stands first.

        >>> data.compare("vn", "cn").values("traded-object", "vn")
        ('carbon-credit', 'emission-allowance')

        :raises UnknownName: where there is no such facet or column.
        """
        return tuple(said.value for said in self[facet, column].said)

    def words(self, facet: str, column: str, lang: str = "en") -> str:
        """What a cell says, as ``carbonlex compare`` prints it: ``=`` is said, ``~`` is implied; the state where nothing is.

        >>> data.compare("vn", "cn").words("segment", "vn", "fr")
        '= obligatoire; ~ volontaire'

        :raises UnknownName: where there is no such facet or column.
        """
        return cells.words(self._dataset, self._found, self._facet(facet), self._column(column), lang)

    def relations(self) -> Mapping[str, Relation]:
        """How the two columns stand to each other on each facet: ``same``, ``different`` (with the values that both share), ``silent``
        (both), ``one-silent`` or ``unread``.

        >>> data.compare("vn", "cn").relations()["traded-object"]
        Relation(state='different', shared=('emission-allowance',))

        :raises UsageError: where there are not two columns.
        """
        if len(self.columns) != 2:
            raise UsageError(f"two columns relate, and here are {len(self.columns)}: compare two")
        return matrix.pair(self._found)

    def cells(self) -> Rows:
        """The cells as rows: one for each value that a cell has, and one for each cell without any. ``basis`` is what this value rests
        on, and ``wordings`` are those that say it (where it is silent, those that do not).

        >>> found = data.compare("eu-ets-directive-allowance", "vn-lep2020-ghg-emission-quota", concept="emission-allowance")
        >>> print(found.cells()[2:4])
         facet         column                          state      value   basis      wordings
        ───────────────────────────────────────────────────────────────────────────────────────────────────────────
         entitles-to   eu-ets-directive-allowance      explicit   emit    explicit   eu-ets-directive-allowance
         entitles-to   vn-lep2020-ghg-emission-quota   explicit   emit    explicit   vn-lep2020-ghg-emission-quota
        """
        found: list[tuple[Value, ...]] = []
        for facet in self.facets:
            for column in self.columns:
                cell, where = self[facet, column], (facet, column, self.state(facet, column))
                for said in cell.said:
                    found.append((*where, said.value, said.basis, tuple(w.id for w, _ in said.sources)))
                if not cell.said:
                    found.append((*where, None, None, tuple(w.id for w, _ in cell.silent)))
        return Rows(("facet", "column", "state", "value", "basis", "wordings"), found)

    def to_pandas(self, show: Shown = "words", lang: str = "en") -> "pd.DataFrame":
        """Facets down, columns across. :meth:`cells` gives the same with a row for each value.

        :param show: ``words`` as :meth:`words` gives them, ``states``, or ``values``: tuples of ids.
        :param lang: the language of words.

        >>> data.compare("vn", "ch", "jp").to_pandas("states").loc["traded-object"].to_dict()
        {'vn': 'explicit', 'ch': 'searched', 'jp': 'unsearched'}

        :raises PandasMissing: where pandas is not installed (``pip install 'carbonlex[pandas]'``).
        """
        if show not in SHOWN:
            raise UnknownName("form of cells", show, SHOWN, f"take one of {', '.join(SHOWN)}")
        frames.needed()
        import pandas as pd

        def cell(facet: str, column: str) -> str | tuple[str, ...]:
            if show == "words":
                return self.words(facet, column, lang)
            return self.state(facet, column) if show == "states" else self.values(facet, column)

        shown = {column: [cell(facet, column) for facet in self.facets] for column in self.columns}
        return pd.DataFrame(shown, index=pd.Index(self.facets, name="facet"))

    def _repr_html_(self) -> str | None:
        rows = ((facet, *(self.words(facet, column) for column in self.columns)) for facet in self.facets)
        return frames.html(("facet", *self.columns), rows)

    def _facet(self, facet: str) -> str:
        if facet not in self.facets:
            raise UnknownName(f"facet of {self.concept}", facet, self.facets, f"there are {', '.join(self.facets)}")
        return facet

    def _column(self, column: str) -> Column:
        if column not in self._columns:
            raise UnknownName("column", column, self.columns, f"there are {', '.join(self.columns)}")
        return self._columns[column]
