"""Where the scripts of a page lead at once, read as a browser would run them.

Of JavaScript only so much is known as such pages need: statements in their order, functions that
are called or wait for the page or a timer, variables of text, and conditions that a browser on a
desk decides. What else may lead away is not guessed at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree

from harvester.document import script_tokens as js
from harvester.document.script_tokens import Tokens
from harvester.model.url import absolute

if TYPE_CHECKING:
    from harvester.document.lines import Element

_LONGEST = 2**15  # characters of all scripts
_LONGEST_TEXT = 4096  # characters
_DEEPEST = 8  # functions within functions
_DEEPEST_GROUP = 50  # brackets within brackets
_MOST_STEPS = 10_000
# What is said for browsers without scripts is for none.
_SCRIPTS = etree.XPath("//script[not(@src)]")
_ONLOAD = etree.XPath("string(//body/@onload)")
_BASE = etree.XPath("string(//base/@href)")
_TYPES = frozenset(("", "module", "text/javascript", "application/javascript", "text/ecmascript"))
#: Names for the window itself, and what stands for its address.
_WINDOWS = frozenset(("window", "self", "top", "parent", "document", "globalThis", "this"))
_ADDRESS = (["location"], ["location", "href"], ["URL"])
_CALLED = (["location", "replace"], ["location", "assign"], ["navigate"])
#: Where what may lead away is said in a way that is not read.
_LEAP = re.compile(r"location(?:\.href)?=(?!=)|location\.(?:replace|assign)\(|\bnavigate\(")
#: Conditions that ask for a telephone, for the lack of one, for a frame, and for a wide screen.
_PHONE = re.compile(r"mobi|android|i?phone|ipad|ipod|symbian|ucweb|\biswap|midp", re.I)
_MISSING = re.compile(r"[=<]=?-1|<0|==null")
_WINDOW = r"(?:window\.)?(?:top|parent|self|window)(?:\.location)?(?:\.href)?"
_FRAMES = re.compile(rf"{_WINDOW}[!=]==?{_WINDOW}")
_WIDTH = re.compile(r"[\w.]*[wW]idth([<>])=?\d+")
_PREFIXES = frozenset(("!", "void", "+", "-", "new"))
_LOOPS = frozenset(("for", "while", "switch", "with", "do", "class"))
_LOADED = 0.001  # seconds: behind all that runs at once


class UnsureError(Exception):
    """What a script does cannot be told, or it shows a message first."""


class _ReturnError(Exception):
    """A function ends here."""


def script_redirect(root: Element, url: str) -> tuple[float, str] | None:
    """After how many seconds the scripts of a page lead to which address; None where they do not.

    >>> from lxml.html import fromstring
    >>> page = "<script>{}location.replace('b.html');</script>"
    >>> script_redirect(fromstring(page.format("window.")), "http://a.example/a.html")
    (0.0, 'http://a.example/b.html')
    >>> script_redirect(fromstring(page.format("if (vip) ")), "http://a.example/a.html")
    """
    run = _Run(url)
    try:
        for script in _SCRIPTS(root):
            if script.get("type", "").lower() in _TYPES:
                run.script(script.text_content())
        run.later(_ONLOAD(root), _LOADED)
        leads = run.first_leap()
        target = absolute(absolute(url, _BASE(root)), leads[1]) if leads else ""
    except (UnsureError, ValueError, RecursionError):
        return None
    leaves = urlsplit(target).scheme in ("http", "https") and target.split("#")[0] != url
    return (leads[0], target) if leads and leaves else None


@dataclass
class _Run:
    """What the scripts of one page have said so far."""

    url: str
    values: dict[str, str | None] = field(default_factory=dict)
    functions: dict[str, Tokens] = field(default_factory=dict)
    leaps: list[tuple[float, str]] = field(default_factory=list)
    delay: float = 0.0
    depth: int = 0
    steps: int = 0
    length: int = 0

    def first_leap(self) -> tuple[float, str] | None:
        """Where the page is led: what comes at once is led away again by what comes behind it."""
        at_once = [leap for leap in self.leaps if leap[0] == 0]
        return at_once[-1] if at_once else min(self.leaps, default=None, key=lambda leap: leap[0])

    def script(self, code: str) -> None:
        """Run one script. Raises UnsureError."""
        self.length += len(code)
        if self.length > _LONGEST:
            raise UnsureError
        tokens = js.tokens(code)
        if js.depth(tokens) > _DEEPEST_GROUP:
            raise UnsureError
        self.block(tokens)

    def block(self, tokens: Tokens) -> None:
        """Run statements; a function ends where it returns. Raises UnsureError."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise UnsureError
        try:
            self.statements(tokens)
        except _ReturnError:
            pass
        finally:
            self.depth -= 1

    def later(self, what: Tokens | str, delay: float) -> None:
        """Run what waits for the page or a timer: code, a function or its name."""
        before, self.delay = self.delay, self.delay + delay
        if isinstance(what, str):
            self.script(what)
        elif (body := js.function_body(what)) is not None:
            self.block(body)
        elif len(what) == 1 and what[0].kind == "string":
            self.script(js.unquoted(what[0].text))
        elif len(what) == 1 and what[0].text in self.functions:
            self.block(self.functions[what[0].text])
        self.delay = before

    def statements(self, tokens: Tokens) -> None:
        """Run statements. Raises UnsureError, and _ReturnError."""
        for statement in [each for each in js.statements(tokens) if not self.declares(each)]:
            self.steps += 1
            if self.steps > _MOST_STEPS:
                raise UnsureError
            self.statement(statement)

    def declares(self, statement: Tokens) -> bool:
        """Whether it declares a function, which may be called before it as well."""
        body = js.function_body(statement) if len(statement) > 1 else None
        if statement[0].text != "function" or body is None:
            return False
        self.functions[statement[1].text] = body
        return True

    def statement(self, statement: Tokens) -> None:
        """Run one statement."""
        first = statement[0].text
        if first == "{":
            self.statements(statement[1:-1])
        elif first == "if":
            self.condition(statement)
        elif first == "try":
            for part in js.tried(statement):
                self.statements(part)
        elif first in ("var", "let", "const"):
            for part in js.split(statement[1:], ","):
                self.assign(part)
        elif first in ("return", "throw", "break", "continue"):
            self.expression(statement[1:] if first == "return" else ())
            raise _ReturnError
        elif first in _LOOPS:
            self.pass_over(statement)
        else:
            for part in js.split(statement, ","):
                self.expression(part)

    def condition(self, statement: Tokens) -> None:
        """Run the branch that a browser on a desk takes; pass over what it cannot tell."""
        asked, then, otherwise = js.branches(statement)
        holds = _holds(js.written(asked))
        if holds is None:
            self.pass_over((*then, *otherwise))
        else:
            self.statements(then if holds else otherwise)

    def pass_over(self, tokens: Tokens) -> None:
        """Go on behind what is not read, if it leads nowhere. Raises UnsureError."""
        if _LEAP.search(js.plain(tokens)):
            raise UnsureError

    def expression(self, tokens: Tokens) -> None:
        """Run an expression: a leap, a call, an assignment; others are passed over."""
        while js.is_wrapped(tokens := js.behind(_PREFIXES, tokens)):
            tokens = tokens[1:-1]
        called = js.called_at_once(tokens)
        if called is not None:
            self.block(called)
            return
        path, rest = js.path(tokens)
        while len(path) > 1 and path[0] in _WINDOWS:
            path = path[1:]
        if not rest:
            return
        if rest[0].text == "=":
            self.assigned(path, rest[1:], tokens)
        elif rest[0].text == "(":
            self.call(path, js.arguments(rest), tokens)
        else:
            self.pass_over(tokens)

    def assigned(self, path: list[str], value: Tokens, tokens: Tokens) -> None:
        """Take an assignment."""
        if path in _ADDRESS or path in (["location", "pathname"], ["location", "search"]):
            self.leap(value)
        elif path in (["onload"], ["body", "onload"]):
            self.later(value, _LOADED)
        else:
            self.assign(tokens)

    def call(self, path: list[str], arguments: list[Tokens], tokens: Tokens) -> None:
        """Take a call."""
        name = path[0] if len(path) == 1 else ""
        first, second = [*arguments, (), ()][:2]
        if path in _CALLED:
            self.leap(first)
        elif name in ("alert", "confirm", "prompt"):
            raise UnsureError
        elif name == "open" and self.text(second) in ("_self", "_top", "_parent"):
            self.leap(first)
        elif name in ("setTimeout", "setInterval"):
            self.later(first, _seconds(second))
        elif name == "addEventListener" and self.text(first) in ("load", "DOMContentLoaded"):
            self.later(second, _LOADED)
        elif name in ("$", "jQuery"):
            self.later(js.last_function(tokens) or first, _LOADED)
        elif name in self.functions:
            self.block(self.functions[name])
        else:
            self.pass_over(tokens)

    def assign(self, tokens: Tokens) -> None:
        """Remember a variable, its text where it can be told; or a function by its name."""
        if len(tokens) < 3 or tokens[1].text != "=":
            return
        name, value = tokens[0].text, tokens[2:]
        if (body := js.function_body(value)) is not None:
            self.functions[name] = body
            return
        called = js.called_at_once(value)
        if called is not None:
            self.block(called)
        self.values[name] = self.text(value)

    def leap(self, value: Tokens) -> None:
        """Note where the page is led. Raises UnsureError where that cannot be told."""
        if (target := self.text(value)) is None:
            raise UnsureError
        if not target.startswith("#"):
            self.leaps.append((self.delay, target))

    def text(self, tokens: Tokens) -> str | None:
        """The text of an expression: parts of text and variables, joined; None where unsure."""
        parts = [self.part(part) for part in js.split(tokens, "+")]
        known = [part for part in parts if part is not None]
        text = "".join(known)
        return text if parts and len(known) == len(parts) and len(text) <= _LONGEST_TEXT else None

    def part(self, tokens: Tokens) -> str | None:
        if js.is_wrapped(tokens):
            return self.text(tokens[1:-1])
        if len(tokens) == 1 and tokens[0].kind == "string":
            text = js.unquoted(tokens[0].text)
            return None if tokens[0].text[0] == "`" and "${" in text else text
        if len(tokens) == 1 and tokens[0].kind == "number":
            return tokens[0].text
        path, rest = js.path(tokens)
        while len(path) > 1 and path[0] in _WINDOWS:
            path = path[1:]
        if rest and path in (["encodeURI"], ["decodeURI"], ["String"]) and rest[0].text == "(":
            return self.text(js.arguments(rest)[0])
        if rest:
            return None
        return self.values.get(path[0]) if len(path) == 1 else self.own(path)

    def own(self, path: list[str]) -> str | None:
        """A part of the page's own address: location.search."""
        parts = urlsplit(self.url)
        known = {
            "href": self.url, "protocol": f"{parts.scheme}:", "host": parts.netloc,
            "hostname": parts.hostname or "", "pathname": parts.path, "hash": "",
            "search": f"?{parts.query}" if parts.query else "",
            "origin": f"{parts.scheme}://{parts.netloc}",
        }  # fmt: skip
        return known.get(path[1]) if path[:1] == ["location"] else None


def _holds(asked: str) -> bool | None:
    """Whether a condition holds in a browser on a desk, without frames; None where unsure.

    >>> _holds("top!=self"), _holds("window.top.location==self.location"), _holds("vip")
    (False, True, None)
    >>> _holds("/Android/.test(navigator.userAgent)"), _holds("!isMobile()"), _holds("width>768")
    (False, True, True)
    """
    if asked in ("true", "1"):
        return True
    if _FRAMES.fullmatch(asked):
        return "!=" not in asked
    if (width := _WIDTH.fullmatch(asked)) is not None:
        return width[1] == ">"
    parts = asked.split("||")
    if not all(_PHONE.search(part) for part in parts):
        return None
    return asked.startswith("!") or _MISSING.search(asked) is not None


def _seconds(delay: Tokens) -> float:
    """How long a timer waits."""
    written = js.written(delay)
    return max(_LOADED, float(written) / 1000) if written.isdecimal() else _LOADED
