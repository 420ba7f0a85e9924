"""A verification: what was asked for, and what came out of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, get_args

from archive.model.errors import UsageError
from archive.verification.problem import Problem, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What is asked for: all, or a sample of so many records and captures (or percent of them)."""

    sample: str | None = None
    resume: bool = False
    remember: bool = True  # write verification.json; not into a backup

    def __post_init__(self) -> None:
        if self.sample is not None and not re.fullmatch(r"\d+(\.\d+)?%|[1-9]\d*", self.sample):
            raise UsageError(f"{self.sample!r} is no sample: write 500, or 1%")
        if self.sample and self.sample[-1] == "%" and not 0 < float(self.sample[:-1]) <= 100:
            raise UsageError(f"{self.sample!r} is no sample: more than 0%, and at most 100%")

    def size(self, total: int) -> int:
        """How many of `total` the sample takes."""
        assert self.sample is not None
        if self.sample.endswith("%"):
            return -int(-total * float(self.sample[:-1]) // 100)
        return int(self.sample)


@dataclass(slots=True)
class Verified:
    """What was checked and what is wrong; also the state of a verification that is resumed."""

    began: str
    checked: dict[str, int] = field(default_factory=dict)  # what, in the singular → how many
    problems: list[Problem] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)  # what could not be checked, and why
    not_compared: list[str] = field(default_factory=list)  # what never is, or not by a sample
    set_aside: int = 0  # kept, and neither recorded nor read; no problem of storage
    unsaved: str | None = None  # why an interrupted verification could not be resumed
    phase: str = ""  # name of the check that is under way
    after: list[Any] = field(default_factory=list)  # how far that check has come
    ended: str | None = None

    @property
    def damaged(self) -> bool:
        """Whether anything is broken, rather than only written by another program."""
        return any(problem.severity == "damage" for problem in self.problems)

    def summary(self) -> str:
        """What was checked, in one line."""
        counts = (f"{n:,} {what}{'' if n == 1 else 's'}" for what, n in self.checked.items())
        without = f" (not compared: {'; '.join(self.not_compared)})" if self.not_compared else ""
        return (", ".join(counts) or "nothing") + without

    def add(self, problem: Problem) -> None:
        """Add a problem."""
        self.problems.append(problem)

    def count(self, what: str, number: int = 1) -> None:
        """Count so many more things that were checked."""
        self.checked[what] = self.checked.get(what, 0) + number

    def is_well_formed(self) -> bool:
        """Whether all values have their types, also where they come from a file of any origin."""
        lists = (self.left_out, self.not_compared, self.after, self.problems)
        if not (all(isinstance(each, list) for each in lists) and isinstance(self.checked, dict)):
            return False
        texts = [self.began, self.phase, *self.left_out, *self.not_compared, *self.checked]
        texts += [text for each in self.problems for text in (each.record, each.found, each.remedy)]
        optional = [self.unsaved, *(each.repair for each in self.problems)]
        return (
            all(isinstance(text, str) for text in texts)
            and all(isinstance(text, str | None) for text in optional)
            and all(isinstance(number, int) for number in self.checked.values())
            and all(each.severity in get_args(Severity) for each in self.problems)
            and all(isinstance(each, str) for each in self.after)
        )
