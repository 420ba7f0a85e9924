"""Runs without a network and a process of their own: pages that are given, kept and read."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from archive.model.article import Capture
from archive.store.archive import Archive
from harvester.config.stations import Stations
from harvester.run import redesign_verdict
from harvester.run.run import Run
from harvester.run.stored_captures import process_stored


def run_over(
    folder: Path, pages: Mapping[str, str | None], at: datetime, *, decides: bool = True
) -> str:
    """One run over the pages (address → HTML) of the one station of a folder; its id.

    None: the server answers that the page is as it was (304). One that does not decide of its
    doubts is a run that died before its end.
    """
    stations = Stations.load(folder)
    is_new = not (folder / "archive.db").exists()
    with Archive.create(folder) if is_new else Archive.open(folder) as archive:
        run = Run(archive, stations, [], command="harvest run")
        captures = []
        with archive.transaction():
            for second, (url, html) in enumerate(sorted(pages.items())):
                moment = at + timedelta(seconds=second)
                station = stations.for_page(url)
                capture = Capture(
                    id=_id(f"{url} {moment}"), url=url, status=304 if html is None else 200,
                    captured_at=moment, body=(html or "").encode(),
                    headers=(("Content-Type", "text/html; charset=utf-8"),),
                    station=station.name, run=run.id,
                )  # fmt: skip
                archive.write_capture(capture)
                archive.index_capture(capture)
                captures.append(capture.id)
        problems = process_stored(run, captures)
        problems += redesign_verdict.decide(run) if decides else []
        run.end("finished", 0)
        assert run.broken is None, run.broken
        assert not problems, problems
        return run.id


def _id(text: str) -> str:
    """A capture's id that follows from a text."""
    return f"urn:uuid:{UUID(int=random.Random(text).getrandbits(128))}"
