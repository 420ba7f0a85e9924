"""Daily runs of `harvest run` over real servers on loopback; libfaketime sets the clock forth.

Each station is a server of its own. Seeds draw from the ranges below: how many articles each
prints a day, and into most of them one event, its day and its size; on two days no server answers.
What the runs report (`begins: STATION: KIND`) is compared with what was planted. An event has to be
reported at the run on which it is visible, or at the next: that of its day, where the server
answers the list otherwise or a known page in other markup; a day later where a line goes from
within the same markup; after eight pages that are none; after
two days without an answer; and a silence, of stations that print on every day, within a week.

    python benchmarks/days.py --stations 20 --days 40 --seeds 1
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from prose import CHINESE, Prose

FIRST = datetime.fromisoformat("2024-03-01T09:00:00+00:00")
#: Ranges, written down before anything was tried.
PACE = (3, 6)  # articles a day
QUIET = 0.7  # of that, on Saturdays and Sundays
WHEN = (0.55, 0.75)  # of the days
MISSING = (0.8, 1.0)  # of the pages, those that are missing
OUTAGE = 2  # days
#: What is planted → the findings of which one must be reported, and the days it may take.
EVENTS = {
    "new addresses": (("lists",), 1),
    "empty list": (("lists",), 1),
    "other markup": (("layout", "redesign"), 1),  # that is read as before, without a layout
    "other markup, no author": (("layout", "fields", "redesign"), 1),
    "no author": (("redesign", "fields"), 2),  # within the same markup
    "soft 404": (("errors",), 4),
    "status 500": (("errors", "down"), 4),
    "silence": (("silence",), 7),
    "no answer": (("down",), 2),
}
GONE = "<html><head><title>提示</title></head><body><p>对不起，页面不存在</p></body></html>"
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)


@dataclass
class Press:
    """A station, its server's pages, and what is planted into it."""

    name: str
    dice: random.Random
    event: str | None
    event_on: int
    port: int = 0
    printed: list[str] = field(default_factory=list)  # pages in today's markup, by number
    today: datetime = FIRST
    is_dead: bool = False
    found: list[tuple[int, str]] = field(default_factory=list)  # day, finding

    def __post_init__(self) -> None:
        """Draw what is usual for it."""
        self.prose = Prose(CHINESE, self.dice)
        self.pace = self.dice.randint(*PACE)
        self.missing = self.dice.uniform(*MISSING)
        self.stories: list[tuple[str, list[str], datetime]] = []
        self.day = 0

    def begin(self, day: int, *, network: bool) -> None:
        """Print what is new on a day."""
        self.day, self.today = day, FIRST + timedelta(days=day)
        happens = self.happens
        self.is_dead = not network or happens == "no answer"
        pace = self.pace * (QUIET if self.today.weekday() > 4 else 1)
        for _ in range(0 if happens == "silence" else max(1, round(self.dice.gauss(pace, 1)))):
            text = [" ".join(self.prose.sentences(3)) for _ in range(4)]
            self.stories.append((self.prose.headline(), text, self.today))

    @property
    def happens(self) -> str | None:
        """What is otherwise today."""
        return self.event if self.day >= self.event_on else None

    def answer(self, path: str) -> tuple[int, str]:
        """Status and page."""
        happens = self.happens
        if path == "/":
            where = "story" if happens == "new addresses" else "a"
            latest = range(max(0, len(self.stories) - 12), len(self.stories))
            links = [f'<li><a href="/{where}/{n}.html">{self.stories[n][0]}</a>' for n in latest]
            shown = [] if happens == "empty list" else links
            return 200, f"<html><body><ul>{''.join(shown)}</ul></body></html>"
        number = path.rpartition("/")[2].partition(".")[0]
        if not number.isdecimal() or int(number) >= len(self.stories):
            return 404, ""
        if happens in ("soft 404", "status 500") and random.Random(path).random() < self.missing:
            return (200, GONE) if happens == "soft 404" else (500, "")
        return 200, self._page(*self.stories[int(number)])

    def _page(self, title: str, text: list[str], at: datetime) -> str:
        happens = self.happens or ""
        new = happens.startswith("other markup")
        author = "" if happens.endswith("no author") else " 作者：苏晚"
        paragraphs = "".join(f"<p>{each}</p>" for each in text)
        top, line, body = ("headline", "meta", "story") if new else ("t", "time", "text")
        return (
            f'<html><head><title>{title}</title></head><body><div class="{top}-box">'
            f'<h1 class="{top}">{title}</h1></div><div class="{line}">{at:%Y-%m-%d} 08:00'
            f" 来源：渡口晚报{author}</div>"
            f'<div class="{body}">{paragraphs}</div></body></html>'
        )

    def station_file(self) -> str:
        """Its layout is that of the pages before any event."""
        return (
            f'title = "{self.name}"\nhome = "http://127.0.0.1:{self.port}/"\ndelay = 0\n'
            f"id_space = \"{self.name}\"\narticles = ['/a/(?P<id>\\d+)\\.html']\n"
            '[[layout]]\nname = "one"\ntitle = "h1.t"\nbody = "div.text"\npublished = "div.time"\n'
        )

    def outcome(self) -> str:
        """What was reported of its event, and what else was."""
        kinds, least = EVENTS[self.event] if self.event else ((), 0)
        early = [each for each in self.found if self.event is None or each[0] < self.event_on]
        if early:
            return f"false alarm: {self.name}, {self.event} on {self.event_on}: {early}"
        if self.event is None:
            return "quiet: nothing reported"
        days = [day - self.event_on for day, kind in self.found if kind in kinds]
        if not days:
            return f"{self.event}: missed ({self.found})"
        return f"{self.event}: {'reported' if min(days) <= least else f'late by {min(days)} days'}"


@contextmanager
def served(press: Press) -> Iterator[None]:
    """Its server, for as long as the block lasts; it tells the time of the simulated day."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if press.is_dead:
                self.close_connection = True
                return
            status, page = press.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def date_time_string(self, timestamp: float | None = None) -> str:  # noqa: ARG002
            return format_datetime(press.today, usegmt=True)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    press.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def run(folder: Path, at: datetime) -> list[str]:
    """What `harvest run` prints at a moment."""
    clock = {
        "LD_PRELOAD": str(FAKETIME), "FAKETIME": f"@{at:%Y-%m-%d %H:%M:%S}", "TZ": "UTC",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }  # fmt: skip
    program = "from harvester.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "run", "--quiet", "--archive", str(folder)],
        env=os.environ | clock, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1, 4), done.stderr
    return done.stdout.splitlines()


def simulate(number: int, length: int, seed: int, *, verbose: bool) -> Counter[str]:
    """What became of the stations of one seed."""
    dice = random.Random(seed)
    kinds = [None, *EVENTS]
    presses = [
        Press(f"s{index:02}", random.Random(dice.random()), kinds[index % len(kinds)],
              round(dice.uniform(*WHEN) * length))
        for index in range(number)
    ]  # fmt: skip
    cut_on = round(dice.uniform(0.4, 0.5) * length)
    cut: set[int] = set()
    with tempfile.TemporaryDirectory() as name, ExitStack() as servers:
        folder = Path(name)
        (folder / "stations").mkdir()
        for press in presses:
            servers.enter_context(served(press))
            (folder / "stations" / f"{press.name}.toml").write_text(press.station_file(), "utf-8")
        by_name = {press.name: press for press in presses}
        for day in range(length):
            network = not cut_on <= day < cut_on + OUTAGE
            for press in presses:
                press.begin(day, network=network)
            for line in run(folder, FIRST + timedelta(days=day)):
                what, of, kind, *_ = line.split(": ", 3)
                if verbose:
                    print(day, line[:150], flush=True)
                if what == "begins" and of == "all stations":
                    cut.add(day)
                elif what == "begins":
                    by_name[of].found.append((day, kind))
    score = Counter(press.outcome() for press in presses)
    score[f"outage: {'reported' if cut == {cut_on} else f'{cut}, not {cut_on}'}"] += 1
    return score


def main() -> None:
    """Print what became of each kind of event."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stations", type=int, default=20)
    parser.add_argument("--days", type=int, default=40)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--verbose", action="store_true", help="print each day's changes")
    given = parser.parse_args()
    if FAKETIME is None:
        sys.exit("needs libfaketime")
    for seed in given.seeds:
        score = simulate(given.stations, given.days, seed, verbose=given.verbose)
        for outcome, count in sorted(score.items()):
            print(f"seed {seed}: {outcome}: {count}")


if __name__ == "__main__":
    main()
