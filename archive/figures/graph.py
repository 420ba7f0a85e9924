"""Who reprints whom as a weighted network, for Gephi, igraph and networkx."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from archive.db.sql import Row, rows

#: Columns of an edge, beside what `flows_between` tells of it: from the source to the copier.
EDGE = ("source", "target", "weight")
_TYPES: dict[type, str] = {int: "integer", float: "double"}


def edges(flows: Sequence[Row]) -> list[dict[str, Any]]:
    """An edge from each station to each one that took articles from it; their number is its weight.

    >>> edges([{"station": "b", "taken_from_station": "a", "articles": 3, "edited": 1}])
    [{'source': 'a', 'target': 'b', 'weight': 3, 'edited': 1}]
    """
    return [
        {
            "source": flow["taken_from_station"],
            "target": flow["station"],
            "weight": flow["articles"],
        }
        | {
            name: value
            for name, value in flow.items()
            if name not in {"station", "taken_from_station", "articles"}
        }
        for flow in flows
    ]


def nodes(connection: sqlite3.Connection, edges: Sequence[dict[str, Any]]) -> list[Row]:
    """The stations at the ends of these edges, with title and place."""
    named = {edge[end] for edge in edges for end in ("source", "target")}
    known = rows(connection, "SELECT name, title, place, place_name FROM stations ORDER BY name")
    return [row for row in known if row["name"] in named]


def gexf(nodes: Sequence[Row], edges: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The network as GEXF 1.3, line by line."""
    of_edges = {
        name: next((_TYPES[type(edge[name])] for edge in edges if edge[name] is not None), "double")
        for name in (edges[0] if edges else ())
        if name not in EDGE
    }
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">'
    yield '<graph defaultedgetype="directed" mode="static">'
    yield from _attributes("node", {"place": "string", "place_name": "string"})
    yield from _attributes("edge", of_edges)
    yield "<nodes>"
    for node in nodes:
        yield f"<node id={_quoted(node['name'])} label={_quoted(node['title'])}>"
        yield f"{_values(node, ('place', 'place_name'))}</node>"
    yield "</nodes><edges>"
    for number, edge in enumerate(edges):
        yield (
            f'<edge id="{number}" source={_quoted(edge["source"])}'
            f' target={_quoted(edge["target"])} weight="{edge["weight"]}">'
        )
        yield f"{_values(edge, tuple(of_edges))}</edge>"
    yield "</edges></graph></gexf>"


def _attributes(of: str, types: dict[str, str]) -> Iterator[str]:
    yield f'<attributes class="{of}">'
    for name, type_ in types.items():
        yield f'<attribute id="{name}" title="{name}" type="{type_}"/>'
    yield "</attributes>"


def _values(row: dict[str, Any], names: Sequence[str]) -> str:
    values = "".join(
        f'<attvalue for="{name}" value={_quoted(row[name])}/>'
        for name in names
        if row[name] is not None
    )
    return f"<attvalues>{values}</attvalues>"


def _quoted(value: object) -> str:
    """A value as an attribute of XML, which has no control characters.

    >>> _quoted("湘潭日报 <" + chr(1) + ">")
    '"湘潭日报 &lt;&gt;"'
    """
    return quoteattr("".join(sign for sign in str(value) if sign.isprintable()))
