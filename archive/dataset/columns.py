"""A table that is handed out: its columns, each with its meaning and the SQL that gives it.

The codebook, the schema of a package and every writer are made from these; writers know no SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from archive.model.errors import UsageError
from archive.model.suggest import proposed

#: What the values of a column are. `texts` are a list; `objects` a list of objects with `keys`.
Kind = Literal[
    "text", "integer", "number", "boolean", "date", "moment", "texts", "objects", "object", "counts"
]
#: Where a value comes from: printed on the page, captured by us, computed from other columns,
#: declared in a station file, or made by the reader of pages.
Obtained = Literal["printed", "captured", "computed", "declared", "read"]

TYPES: dict[Kind, str] = {
    "text": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "true or false",
    "date": "date (ISO 8601)",
    "moment": "date and time, UTC (ISO 8601)",
    "texts": "list of texts",
    "objects": "list of objects",
    "object": "object",
    "counts": "object: word and number",
}
NOT_PRINTED = "the page does not say"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `sql` gives its value; `needs` names the joins of the table that it is made of.

    `missing` says what an empty value means ("" where there is none); `is_text` marks what repeats
    the text of an article; `keys` are those of the objects of a list, all texts, and `code_keys`
    those of them whose values are words of the archive, not of the page; `of_words` says in words
    what a text may be (second, minute or day). `names` says whether a value may name a
    person: only those whom the credits of the article hold (`known`), of any article of the lineage
    or of the station, or others, too.
    """

    name: str
    kind: Kind
    meaning: str
    sql: str
    needs: tuple[str, ...] = ()
    obtained: Obtained = "printed"
    missing: str = NOT_PRINTED
    unit: str = ""
    of_words: str = ""
    is_text: bool = False
    keys: tuple[str, ...] = ()
    code_keys: tuple[str, ...] = ()
    names: Literal["", "known", "lineage", "station", "others"] = ""

    @property
    def type(self) -> str:
        """The type in words."""
        return self.of_words or TYPES[self.kind]

    @property
    def fits_a_cell(self) -> bool:
        """Whether a table for spreadsheets has it, unless somebody asks for others."""
        return self.kind not in {"objects", "object"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: `row` says what a row is; `tables` follows FROM, and begins with `articles AS a`.

    `joins` are further tables by name, for columns that need them; `order` is how rows are ordered,
    `group` what several articles have one row of; `keys` are the columns that tell a row from all
    others, `refers` those of other tables: column → table and column.
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    tables: str = "articles AS a"
    joins: dict[str, str] = field(default_factory=dict)
    order: str = "a.id"
    group: str = ""
    keys: tuple[str, ...] = ("id",)
    refers: dict[str, tuple[str, str]] = field(default_factory=dict)

    def named(self, names: Iterable[str]) -> tuple[Column, ...]:
        """The columns of these names, in this order. Raises UsageError for an unknown one."""
        known = {column.name: column for column in self.columns}
        chosen: dict[str, Column] = {}
        for name in names:
            if name not in known:
                raise UsageError(f"no column has the name {name!r}; {proposed(name, known)}")
            if name in chosen:
                raise UsageError(f"the column {name} is named twice")
            chosen[name] = known[name]
        return tuple(chosen.values())

    def statement(self, columns: Sequence[Column], where: str) -> str:
        """The one SELECT that gives these columns of the articles for which `where` holds."""
        needed = {join for column in columns for join in column.needs}
        joins = "".join(f" {sql}" for name, sql in self.joins.items() if name in needed)
        selected = ", ".join(f"{column.sql} AS {column.name}" for column in columns)
        group = f" GROUP BY {self.group}" if self.group else ""
        return (
            f"SELECT {selected} FROM {self.tables}{joins} WHERE {where}{group}"
            f" ORDER BY {self.order}"
        )
