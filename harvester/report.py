"""How a run went: the verdict that its exit code is, and the report that is written of it."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from archive import __version__
from archive.events import utc

if TYPE_CHECKING:
    from archive.store import CrawlState
    from harvester.run import Run

#: Outcomes of articles and lists that make a run end with exit code 1.
_FAILURES = frozenset({"failed", "quarantined"})
#: Outcomes of a list that was read.
_READ = frozenset({"captured", "unchanged"})


@dataclass(slots=True, kw_only=True)
class Report:
    """How a run went; `reports/<run>.json` holds these keys."""

    run: str
    state: CrawlState
    exit_code: int
    started_at: str
    ended_at: str
    version: str = __version__
    user_agent: str | None = None
    #: station → outcome of the addresses visited in this run → how many
    outcomes: dict[str, dict[str, int]] = field(default_factory=dict)
    #: station → what became of articles (new, revised, unchanged …) → how many
    articles: dict[str, dict[str, int]] = field(default_factory=dict)
    #: state of the whole frontier → how many addresses
    frontier: dict[str, int] = field(default_factory=dict)
    #: what went wrong; any makes the exit code 1
    warnings: list[str] = field(default_factory=list)
    #: what an operator may want to look at
    notes: list[str] = field(default_factory=list)
    stations: dict[str, str | None] = field(default_factory=dict)  # name → digest of its files


def close(run: Run, *, interrupted: int | str | None = None, problems: list[str]) -> Report:
    """End a run's books from what the frontier and the store say, and write its report.

    `interrupted` is the number of the signal that stopped it, or says that it was stopped.
    `problems` are told before, such as captures that could not be read back.
    """
    # What a hard stop left leased is due again.
    run.flush(run.frontier.release if interrupted is not None else lambda: None)
    report = Report(
        run=run.id,
        state="finished",
        exit_code=0,
        started_at=utc(run.began),
        ended_at=utc(datetime.now(UTC)),
        user_agent=run.user_agent,
        articles={name: dict(counter) for name, counter in run.held.items()},
        stations={station.name: station.digest for station in run.chosen},
        warnings=list(problems),
    )
    if run.broken is None:
        _count(run, report, interrupted)
    if run.broken is not None:
        report.warnings.append(str(run.broken))
        report.state, report.exit_code = "failed", run.broken.exit_code
    elif interrupted is not None:
        report.state = "interrupted"
        report.exit_code = 128 + interrupted if isinstance(interrupted, int) else 1
    else:
        report.exit_code = 1 if report.warnings else 0
    run.end(report.state, report.exit_code)
    try:
        _write(run.archive.folder / "reports" / f"{run.id}.json", report)
    except OSError as error:
        report.warnings.append(f"the report could not be written: {error}")
        report.exit_code = report.exit_code or 74
    return report


def _count(run: Run, report: Report, interrupted: int | str | None) -> None:
    names = [station.name for station in run.chosen]
    outcomes = {name: Counter[str]() for name in names}
    lists = Counter[str]()
    leased = 0
    for (station, kind, state, outcome), count in run.frontier.counts(run.id).items():
        leased += count if state == "leased" else 0
        if outcome:
            outcomes.setdefault(station, Counter())[outcome] += count
        if kind != "article" and outcome in _READ:
            lists[station] += count
    states = Counter[str]()
    for (_, _, state, _), count in run.frontier.counts().items():
        states[state] += count
    report.outcomes = {name: dict(counter) for name, counter in outcomes.items()}
    report.frontier = dict(states)
    if interrupted is None:
        if leased:
            report.warnings.append(f"{leased} addresses were begun and not ended; they are due")
        for name in run.closed:
            report.notes.append(f"{name}: outside the hours that its file gives")
        for name in set(names) - set(run.closed):
            report.warnings += _warnings(run, name, outcomes[name], lists[name])
        if states["pending"]:
            report.notes.append(f"{states['pending']} addresses are still due")
    for name, held in run.held.items():
        lost = held["read without a layout"]
        if lost:
            report.notes.append(
                f"{name}: {lost} articles fitted no layout and were read without one; "
                "if its pages have changed, add a [[layout]]"
            )


def _warnings(run: Run, name: str, outcomes: Counter[str], lists: int) -> list[str]:
    """Whatever an operator must hear of one station."""
    found = [
        f"{name}: {trouble}; what is due there stays due" for trouble in run.troubles.get(name, ())
    ]
    if found and not outcomes:
        return found
    failed = sum(outcomes[outcome] for outcome in _FAILURES)
    if failed:
        found.append(f"{name}: {failed} pages failed")
    found += [f"{name}: {url}: {outcome}" for url, outcome in run.lost_lists(name)]
    if not lists:
        found.append(f"{name}: no list of it was read in this run")
    if not run.frontier.ever_captured(name):
        found.append(f"{name}: no article was ever read from it")
    return found


def _write(path: Path, report: Report) -> None:
    path.parent.mkdir(exist_ok=True)
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as file:
        file.write(json.dumps(asdict(report), ensure_ascii=False, indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
