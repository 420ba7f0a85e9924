"""JavaScript cut into tokens, statements and their parts; what they do is not known here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

_TOKEN = re.compile(
    r"(?P<blank>\s+|//[^\n]*|/\*.*?\*/|<!--[^\n]*|-->[^\n]*)"
    r"|(?P<string>'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|`(?:[^`\\]|\\.)*`)"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<name>[A-Za-z_$\x80-\uffff][\w$]*)"
    r"|(?P<sign>=>|[=!]==?|\|\||&&|[+*/-]=|\+\+|--|.)",
    re.S,
)
_PATTERN = re.compile(r"/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*")
_ESCAPE = re.compile(r"\\(?:u\{?([0-9A-Fa-f]{4})\}?|x([0-9A-Fa-f]{2})|(.))", re.S)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "\n": ""}
_OPEN, _SHUT = frozenset("([{"), frozenset(")]}")
#: Signs behind which, and before which, an expression goes on at the next line.
_GOES_ON = frozenset("=+-*/%&|^!~?:,.([{<>") | {"=>", "==", "!=", "===", "!==", "&&", "||", "+="}
_WORDS = frozenset(("else", "return", "var", "let", "const", "new", "function", "typeof", "void"))
_WITH_HEAD = frozenset(("if", "for", "while", "switch", "with"))


@dataclass(frozen=True, slots=True)
class Token:
    """A string, number, name, sign or pattern of a script."""

    kind: str
    text: str
    begins_line: bool


Tokens = tuple[Token, ...]


def tokens(code: str) -> Tokens:
    r"""The tokens of a script, without blanks and comments.

    >>> [token.text for token in tokens("<!--\nif (/a/.test(b)) c = 'd' // e")]
    ['if', '(', '/a/', '.', 'test', '(', 'b', ')', ')', 'c', '=', "'d'"]
    """
    found: list[Token] = []
    at, new_line = 0, True
    while at < len(code):
        pattern = _PATTERN.match(code, at) if _may_be_pattern(found) else None
        comment = code.startswith(("//", "/*"), at)
        match = pattern if pattern and not comment else _TOKEN.match(code, at)
        assert match is not None
        at = match.end()
        kind = "pattern" if match is pattern else match.lastgroup or "sign"
        if kind == "blank":
            new_line = new_line or "\n" in match[0] or match[0].startswith("<!--")
        else:
            found.append(Token(kind, match[0], new_line))
            new_line = False
    return tuple(found)


def _may_be_pattern(found: list[Token]) -> bool:
    """Whether a / begins a pattern here, and is no division."""
    last = found[-1] if found else None
    return last is None or (last.kind == "sign" and last.text not in (")", "]", "}"))


def unquoted(literal: str) -> str:
    r"""What a string literal says.

    >>> unquoted(r"'\/a\/1.html\u003fb\x3d1'")
    '/a/1.html?b=1'
    """

    def plain(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _CONTROLS.get(match[3], match[3])

    return _ESCAPE.sub(plain, literal[1:-1])


def written(code: Tokens) -> str:
    """The tokens side by side."""
    return "".join(token.text for token in code)


def plain(code: Tokens) -> str:
    """The tokens side by side, strings without what they say."""
    return "".join('""' if token.kind == "string" else token.text for token in code)


def depth(code: Tokens) -> int:
    """How many groups stand within each other at most."""
    steps = ((token.text in _OPEN) - (token.text in _SHUT) for token in code)
    return max(accumulate(steps), default=0)


def behind(prefixes: frozenset[str], code: Tokens) -> Tokens:
    """The tokens behind those that may stand before an expression."""
    return code[
        next((i for i, token in enumerate(code) if token.text not in prefixes), len(code)) :
    ]


def end_of_group(code: Tokens, at: int) -> int:
    """Where the group that opens there ends, behind its last sign."""
    depth = 0
    for position in range(at, len(code)):
        token = code[position]
        if token.kind == "sign":
            depth += (token.text in _OPEN) - (token.text in _SHUT)
        if depth == 0:
            return position + 1
    return len(code)


def statements(code: Tokens) -> Iterator[Tokens]:
    """The statements, without the semicolons behind them."""
    at = 0
    while at < len(code):
        if code[at].text == ";":
            at += 1
            continue
        end = max(at + 1, _end_of_statement(code, at))
        yield code[at:end]
        at = end


def _end_of_statement(code: Tokens, at: int) -> int:
    first = code[at].text if at < len(code) else ""
    if first == "{":
        return end_of_group(code, at)
    if first in _WITH_HEAD:
        end = _end_of_statement(code, end_of_group(code, at + 1))
        return _behind_else(code, end) if first == "if" else end
    if first == "do":
        return _end_of_expression(code, _end_of_statement(code, at + 1))
    if first in ("try", "function", "class"):
        end = end_of_group(code, _next_brace(code, at))
        while first == "try" and end < len(code) and code[end].text in ("catch", "finally"):
            end = end_of_group(code, _next_brace(code, end))
        return end
    return _end_of_expression(code, at)


def _next_brace(code: Tokens, at: int) -> int:
    return next((i for i in range(at, len(code)) if code[i].text == "{"), len(code))


def _behind_else(code: Tokens, end: int) -> int:
    """Where an if ends, of which the first branch ends there."""
    after = end + 1 if end < len(code) and code[end].text == ";" else end
    if after < len(code) and code[after].text == "else":
        return _end_of_statement(code, after + 1)
    return end


def _end_of_expression(code: Tokens, at: int) -> int:
    begin = at
    while at < len(code):
        token = code[at]
        if token.text == ";" or (token.text in _SHUT and token.kind == "sign"):
            return at
        if at > begin and token.begins_line and _ends_line(code[at - 1], token):
            return at
        at = end_of_group(code, at) if token.text in _OPEN and token.kind == "sign" else at + 1
    return at


def _ends_line(last: Token, token: Token) -> bool:
    """Whether a new line ends a statement between two tokens."""
    if (last.kind == "sign" and last.text in _GOES_ON) or last.text in _WORDS:
        return False
    return token.kind != "sign" or token.text not in _GOES_ON - {"{", "!", "+", "-"}


def branches(statement: Tokens) -> tuple[Tokens, Tokens, Tokens]:
    """What an if asks, and its branches."""
    head = end_of_group(statement, 1)
    then = _end_of_statement(statement, head)
    after = then + 1 if then < len(statement) and statement[then].text == ";" else then
    otherwise = statement[after + 1 :] if after < len(statement) else ()
    return statement[2 : head - 1], statement[head:then], otherwise


def tried(statement: Tokens) -> list[Tokens]:
    """What a try runs where nothing fails: its own block and the last one."""
    end = end_of_group(statement, 1)
    parts = [statement[2 : end - 1]]
    for at in range(end, len(statement)):
        if statement[at].text == "finally":
            parts.append(statement[at + 2 : -1])
            break
        if statement[at].text == "{":
            end = end_of_group(statement, at)
    return parts


def split(code: Tokens, sign: str) -> list[Tokens]:
    """The parts of an expression between signs that stand outside its groups."""
    parts, begin, at = [], 0, 0
    while at < len(code):
        token = code[at]
        if token.kind == "sign" and token.text in _OPEN:
            at = end_of_group(code, at)
            continue
        if token.kind == "sign" and token.text == sign:
            parts.append(code[begin:at])
            begin = at + 1
        at += 1
    return [part for part in (*parts, code[begin:]) if part]


def arguments(call: Tokens) -> list[Tokens]:
    """The arguments of a call that begins with its bracket."""
    return split(call[1 : end_of_group(call, 0) - 1], ",")


def path(code: Tokens) -> tuple[list[str], Tokens]:
    """The names that an expression begins with, as window.location["href"], and the rest."""
    if not code or code[0].kind != "name":
        return [], code
    names, at = [code[0].text], 1
    while at + 1 < len(code):
        if code[at].text == "." and code[at + 1].kind == "name":
            names.append(code[at + 1].text)
            at += 2
        elif code[at].text == "[" and code[at + 1].kind == "string" and len(code) > at + 2:
            names.append(unquoted(code[at + 1].text))
            at += 3
        else:
            break
    return names, code[at:]


def is_wrapped(code: Tokens) -> bool:
    """Whether one pair of brackets stands around all of an expression."""
    return len(code) > 1 and code[0].text == "(" and end_of_group(code, 0) == len(code)


def function_body(code: Tokens) -> Tokens | None:
    """The statements of a function that is written here, or of an arrow; None for others."""
    if code and code[0].text == "async":
        code = code[1:]
    if code and code[0].text == "function":
        at = next((i for i, token in enumerate(code) if token.text == "{"), None)
        if at is None or end_of_group(code, at) != len(code):
            return None
        return code[at + 1 : -1]
    head = end_of_group(code, 0) if code and code[0].text == "(" else 1
    if len(code) <= head + 1 or code[head].text != "=>":
        return None
    body = code[head + 1 :]
    return body[1:-1] if body[0].text == "{" else body


def called_at_once(code: Tokens) -> Tokens | None:
    """The statements of a function that is called where it is written; None for others.

    >>> [len(called_at_once(tokens(code)) or ()) for code in ("(function(){a})()", "(()=>{a})()")]
    [1, 1]
    >>> len(called_at_once(tokens("function(){a}()")) or ())
    1
    """
    if len(code) < 3 or code[-1].text != ")":
        return None
    if code[0].text == "(":
        end = end_of_group(code, 0)
        inner = code[1 : end - 1]
        return function_body(inner) if end < len(code) else called_at_once(inner)
    if code[0].text != "function":
        return None
    at = next((i for i, token in enumerate(code) if token.text == "{"), len(code))
    end = end_of_group(code, at)
    return code[at + 1 : end - 1] if end < len(code) and code[end].text == "(" else None


def last_function(code: Tokens) -> Tokens | None:
    """The function that the last call of an expression is given: $(document).ready(f)."""
    at = max((i for i, token in enumerate(code) if token.text == "("), default=-1)
    for begin in range(at, -1, -1):
        if code[begin].text == "(" and end_of_group(code, begin) == len(code):
            inside = arguments(code[begin:])
            return inside[0] if inside else None
    return None
