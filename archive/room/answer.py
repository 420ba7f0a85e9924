"""What the room answers: a page of data, bytes as they were captured, or another address."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"

#: The room's own pages: its style sheet, its own forms, nothing else.
ROOM_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-src 'self'; frame-ancestors 'self'"
)
#: Captured bytes: no script, no request, an origin of their own.
CAPTURE_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none';"
    " base-uri 'none'; frame-ancestors 'self'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the room: the template that shows its data. The data are JSON-ready."""

    template: str
    data: dict[str, Any]
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent."""

    body: bytes = b""
    status: int = 200
    content_type: str = HTML
    policy: str = ROOM_POLICY
    headers: dict[str, str] = field(default_factory=dict)

    def all_headers(self) -> dict[str, str]:
        """Its headers, with those that keep a browser from taking it for something else."""
        return {
            "Content-Security-Policy": self.policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            **self.headers,
        }


def moved(address: str, **headers: str) -> Answer:
    """Go to another address of the room, this time."""
    return Answer(status=302, headers={"Location": address, **headers})
