"""What a worker is told to do, and what it tells of it; both go from machine to machine as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self


class _AsJson:
    """Gives a dataclass its JSON form."""

    def to_json(self) -> str:
        """One line."""
        return json.dumps(asdict(self), ensure_ascii=False)  # type: ignore[call-overload]

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The same again."""
        about = json.loads(text)
        known = {each.name for each in fields(cls)}  # type: ignore[arg-type]
        return cls(**{name: value for name, value in about.items() if name in known})


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(_AsJson):
    """Run one shard: hold it for `seconds` at a time, send what is kept every `pause` seconds.

    `work` is a folder of the machine that does it, `options` are further ones of `harvest run`.
    """

    catalogue: str
    shard: str
    work: str
    driver: str
    seconds: float = 60.0
    pause: float = 10.0
    options: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(_AsJson):
    """How it went: `error` where nothing was published; else what the snapshot holds."""

    shard: str
    exit_code: int
    error: str | None = None
    fence: int = 0
    report: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
