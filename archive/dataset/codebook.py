"""What each column of the files of a dataset means, in print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.dataset.columns import Column
from archive.dataset.csv import EXCEL_CELL

_RULES = """
An empty cell, or null, means what the column says under *empty*. *From*: printed on the page,
captured with it, declared in the station's file, read by the reader of pages, or computed.
"""
_CSV_RULES = f"""
The file is UTF-8; lines end in CR LF; cells are quoted as in RFC 4180. Names in a list of texts are
joined by 、; objects are JSON. A text that would begin with `=`, `+`, `-`, `@`, `'`, a tab or a
carriage return has a `'` before it, so that no spreadsheet takes it for a formula: a program
takes one `'` off the beginning of a text. Excel keeps at most {EXCEL_CELL:,} characters of a cell
and cuts the rest when it saves, as of a long `body`; JSON lines and Parquet are exact.
"""


def codebook(data_file: str, row: str, columns: Sequence[Column]) -> str:
    """The codebook of a data file as Markdown: each column with its type and meaning."""
    rows = "".join(f"{_line(column, data_file)}\n" for column in columns)
    rules = _RULES + (_CSV_RULES if data_file.endswith(".csv") else "")
    return (
        f"# Codebook of {data_file}\n\nOne row is {row}.\n{rules}\n"
        f"| column | type | meaning | empty | from |\n|---|---|---|---|---|\n{rows}"
    )


def codebooks(files: Iterable[tuple[str, str, Sequence[Column]]]) -> str:
    """The codebook of several files: name, what a row is, columns."""
    return "\n".join(codebook(*file) for file in files)


def _line(column: Column, data_file: str) -> str:
    kind = column.type
    if column.unit:
        kind += f" ({column.unit})"
    if column.kind == "texts" and data_file.endswith(".csv"):
        kind = "texts joined by 、"
    return (
        f"| `{column.name}` | {kind} | {column.meaning} | {column.missing or 'never'}"
        f" | {column.obtained} |"
    )
