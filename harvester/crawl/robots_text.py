"""The bytes of a robots.txt → its text, one rule a line, as editors of all kinds write it.

What is doubtful forbids rather than allows: only a Disallow is mended in its path.
"""

from __future__ import annotations

import re

from harvester.document import decoding

#: RFC 9309, 2.5: at least 500 KiB are parsed.
_MOST_BYTES = 500 * 1024
#: What no rule has: marks, once more or where files were joined, and signs without a width.
_INVISIBLE = dict.fromkeys(map(ord, "\0\ufeff\u00ad\u200b\u200c\u200d\u200e\u200f\u2060"))
#: ＊ and ／, as an input method writes them; names of fields have letters of that kind as well.
_WIDE_SIGNS = str.maketrans("＊／", "*/")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
#: The tags of which an editor makes a web page of the file, and any tag within such a page.
_BLOCK = (
    r"/?(?:br|p|div|pre|[uo]l|li|t[rdh]|table|tbody|h[1-6r]|html|head|body|title|meta|style|script"
    r"|link)(?![\w-])|!doctype"
)
#: Behind a tag a line ends, or a field or another tag begins: `Allow: /a<b>/` is a path, and would
#: allow more without its end.
_BEHIND = r"[^<>\n]{0,200}>(?=[^\S\n]*(?:$|<|#|[\w-]{1,20}[^\S\n]*[:：]))"
_BLOCK_TAG = re.compile(rf"<(?:{_BLOCK}){_BEHIND}", re.I | re.M)
_ANY_TAG = re.compile(rf"<(?:{_BLOCK}|/[a-z]|(?:(?<=^<)|(?<=><))[a-z]){_BEHIND}", re.I | re.M)
_FIELD = r"(?:user[- ]?agent|(?:dis)?allow|crawl[- ]delay|sitemap)"
#: User-agent: * Disallow: /; and line ends that a script has written as \n
_JOINED = re.compile(
    rf"(?:(?:\\r)?\\n|[\s;,；，])[\s\\]{{0,9}}[-•]?\s{{0,9}}(?={_FIELD}\s{{0,9}}[:：])", re.I
)
#: A field behind the mark of a list, and what parts it from its value.
_RULE = re.compile(
    r"\s*(?:(?:[-*•·>]|\d{1,3}[.)、])\s{1,9})?"
    r"[\"'“`]?((?:[\w-]|[^\S\n]){1,20}?)[\"'”`]?\s{0,9}([:：=])\s*(.*)"
)
_QUOTES = "\"'`“”‘’"
#: harvest/1.0, of which the name counts
_VERSION = re.compile(r"(?<=[\w-])/[\d.*x]+$", re.I)
_SITE = re.compile(r"https?://[^/\s]+", re.I)


def robots_text(body: bytes) -> str:
    r"""The text of a robots.txt: UTF-8 as RFC 9309 asks, UTF-16, or else GB18030.

    >>> robots_text(b"\xef\xbb\xbfUser-agent: *"), robots_text("Disallow: /".encode("utf-16-le"))
    ('User-agent: *', 'Disallow: /')
    >>> robots_text(b"\n\xef\xbb\xbfUser-agent: *")  # as where two files were joined
    'User-agent: *'
    >>> robots_text("<p>User-agent：*<br>Disallow: /a</p>".encode()).split("\n")
    ['', 'User-agent: *', 'Disallow: /a']
    >>> robots_text("User-agent: *\r\n\tDisallow：/a".encode("gbk"))
    'User-agent: *\nDisallow: /a'
    >>> robots_text(b"Allow: /*<b>/\nAllow: /<foo>")
    'Allow: /*<b>/\nAllow: /<foo>'
    """
    narrow = decoding.narrow(body[:_MOST_BYTES])
    try:
        text = narrow.decode()
    except UnicodeDecodeError:  # also where the limit cuts a character
        codec = "utf-8" if len(narrow) >= _MOST_BYTES else "gb18030"
        text = narrow.decode(codec, errors="replace")
    text = text.translate(_INVISIBLE).lstrip().replace("\r\n", "\n").replace("\r", "\n")
    tag = _ANY_TAG if text.startswith("<") else _BLOCK_TAG
    return "\n".join(map(_plain_line, tag.sub("\n", text).splitlines()))


def _plain_line(line: str) -> str:
    r"""A line with its rules as the standard has them, its comment left out.

    >>> _plain_line("\u3000Ｄisallow：／private"), _plain_line("- Disallow = 'private/'  # 私有")
    ('Disallow: /private', 'Disallow: /private/')
    >>> _plain_line("User-agent: * Disallow: /a"), _plain_line("User-Agent: Ferry/1.0")
    ('User-agent: *\nDisallow: /a', 'User-Agent: Ferry')
    >>> _plain_line("Disallow: https://ferry.example/a"), _plain_line("Disallow /a")
    ('Disallow: /a', 'Disallow /a')
    """
    rules = re.split("[#＃]", line, maxsplit=1)[0].strip()
    return "\n".join(map(_plain_rule, _JOINED.split(rules)))


def _plain_rule(rule: str) -> str:
    match = _RULE.fullmatch(rule)
    if match is None:
        return rule.strip()
    field, value = match[1].translate(_WIDE).strip(), match[3].translate(_WIDE_SIGNS).strip()
    if not re.fullmatch(_FIELD, field, re.I):
        return rule.strip()
    if len(value) > 1 and value[0] in _QUOTES and value[-1] in _QUOTES:
        value = value[1:-1].strip()
    if field.lower() == "disallow":
        value = _rooted(value)
    elif field.lower().startswith("user"):
        value = "*" if re.match(r"\*(?![\w-])", value) else _VERSION.sub("", value)
    return f"{field}: {value}"


def _rooted(path: str) -> str:
    r"""A path that forbids something: `private`, `\private` and the whole address as well.

    >>> _rooted("/a"), _rooted("*.pdf$"), _rooted("private/"), _rooted(r"\a\b"), _rooted("")
    ('/a', '*.pdf$', '/private/', '/a/b', '')
    """
    if site := _SITE.match(path):
        return path[site.end() :] or "/"
    if path.startswith(("/", "*", "$", "%2f", "%2F")) or not path:
        return path
    return "/" + path.replace("\\", "/").removeprefix(".").lstrip("/")
