"""Station TOML: one station or platform file, read and checked.

Everything that is wrong is found in one go: each problem is one line that names the file, the key
and the mend.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.model.suggest import nearest
from harvester.config.keys import (
    LAYOUT_KEYS,
    PLATFORM_KEYS,
    STATION_KEYS,
    TWIN_KEYS,
    Keys,
    name,
)
from harvester.model.station import Layout, Twin

#: The tables of a file, and the keys of each, to say where a misplaced key belongs.
_TABLES = {
    "a station file": STATION_KEYS,
    "a platform file": PLATFORM_KEYS,
    "[[layout]]": LAYOUT_KEYS,
    "[[twin]]": TWIN_KEYS,
}


@dataclass(frozen=True, slots=True)
class StationFile:
    """One TOML file: what it says, and what is wrong with it."""

    label: str  # stations/rednet-xiangtan.toml
    stem: str
    text: str
    values: Mapping[str, Any]
    layouts: tuple[Layout, ...]
    twins: tuple[Twin, ...]
    problems: tuple[str, ...]


def read_file(path: Path, keys: Keys) -> StationFile:
    """Read and check a file that may have these keys; what is wrong is in `problems`."""
    label = f"{path.parent.name}/{path.name}"
    label = label if label.isprintable() else repr(label)
    problems: list[str] = []
    if not _is_name(path.stem):
        problems.append(f"{label}: a file is named with a-z, 0-9 and -, and ends in .toml")
    text = _text(path, label, problems)
    return _checked(label, path.stem, text, keys, problems)


def read_text(label: str, text: str, keys: Keys) -> StationFile:
    """The same for what a file of this label said, where only its text is left."""
    return _checked(label, Path(label).stem, text, keys, [])


def _checked(
    label: str, stem: str, text: str | None, keys: Keys, problems: list[str]
) -> StationFile:
    table = None if text is None else _parsed(text, label, problems)
    if keys is STATION_KEYS and table is not None and "title" not in table:
        problems.append(f"{label}: title: a station needs one (红网·湘潭站)")
    table = table or {}
    layouts = _tables(table, "layout", label, problems)
    twins = _tables(table, "twin", label, problems)
    platform = None if keys is STATION_KEYS else stem
    return StationFile(
        label=label,
        stem=stem,
        text=text or "",
        values=_values(table, keys, label, problems),
        layouts=_layouts(layouts, platform, label, problems),
        twins=_twins(twins, label, problems),
        problems=tuple(problems),
    )


def _text(path: Path, label: str, problems: list[str]) -> str | None:
    """The text of a file; None where it has none."""
    try:
        content = path.read_bytes()
    except OSError as error:
        problems.append(f"{label}: cannot be read: {error.strerror}")
        return None
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.append(f"{label}, line {line}: not UTF-8; save the file as UTF-8")
        return None


def _parsed(text: str, label: str, problems: list[str]) -> dict[str, Any] | None:
    """The table of a text; None where it is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(_syntax_problem(label, str(error), text))
    except RecursionError:
        problems.append(f"{label}: nested too deep")
    return None


def _is_name(stem: str) -> bool:
    try:
        return name(stem) == stem
    except ValueError:
        return False


def _syntax_problem(label: str, message: str, text: str) -> str:
    r"""The parser's words with the line in front.

    >>> _syntax_problem("stations/a.toml", "Expected '=' (at line 3, column 5)", "")
    "stations/a.toml, line 3, column 5: Expected '='"
    >>> _syntax_problem("stations/a.toml", "Unterminated string (at end of document)", "a\nb")
    'stations/a.toml, line 2: Unterminated string'
    """
    match = re.fullmatch(r"(.*) \(at (line \d+, column \d+|end of document)\)", message, re.DOTALL)
    if match is None:
        return f"{label}: {message}"
    end = f"line {text.count(chr(10)) + 1}"
    return f"{label}, {end if match[2] == 'end of document' else match[2]}: {match[1]}"


def _tables(
    table: dict[str, Any], key: str, label: str, problems: list[str]
) -> list[dict[str, Any]]:
    """Take the [[layout]] or [[twin]] tables out of a file."""
    tables = table.pop(key, [])
    if isinstance(tables, list) and all(isinstance(each, dict) for each in tables):
        return tables
    problems.append(f"{label}: {key}: tables are expected, each headed [[{key}]]")
    return []


def _values(
    table: Mapping[str, Any], keys: Keys, where: str, problems: list[str]
) -> dict[str, Any]:
    """The checked values of one table."""
    values: dict[str, Any] = {}
    for key, value in table.items():
        check = keys.get(key)
        if check is None:
            problems.append(f"{where}: no such key: {key}{_key_hint(key, keys)}")
            continue
        try:
            values[key] = check(value)
        except ValueError as error:
            problems.append(f"{where}: {key}: {error}")
    return values


def _key_hint(key: str, keys: Keys) -> str:
    """The key that was meant: of this table, else of another, naming it.

    >>> _key_hint("soruce", LAYOUT_KEYS), _key_hint("soruce", STATION_KEYS)
    (' (did you mean source?)', ' (did you mean source? it belongs in [[layout]])')
    """
    like = nearest(key, keys)
    if like:
        return f" (did you mean {like}?)"
    for table, others in _TABLES.items():
        if key in others:
            return f" (it belongs in {table})"
        like = nearest(key, others)
        if like:
            return f" (did you mean {like}? it belongs in {table})"
    return f" (known: {', '.join(keys)})"


def _layouts(
    tables: list[dict[str, Any]], platform: str | None, label: str, problems: list[str]
) -> tuple[Layout, ...]:
    layouts: dict[str, Layout] = {}
    for number, table in enumerate(tables, 1):
        where = f"{label}, [[layout]] {table.get('name', number)}"
        values = _values(table, LAYOUT_KEYS, where, problems)
        missing = [key for key in ("name", "title", "body") if key not in table]
        if missing:
            problems.append(f"{where}: a layout needs {', '.join(missing)}")
        elif values.get("name") in layouts:
            problems.append(f"{where}: there is a layout of this name already")
        elif {"name", "title", "body"} <= values.keys():
            layouts[values["name"]] = Layout(platform=platform, **values)
    return tuple(layouts.values())


def _twins(tables: list[dict[str, Any]], label: str, problems: list[str]) -> tuple[Twin, ...]:
    twins: list[Twin] = []
    for number, table in enumerate(tables, 1):
        where = f"{label}, [[twin]] {number}"
        values = _values(table, TWIN_KEYS, where, problems)
        missing = [key for key in ("pattern", "canonical") if key not in table]
        if missing:
            problems.append(f"{where}: a twin needs {', '.join(missing)}")
        if not {"pattern", "canonical"} <= values.keys():
            continue
        try:
            values["pattern"].sub(values["canonical"], "")
        except (re.error, IndexError) as error:
            problems.append(f"{where}: canonical: {values['canonical']!r}: {error}")
        else:
            twins.append(Twin(**values))
    return tuple(twins)
