"""Writes docs/stations/ from the shipped station files: `python docs/make_stations.py`.

One page for each platform, and a first page that says how many stations there are of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from harvester.config.stations import Stations
from harvester.model.station import Station

TARGET = Path(__file__).with_name("stations")
HEAD = """# Catalogue of stations

Made from the shipped files by `python docs/make_stations.py`; a test holds it to them. All of them
are off until you switch them on: `harvest stations enable 'rednet-*'`. What `verified`, `fixture`
and `unverified` mean: [stations.md](../stations.md#verified-fixture-unverified).

| platform | stations | verified | fixture | unverified |
|---|---|---|---|---|
"""
MARKS = ("verified", "fixture", "unverified")


def pages() -> dict[str, str]:
    """File name → page."""
    by_platform: dict[str, list[Station]] = {}
    for station in Stations.load():
        by_platform.setdefault("+".join(station.platforms) or "own", []).append(station)
    made = {f"{name}.md": _page(name, stations) for name, stations in by_platform.items()}
    rows = [_counts(name, stations) for name, stations in sorted(by_platform.items())]
    return {"README.md": HEAD + "".join(rows)} | made


def _counts(name: str, stations: list[Station]) -> str:
    marks = Counter(station.reads for station in stations)
    cells = " | ".join(str(marks[mark]) for mark in MARKS)
    return f"| [{name}]({name}.md) | {len(stations)} | {cells} |\n"


def _page(name: str, stations: Iterable[Station]) -> str:
    head = f"# {name}\n\n| station | title | place | mark | begins at |\n|---|---|---|---|---|\n"
    return head + "".join(
        f"| `{each.name}` | {each.title} | {each.place_name or '-'} | {each.reads} |"
        f" {each.home or '-'} |\n"
        for each in stations
    )


if __name__ == "__main__":
    TARGET.mkdir(exist_ok=True)
    for name, text in pages().items():
        (TARGET / name).write_text(text, encoding="utf-8")
