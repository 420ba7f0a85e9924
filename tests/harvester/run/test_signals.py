"""Signals of a run, from its first moment to its last."""

from __future__ import annotations

import signal

from harvester.run.signals import own_signals


def test_a_signal_that_comes_before_the_run_has_begun_stops_it_when_it_does() -> None:
    """The migration of a large archive takes minutes: the run still writes its report."""
    before = signal.getsignal(signal.SIGTERM)
    stopped: list[str] = []
    with own_signals() as signals:
        assert signal.getsignal(signal.SIGTERM) != before
        signal.raise_signal(signal.SIGTERM)
        assert stopped == []
        signals.heed(lambda: stopped.append("the run"))
        assert (stopped, signals.first) == (["the run"], signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) == before
