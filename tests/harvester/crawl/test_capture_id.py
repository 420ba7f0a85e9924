"""Ids of captures: their order is that of time, also within a second."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from harvester.crawl.capture import capture_id

NOON = datetime(2026, 7, 1, 12, 0, 0, tzinfo=UTC)


def test_captures_of_one_second_are_ordered_by_their_ids() -> None:
    """A page that is crawled twice in a second has a first and a second version."""
    moments = [NOON + timedelta(milliseconds=each) for each in (0, 1, 2, 250, 999)]
    ids = [capture_id(moment) for moment in moments]
    assert sorted(ids) == ids


def test_an_id_is_a_uuid_of_version_7_and_never_given_twice() -> None:
    """Other programs read the id; one millisecond may have many captures."""
    ids = {capture_id(NOON) for _ in range(1000)}
    assert len(ids) == 1000
    read = [uuid.UUID(each) for each in ids]
    assert {(each.version, each.variant) for each in read} == {(7, uuid.RFC_4122)}
    assert {each.int >> 80 for each in read} == {1782907200000}  # 2026-07-01T12:00:00Z in ms


def test_captures_of_one_millisecond_are_ordered_by_their_ids() -> None:
    """A fast server answers twice in it; what came later is the later version."""
    moments = [NOON, NOON, NOON + timedelta(milliseconds=1), NOON + timedelta(milliseconds=1)]
    ids = [capture_id(moment) for moment in moments for _ in range(50)]
    assert sorted(ids) == ids
