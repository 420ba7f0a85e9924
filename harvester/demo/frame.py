"""The frame around every page of a station: its template, its name, its menu."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import Template

from harvester.demo.stations import DemoStation


def fill(name: str, station: DemoStation, fields: dict[str, str]) -> str:
    """templates/<name>.html with `fields`, which are HTML already, and the station's frame."""
    frame = {
        "site": station.title,
        "site_number": str(station.number),
        "charset": "gb2312" if station.encoding == "gbk" else station.encoding,
        "nav": " | ".join(
            f'<a href="{station.list_path(slug)}">{title}</a>'
            for slug, title in station.sections.items()
        ),
    }
    return _template(name).substitute(frame | fields)


@cache
def _template(name: str) -> Template:
    path = files(__package__) / "templates" / f"{name}.html"
    return Template(path.read_text(encoding="utf-8"))
