"""What a person sees while a crawl runs: a live table on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from harvester.run.report import counted

if TYPE_CHECKING:
    from rich.table import Table

    from harvester.model.visit import Visit
    from harvester.run.report import Report

#: A plain line after this many visits: a cron log shows that the run lives, and stays short.
_EVERY = 500


class Tally:
    """How many addresses were visited, by station and outcome."""

    def __init__(self) -> None:
        self.outcomes: dict[str, Counter[str]] = {}

    def add(self, visits: Sequence[Visit]) -> None:
        """Count committed visits."""
        for visit in visits:
            station = self.outcomes.setdefault(visit.address.station, Counter())
            station[visit.outcome] += 1

    @property
    def total(self) -> int:
        """All visits."""
        return sum(counter.total() for counter in self.outcomes.values())

    def table(self) -> Table:
        """One row a station."""
        from rich.table import Table

        table = Table("station", box=None, pad_edge=False)
        columns = ("captured", "unchanged", "gone", "failed")
        for name in columns:
            table.add_column(name, justify="right")
        table.add_column("other", justify="right")
        for station, counter in sorted(self.outcomes.items()):
            counts = [counter[name] for name in columns]
            rest = counter.total() - sum(counts)
            table.add_row(station, *(str(n) for n in counts), str(rest))
        return table


@contextmanager
def shown() -> Iterator[Callable[[Sequence[Visit]], None]]:
    """Show progress for as long as the block runs; gives what to call with each commit."""
    tally = Tally()
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.live import Live

        with Live(console=Console(stderr=True), refresh_per_second=4) as live:

            def update(visits: Sequence[Visit]) -> None:
                tally.add(visits)
                live.update(tally.table())

            yield update
        return

    def line(visits: Sequence[Visit]) -> None:
        before = tally.total // _EVERY
        tally.add(visits)
        if tally.total // _EVERY > before:
            click.echo(f"harvest: {tally.total} addresses visited", err=True)

    yield line


def summary(report: Report) -> list[str]:
    """The run in one line, then one for each thing to look at."""
    articles: Counter[str] = Counter()
    for counts in report.articles.values():
        articles.update(counts)
    outcomes: Counter[str] = Counter()
    for counts in report.outcomes.values():
        outcomes.update(counts)
    states = ", ".join(f"{count} {name}" for name, count in sorted(report.frontier.items()))
    line = (
        f"run {report.run} {report.state} ({report.exit_code}): "
        f"{counted(len(report.stations), 'station')}; "
        f"{counted(outcomes.total(), 'address')} visited{_in_brackets(outcomes)}; "
        f"{counted(articles.total(), 'article')} read{_in_brackets(articles)}; "
        f"{report.discovered} discovered = {states or 'none'}; reports/{report.run}.json"
    )
    return [
        line,
        *(f"  note     {note}" for note in report.notes),
        *(f"  warning  {warning}" for warning in report.warnings),
        *(f"  change   {change}" for change in report.changes),
    ]


def _in_brackets(counts: Counter[str]) -> str:
    """The larger first."""
    joined = ", ".join(f"{count} {name}" for name, count in counts.most_common())
    return f" ({joined})" if joined else ""
