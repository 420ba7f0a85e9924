"""Processes that read pages: results in order, and a page that breaks one is the only one lost."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import active_children
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
from support.saved_pages import STATION, URL, capture, story

from archive.model.article import Capture
from harvester.model.visit import Address, Visit
from harvester.run.politeness import Stopping
from harvester.run.process import Fetched, process
from harvester.run.readers import Readers

ARTICLE = Address(url=URL, station=STATION.name, kind="article")
PAGE = capture(story("2022-07-22 08:51"))


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    """Two processes, which these tests share."""
    with Readers(2) as readers:
        yield readers


def fetched(page: Capture) -> Fetched:
    """A visit that got this page for its address."""
    return Fetched(answer=page, captures=(page,))


def kill_reader() -> None:
    """End the only process that was started, as by lack of memory."""
    (reader,) = active_children()
    reader.kill()
    reader.join()


class Deadly:
    """What ends the process that receives it."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (1,)


def test_a_page_is_read_once_more_when_its_reader_dies() -> None:
    """Whoever killed the process, or the lack of memory, need not have to do with the page."""
    with Readers(1) as readers:
        assert readers.submit(ARTICLE, fetched(PAGE), STATION).result() == process(
            ARTICLE, fetched(PAGE), STATION
        )
        (first,) = active_children()
        assert first.pid is not None
        os.kill(first.pid, signal.SIGSTOP)
        read_again = readers.submit(ARTICLE, fetched(PAGE), STATION)
        time.sleep(0.5)  # until it is sent the page
        first.kill()
        assert read_again.result() == process(ARTICLE, fetched(PAGE), STATION)
        following = readers.submit(ARTICLE, fetched(PAGE), STATION).result()
        assert isinstance(following, Visit)
        assert following.outcome == "captured"
        kill_reader()  # while it waits for a page
        after = readers.submit(ARTICLE, fetched(PAGE), STATION).result()
        assert after == following
    assert active_children() == []


def test_a_page_on_which_two_readers_die_is_set_aside(readers: Readers) -> None:
    """With the reason, like a page that takes too long; another process goes on."""
    deadly = replace(fetched(PAGE), pages=(Deadly(),))  # type: ignore[arg-type]  # no page of ours
    visit = readers.submit(ARTICLE, deadly, STATION).result()
    assert isinstance(visit, Visit)
    assert (visit.outcome, visit.set_aside) == ("quarantined", True)
    assert visit.detail == "the process that read it ended"
    assert visit.captures == (PAGE,)
    following = readers.submit(ARTICLE, fetched(PAGE), STATION).result()
    assert following == process(ARTICLE, fetched(PAGE), STATION)


def test_nothing_is_set_aside_while_the_run_stops(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What ends a run may have ended its readers as well: the page is due again."""
    monkeypatch.setattr(readers, "is_stopping", lambda: True)
    deadly = replace(fetched(PAGE), pages=(Deadly(),))  # type: ignore[arg-type]  # no page of ours
    with pytest.raises(Stopping, match="the process that read it ended"):
        readers.submit(ARTICLE, deadly, STATION).result()


def test_a_reader_that_takes_no_page_is_ended_in_time() -> None:
    """A page that does not fit into the pipe waits for a process that is stopped."""
    large = capture(story("2022-07-22 08:51", "<!--" + "x" * 1_000_000 + "-->"))
    with Readers(1, longest=2) as readers:
        readers.submit(ARTICLE, fetched(PAGE), STATION).result()
        (reader,) = active_children()
        assert reader.pid is not None
        os.kill(reader.pid, signal.SIGSTOP)
        visit = readers.submit(ARTICLE, fetched(large), STATION).result(60)
        assert isinstance(visit, Visit)
        assert visit.detail == "reading took more than 2 s"


def test_where_no_process_can_be_started_pages_are_read_in_place(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As where the path of the folder for temporary files is too long for a socket."""

    async def read_two(readers: Readers) -> list[object]:
        return [await readers.read(ARTICLE, fetched(PAGE), STATION) for _ in range(2)]

    def start(_: object) -> None:
        raise OSError("AF_UNIX path too long")

    monkeypatch.setattr(ForkServerProcess, "start", start)
    with Readers(1) as readers:
        visits = asyncio.run(read_two(readers))
    assert visits == [process(ARTICLE, fetched(PAGE), STATION)] * 2
    assert caplog.messages == [
        "pages are read in place from here on: no process can be started: AF_UNIX path too long"
    ]


def test_the_first_pages_of_a_run_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most runs of a night read fewer than it takes to make up for the start of one."""
    monkeypatch.setattr("harvester.run.readers.AT_FIRST_IN_PLACE", 2)
    monkeypatch.setattr("harvester.run.readers.available_cores", lambda: 2)
    with Readers.of(None) as readers:
        read = [readers.submit(ARTICLE, fetched(PAGE), STATION).result() for _ in range(2)]
        assert active_children() == []
        read.append(readers.submit(ARTICLE, fetched(PAGE), STATION).result())
        assert len(active_children()) == 1
    assert read == [process(ARTICLE, fetched(PAGE), STATION)] * 3


def test_on_a_single_core_all_pages_are_read_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process beside the one that fetches and commits would only take turns with it."""
    monkeypatch.setattr("harvester.run.readers.AT_FIRST_IN_PLACE", 0)
    monkeypatch.setattr("harvester.run.readers.available_cores", lambda: 1)
    with Readers.of(None) as readers:
        readers.submit(ARTICLE, fetched(PAGE), STATION).result()
        assert active_children() == []


def test_no_signal_for_the_whole_run_ends_a_reader_at_its_start() -> None:
    """It blocks them from its first moment on, and so does the server that starts it."""
    with Readers(1) as readers:
        readers.submit(ARTICLE, fetched(PAGE), STATION).result()
        (reader,) = active_children()
        status = Path(f"/proc/{reader.pid}/status").read_text("ascii")
        blocked = int(re.findall(r"^SigBlk:\s*(\w+)", status, re.MULTILINE)[0], 16)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            assert blocked >> (number - 1) & 1


def test_a_reader_that_hangs_is_ended_and_its_page_is_set_aside() -> None:
    """Here on a station's pattern that takes longer with each letter of an address."""
    slow = replace(STATION, articles=(re.compile("(?:a|aa)+$"),))
    address = Address(url=f"https://news.example.cn/{'a' * 60}!", station="a", kind="article")
    with Readers(1, longest=0.5) as readers:
        visit = readers.submit(address, fetched(PAGE), slow).result()
        assert isinstance(visit, Visit)
        assert (visit.outcome, visit.set_aside) == ("quarantined", True)
        assert visit.detail == "reading took more than 0.5 s"


def test_results_come_in_the_order_in_which_they_were_asked_for(readers: Readers) -> None:
    """The second page is read long before the first, which is larger, and waits for its turn."""
    large = capture(story("2022-07-22 08:51", "<p>" + "长沙市的路灯今天亮了。" * 20_000))
    order: list[str] = []

    async def read(name: str, page: Capture) -> None:
        await readers.read(ARTICLE, fetched(page), STATION)
        order.append(name)

    async def read_all() -> None:
        pages = [large, PAGE, PAGE, large, PAGE]
        await asyncio.gather(*(read(str(number), page) for number, page in enumerate(pages)))

    asyncio.run(read_all())
    assert order == ["0", "1", "2", "3", "4"]


def test_a_bug_on_one_page_gives_a_visit_that_is_set_aside(
    readers: Readers, caplog: pytest.LogCaptureFixture
) -> None:
    """Not every exception can be sent from process to process; the visit and what is logged can."""
    broken = replace(ARTICLE, kind="list", listing=None)  # type: ignore[arg-type]  # the bug
    visit = readers.submit(broken, fetched(PAGE), STATION).result()
    assert isinstance(visit, Visit)
    assert (visit.outcome, visit.set_aside) == ("quarantined", True)
    assert visit.detail is not None
    assert visit.detail.startswith("bug: AttributeError: ")
    assert f"reading {URL} failed\nTraceback" in caplog.text


def test_signals_for_the_whole_run_end_no_reader(readers: Readers) -> None:
    """Ctrl-C and a service manager reach all its processes; the run decides when they end."""
    for each in active_children():
        assert each.pid is not None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            os.kill(each.pid, number)
    visit = readers.submit(ARTICLE, fetched(PAGE), STATION).result()
    assert isinstance(visit, Visit)
    assert visit.outcome == "captured"
