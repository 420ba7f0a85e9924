"""Text as a string of TOML."""

from __future__ import annotations

import json
import re

#: What JSON leaves as it is, and TOML does not allow.
_NOT_IN_TOML = re.compile("[\x7f\ud800-\udfff]")


def quoted(text: str) -> str:
    r"""A text in double quotes: these are the strings of JSON, but for a few signs.

    >>> print(quoted('红网 "湘潭"'), quoted("\x7f"))
    "红网 \"湘潭\"" "\u007f"
    """
    written = json.dumps(text, ensure_ascii=False)
    return _NOT_IN_TOML.sub(lambda sign: _escape(sign[0]), written)


def quoted_pattern(pattern: str) -> str:
    r"""A pattern in single quotes, where backslashes stand for themselves, if that can be.

    >>> print(quoted_pattern(r"/a/\d+"), quoted_pattern(r"/o'brien/\d+"))
    '/a/\d+' "/o'brien/\\d+"
    """
    return quoted(pattern) if "'" in pattern or not pattern.isprintable() else f"'{pattern}'"


def _escape(sign: str) -> str:
    """An escape; half of a surrogate pair is no character, and becomes the sign for that."""
    return "\\u007f" if sign == "\x7f" else "\ufffd"
