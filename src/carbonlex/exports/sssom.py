"""The mappings as SSSOM/TSV (https://mapping-commons.github.io/sssom/), version 1.1: between wordings, units and terms, and from the
ontology to other vocabularies."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import pyoxigraph as ox
import yaml

from carbonlex.exports import declared
from carbonlex.reading.dataset import Dataset, Name
from carbonlex.records.fields import english
from carbonlex.records.model import Record, TermMapping, Worded
from carbonlex.vocabulary import PREFIXES, Vocabulary

DAY = len("2026-11-23")
COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_label",
    "subject_source",
    "object_source",
    "mapping_source",
    "mapping_date",
    "confidence",
    "see_also",
    "comment",
)
"""Slots of a mapping, in the order of the model."""
Row = Mapping[str, str]


def written(dataset: Dataset, chosen: Collection[Name] | None = None) -> bytes:
    """The mapping set: of all records with the alignments of the ontology, or of the chosen records only."""
    said = declared.of(dataset.vocabulary.folder)["sssom"]
    rows = [*_mappings(dataset, chosen)]
    prefixes = _own_prefixes(dataset, rows)
    if chosen is None:
        known = _prefixes(dataset.vocabulary)
        aligned = [*_alignments(dataset.vocabulary, known)]
        rows += aligned
        used = {row[key].partition(":")[0] for row in aligned for key in ("subject_id", "predicate_id", "object_id")}
        prefixes |= {name: iri for name, iri in known.items() if name in used}
    rows.sort(key=lambda row: (row["subject_id"], row["object_id"], row["predicate_id"]))
    columns = (*COLUMNS, *said["extensions"])
    buffer = io.StringIO()
    buffer.write(_header(dataset.vocabulary, prefixes))
    writer = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([" ".join(row.get(column, "").split()) for column in columns] for row in rows)
    return buffer.getvalue().encode()


def _header(vocabulary: Vocabulary, prefixes: Mapping[str, str]) -> str:
    """The metadata of the set, as YAML in comments (SSSOM/TSV, embedded mode)."""
    said, catalog = declared.of(vocabulary.folder)["sssom"], vocabulary.catalog
    metadata: dict[str, Any] = {
        "sssom_version": said["version"],
        "curie_map": dict(sorted(prefixes.items())),
        "mapping_set_id": catalog["site"] + said["file"],
        "mapping_set_version": catalog["version"],
        "mapping_set_title": said["title"],
        "mapping_set_description": said["description"],
        "license": catalog["dataset"]["licence"],
        "extension_definitions": [
            {"slot_name": name, "property": iri, "type_hint": "xsd:string"} for name, iri in said["extensions"].items()
        ],
    }
    text = yaml.safe_dump(metadata, allow_unicode=True, sort_keys=False, width=10**6)
    return "".join(f"#{line}" for line in text.splitlines(keepends=True))


def _mappings(dataset: Dataset, chosen: Collection[Name] | None) -> Iterator[Row]:
    declaration = declared.of(dataset.vocabulary.folder)
    said, relations = declaration["sssom"], declaration["relations"]
    for m in dataset.all(TermMapping):
        ends = dataset.end(m.from_), dataset.end(m.to)
        if (chosen is not None and (m.kind, m.id) not in chosen) or None in ends:
            continue
        iri = dataset.vocabulary.iri(m.kind, m.id)
        row = {"see_also": iri, "mapping_justification": said["justification"], "comment": english(m.reason)}
        for side, end in zip(("subject", "object"), ends, strict=True):
            assert end is not None
            order = dataset.order_of(end)
            row |= {f"{side}_id": _curie(end), f"{side}_label": _label(end)}
            row |= {f"{side}_source": f"carbonlex.jurisdiction:{order}" if order else ""}
        relation = relations[m.relation]
        row |= {"predicate_id": relation["predicate"], "predicate_modifier": relation.get("modifier", "")}
        # The project's own mappings are its authors'; of another's, the source is named that made it.
        row |= {"mapping_source": f"carbonlex.source:{m.by}"} if m.by else {"author_label": said["author"]}
        row |= {"mapping_date": m.date} if m.date and len(m.date) == DAY else {}
        row |= {"confidence": str(said["confidence"][m.confidence])} if m.confidence else {}
        row |= {"ext_relation": m.relation, "ext_facets": "|".join(m.facets)}
        row |= {"ext_contested": str(m.contested).lower()} if m.contested is not None else {}
        yield row


def _alignments(vocabulary: Vocabulary, prefixes: dict[str, str]) -> Iterator[Row]:
    """What the ontology says of its own names in relation to those of other vocabularies.

    :param prefixes: those that are known; where none fits, one is added.
    """
    said = declared.of(vocabulary.folder)["sssom"]
    predicates = {declared.expanded(name): name for name in said["alignments"]}
    own = (vocabulary.catalog["namespace"], vocabulary.base)
    others = (*own, *(PREFIXES[name] for name in said["languages"]))
    for triple in dict.fromkeys((*vocabulary.quads, *vocabulary.words)):
        subject, object_ = triple.subject, triple.object
        if not (isinstance(subject, ox.NamedNode) and isinstance(object_, ox.NamedNode)):
            continue
        predicate = predicates.get(triple.predicate.value)
        if predicate is None or not subject.value.startswith(own) or object_.value.startswith(others):
            continue
        yield {
            "subject_id": _shortened(subject.value, prefixes),
            "subject_label": vocabulary.label(subject.value),
            "predicate_id": predicate,
            "object_id": _shortened(object_.value, prefixes),
            "mapping_justification": said["justification"],
            "author_label": said["author"],
        }


def _prefixes(vocabulary: Vocabulary) -> dict[str, str]:
    """The prefixes of the ontology's modules, those that are known everywhere first."""
    return {**vocabulary.prefixes, **PREFIXES}


def _own_prefixes(dataset: Dataset, rows: Sequence[Row]) -> dict[str, str]:
    said = declared.of(dataset.vocabulary.folder)["sssom"]
    keys = ("subject_id", "object_id", "subject_source", "object_source", "mapping_source")
    names = {row[key].partition(":")[0] for row in rows for key in keys if row.get(key)}
    found = {name: dataset.vocabulary.iri(name.removeprefix("carbonlex."), "") for name in names}
    return found | {"semapv": said["semapv"]} | {name: PREFIXES[name] for name in ("clx", "skos", "xsd")}


def _shortened(iri: str, prefixes: dict[str, str]) -> str:
    """A name with the longest prefix that fits it, since SSSOM knows no whole IRIs; where none does, with a new one."""
    fitting = [(len(base), name) for name, base in prefixes.items() if iri.startswith(base)]
    if not fitting:
        length = max(iri.rfind("#"), iri.rfind("/")) + 1
        name = f"ns{sum(known.startswith('ns') for known in prefixes) + 1}"
        prefixes[name] = iri[:length]
        fitting = [(length, name)]
    length, name = max(fitting)
    return f"{name}:{iri[length:]}"


def _curie(record: Record) -> str:
    return f"carbonlex.{record.kind}:{record.id}"


def _label(record: Record) -> str:
    """What a record is called in its own language."""
    words: Mapping[str, str] = next(filter(None, (getattr(record, key, None) for key in ("term", "name", "form"))), {})
    own = record.language if isinstance(record, Worded) else ""
    return words.get(own) or next(iter(words.values()), record.id)
