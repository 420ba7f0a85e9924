"""Who takes from whom as a picture: stations on a circle, an arrow for each flow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

_WIDTH, _HEIGHT, _RADIUS = 720, 460, 150
_NODE = 8
_WIDEST = 9.0  # width of the arrow of the greatest flow
_LEAST = 1.2
_BEND = 0.18  # how far an arrow bows, so that there and back are two


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A station: its place, and where its name stands beside it."""

    name: str
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """What one station took from another: from that one to it, the wider the more."""

    source: str
    target: str
    articles: int
    path: str
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Stations and the arrows between them."""

    nodes: list[Node]
    arrows: list[Arrow]


def network(stations: Sequence[str], taken: Sequence[Sequence[int]]) -> Network:
    """The picture of a matrix: `taken[a][b]` articles went from the station b to a.

    >>> picture = network(["a", "b"], [[0, 4], [0, 0]])
    >>> [(node.name, node.x, node.y) for node in picture.nodes]
    [('a', 360.0, 80.0), ('b', 360.0, 380.0)]
    >>> [(arrow.source, arrow.target, arrow.width) for arrow in picture.arrows]
    [('b', 'a', 9.0)]
    """
    nodes = [_node(name, at, len(stations)) for at, name in enumerate(stations)]
    most = max((number for row in taken for number in row), default=0)
    arrows = [
        _arrow(nodes[source], nodes[target], number, most)
        for target, row in enumerate(taken)
        for source, number in enumerate(row)
        if number and source != target
    ]
    return Network(nodes=nodes, arrows=sorted(arrows, key=lambda arrow: -arrow.articles))


def _node(name: str, at: int, number: int) -> Node:
    angle = 2 * pi * at / number - pi / 2
    x, y = _WIDTH / 2 + _RADIUS * cos(angle), _HEIGHT / 2 + _RADIUS * sin(angle)
    side = cos(angle)
    anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
    away = _NODE + 8
    label_y = y + away * sin(angle) * (1.6 if anchor == "middle" else 1) + 5
    return Node(name=name, x=round(x, 1), y=round(y, 1), label_x=round(x + away * side, 1),
                label_y=round(label_y, 1), anchor=anchor)  # fmt: skip


def _arrow(source: Node, target: Node, number: int, most: int) -> Arrow:
    across, down = target.x - source.x, target.y - source.y
    length = sqrt(across**2 + down**2)
    bend_x = (source.x + target.x) / 2 - down * _BEND
    bend_y = (source.y + target.y) / 2 + across * _BEND
    # the arrow ends at the rim of the station, seen from where it bends
    to_x, to_y = target.x - bend_x, target.y - bend_y
    rim = 1 - (_NODE + 3) / max(sqrt(to_x**2 + to_y**2), length / 2, 1)
    end_x, end_y = bend_x + to_x * rim, bend_y + to_y * rim
    path = f"M{source.x:.0f} {source.y:.0f}Q{bend_x:.0f} {bend_y:.0f} {end_x:.0f} {end_y:.0f}"
    width = max(_LEAST, round(_WIDEST * sqrt(number / most), 1))
    return Arrow(source=source.name, target=target.name, articles=number, path=path, width=width)
