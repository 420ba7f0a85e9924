"""Reading is stopped when it takes too long, wherever it is, and leaves no trace behind."""

from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Callable

import pytest

from harvester.document.deadline import Deadline
from harvester.model.errors import NotAnArticle


def state() -> tuple[object, tuple[float, float]]:
    """The handler and the timer that a deadline borrows."""
    return signal.getsignal(signal.SIGPROF), signal.getitimer(signal.ITIMER_PROF)


def spin() -> None:
    while True:
        pass


def match() -> None:
    re.match("(a|aa)+$", "a" * 80 + "b")


def swallow_all() -> str:
    """As a library does that takes every exception for one of its own."""
    for _ in range(2):
        try:
            spin()
        except BaseException:
            continue
    return "read"


def replace_all() -> None:
    try:
        spin()
    except BaseException as error:
        raise ValueError("cannot be parsed") from error


@pytest.mark.parametrize("work", [spin, match, swallow_all, replace_all])
def test_work_without_end_is_stopped(work: Callable[[], object]) -> None:
    """Also where it catches every exception on its way."""
    before = state()
    with pytest.raises(NotAnArticle, match=r"^reading took more than 0\.2 s$") as stopped:
        Deadline(0.2).run(work)
    assert stopped.value.kind == "unreadable"
    assert state() == before


def test_what_ends_in_time_gives_what_it_gives() -> None:
    """Results and errors pass through, and the former handler is back."""
    before = state()
    assert Deadline().run(int, "7", base=8) == 7
    with pytest.raises(ValueError, match="invalid literal"):
        Deadline().run(int, "x")
    assert state() == before


def test_the_readings_of_one_visit_share_its_time() -> None:
    """A page in fifty parts has no fifty times as long."""
    deadline = Deadline(1.0)

    def busy() -> None:
        end = time.process_time() + 0.4
        while time.process_time() < end:
            pass

    deadline.run(busy)
    deadline.run(busy)
    with pytest.raises(NotAnArticle):
        deadline.run(busy)
    with pytest.raises(NotAnArticle):
        deadline.run(int)  # nothing is left


def test_within_a_deadline_another_one_changes_nothing() -> None:
    """The outer one holds, and is not put off."""
    with pytest.raises(NotAnArticle, match=r"0\.2 s"):
        Deadline(0.2).run(lambda: Deadline(60).run(spin))
    assert Deadline(60).run(lambda: Deadline(60).run(int)) == 0


def test_in_another_thread_nothing_is_bounded_and_nothing_breaks() -> None:
    """Signals reach the main thread only."""
    done: list[int] = []
    thread = threading.Thread(target=lambda: done.append(Deadline().run(int, "7")))
    thread.start()
    thread.join()
    assert done == [7]


def test_a_timer_that_was_set_before_is_set_again() -> None:
    """As by a profiler."""
    fired: list[int] = []
    former = signal.signal(signal.SIGPROF, lambda number, _frame: fired.append(number))
    try:
        signal.setitimer(signal.ITIMER_PROF, 60)
        assert Deadline().run(int) == 0
        left, _ = signal.setitimer(signal.ITIMER_PROF, 0)
        assert 59 < left < 61
        signal.raise_signal(signal.SIGPROF)
        assert fired == [signal.SIGPROF]
    finally:
        signal.signal(signal.SIGPROF, former)
