"""A mapping: which fields of another program's records are those of ours."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.history.article_rows import NAME_SEPARATOR
from archive.model.errors import UsageError
from archive.model.suggest import proposed

#: The fields of our records that a mapping may name.
FIELDS = (
    "id", "station", "url", "title", "kicker", "subtitle", "original_title", "published_at",
    "source", "authors", "editors", "body", "language",
)  # fmt: skip
_LISTS = ("authors", "editors")
_OPTIONS = ("separator", "empty", "zone", "encoding", "delimiter")
_ONE_TEXT = ("separator", "zone", "encoding", "delimiter")
_MAPPINGS = files("archive.interchange")
_HAS_ZONE = re.compile(r"Z|[+-]\d\d:?\d\d")
_NO_DELIMITERS = '"\r\n'
_HAS_HOUR = re.compile(r"\d:\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMapping:
    """Our field → the names of others', of which the first that says something is taken.

    A name may lead into an object: `html.requested_url`. `separator` stands between the names of a
    text; `empty` are texts that say nothing; `zone` is that of times without one. A table is in
    `encoding`, and has `delimiter` between its cells, or what its ending says.
    """

    fields: dict[str, tuple[str, ...]]
    separator: str = NAME_SEPARATOR
    empty: tuple[str, ...] = ()
    zone: str = ""
    encoding: str = "utf-8"
    delimiter: str = ""

    @classmethod
    def named(cls, name: str) -> FieldMapping:
        """The mapping of a program that is known, or of a file. Raises UsageError."""
        shipped = _MAPPINGS / f"{name}.toml"
        try:
            if name in known():
                return cls.parse(shipped.read_text("utf-8"), name)
            return cls.parse(Path(name).read_text("utf-8"), name)
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(
                f"{name}: no mapping: {error}; name a TOML file, or one of {', '.join(known())}"
            ) from error

    @classmethod
    def parse(cls, text: str, where: str) -> FieldMapping:
        """The mapping that TOML says. Raises UsageError, which names the key."""
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise UsageError(f"{where}: it is no TOML: {error}") from error
        for key, value in table.items():
            if key not in (*FIELDS, *_OPTIONS):
                known_keys = proposed(key, (*FIELDS, *_OPTIONS))
                raise UsageError(f"{where}: no such key: {key}; {known_keys}")
            may_be_several = key not in _ONE_TEXT
            texts = value if may_be_several and isinstance(value, list) else [value]
            if not all(isinstance(each, str) and each for each in texts):
                wanted = "a text, or a list of texts" if may_be_several else "one text, not a list"
                raise UsageError(f"{where}: {key}: write {wanted}")
        if "url" not in table:
            raise UsageError(f"{where}: url: say which field has the address of an article")
        zone = table.get("zone", "")
        if zone and not _HAS_ZONE.fullmatch(zone):
            raise UsageError(f"{where}: zone: write +08:00")
        encoding, delimiter = table.get("encoding", "utf-8"), table.get("delimiter", "")
        if not _is_encoding(encoding):
            raise UsageError(f"{where}: encoding: write gb18030, utf-16 or another one of Python's")
        if delimiter and (len(delimiter) > 1 or delimiter in _NO_DELIMITERS):
            raise UsageError(f"{where}: delimiter: write one character, not a quotation mark")
        return cls(
            fields={key: _texts(table[key]) for key in FIELDS if key in table},
            separator=table.get("separator", NAME_SEPARATOR),
            empty=_texts(table.get("empty", [])),
            zone=zone,
            encoding=encoding,
            delimiter=delimiter,
        )

    def record(self, theirs: Mapping[str, Any], station: str | None = None) -> dict[str, Any]:
        r"""Our record of theirs; `station` is the name where theirs is not asked.

        Without an id it has one of its address; without a station, that has the name of the host.
        A name of a station has no blanks: Der Bote is Der-Bote.

        >>> mapping = FieldMapping.parse('url = "link"\nbody = "text"', "x")
        >>> mapping.record({"link": "https://www.n.example/1", "text": "一 \n\n二"})["body"]
        '一\n二'
        """
        ours: dict[str, Any] = {}
        for name, others in self.fields.items():
            value = self._first(theirs, others)
            if value is None:
                continue
            if name in _LISTS:
                ours[name] = self._names(value)
            elif name == "body":
                ours[name] = "\n".join(_lines(value))
            elif name == "id" and _is_number(value):
                ours[name] = str(value)
            elif isinstance(value, str):
                ours[name] = "-".join(value.split()) if name == "station" else value.strip()
            else:
                ours[name] = value  # of another type: whoever loads it says so
        if self.zone and _lacks_zone(ours.get("published_at")):
            ours["published_at"] += self.zone
        url = ours.get("url")
        if isinstance(url, str):
            ours.setdefault("id", _id_of(url))
            ours.setdefault("station", _host(url))
        if station is not None:
            ours["station"] = station
        return ours

    def _first(self, theirs: Mapping[str, Any], names: tuple[str, ...]) -> Any:
        """The first value that says something."""
        values = (_value(theirs, name) for name in names)
        return next((value for value in values if value and value not in self.empty), None)

    def _names(self, value: Any) -> list[str]:
        texts = value.split(self.separator) if isinstance(value, str) else _all_texts(value)
        names = (text.strip() for text in texts)
        return [name for name in names if name and name not in self.empty]


def _is_encoding(name: str) -> bool:
    """Whether texts can be in an encoding.

    >>> _is_encoding("GBK"), _is_encoding("base64"), _is_encoding("klingon")
    (True, False, False)
    """
    try:
        return "a".encode(name) != b""
    except (LookupError, ValueError):
        return False


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def known() -> list[str]:
    """The programs whose fields are known."""
    names = (each.name for each in _MAPPINGS.iterdir())
    return sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


def as_line(record: Mapping[str, Any]) -> bytes:
    """A record as `archive.dataset.load` reads it."""
    return json.dumps(record).encode()


def _texts(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _value(theirs: Mapping[str, Any], name: str) -> Any:
    """The value of a field; of one in an object, as `html.requested_url` names it.

    >>> _value({"html": {"url": 1}}, "html.url"), _value({"a.b": 2}, "a.b"), _value({}, "a.b")
    (1, 2, None)
    """
    if name in theirs:
        return theirs[name]
    value: Any = theirs
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _lines(value: Any) -> Iterator[str]:
    """The lines of a text, or of all texts in a value, that say something."""
    for text in _all_texts(value):
        yield from (line.strip() for line in text.splitlines() if line.strip())


def _all_texts(value: Any) -> Iterator[str]:
    """All texts in lists and objects, in their order.

    >>> list(_all_texts({"summary": ["一"], "sections": [{"headline": ["二"], "paragraphs": ["三"]}]}))
    ['一', '二', '三']
    """  # noqa: E501  (the doctest shows one whole record)
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _all_texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _all_texts(each)


def _lacks_zone(time: object) -> bool:
    """Whether a text is a time of day without a zone.

    >>> _lacks_zone("2022-07-22 08:51:12"), _lacks_zone("2022-07-22"), _lacks_zone(None)
    (True, False, False)
    """
    if not isinstance(time, str) or not _HAS_HOUR.search(time):
        return False
    return not re.search(f"(?:{_HAS_ZONE.pattern})$", time)


def _id_of(url: str) -> str:
    """An id of an address: that of an article which is captured there, if it is written plainly."""
    bare = url.partition("://")[2].encode("utf-8", "surrogatepass")
    return f"url:{hashlib.sha256(bare).hexdigest()[:16]}"


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
