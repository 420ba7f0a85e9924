"""Addresses: the one form in which each is written, and the id that an article has by it.

Both rules are versioned, because ids follow from them and must be the same when an archive is
rebuilt: a changed rule gets a new number, and ids given under the old one stay.

Two other modules write addresses in a form of their own, for other ends: `archive.warc.surt` makes
the key that an index of WARC files is sorted by, and `archive.store.naming` the forms in which a
person may type an address.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from functools import lru_cache
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from harvester.model.station import Station

#: The rule by which `canonical` writes an address.
CANONICAL_RULE = 1
#: The rule by which `article_id` names an article.
IDENTITY_RULE = 1

#: Query parameters that say who reads and how they came, never what is shown; * is any ending.
TRACKING: tuple[tuple[str, str], ...] = (
    ("utm_*", "campaign names of web analytics"),
    ("spm", "position of the link that was clicked (Alibaba and its customers)"),
    ("scm", "the same, for recommended content"),
    ("isappinstalled", "added by WeChat when a link is shared"),
    ("nsukey", "added by WeChat, signs the share"),
    ("wx_*", "added by WeChat"),
    ("share*", "who shared, by which app: share_token, shareid, share_source …"),
    ("weixin_*", "added by WeChat"),
    ("hmsr", "Baidu analytics: medium"),
    ("hmpl", "Baidu analytics: plan"),
    ("hmcu", "Baidu analytics: unit"),
    ("hmkw", "Baidu analytics: keyword"),
    ("hmci", "Baidu analytics: creative"),
    ("bd_vid", "Baidu advertising click"),
    ("fbclid", "Facebook click"),
    ("gclid", "Google advertising click"),
    ("jsessionid", "a visitor's session (Java)"),
    ("phpsessid", "a visitor's session (PHP)"),
    ("aspsessionid*", "a visitor's session (ASP)"),
)

#: What `from` says of how a reader came: timeline, list, rss. With digits it is a day or a number.
_FROM_WHERE = re.compile(r"[A-Za-z_-]*")

_YEAR = re.compile(r"/((?:19|20)\d\d)(?:[-_/]?[01]\d(?:[-_/]?[0-3]\d)?)?[-_/]")
_SCHEME = re.compile(r"(https?:)?(/*)", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
#: Longer ones are traps for crawlers; servers commonly refuse them too.
_LONGEST = 4096
_IS_TRACKING = re.compile(
    "|".join(re.escape(name).replace(r"\*", ".*") for name, _ in TRACKING),
    re.IGNORECASE | re.DOTALL,
)
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*|\[[0-9a-f:.]+\]")
#: /news/1.html;jsessionid=8A…: Java servers write it for visitors without cookies
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
#: A percent sign that begins no escape (%u4E2D) stays as it is, as in browsers.
_ESCAPE = re.compile(r"%(?:[0-9A-Fa-f]{2})?")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_IN_PATH = _UNRESERVED | frozenset("/:@!$&'()*+,;=")
_IN_QUERY = _IN_PATH | frozenset("?[]")


# A station's file names an address a dozen times, and the pages of a site repeat its menus.
@lru_cache(maxsize=4096)
def canonical(url: str, *, whole_query: bool = False) -> str:
    """An http(s) address in its one form (rule 1); ValueError where it is none.

    Scheme and host in lower case (international names in their ASCII form), without user name,
    default port, fragment and tracking parameters; dot segments resolved; percent-encoding as
    short as it may be, in UTF-8. The other parameters keep their order and spelling: some servers
    read them, and an address that we hold must be one that the station answers. `whole_query` keeps
    all of them: of an address that an operator wrote, nothing is taken for tracking.

    >>> canonical("HTTPS://XT.RedNet.cn:443/content/../content/646/1/2.html?from=timeline#top")
    'https://xt.rednet.cn/content/646/1/2.html'
    >>> canonical("http://例子.example:8080/新闻?b=2&a=%e4%b8%ad")
    'http://xn--fsqu00a.example:8080/%E6%96%B0%E9%97%BB?b=2&a=%E4%B8%AD'
    """
    if len(url) > _LONGEST:
        raise ValueError(f"an address of {len(url)} characters")
    parts = urlsplit(url.strip())
    if parts.scheme not in _DEFAULT_PORTS:
        raise ValueError(f"not an http(s) address: {url!r}")
    written = f"{parts.scheme}://{_netloc(parts)}{_path(parts.path)}"
    query = _escaped(parts.query, _IN_QUERY) if whole_query else _query(parts.query)
    return f"{written}?{query}" if query else written


def redirect_target(url: str, location: bytes) -> str:
    """The address that a Location header names, as its bytes came; ValueError where it is none.

    >>> redirect_target("http://a.example/n/1.html", b"../2.html")
    'http://a.example/2.html'
    """
    return absolute(url, of_header(location.decode("latin-1")))


def of_header(location: str) -> str:
    """A Location header, whose bytes came as latin-1, with raw bytes escaped as they were sent.

    >>> of_header("/a/新.html".encode().decode("latin-1"))
    '/a/%E6%96%B0.html'
    """
    return "".join(c if c.isascii() else f"%{ord(c) & 0xFF:02X}" for c in location)


def host_of(url: str) -> str:
    """The host of an address, with its port where that is not the default; ValueError.

    >>> host_of("https://XT.rednet.cn:443/"), host_of("http://127.0.0.1:8000/a")
    ('xt.rednet.cn', '127.0.0.1:8000')
    """
    return canonical(url).split("/", 3)[2]


def absolute(base: str, href: str, charset: str = "utf-8") -> str:
    r"""The address that a browser makes of a link on a page; ValueError where there is none.

    Tabs and line breaks within it are nothing, a backslash is a slash, slashes before a host are
    two, and the query is written in the character set of the page (WHATWG URL standard).

    >>> absolute("http://a.example/n/", "b\\3.asp?id=洪", "gb18030")
    'http://a.example/n/b/3.asp?id=%BA%E9'
    >>> [absolute("http://a.example/n/?p=2", href) for href in ("http:///b/", "https:b", "?")]
    ['http://b/', 'https://b', 'http://a.example/n/']
    """
    href = "".join(href.split("\t")).replace("\r", "").replace("\n", "").strip()
    path, mark, query = href.partition("?")
    query, number, fragment = query.partition("#")
    if charset != "utf-8" and not query.isascii():
        query = "".join(c if c.isascii() else _in_charset(c, charset) for c in query)
    if "#" not in path:
        path = _two_slashes(path.replace("\\", "/"), base)
    if mark and not path and not query:
        base = base.partition("#")[0].partition("?")[0]
    return urljoin(base, f"{path}{mark}{query}{number}{fragment}")


def _two_slashes(path: str, base: str) -> str:
    """The path with two slashes before the host, where it names one."""
    match = _SCHEME.match(path)
    assert match is not None  # it may match nothing
    scheme, slashes = match[1] or "", len(match[2])
    is_other = scheme != "" and not base.lower().startswith(scheme.lower())
    if slashes > 2 or (is_other and slashes != 2):
        return f"{scheme}//{path[match.end() :]}"
    return path


def _in_charset(character: str, charset: str) -> str:
    """A character of a query, escaped; as a number (&#38000;) where the character set lacks it."""
    try:
        encoded = character.encode(charset)
    except UnicodeEncodeError:
        encoded = f"&#{ord(character)};".encode()
    return "".join(f"%{byte:02X}" for byte in encoded)


def canonical_form(url: str, station: Station) -> tuple[str, bool]:
    """The address that the station's own desk would give, and whether `url` was a twin of it.

    The station's twins (forms for telephones …) are applied in order, each once; ValueError.
    """
    written = canonical(url)
    first = written
    for twin in station.twins:
        first = twin.pattern.sub(twin.canonical, first, count=1)
    return (written, False) if first == written else (canonical(first), True)


def asked_form(url: str, station: Station) -> tuple[str, str | None]:
    """The same address, and the one as linked where that is another; ValueError.

    What is linked may be a twin, or have parameters that are taken for tracking: where the first
    form does not answer, the server may need them.

    >>> from harvester.model.station import unknown_station
    >>> asked_form("http://a.example/1.html?from=index", unknown_station("a.example"))
    ('http://a.example/1.html', 'http://a.example/1.html?from=index')
    """
    form, is_twin = canonical_form(url, station)
    linked = canonical(url, whole_query=not is_twin)
    return form, linked if linked != form else None


def year_in(url: str) -> int | None:
    """The year in the path of an address: /2022/07/, /202207/, /20220722/, /2022-07-22/, or None.

    >>> year_in("http://a.example/202207/22/1.html"), year_in("http://a.example/2022.html?y=2021/")
    (2022, None)
    """
    match = _YEAR.search(urlsplit(url).path)
    return int(match[1]) if match else None


def is_onsite(url: str, station: Station) -> bool:
    """Whether the host is one of the station's, its twins and shared hosts included."""
    try:
        return station.covers(canonical_form(url, station)[0])
    except ValueError:
        return False


def is_article(url: str, station: Station) -> bool:
    """Whether the address is one of the station's articles, by the patterns it gives.

    A second or later part of an article is none, nor is any page of a station without patterns.
    """
    if not is_onsite(url, station):
        return False
    return is_article_form(canonical_form(url, station)[0], station)


def is_article_form(form: str, station: Station) -> bool:
    """The same for what `canonical_form` gave and for a host that is known to be the station's."""
    if any(pattern.search(form) for pattern in station.parts):
        return False
    return any(pattern.search(form) for pattern in station.articles)


def article_id(url: str, station: Station) -> str:
    """The id of the article at an address, by identity rule 1; ValueError for no http(s) address.

    Where a pattern of the station's `articles` finds a content id, and the pattern's file declares
    an id space, the id is `rednet:11538273`. Else it is `url:` and the first 16 hexadecimal digits
    of the SHA-256 of the canonical form without its scheme, so that http and https are one.

    >>> from harvester.model.station import unknown_station
    >>> article_id("http://news.example/a/1.html", unknown_station("news.example"))
    'url:7c43839ca22bd6c4'
    """
    form, _ = canonical_form(url, station)
    spaces = station.id_spaces or (station.id_space,) * len(station.articles)
    for pattern, space in zip(station.articles, spaces, strict=True):
        match = pattern.search(form)
        if match and space and match.groupdict().get("id"):
            return f"{space}:{match['id']}"
    bare = form.split("://", 1)[1]
    return "url:" + hashlib.sha256(bare.encode()).hexdigest()[:16]


def _netloc(parts: SplitResult) -> str:
    """Host and port, the user name left out; ValueError for what cannot be a host."""
    host = unquote(parts.hostname or "").rstrip(".").lower()
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii():
        host = host.encode("idna").decode("ascii")  # UnicodeError is a ValueError
    if not _HOST.fullmatch(host):
        raise ValueError(f"no host in {parts.geturl()!r}")
    port = parts.port
    return host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"


def _path(path: str) -> str:
    """The path with dot segments resolved (RFC 3986 §5.2.4) and one spelling of its escapes."""
    spelt = _escaped(_SESSION.sub("", path), _IN_PATH)
    if "/." not in spelt:
        return spelt or "/"
    segments: list[str] = []
    for segment in spelt.split("/")[1:]:
        if segment == "..":
            del segments[-1:]
        elif segment != ".":
            segments.append(segment)
    if posixpath.basename(spelt) in (".", ".."):
        segments.append("")
    return "/" + "/".join(segments)


def _query(query: str) -> str:
    """The query without tracking parameters, else in its own order."""
    pairs = (pair for pair in query.split("&") if pair and not _is_tracking(pair))
    return "&".join(_escaped(pair, _IN_QUERY) for pair in pairs)


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    if name.lower() == "from":
        return _FROM_WHERE.fullmatch(value) is not None
    return _IS_TRACKING.fullmatch(name) is not None


def _escaped(text: str, allowed: frozenset[str]) -> str:
    """Text with escapes in upper case, none where none is needed, and one for all else.

    Bytes that are no UTF-8 (%D6%D0, GBK) stay the escapes that they are.
    """
    pieces: list[str] = []
    at = 0
    for match in _ESCAPE.finditer(text):
        pieces += [_escape(text[at : match.start()], allowed), _shortest(match[0].upper())]
        at = match.end()
    return "".join([*pieces, _escape(text[at:], allowed)])


def _shortest(escape: str) -> str:
    if escape == "%":
        return escape
    character = chr(int(escape[1:], 16))
    return character if character in _UNRESERVED else escape


def _escape(text: str, allowed: frozenset[str]) -> str:
    if allowed.issuperset(text):
        return text
    return "".join(
        character
        if character in allowed
        else "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
        for character in text
    )
