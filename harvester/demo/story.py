"""One publication of the demo region, as its editors wrote it: no page, no address yet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

from archive.model.article import Block, BlockKind

#: The zone of every time in the demo.
CHINA = timezone(timedelta(hours=8))

#: What becomes of a withdrawn article's page: 410, 404, or 200 with a notice.
Withdrawal = Literal["gone", "missing", "notice"]

#: Where the address of an article is found, and what happens to who follows it.
Road = Literal["plain", "moved", "tracked", "mobile", "forbidden", "sitemap", "feed"]

#: Labels that stand before names in `Story.writers`.
WRITER_LABELS = frozenset({"记者", "实习生", "通讯员", "作者", "评论员"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One publication of one station.

    `blocks` are what a reader must find as the body. `writers` is printed by the station in its
    own way, unless the text names them itself: `记者 周启明 通讯员 赵若溪`. `taken_from` holds the
    keys of the stories whose text it carries, and `relation` says what was done to that text.
    """

    key: str
    station: str
    title: str
    published: datetime  # aware
    blocks: tuple[Block, ...]
    section: str | None = None  # None: the station's first
    source: str | None = None
    writers: str = ""
    kicker: str | None = None
    subtitle: str | None = None
    original_title: str | None = None
    split: int | None = None  # how many blocks stand on the first of its two pages
    also: str | None = None  # another station that prints it under the same content id
    road: Road = "plain"
    taken_from: tuple[str, ...] = ()
    relation: str | None = None
    template: str | None = None  # the form of a notice: others fill it with other numbers
    changed: datetime | None = None  # when it was corrected
    withdrawn: Withdrawal | None = None

    @property
    def text(self) -> str:
        """The body: one block a line."""
        return "\n".join(block.text for block in self.blocks)

    @property
    def authors(self) -> tuple[str, ...]:
        """The names in `writers`, without their labels.

        >>> from datetime import datetime
        >>> Story(key="", station="", title="", published=datetime(2026, 6, 1, tzinfo=CHINA),
        ...       blocks=(), writers="记者 周启明 通讯员 赵若溪").authors
        ('周启明', '赵若溪')
        """
        return tuple(word for word in self.writers.split() if word not in WRITER_LABELS)

    @property
    def byline(self) -> str:
        """`writers` with a label before the first name, 记者 where none is written."""
        bare = self.writers.split()[:1] == list(self.authors[:1])
        return f"记者 {self.writers}" if bare and self.writers else self.writers

    @property
    def signed_in_text(self) -> bool:
        """Whether the text itself names who wrote it: 本报讯（记者 周启明）."""
        return bool(self.authors) and all(name in self.text for name in self.authors)


def blocks_of(text: str) -> tuple[Block, ...]:
    r"""Blocks of a text with blank lines between them: `## ` a cross-heading, `!! ` a caption.

    >>> blocks_of("雨停了。\n\n## 之后\n\n!! 河边。")[1:]
    (Block(text='之后', kind='heading'), Block(text='河边。', kind='caption'))
    """
    return tuple(_block(part) for part in re.split(r"\n\s*\n", text.strip()) if part.strip())


def _block(printed: str) -> Block:
    kinds: dict[str, BlockKind] = {"## ": "heading", "!! ": "caption"}
    line = "".join(part.strip() for part in printed.splitlines())
    kind = kinds.get(line[:3])
    return Block(text=line[3:], kind=kind) if kind else Block(text=line)
