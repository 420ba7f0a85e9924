"""A verification: what was asked for, what was found, and how far it has come."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from archive.db.events import Event, write_event
from archive.files import plain_file
from archive.files.outside_json import Unreadable, parsed
from archive.files.plain_file import read_bytes
from archive.model.errors import UsageError

if TYPE_CHECKING:
    from archive.store.archive import Archive

STATE = "verification.json"
_LARGEST = 1 << 26  # bytes of it
#: What can be made again from captures, and what only a backup has.
REREAD = "`harvest reread --rebuild` makes it again from its captures"
BACKUP = "restore it from a backup"
REPAIR = "`archive verify --repair` mends it"
LOOK = "look at it; `archive verify --accept` vouches for it as it stands"

Sort = Literal["damage", "difference"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is not as it was. `difference`: another program wrote it, nothing is broken.

    `repair` says by which step `--repair` can mend it: schema, index, waiting, capture, article,
    fixity, characters, decisions.
    """

    record: str
    found: str
    to_do: str
    sort: Sort = "damage"
    repair: str | None = None

    def __str__(self) -> str:
        return f"{self.record}: {self.found}; {self.to_do}"


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
    """What was looked at and what was found wrong; also the state of a check that goes on later."""

    began: str
    checked: dict[str, int] = field(default_factory=dict)  # what, in the singular → how many
    problems: list[Problem] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)  # what could not be looked at, and why
    not_compared: list[str] = field(default_factory=list)  # what never is, or not by a sample
    set_aside: int = 0  # kept, and neither recorded nor read; no problem of storage
    unsaved: str | None = None  # why an interrupted check could not go on later
    phase: str = ""
    after: list[Any] = field(default_factory=list)
    ended: str | None = None

    @property
    def damaged(self) -> bool:
        """Whether anything is broken, rather than only written by another program."""
        return any(problem.sort == "damage" for problem in self.problems)

    def told(self) -> str:
        """What was looked at, in one line."""
        counts = (f"{n:,} {what}{'' if n == 1 else 's'}" for what, n in self.checked.items())
        without = f" (not compared: {'; '.join(self.not_compared)})" if self.not_compared else ""
        return (", ".join(counts) or "nothing") + without

    def is_well_formed(self) -> bool:
        """Whether all of it is what it should be, also where a file of any origin said it."""
        lists = (self.left_out, self.not_compared, self.after, self.problems)
        if not (all(isinstance(each, list) for each in lists) and isinstance(self.checked, dict)):
            return False
        texts = [self.began, self.phase, *self.left_out, *self.not_compared, *self.checked]
        texts += [text for each in self.problems for text in (each.record, each.found, each.to_do)]
        optional = [self.unsaved, *(each.repair for each in self.problems)]
        return (
            all(isinstance(text, str) for text in texts)
            and all(isinstance(text, str | None) for text in optional)
            and all(isinstance(number, int) for number in self.checked.values())
            and all(each.sort in get_args(Sort) for each in self.problems)
            and all(isinstance(each, str) for each in self.after)
        )

    def count(self, what: str) -> None:
        """One more was looked at."""
        self.checked[what] = self.checked.get(what, 0) + 1


def record_event(archive: Archive, done: Verified, *, sample: str | None) -> None:
    """Write down in `events` that the archive was verified, and with what outcome."""
    detail = {
        "began": done.began, "sample": sample, "checked": done.checked,
        "problems": [str(problem) for problem in done.problems[:100]],
        "problem_count": len(done.problems), "left_out": done.left_out,
        "not_compared": done.not_compared,
    }  # fmt: skip
    outcome = "damage" if done.damaged else "difference" if done.problems else "success"
    with archive.transaction() as connection:
        event = Event(type="verification", agent=archive.agent, outcome=outcome, detail=detail)
        write_event(connection, event)


def load_state(path: Path) -> dict[str, Any]:
    """What former verifications wrote down; nothing where that is torn, or was never ours."""
    try:
        state = parsed(read_bytes(path, _LARGEST), largest=_LARGEST)
    except (OSError, Unreadable):  # the check begins anew
        return {}
    return state if isinstance(state, dict) else {}


def unended(state: dict[str, Any]) -> Verified | None:
    """The verification of everything that was interrupted; None where there is none."""
    said = state.get("full")
    if not isinstance(said, dict) or said.keys() != {each.name for each in fields(Verified)}:
        return None
    problems = said["problems"]
    if said["ended"] is not None or not isinstance(problems, list):
        return None
    try:
        former = Verified(**{**said, "problems": [Problem(**each) for each in problems]})
    except TypeError:
        return None
    return former if former.is_well_formed() else None


def place_of(state: dict[str, Any], of: str) -> list[Any] | None:
    """Behind which record or capture the sample before ended; None where that is not known."""
    sample = state.get("sample")
    place = sample.get(of) if isinstance(sample, dict) else None
    second = int if of == "captures" else str
    whole = isinstance(place, list) and [type(each) for each in place] == [str, second]
    return place if whole else None


def store_state(path: Path, state: dict[str, Any]) -> None:
    """Write it down, at once or not at all."""
    plain_file.replace(path, json.dumps(state, indent=1).encode())
