"""The log of a run takes whatever is logged, and harms nobody who logs."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harvester.run.event_log import EventLog, EventLogHandler


@pytest.fixture
def logger(tmp_path: Path) -> Iterator[logging.Logger]:
    """A logger whose warnings go to the log of a run only."""
    event_log = EventLog(tmp_path, "r")
    handler = EventLogHandler(event_log)
    logger = logging.Logger("a.library")
    logger.addHandler(handler)
    yield logger
    event_log.close()


def lines(folder: Path) -> list[dict[str, Any]]:
    """What was written."""
    written = (folder / "reports" / "r.log.jsonl").read_text("utf-8")
    return [json.loads(line) for line in written.splitlines()]


def test_a_traceback_is_told(tmp_path: Path, logger: logging.Logger) -> None:
    """Whether or not another handler has made its text before."""
    try:
        int("a mistake")
    except ValueError:
        logger.exception("reading failed")
    (line,) = lines(tmp_path)
    assert line["message"] == "reading failed"
    assert line["traceback"].startswith("Traceback (most recent call last):\n")
    assert line["traceback"].endswith("with base 10: 'a mistake'")


def test_half_a_surrogate_pair_is_written_as_json(tmp_path: Path, logger: logging.Logger) -> None:
    """UTF-8 has no bytes for it."""
    logger.warning("odd: \udcff")
    assert [line["message"] for line in lines(tmp_path)] == ["odd: \udcff"]


def test_a_message_without_its_arguments_does_not_reach_who_logs_it(
    tmp_path: Path, logger: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    """As with the handlers of the standard library: told on the error stream, nothing raised."""
    logger.warning("%s of %s", "one")  # noqa: PLE1206 - that is what is tested
    assert lines(tmp_path) == []
    assert "--- Logging error ---" in capsys.readouterr().err
