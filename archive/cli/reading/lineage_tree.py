"""A lineage as lines for a terminal: a tree from the earliest copy down, soberly told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict

from archive.cli.render import diff_lines
from archive.compare.copies import percent
from archive.lineage.tree import Copy, LineageTree
from archive.model.diff import diff
from archive.model.safe_text import visible_line

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_DEEPEST = 12  # copies of copies that are shown further to the right
_GROUNDS = {
    "printed": "by printed times",
    "captured": "by when the pages were seen",
    "undecided": "undecided: the printed times overlap",
}
#: What the later one of two articles does with the earlier one, and the other way round.
_TIES = {
    "excerpt": ("quotes", "is quoted in"),
    "roundup": ("takes up, among others,", "is taken up in"),
    "shared_passage": ("has a passage in common with", "has a passage in common with"),
    "common_source": ("carries the same statement as", "carries the same statement as"),
    "template": ("is of one form with", "is of one form with"),
}


def tree(family: LineageTree, *, changes: bool) -> list[str]:
    """The lines; with `changes`, below each copy what it changed of its parent's text."""
    children: dict[str | None, list[Copy]] = defaultdict(list)
    for copy in family.copies:
        children[copy.parent].append(copy)
    lines = [_origin(family)] if family.origin_basis else []
    for root in children[None]:
        lines += _branch(root, children, family.earliest)
    lines = [visible_line(line) for line in (*lines, *_ties(family))]
    if changes:
        for root in children[None]:
            lines += _changes_below(root, children)
    return lines


def duration(seconds: float) -> str:
    """A time in the two largest units that say something.

    >>> duration(59), duration(9_540), duration(100_000)
    ('59 s', '2 h 39 min', '1 d 3 h')
    """
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    if seconds < _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    unit, name, small, smaller = (
        (_HOUR, "h", _MINUTE, "min") if seconds < _DAY else (_DAY, "d", _HOUR, "h")
    )
    whole, rest = divmod(int(seconds), unit)
    return f"{whole} {name} {rest // small} {smaller}" if rest >= small else f"{whole} {name}"


def _origin(family: LineageTree) -> str:
    if family.origin_basis == "not held":
        return (
            f"origin not in the archive: {family.credited}; earliest known copy {family.earliest}"
        )
    if family.origin_basis == "credit":
        return f"origin {family.origin}, credited as {family.credited}"
    known = f"origin {family.origin}, " if family.origin else "origin "
    return known + _GROUNDS[family.origin_basis or ""]


def _branch(root: Copy, children: dict[str | None, list[Copy]], earliest: str) -> Iterator[str]:
    """The lines of a copy and of all below it; a chain of a thousand copies is no thousand deep."""
    waiting = [(root, "", "", 0)]
    while waiting:
        copy, lead, indent, depth = waiting.pop()
        when = copy.published_at or copy.first_seen_at or "-"
        yield f"{lead}{copy.outlet}  {when}  {copy.id}  {copy.title}"
        below = children[copy.id]
        trunk = "│  " if below else "   "
        if depth > _DEEPEST:
            yield f"{indent}{trunk}its parent is {copy.parent}"
        yield from (f"{indent}{trunk}{line}" for line in _copy_lines(copy, earliest))
        for number, child in enumerate(reversed(below)):
            arm, beside = ("├─ ", "│  ") if number else ("└─ ", "   ")
            deeper = indent + beside if depth < _DEEPEST else indent
            waiting.append((child, indent + arm, deeper, depth + 1))


def _copy_lines(copy: Copy, earliest: str) -> Iterator[str]:
    if copy.relation:
        yield f"{copy.relation}: {_reason(copy.rule)}"
        numbers = f", {copy.numbers_equal} of {copy.numbers_compared} numbers the same"
        yield (
            f"{percent(copy.coverage or 0)} of it is in its parent,"
            f" {percent(copy.other_coverage or 0)} of that in it"
            + (numbers if copy.numbers_compared else "")
        )
    if copy.lag is not None:
        yield _lag(*copy.lag)
    known = f"; earliest known copy is {earliest}" if copy.id != earliest else ""
    if copy.credit == "missing":
        yield f"printed without source{known}"
    if copy.credit == "other":
        yield f"credits {copy.source or copy.credited}{known}"


def _reason(rule: str | None) -> str:
    """A rule without its version.

    >>> _reason("1: 172 characters in a row")
    '172 characters in a row'
    """
    return (rule or "").partition(": ")[2]


def _lag(least: float, most: float) -> str:
    if least < 0 < most:
        return f"order undecided: up to {duration(-least)} before or {duration(most)} after"
    near, far = sorted((abs(least), abs(most)))
    span = f"{duration(near)} to {duration(far)}"
    if duration(near) == duration(far) or far - near <= 2 * _MINUTE:
        span = duration((near + far) / 2)
    return f"{span} later" if least >= 0 else f"printed {span} before its parent"


def _changes_below(root: Copy, children: dict[str | None, list[Copy]]) -> Iterator[str]:
    waiting = [(root, child) for child in reversed(children[root.id])]
    while waiting:
        copy, child = waiting.pop()
        yield from ("", visible_line(f"{copy.id} → {child.id}"))
        fields = (("title", copy.title, child.title), ("body", copy.body, child.body))
        yield from diff_lines(
            {name: [asdict(c) for c in diff(was, now)] for name, was, now in fields if was != now}
        )
        waiting += [(child, each) for each in reversed(children[child.id])]


def _ties(family: LineageTree) -> Iterator[str]:
    members = {copy.id for copy in family.copies}
    for tie in family.ties:
        mine, its = ("article", "other") if tie["article"] in members else ("other", "article")
        is_one, has_one = _TIES[tie["relation"]]
        words = is_one if mine == "article" else has_one
        yield ""
        yield f"{tie[mine]} {words} {tie[its]}  {tie[its + '_title']}"
        yield f"   {_reason(tie['rule'])}"
