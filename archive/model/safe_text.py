"""Printed text made safe to show: control and direction characters become visible signs."""

from __future__ import annotations

# Characters that steer a terminal or turn the direction of what follows. Each becomes one sign,
# so that a place in the text stays the same place: ESC is shown as ␛, U+202E as �.
_SIGNS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"}
_SIGNS |= {0x7F: 0x2421}
_SIGNS |= dict.fromkeys((*range(0x80, 0xA0), 0x061C, 0x200E, 0x200F), 0xFFFD)
_SIGNS |= dict.fromkeys((*range(0x2028, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)
_SIGNS |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
_ESCAPES = {code: f"\\u{code:04x}" for code in _SIGNS if code >= 0x7F}
_ONE_LINE = _SIGNS | {0x09: " ", 0x0A: " "}


def visible(text: str) -> str:
    r"""Text of several lines, safe to print; as long as the original.

    >>> visible("题\x1b]0;目\u202e\n第二行")
    '题␛]0;目�\n第二行'
    """
    return text.translate(_SIGNS)


def visible_line(text: str) -> str:
    r"""The same on one line: line ends and tabs become blanks.

    >>> visible_line("第一行\n第二行")
    '第一行 第二行'
    """
    return text.translate(_ONE_LINE)


def visible_json(text: str) -> str:
    r"""JSON text in which those characters are escaped: the same value, safe to print.

    >>> visible_json('{"title": "题\u202e目"}')
    '{"title": "题\\u202e目"}'
    """
    return text.translate(_ESCAPES)
