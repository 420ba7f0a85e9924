"""The sort key of an address in a CDXJ index: SURT, the host turned round, the path canonical.

Addresses that differ in what seldom matters (case, `www.`, a final slash, the order of the query, a
session id) have one key, so that one is found under another. Tools that replay WARC files look an
address up under this key, and find nothing where an index has another one.

A key is not an address: several addresses share one, and no server is asked for it. The address
itself has one form by `harvester.model.url.canonical`, which leaves alone what a server may tell
apart; `archive.store.naming` tries the forms in which a person may type it.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

_PARTS = re.compile(r"(https?)://(?:[^/?#]*@)?([^/?#]*)([^?#]*)(?:\?([^#]*))?", re.IGNORECASE)
_PORT = re.compile(r"(.*?)(?::([0-9]*))?", re.DOTALL)
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_WWW = re.compile(r"www\d*\.")
_ESCAPED = re.compile(rb"[\x00-\x20\x7f-\xff#%]")
_ESCAPE = re.compile(rb"%[0-9a-f]{2}", re.IGNORECASE)
#: So often an address may be escaped over and over again.
_MOST_ESCAPES = 20

_SESSIONS_IN_PATH = re.compile(
    r"(.*/)\((?:[0-9a-z]{24}|(?:[a-z]\([0-9a-z]{24}\))+)\)/([^?]+\.aspx.*)"
)
_SESSIONS_IN_QUERY = tuple(
    re.compile(rf"(.*)(?:{parameter})(?:&(.*))?", re.DOTALL)
    for parameter in (
        "jsessionid=[0-9a-z]{32}",
        "phpsessid=[0-9a-z]{32}",
        "sid=[0-9a-z]{32}",
        "aspsessionid[a-z]{8}=[a-z]{24}",
        "cfid=[^&]+&cftoken=[^&]+",
    )
)


def surt(url: str) -> str:
    """The sort key of an http(s) address; what is no such address is its own key.

    >>> surt("https://www.xt.example.cn/Content/646.html?page=2&from=list#top")
    'cn,example,xt)/content/646.html?from=list&page=2'
    """
    parts = _PARTS.match(url.strip())
    if parts is None:
        return url
    scheme, authority, path, query = parts.groups()
    query = _query(query or "")
    return f"{_host(scheme, authority)}){_path(path)}" + (f"?{query}" if query else "")


def _host(scheme: str, authority: str) -> str:
    match = _PORT.fullmatch(authority)
    host, port = match.groups() if match else (authority, None)
    host = re.sub(r"\.+", ".", _ascii(host)).strip(".")
    labels = _WWW.sub("", host, count=1) if _WWW.match(host) else host
    turned = ",".join(reversed(labels.strip("[]").split(".")))
    return turned if port in {None, "", _DEFAULT_PORTS[scheme.lower()]} else f"{turned}:{port}"


def _ascii(host: str) -> str:
    """The host in lower case; a name in other scripts as DNS has it."""
    name = _unescaped(host).decode("utf-8", "replace").lower()
    try:
        return _canonical(name if name.isascii() else name.encode("idna").decode())
    except UnicodeError:
        return _canonical(name)


def _path(path: str) -> str:
    segments: list[str] = []
    for step in _canonical(path).split("/"):
        if step == ".." and segments:
            segments.pop()
        elif step not in {"", "."}:
            segments.append(step)
    whole = "/" + "/".join(segments)
    session = _SESSIONS_IN_PATH.fullmatch(whole)
    return session[1] + session[2] if session else whole


def _query(query: str) -> str:
    canonical = _canonical(query)
    for parameter in _SESSIONS_IN_QUERY:
        if session := parameter.fullmatch(canonical):
            canonical = session[1] + (session[2] or "")
    return "&".join(sorted(canonical.split("&"), key=lambda each: each.split("=", 1)))


def _canonical(text: str) -> str:
    """Each character escaped that has to be, and no other; in lower case."""
    plain = _unescaped(text)
    return _ESCAPED.sub(lambda match: b"%%%02x" % match[0][0], plain).decode().lower()


def _unescaped(text: str) -> bytes:
    plain = text.encode("utf-8", "surrogatepass")
    for _ in range(_MOST_ESCAPES):
        if not _ESCAPE.search(plain):
            break
        plain = unquote_to_bytes(plain)
    return plain
