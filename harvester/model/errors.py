"""What can go wrong while gathering and reading.

::

    HarvestError                  1
    ├── StationError              2   a station or platform file is wrong: file, key, proposal
    ├── NoContact                 2   a real crawl needs a contact address in its User-Agent
    ├── NoStation                 2   no station of this name
    ├── NotAllowed                1   robots.txt does not allow an address, or cannot be had
    ├── NoAnswer                  1   an address that a command needs gives no page
    ├── BadManifest               2   a manifest, or an address beside a file, names no page
    ├── NotAnArticle              1   the page was kept but is no article; `kind` says what it is
    │   └── CannotBeRead          1   it cannot be decoded, or takes too long: it is set aside
    └── Bug                      70   a mistake of ours, met where no single page can be blamed
"""

from typing import Literal

#: What a page can be instead of an article. "unreadable" is a page that no reader understands.
Kind = Literal[
    "empty", "binary", "list", "error-page", "captcha", "login", "placeholder", "withdrawn",
    "truncated", "unreadable",
]  # fmt: skip


class HarvestError(Exception):
    """The base of all that this package raises on purpose."""

    exit_code = 1


class StationError(HarvestError):
    """A station or platform file cannot be used."""

    exit_code = 2


class NoContact(HarvestError):
    """A real crawl was asked for, but the operator has named no contact."""

    exit_code = 2


class NoStation(HarvestError):
    """There is no station of this name."""

    exit_code = 2


class NotAllowed(HarvestError):
    """A site's robots.txt does not allow an address, or cannot be had; nothing was fetched."""


class NoAnswer(HarvestError):
    """An address that a command needs gives no page."""


class BadManifest(HarvestError):
    """A manifest, or an address given beside a file, names no page."""

    exit_code = 2


class NotAnArticle(HarvestError):
    """The page is kept, but it is no article; the message says `not an article: list page`."""

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class CannotBeRead(NotAnArticle):
    """The capture cannot be decoded, or reading it takes too long: it is set aside."""


class Bug(HarvestError):
    """A mistake of ours ended the run; what was under way is due again."""

    exit_code = 70
