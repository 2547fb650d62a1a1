"""The rows of the tables of a data package: what the records say, cell by cell.

Each maker yields rows with the record that a row belongs to; what belongs to the ontology belongs to no record. A cell that is not known
is left out or empty, and an IRI of a part of a record begins with ``#``. Which columns there are, and what they mean, is declared in
``ontology/tables.toml``.
"""

from collections.abc import Callable, Mapping

from carbonlex.exports.rows import institutions, ontology, sourced, terminology, wordings
from carbonlex.exports.rows.cells import Made
from carbonlex.reading.dataset import Dataset

TABLES: Mapping[str, Callable[[Dataset], Made]] = {
    make.__name__: make
    for make in (
        sourced.records,
        institutions.jurisdictions,
        ontology.concepts,
        ontology.concept_facets,
        ontology.facets,
        ontology.values,
        ontology.labels,
        sourced.sources,
        sourced.source_identifiers,
        sourced.source_relations,
        wordings.wordings,
        wordings.texts,
        wordings.wording_terms,
        wordings.readings,
        wordings.matrix,
        wordings.silences,
        wordings.silence_nearest,
        terminology.mappings,
        terminology.mapping_facets,
        terminology.terms,
        terminology.term_relations,
        terminology.translations,
        institutions.schemes,
        institutions.units,
        institutions.unit_schemes,
        institutions.unit_wordings,
        institutions.unit_relations,
        institutions.acceptances,
        institutions.bodies,
        institutions.links,
        institutions.link_parties,
        sourced.events,
        sourced.event_records,
        sourced.event_sources,
        sourced.statements,
        sourced.disagreements,
        sourced.disagreement_records,
        sourced.findings,
    )
}
"""What makes the rows of each table, by its name."""
