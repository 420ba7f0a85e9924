"""`verification.json`: how far a verification has come, so that the next one goes on from there.

It holds the state of a full verification that was interrupted, and where the last sample ended.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from archive.db.events import now
from archive.files import plain_file
from archive.files.outside_json import LARGEST_LIST, Unreadable, parsed
from archive.files.plain_file import read_bytes
from archive.verification.problem import Problem
from archive.verification.verification import Verification, Verified

STATE = "verification.json"
_SAVE_EVERY = 2.0  # seconds


class Progress:
    """The result so far; shown and written to the state file now and then."""

    def __init__(
        self,
        folder: Path,
        request: Verification,
        phases: Collection[str],
        on_progress: Callable[[Verified], None],
    ) -> None:
        self.path = folder / STATE
        self.is_saved = request.remember
        self.result = Verified(now())
        self._is_full = request.sample is None
        self._saved = _load(self.path)
        self._saved_at = time.monotonic()
        self._on_progress = on_progress
        former = _interrupted(self._saved)
        if request.resume and self._is_full and former and former.phase in phases:
            self.result = former

    def begin(self, phase: str) -> None:
        """Note which check comes now; one that is resumed keeps its place."""
        if phase != self.result.phase:
            self.result.phase, self.result.after = phase, []
        self._save()

    def reached(self, after: list[Any]) -> None:
        """Note how far the check has come; the file is written every two seconds."""
        if time.monotonic() - self._saved_at >= _SAVE_EVERY:
            self.result.after = after
            self._save()

    def end(self) -> None:
        """Note that all checks are done."""
        self.result.phase, self.result.after, self.result.ended = "", [], now()
        self._save()

    def sample_start(self, kind: str) -> list[Any] | None:
        """Where the sample before ended; None where that is not known."""
        sample = self._saved.get("sample")
        start = sample.get(kind) if isinstance(sample, dict) else None
        second = int if kind == "captures" else str
        whole = isinstance(start, list) and [type(each) for each in start] == [str, second]
        return start if whole else None

    def sampled_up_to(self, kind: str, end: list[Any]) -> None:
        """Note where this sample ended: the next one goes on behind it."""
        sample = self._saved.get("sample")
        self._saved["sample"] = {**sample, kind: end} if isinstance(sample, dict) else {kind: end}

    def _save(self) -> None:
        self._saved_at = time.monotonic()
        self._on_progress(self.result)
        if not self.is_saved:
            return
        if self._is_full:
            self._saved["full"] = asdict(self.result)
        try:
            plain_file.replace(self.path, json.dumps(self._saved, indent=1).encode())
        except OSError as error:
            self.is_saved = False
            self.result.unsaved = (
                f"{self.path}: {error.strerror}; if this verification is interrupted,"
                " it cannot be resumed"
            )


def last_verified(folder: Path) -> str | None:
    """When the last full verification of an archive ended, UTC; None where none did."""
    full = _load(folder / STATE).get("full")
    ended = full.get("ended") if isinstance(full, dict) else None
    return ended if isinstance(ended, str) else None


def _load(path: Path) -> dict[str, Any]:
    """The content of the file; nothing where it is torn, or was never ours."""
    try:
        state = parsed(read_bytes(path, LARGEST_LIST), largest=LARGEST_LIST)
    except (OSError, Unreadable):  # the verification begins anew
        return {}
    return state if isinstance(state, dict) else {}


def _interrupted(state: dict[str, Any]) -> Verified | None:
    """The full verification that was interrupted; None where there is none."""
    full = state.get("full")
    if not isinstance(full, dict) or full.keys() != {each.name for each in fields(Verified)}:
        return None
    problems = full["problems"]
    if full["ended"] is not None or not isinstance(problems, list):
        return None
    try:
        former = Verified(**{**full, "problems": [Problem(**each) for each in problems]})
    except TypeError:
        return None
    return former if former.is_well_formed() else None
