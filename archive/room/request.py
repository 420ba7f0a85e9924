"""What a browser asks for: a path and its parameters, bounded; nothing of them is trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from archive.model.errors import UsageError
from archive.room.texts import LANGUAGES, Language

#: Characters of a query that is read at all.
LONGEST_QUERY = 2_000
#: Paths of Memento, in which another address stands, with its own question mark.
OF_ANOTHER = ("/timemap/", "/timegate/", "/web/")
_LONGEST = 16_384  # bytes of all parameters
_MOST = 64  # parameters
_REPEATABLE = frozenset({"station", "source", "place", "state", "term"})
_NAMES = _REPEATABLE | {"q", "from", "to", "lineage", "sort", "page", "part", "since", "view",
                        "in", "year", "by", "mode", "lang"}  # fmt: skip
Word = TypeVar("Word", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A GET request. `segments` are the parts of the path, decoded; `origin` is scheme and host.

    `target` is the path and what stands behind its question mark, as they were sent.
    """

    segments: tuple[str, ...]
    target: str = ""
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wants_json: bool = False
    origin: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case

    @classmethod
    def of(cls, path: str, query: str, *, origin: str = "", headers: Mapping[str, str]) -> Request:
        """The request for a path (escaped, as sent), with what stands behind its question mark.

        A path that ends in `.json` asks for the page's data. Raises UsageError for more, or
        longer, parameters than the room reads, and for one that is given twice.
        """
        if len(query) > _LONGEST:
            raise UsageError("the address is too long")
        target = f"{path}?{query}" if query else path
        if path.startswith(OF_ANOTHER):
            return cls(segments=(), target=target, origin=origin, headers=headers)
        try:
            pairs = parse_qsl(query, keep_blank_values=False, max_num_fields=_MOST)
        except ValueError as error:
            raise UsageError("the address has too many parameters") from error
        wants_json = path.endswith(".json")
        return cls(
            segments=tuple(unquote(part) for part in path.removesuffix(".json").split("/") if part),
            target=target,
            parameters=_together(pairs),
            wants_json=wants_json,
            origin=origin,
            headers=headers,
        )

    def text(self, name: str, default: str = "") -> str:
        """A parameter, or the default where it is not given."""
        return self.parameters.get(name, (default,))[0]

    def texts(self, name: str) -> tuple[str, ...]:
        """All values of a parameter that may be repeated."""
        return self.parameters.get(name, ())

    def number(self, name: str, default: int, *, most: int) -> int:
        """A parameter as a number from 1 to `most`. Raises UsageError."""
        given = self.text(name)
        if not given:
            return default
        is_number = given.isascii() and given.isdecimal() and len(given) <= len(str(most))
        if not is_number or not 1 <= int(given) <= most:
            raise UsageError(f"{name}={given[:40]}: it is a number from 1 to {most:,}")
        return int(given)

    @property
    def is_local(self) -> bool:
        """Whether a browser of this machine asks, by a name of its own."""
        return urlsplit(self.origin).hostname in {"localhost", "127.0.0.1", "::1"}

    @property
    def language(self) -> Language:
        """The language of the page: `lang=en`, or Chinese."""
        given = self.text("lang", "zh")
        return given if given in LANGUAGES else "zh"

    def address(self, *segments: str, **changed: str | None) -> str:
        """An address in the room that keeps the language; None leaves a parameter out."""
        path = _path(segments)
        named = {"lang": None if self.language == "zh" else self.language} | changed
        return path + _query([(name, value) for name, value in named.items() if value is not None])

    def beside(self, *segments: str) -> str:
        """Another page that takes the parameters of this one, but for the number of its page."""
        path = _path(segments)
        return path + _query(self.others("page", "sort", "lang"))

    def others(self, *names: str) -> list[tuple[str, str]]:
        """The parameters of this page but for these, for a form that gives one of them."""
        given = ((name, each) for name, values in self.parameters.items() for each in values)
        return [pair for pair in given if pair[0] not in names]

    def with_parameters(self, **changed: str | tuple[str, ...] | None) -> str:
        """This page's address with other parameters; None takes one away."""
        values = dict(self.parameters) | {
            name: (value,) if isinstance(value, str) else value or ()
            for name, value in changed.items()
        }
        pairs = [(name, value) for name, several in values.items() for value in several]
        return _path(self.segments) + _query(pairs)


def one_of(given: str, name: str, allowed: Sequence[Word]) -> Word:
    """A parameter that has few values. Raises UsageError for another one."""
    for each in allowed:
        if each == given:
            return each
    raise UsageError(f"{name}={given[:40]}: it is one of {', '.join(allowed)}")


def _path(segments: Sequence[str]) -> str:
    """The path of these parts; an id that ends in .json is no wish for JSON.

    >>> _path(("article", "a:b/c.json"))
    '/article/a%3Ab%2Fc%2Ejson'
    """
    path = "/" + "/".join(quote(each, safe="") for each in segments)
    return f"{path.removesuffix('.json')}%2Ejson" if path.endswith(".json") else path


def _together(pairs: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        if name not in _NAMES:
            raise UsageError(f"{name[:40]}: no page of the room has this parameter")
        if name in values and name not in _REPEATABLE:
            raise UsageError(f"{name[:40]} is given twice")
        values[name] = (*values.get(name, ()), value)
    return values


def _query(pairs: list[tuple[str, str]]) -> str:
    """Parameters behind a question mark.

    >>> _query([("q", "路灯"), ("lang", "en")])
    '?q=%E8%B7%AF%E7%81%AF&lang=en'
    """
    joined = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)
    return f"?{joined}" if joined else ""
