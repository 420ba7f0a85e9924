"""How a run went: the verdict that its exit code is, and the report that is written of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from archive.db.events import utc
from archive.files.plain_file import replace
from archive.model.errors import StorageError
from archive.model.version import __version__
from archive.store import set_aside
from harvester.discovery.discover import named_lists
from harvester.health.days import NO_ANSWER
from harvester.health.register import watch
from harvester.run import redesign_verdict
from harvester.run.rotation import rotate
from harvester.run.unmatched_links import nearest_addresses

if TYPE_CHECKING:
    from archive.store.archive import CrawlState
    from harvester.run.run import Run

#: Failed pages that are named in a warning; the log names all.
_SHOWN = 3
#: The exit code of a run in which no station answered.
ALL_FAILED = 4
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
    #: what was asked for: the command, its limits
    settings: dict[str, object] = field(default_factory=dict)
    stations: dict[str, str | None] = field(default_factory=dict)  # name → digest of its files
    #: station → outcome of the addresses visited in this run → how many
    outcomes: dict[str, dict[str, int]] = field(default_factory=dict)
    #: station → what became of articles (new, revised, unchanged …) → how many
    articles: dict[str, dict[str, int]] = field(default_factory=dict)
    #: all addresses ever discovered, and their states: they add up
    discovered: int = 0
    frontier: dict[str, int] = field(default_factory=dict)
    #: what was kept and neither recorded nor read: in all, and since this run began
    set_aside: dict[str, int] = field(default_factory=dict)
    #: address of a robots.txt → the answer that was obeyed: status, capture
    robots: dict[str, dict[str, object]] = field(default_factory=dict)
    #: station → when something of it is due next, UTC
    next_due: dict[str, str | None] = field(default_factory=dict)
    #: what went wrong; any makes the exit code 1
    warnings: list[str] = field(default_factory=list)
    #: what an operator may want to look at
    notes: list[str] = field(default_factory=list)
    #: findings about stations that have begun, worsened or ended with this run
    changes: list[str] = field(default_factory=list)


def close(
    run: Run,
    *,
    interrupted: int | str | None = None,
    problems: list[str],
    settings: dict[str, object] | None = None,
) -> Report:
    """End a run's books from what the frontier and the store say, and write its report.

    `interrupted` is the number of the signal that stopped it, or says that it was stopped.
    `problems` are told before, such as captures that could not be read back.
    """
    # What a hard stop left leased is due again.
    run.flush(run.tables.frontier.leases.release if interrupted is not None else lambda: None)
    if run.broken is None and interrupted is None:
        problems = [*problems, *redesign_verdict.decide(run)]
    report = Report(
        run=run.id,
        state="finished",
        exit_code=0,
        started_at=utc(run.began),
        ended_at=utc(datetime.now(UTC)),
        user_agent=run.user_agent,
        settings=settings or {},
        stations={station.name: station.digest for station in run.chosen},
        articles=run.stats.articles(),
        robots=run.notes.robots,
        warnings=list(problems),
    )
    if run.broken is None:
        _account(run, report)
    if run.broken is None and interrupted is None:
        _judge(run, report)
        if report.settings.get("due_only"):  # `harvest run`, which sends what has changed
            _watch(run, report)
    _conclude(run, report, interrupted)
    run.end(report.state, report.exit_code)
    if run.broken is not None and report.exit_code != run.broken.exit_code:
        _conclude(run, report, interrupted)  # the disk was full for the last commit
    reports = run.archive.folder / "reports"
    try:
        _write(reports / f"{run.id}.json", report)
        if run.own_clock.is_confirmed():
            rotate(reports)
    except OSError as error:
        report.warnings.append(f"reports could not be written or packed: {error}")
        report.exit_code = report.exit_code if report.exit_code > 1 else StorageError.exit_code
    return report


def _conclude(run: Run, report: Report, interrupted: int | str | None) -> None:
    """State and exit code, from what is known by now; the log is told the same."""
    if run.broken is not None:
        report.warnings.append(str(run.broken))
        report.state, report.exit_code = "failed", run.broken.exit_code
    elif interrupted is not None:
        report.state = "interrupted"
        report.exit_code = 128 + interrupted if isinstance(interrupted, int) else 1
    else:
        report.state = "stopped" if run.time_limit.is_up else "finished"
        report.exit_code = _exit_code(run, report)
    for warning in report.warnings:
        run.log_event("warning", None, message=warning)
    for note in report.notes:
        run.log_event("note", None, message=note)
    run.log_event("end", None, state=report.state, exit_code=report.exit_code)


def _exit_code(run: Run, report: Report) -> int:
    """0: all is well, or nothing was due; 1: something failed; 4: all that were asked did."""
    if not report.warnings:
        return 0
    asked = [outcomes for outcomes in _outcomes(run, report).values() if outcomes]
    answered = any(outcomes.keys() - NO_ANSWER for outcomes in asked)
    return ALL_FAILED if asked and not answered else 1


def _outcomes(run: Run, report: Report) -> dict[str, Counter[str]]:
    """Station → its visits by outcome, with the hosts that gave nothing as `postponed`."""
    names = report.outcomes.keys() | run.notes.troubles.keys()
    outcomes = {name: Counter(report.outcomes.get(name)) for name in names}
    for name, troubles in run.notes.troubles.items():
        outcomes[name]["postponed"] = len(troubles)
    return outcomes


def _watch(run: Run, report: Report) -> None:
    """Compare the stations that were visited with their own past; note what has changed."""

    def look() -> None:
        today = datetime.now(UTC).date()
        changes = watch(run.archive.connection, today, _outcomes(run, report))
        report.changes += [change.line() for change in changes]

    run.flush(look)


def _account(run: Run, report: Report) -> None:
    """The frontier's own account: what was visited, what there is, what is due next."""
    outcomes = {station.name: Counter[str]() for station in run.chosen}
    for (station, _, outcome), count in run.tables.status.outcomes(run.id).items():
        outcomes.setdefault(station, Counter())[outcome] += count
    states = run.tables.status.states()
    report.outcomes = {name: dict(counter) for name, counter in outcomes.items()}
    report.frontier = dict(states)
    report.discovered = states.total()
    now = datetime.now(UTC)
    report.next_due = {name: run.tables.status.next_due(name, now=now) for name in outcomes}
    _count_set_aside(run, report)
    if unexplained := run.tables.status.unexplained():
        report.warnings.append(
            f"the frontier does not add up: of {report.discovered} addresses discovered,"
            f" {unexplained} are settled without an outcome"
        )
    if states["leased"]:
        report.warnings.append(
            f"{states['leased']} addresses were leased and not finished; the next run visits them"
        )


def _count_set_aside(run: Run, report: Report) -> None:
    """What stands aside is a warning in the run that set it aside, and a note in later ones."""
    total = set_aside.count(run.archive.connection)
    new = total - run.archive.aside_before
    report.set_aside = {"total": total, "new": max(new, 0)}
    if new > 0:
        what = f"{counted(new, 'capture')} set aside in this run"
        report.warnings.append(f"{what}: `harvest set-aside list` says why")
    elif total:
        report.notes.append(f"{counted(total, 'capture')} set aside earlier")


def _judge(run: Run, report: Report) -> None:
    """What an operator must hear (warnings), and what they may want to look at (notes)."""
    report.warnings += run.own_clock.doubts()
    lists = Counter[str]()
    for (station, kind, outcome), count in run.tables.status.outcomes(run.id).items():
        lists[station] += count if kind != "article" and outcome in _READ else 0
    report.warnings += [
        f"{name}: redesign suspected: {counted(number, 'known article')} read otherwise because"
        " the markup changed; they are quarantined, and what was known stays:"
        f" `harvest propose {name}`"
        for name, number in run.tables.unread.suspected(run.id).items()
    ]
    report.notes += [
        f"{name}: {counted(number, 'page')} quarantined in an earlier run came unchanged, and"
        f" {'waits' if number == 1 else 'wait'} still"
        for name, number in run.tables.status.still_waiting(run.id).items()
    ]
    for name in run.notes.outside_hours:
        report.notes.append(f"{name}: outside the hours that its file gives")
    for name in run.notes.out_of_time:
        report.notes.append(f"{name}: its share of the run's time is used up; the rest stays due")
    for name in sorted({station.name for station in run.chosen} - set(run.notes.outside_hours)):
        report.warnings += _warnings(run, name, report.outcomes[name], lists[name])
        report.warnings += _troubled_lists(run, name)
        if not report.outcomes[name]:
            continue
        report.warnings += [
            f"{name}: {url}: {what}" for url, what in run.tables.status.long_lists(name, run.id)
        ]
        report.notes += [
            f"{name}: {url} leads to {to}; name that one in its file"
            for url, to in run.tables.status.moved_lists(name, run.id)
        ]
    report.notes += [
        f"{name}: {counted(number, 'article')} fitted no layout and were read without one; "
        "if its pages have changed, add a [[layout]]"
        for name, number in run.stats.unfitted().items()
    ]
    if run.time_limit.is_up:
        report.notes.append("stopped at the time limit")
    if report.frontier.get("pending"):
        report.notes.append(f"{report.frontier['pending']} addresses are still due")


def _warnings(run: Run, name: str, outcomes: Mapping[str, int], lists: int) -> list[str]:
    """Whatever an operator must hear of one station."""
    warnings = [
        f"{name}: {trouble}; what is due there stays due"
        for trouble in run.notes.troubles.get(name, ())
    ]
    if warnings and not outcomes:
        return warnings
    failed = run.tables.status.failed_pages(name, run.id) if outcomes else []
    if failed:
        kinds = Counter(outcome for _, outcome, _ in failed).most_common()
        how = ", ".join(f"{number} {outcome}" for outcome, number in kinds)
        such = "; ".join(f"{url}: {why}" for url, _, why in failed[:_SHOWN])
        more = " …" if len(failed) > _SHOWN else ""
        warnings.append(f"{name}: {counted(len(failed), 'page')} failed ({how}): {such}{more}")
    if not lists and name in run.notes.lists_due:
        warnings.append(f"{name}: none of its lists was read in this run")
    if not run.time_limit.is_up and not run.tables.status.ever_captured(name):
        no_pattern = ": no `articles` pattern says which addresses are articles"
        why = "" if run.station(name).articles else no_pattern
        seen = nearest_addresses(run.archive, run.station(name))
        warnings.append(
            f"{name}: no article was ever read from it{why}"
            + (f"; its lists link {seen}" if seen else "")
        )
    return warnings


def _troubled_lists(run: Run, name: str) -> list[str]:
    """Lists that do not answer as they should; an e-paper has days without an issue."""
    troubled = run.tables.status.troubled_lists(name)
    named = {link.url for link in named_lists(run.station(name))} if troubled else set()
    return [
        f"{name}: {url}: {': '.join(filter(None, (outcome, detail)))} "
        f"({f'last read {read_at}' if read_at else 'never read'})"
        for url, outcome, detail, read_at in troubled
        if url in named
    ]


def counted(number: int, thing: str) -> str:
    """A number of things.

    >>> counted(1, "page"), counted(2, "address")
    ('1 page', '2 addresses')
    """
    plural = "es" if thing.endswith("s") else "s"
    return f"{number} {thing}" if number == 1 else f"{number} {thing}{plural}"


def _write(path: Path, report: Report) -> None:
    path.parent.mkdir(exist_ok=True)
    replace(path, json.dumps(asdict(report), ensure_ascii=False, indent=1).encode() + b"\n")
