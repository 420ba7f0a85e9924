"""The stations as OPML 2.0: their feeds, or else their front pages, by place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree as Xml


def opml(rows: Iterable[Mapping[str, Any]]) -> str:
    """An OPML document of the rows that `harvest stations --json` prints."""
    root = Xml.Element("opml", version="2.0")
    Xml.SubElement(Xml.SubElement(root, "head"), "title").text = "Stations"
    body = Xml.SubElement(root, "body")
    places: dict[str, Xml.Element] = {}
    for row in rows:
        place = row["place_name"] or "-"
        if place not in places:
            places[place] = Xml.SubElement(body, "outline", text=place)
        for attributes in _outlines(row):
            Xml.SubElement(places[place], "outline", attributes)
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _outlines(row: Mapping[str, Any]) -> list[dict[str, str]]:
    """One outline for each feed of a station; without feeds, one link to its front page."""
    home = {"htmlUrl": row["home"]} if row["home"] else {}
    if row["feeds"]:
        return [
            {"type": "rss", "text": row["title"], "xmlUrl": feed} | home for feed in row["feeds"]
        ]
    address = row["home"] or next(iter(row["lists"]), None)
    return [{"type": "link", "text": row["title"]} | ({"url": address} if address else {})]
