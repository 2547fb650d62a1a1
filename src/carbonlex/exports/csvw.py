"""The tables described for readers of CSV on the Web (W3C, Metadata Vocabulary for Tabular Data, 2015)."""

from typing import Any

from carbonlex.exports.columns import PATTERNS, Column, Declaration, Form

CONTEXT = "http://www.w3.org/ns/csvw"
_LANGUAGE = "en"  # of titles and descriptions
_TYPES = {"integer": "integer", "number": "decimal", "iri": "anyURI"}


def metadata(declaration: Declaration) -> dict[str, Any]:
    """The description of a group of tables (5.3), whose files lie beside it."""
    said, package = declaration.vocabulary.catalog, declaration.package
    return {
        "@context": [CONTEXT, {"@language": _LANGUAGE}],
        "dc:title": package["title"],
        "dc:description": package["description"],
        "dc:license": {"@id": said["dataset"]["licence"]},
        "schema:version": said["version"],
        "dialect": {"delimiter": ",", "encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tables": [_table(form) for form in declaration.tables.values()],
    }


def _table(form: Form) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_column(column) for column in form.columns]}
    if form.key:
        schema["primaryKey"] = list(form.key)
    schema["foreignKeys"] = [
        {
            "columnReference": list(x.columns),
            "reference": {"resource": f"{x.table}.csv", "columnReference": list(x.key)},
        }
        for x in form.references
        if x.always
    ]
    return {
        "url": f"{form.name}.csv",
        "dc:title": form.title,
        "dc:description": form.about,
        "tableSchema": {key: said for key, said in schema.items() if said},
    }


def _column(column: Column) -> dict[str, Any]:
    """A column (5.6). That a cell is of a closed list is a pattern here: there is no other way to say it (Datatypes, 6.4)."""
    datatype: str | dict[str, str] = _TYPES.get(column.form, "string")
    if column.form == "flag":
        datatype = {"base": "boolean", "format": "true|false"}
    elif column.allowed:
        datatype = {"base": "string", "format": "|".join(column.allowed)}
    elif column.form in PATTERNS:
        datatype = {"base": "string", "format": PATTERNS[column.form]}
    told = {"name": column.name, "titles": column.name, "dc:title": column.title, "dc:description": column.about}
    return {**told, "datatype": datatype, "required": column.required}
