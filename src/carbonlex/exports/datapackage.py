"""The tables as a Frictionless data package: CSV files, ``datapackage.json`` and, for readers of CSV on the Web, ``csv-metadata.json``.

Data Package, Tabular Data Resource and Table Schema, version 1 (https://specs.frictionlessdata.io/).
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Collection, Mapping
from typing import Any

from carbonlex.exports import csvw
from carbonlex.exports.collection import Collected
from carbonlex.exports.columns import PATTERNS, Column, Form
from carbonlex.exports.table import written
from carbonlex.reading.dataset import Dataset, Name

DESCRIPTOR, METADATA = "datapackage.json", "csv-metadata.json"
_TYPES = {"integer": "integer", "number": "number", "flag": "boolean"}
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # of the calendar of ZIP; a file that tells when it was written differs every time


def files(collected: Collected) -> dict[str, bytes]:
    """The files of the package by name: both descriptions and a CSV file for each table."""
    tables = {f"{name}.csv": written(t.form.names, t.rows) for name, t in collected.tables.items()}
    descriptor = _descriptor(collected, tables)
    metadata = csvw.metadata(collected.declaration)
    return {DESCRIPTOR: _json(descriptor), METADATA: _json(metadata)} | tables


def zipped(dataset: Dataset, chosen: Collection[Name] | None) -> bytes:
    """The package in one file (Data Package 1, ``datapackage.json`` at the root of a ZIP)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in files(Collected(dataset, chosen)).items():
            info = zipfile.ZipInfo(name, _BEGINNING)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            file.writestr(info, body)
    return buffer.getvalue()


def _descriptor(collected: Collected, tables: Mapping[str, bytes]) -> dict[str, Any]:
    vocabulary, package = collected.dataset.vocabulary, collected.declaration.package
    said = vocabulary.catalog
    found: dict[str, Any] = {key: package[key] for key in ("name", "title", "description", "keywords")}
    found |= {"profile": "tabular-data-package", "id": vocabulary.iri("dataset", "").rstrip("/")}
    found |= {"version": said["version"], "homepage": said["site"]}
    found["licenses"] = [{"path": said["dataset"]["licence"]}]
    found["sources"] = [{"title": package["source"], "path": "sources.csv"}]
    found["resources"] = [
        _resource(table.form, f"{name}.csv", tables[f"{name}.csv"]) for name, table in collected.tables.items()
    ]
    return found


def _resource(form: Form, path: str, body: bytes) -> dict[str, Any]:
    dialect = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True}
    about = {"name": form.name, "path": path, "title": form.title, "description": form.about}
    kept = {"profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    measured = {"bytes": len(body), "hash": "sha256:" + hashlib.sha256(body).hexdigest()}
    return {**about, **kept, **measured, "dialect": dialect, "schema": _schema(form)}


def _schema(form: Form) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in form.columns], "missingValues": [""]}
    if form.key:
        schema["primaryKey"] = list(form.key)
    schema["foreignKeys"] = [
        {
            "fields": list(x.columns),
            "reference": {"resource": "" if x.table == form.name else x.table, "fields": list(x.key)},
        }
        for x in form.references
        if not x.partial
    ]
    return {key: said for key, said in schema.items() if said}


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "title": column.title, "description": column.about}
    field["type"] = _TYPES.get(column.form, "string")
    if column.form == "iri":
        field["format"] = "uri"
    if column.form == "flag":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    limits: dict[str, Any] = {"required": True} if column.required else {}
    if column.form in PATTERNS:
        limits["pattern"] = PATTERNS[column.form]
    if column.allowed:
        limits["enum"] = list(column.allowed)
    return field | ({"constraints": limits} if limits else {})


def _json(said: object) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
