"""A table of weights: what each sign adds to the log odds that something is so.

The tables are made by scripts in `benchmarks/`, by logistic regression, on the half of the pages
that the reader may be built on.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_SHOWN = 4  # signs that are named as reasons
_LEAST = 0.05  # a smaller part of the log odds is no reason


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights by the name of their sign, and the digest of the table that they are from.

    >>> table = Weights(bias=-1.0, of={"title": 2.0, "links": -4.0}, digest="")
    >>> table.odds({"title": 1.0, "links": 0.5}), table.reasons({"title": 1.0, "links": 0.5})
    (-1.0, 'title +2.0, links -2.0')
    """

    bias: float
    of: Mapping[str, float]
    digest: str

    def odds(self, signs: Mapping[str, float]) -> float:
        """The log odds of these signs; above 0 it is more likely so than not."""
        return self.bias + sum(weight * signs[name] for name, weight in self.of.items())

    def reasons(self, signs: Mapping[str, float]) -> str:
        """The signs that weigh most, with what each adds."""
        parts = sorted(
            ((weight * signs[name], name) for name, weight in self.of.items()),
            key=lambda part: -abs(part[0]),
        )
        return ", ".join(
            f"{name} {part:+.1f}" for part, name in parts[:_SHOWN] if abs(part) > _LEAST
        )


def probability(odds: float) -> float:
    """Log odds as a probability."""
    return 1 / (1 + math.exp(-max(-500.0, min(500.0, odds))))


@cache
def read_weights(path: Path) -> Weights:
    """The table of a file: a sign and its weight a line, under a head of # lines."""
    written = path.read_text("utf-8")
    rows = (line.split("\t") for line in written.splitlines() if line and line[0] != "#")
    of = {sign: float(weight) for sign, weight in rows}
    digest = hashlib.sha256(written.encode()).hexdigest()[:8]
    return Weights(bias=of.pop("bias"), of=of, digest=digest)
