"""The lines of a body → paragraphs, cross-headings, captions, lists, quotations and pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.model.article import Block, BlockKind, Image
from harvester.document.lines import Element, Line, Lines, ancestors
from harvester.document.pagination import joined
from harvester.grammar.boilerplate import is_counter
from harvester.grammar.credits import read_credits

_CAPTION_LINE = 120
_HEADING_LINE = 30
_SENTENCE_END = "。！？；：，、…”!?;:,”）)"
_CAPTION = re.compile(
    r"(?:摄|供图|/图|图|资料图|资料图片|图片|配图|图源.{1,20}|图片来源.{1,20}|摄影|影像中国|视觉中国|资料照片)[)）】\]]?$"
    r"|^(?:图为|图[:：]|▲|△|↑|图片说明|资料图|上图|下图|左图|右图|图[一二三四五六七八九\d]{1,2}[:：\s])"
)
_LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-echo",
    "_src",
    "data-url",
    "original",
    "src",
)
_DECORATION = (
    "icon", "logo", "qr", "erwei", "share", "button", "btn", "spacer", "blank", "loading", "pixel",
)  # fmt: skip
_SMALL = 60


def read_blocks(lines: Lines, body: Sequence[int]) -> tuple[Block, ...]:
    """The blocks of a body. Captions outside its paragraphs belong to pictures only."""
    kinds = [(lines.items[i], _kind(lines, body, at)) for at, i in enumerate(body)]
    blocks = [
        Block(text=line.prose, kind=kind)
        for line, kind in kinds
        if line.text and not is_counter(line.text)  # else each new reader would be a correction
    ]
    texts = [at for at, block in enumerate(blocks) if block.kind != "caption"]
    return tuple(blocks[texts[0] : texts[-1] + 1] if texts else blocks)


def read_images(lines: Lines, body: Sequence[int], base: str) -> tuple[Image, ...]:
    """The pictures of a body with the captions printed beneath them."""
    images = []
    for at, index in enumerate(body):
        line = lines.items[index]
        if line.image is None or not (address := _address(line.image)):
            continue
        caption = None
        if at + 1 < len(body) and _kind(lines, body, at + 1) == "caption":
            caption = lines.items[body[at + 1]].prose
        credit = _photographer(caption) if caption else None
        url = address if address.startswith("http") else joined(base, address)
        if url is not None:
            images.append(Image(url=url, caption=caption, credit=credit))
    return tuple(dict.fromkeys(images))


def _kind(lines: Lines, body: Sequence[int], at: int) -> BlockKind:
    line = lines.items[body[at]]
    if not line.text:
        return "paragraph"
    if line.tag in ("figcaption", "caption") or _is_caption(lines, body, at):
        return "caption"
    if _is_heading(line) and at + 1 < len(body):
        return "heading"
    if line.tag in ("li", "dd", "dt"):
        return "list"
    return "quote" if line.quoted else "paragraph"


def _is_caption(lines: Lines, body: Sequence[int], at: int) -> bool:
    line = lines.items[body[at]]
    before = lines.items[body[at - 1]] if at else None
    if before is None or before.image is None or len(line.text) > _CAPTION_LINE:
        return False
    return (
        bool(_CAPTION.search(line.text.rstrip("。")))
        or _centred(line.element)
        or before.image.get("alt", "").strip() == line.prose
        # <p><img><br>路灯亮了</p>
        or (
            before.element is line.element
            and len(line.text) <= _HEADING_LINE
            and line.text[-1] not in _SENTENCE_END
        )
    )


def _centred(element: Element) -> bool:
    return element.tag == "center" or any(
        x.get("align") == "center" or "text-align:center" in x.get("style", "").replace(" ", "")
        for x in ancestors(element, 2)
    )


def _is_heading(line: Line) -> bool:
    text = line.text
    if len(text) > 2 * _HEADING_LINE or text[-1] in _SENTENCE_END:
        return False
    if line.tag in ("h2", "h3", "h4", "h5", "h6", "h1") or line.strong >= len(
        text.replace(" ", "")
    ):
        return True
    return (
        len(text) <= _HEADING_LINE
        and line.tag in ("p", "div", "section", "td")
        and not re.search(r"[，。；]|\d{4}", text)
    )


def _address(image: Element) -> str | None:
    found = (image.get(name, "").strip() for name in _LAZY)
    address = next((address for address in found if address), "")
    if not address or address.startswith(("data:", "javascript:")):
        return None
    if any(map(address.lower().__contains__, _DECORATION)):
        return None
    sides = [image.get("width", ""), image.get("height", "")]
    if any(side.isdigit() and int(side) < _SMALL for side in sides):
        return None
    return address


def _photographer(caption: str) -> str | None:
    """The name in 新华社记者 李梦馨 摄 or 摄影：李梦馨."""
    if match := re.search(
        r"(?:记者|通讯员)?\s?([\u3400-\u9fff·]{2,4})\s?摄[)）】]?$", caption.rstrip("。")
    ):
        return match[1].removeprefix("记者")
    read = read_credits(caption[-60:])
    return next((c.name for c in read.credits if c.role == "photographer"), None)
