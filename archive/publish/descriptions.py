"""The descriptions of a package that programs read: Frictionless, Croissant, CITATION.cff."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.dataset.columns import Column, Kind, Table
from archive.publish.meta import Meta

_FRICTIONLESS: dict[Kind, str] = {
    "text": "string", "integer": "integer", "number": "number", "boolean": "boolean",
    "date": "date", "moment": "datetime", "texts": "string", "objects": "string",
    "object": "string", "counts": "string",
}  # fmt: skip
_CROISSANT: dict[Kind, str] = {
    "text": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean",
    "date": "sc:Date", "moment": "sc:DateTime", "texts": "sc:Text", "objects": "sc:Text",
    "object": "sc:Text", "counts": "sc:Text",
}  # fmt: skip
_CONTEXT = {
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs",
    "column": "cr:column", "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract",
    "field": "cr:field", "fileObject": "cr:fileObject", "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet", "format": "cr:format", "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key",
    "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path", "recordSet":
    "cr:recordSet", "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated",
    "replace": "cr:replace", "sc": "https://schema.org/", "separator": "cr:separator",
    "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """A CSV file of the package: its name, digest, bytes and rows, and the table in it."""

    name: str
    sha256: str
    bytes: int
    rows: int
    table: Table
    columns: tuple[Column, ...]


def datapackage(meta: Meta, name: str, as_of: str | None, files: Sequence[File]) -> dict[str, Any]:
    """The description after the Data Package standard, which frictionless validates."""
    package = {
        "profile": "tabular-data-package",
        "name": name,
        "title": meta.title,
        "description": meta.description,
        "version": meta.version,
        "as_of": as_of,
        "keywords": list(meta.keywords),
        "homepage": meta.url,
        "doi": meta.doi,
        "publisher": meta.publisher,
        "licenses": [_license(meta.license)] if meta.license else None,
        "contributors": [
            {"title": each.name, "role": "author"}
            | ({"organization": each.affiliation} if each.affiliation else {})
            for each in meta.creators
        ],
        "resources": [_resource(file, {each.table.name for each in files}) for file in files],
    }
    kept = {"as_of", "contributors"}
    return {key: value for key, value in package.items() if value is not None or key in kept}


def _license(license: str) -> dict[str, str]:
    return {"path": license} if license.startswith("http") else {"name": license}


def _resource(file: File, tables: set[str]) -> dict[str, Any]:
    of_columns = {column.name for column in file.columns}
    schema: dict[str, Any] = {
        "fields": [
            {
                "name": column.name,
                "type": _FRICTIONLESS[column.kind],
                "description": column.meaning,
                **({"constraints": {"required": True}} if column.name in file.table.keys else {}),
            }
            for column in file.columns
        ],
        "missingValues": [""],
        "primaryKey": list(file.table.keys),
    }
    refers = [
        {"fields": [column], "reference": {"resource": table, "fields": [other]}}
        for column, (table, other) in file.table.refers.items()
        if table in tables and column in of_columns
    ]
    if refers:
        schema["foreignKeys"] = refers
    return {
        "profile": "tabular-data-resource",
        "name": file.table.name,
        "title": f"one row is {file.table.row}",
        "path": file.name,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True,
                    "lineTerminator": "\r\n", "header": True},
        "hash": f"sha256:{file.sha256}",
        "bytes": file.bytes,
        "rows": file.rows,
        "schema": schema,
    }  # fmt: skip


def croissant(
    meta: Meta, name: str, as_of: str | None, files: Sequence[File], cite_as: str
) -> dict[str, Any]:
    """The description after Croissant 1.0, which mlcroissant validates."""
    record = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": name,
        "alternateName": meta.title,
        "description": meta.description,
        "version": meta.version,
        "license": meta.license,
        "url": meta.url,
        "identifier": meta.doi,
        "keywords": list(meta.keywords),
        "inLanguage": meta.language,
        "datePublished": as_of,
        "citeAs": cite_as,
        "creator": [
            {"@type": "Person", "name": each.name} for each in meta.creators
        ] or None,
        "publisher": {"@type": "Organization", "name": meta.publisher} if meta.publisher else None,
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": file.name,
                "name": file.name,
                "contentUrl": file.name,
                "contentSize": f"{file.bytes} B",
                "encodingFormat": "text/csv",
                "sha256": file.sha256,
            }
            for file in files
        ],
        "recordSet": [_record_set(file) for file in files],
    }  # fmt: skip
    return {key: value for key, value in record.items() if value is not None}


def _record_set(file: File) -> dict[str, Any]:
    name = file.table.name
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": f"One row is {file.table.row}.",
        "key": [{"@id": f"{name}/{key}"} for key in file.table.keys],
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{column.name}",
                "name": column.name,
                "description": column.meaning,
                "dataType": _CROISSANT[column.kind],
                "source": {
                    "fileObject": {"@id": file.name},
                    "extract": {"column": column.name},
                },
            }
            for column in file.columns
        ],
    }


def citation_cff(meta: Meta, as_of: str | None) -> str:
    """The file that GitHub, Zenodo and reference managers read. A JSON text is one of YAML too."""
    lines = [
        "cff-version: 1.2.0",
        "message: " + _yaml("If you use this dataset, cite it as below."),
        "type: dataset",
        f"title: {_yaml(meta.title)}",
        f"version: {_yaml(meta.version)}",
        "authors:",
    ]
    for creator in meta.creators:
        lines.append(f"  - name: {_yaml(creator.name)}")
        if creator.orcid:
            lines.append(f"    orcid: {_yaml(creator.orcid)}")
    if not meta.creators:
        lines.append(f"  - name: {_yaml(meta.publisher or 'unknown')}")
    optional = {
        "abstract": meta.description,
        "date-released": as_of and as_of[:10],
        "license": None if (meta.license or "").startswith("http") else meta.license,
        "license-url": meta.license if (meta.license or "").startswith("http") else None,
        "url": meta.url,
        "doi": meta.doi,
    }
    lines += [f"{key}: {_yaml(value)}" for key, value in optional.items() if value]
    lines += ["keywords:", *(f"  - {_yaml(word)}" for word in meta.keywords)]
    return "\n".join(lines) + "\n"


def _yaml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
