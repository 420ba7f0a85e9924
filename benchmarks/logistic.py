"""Logistic regression with a little shrinkage, and the table of weights that it makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_STEPS = 100


@dataclass(frozen=True, slots=True)
class Example:
    """The signs of one thing, whether it is so, and how much it counts in a fit."""

    signs: Mapping[str, float]
    is_so: bool
    counts: float = 1.0


def fit(examples: Sequence[Example], names: Sequence[str], shrinkage: float) -> dict[str, float]:
    """The weights of signs by which the examples are told apart, by Newton's method."""
    signs = np.array([[1.0, *(each.signs[name] for name in names)] for each in examples])
    wanted = np.array([float(each.is_so) for each in examples])
    counts = np.array([each.counts for each in examples])
    penalty = np.diag([1e-6, *(shrinkage for _ in names)])
    weights = np.zeros(len(names) + 1)
    for _ in range(_STEPS):
        found = 1 / (1 + np.exp(-signs @ weights))
        slope = signs.T @ (counts * (found - wanted)) + penalty @ weights
        curve = (signs.T * (counts * found * (1 - found))) @ signs + penalty
        step = np.linalg.solve(curve, slope)
        weights -= step
        if abs(step).max() < 1e-9:
            break
    return {
        name: round(float(weight), 2)
        for name, weight in zip(("bias", *names), weights, strict=True)
    }


def write_table(path: Path, head: str, weights: Mapping[str, float]) -> None:
    """Write weights as a table for the reader, under a head that says what it is."""
    lines = [f"# {line}" for line in head.splitlines()]
    lines += [f"{name}\t{weight:.2f}" for name, weight in weights.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
