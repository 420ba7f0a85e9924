"""A layout as station files have it."""

from __future__ import annotations

from harvester.config.toml_string import quoted
from harvester.model.station import Layout

_KEYS = ("title", "published", "source", "credits", "body")


def layout_toml(layout: Layout) -> str:
    """The [[layout]] table of a learnt layout."""
    lines = ["[[layout]]", f"name = {quoted(layout.name)}"]
    values = {key: getattr(layout, key) for key in _KEYS}
    lines += [f"{key} = {quoted(value)}" for key, value in values.items() if value]
    if layout.drop:
        lines.append(f"drop = [{', '.join(map(quoted, layout.drop))}]")
    return "\n".join(lines) + "\n"
