"""What was changed between two texts: words, numbers and Chinese characters, never half of one.

A number is one piece, in digits or in characters, so that 7235 → 7325 is one change and not two.
The longest common part is found by rapidfuzz. Texts too long for that are compared by sentences or
by lines first, so that no text, however it was made, takes more than bounded time and memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from rapidfuzz.distance import Indel

Kind = Literal["equal", "replaced", "deleted", "inserted"]

#: Pieces × pieces that are compared at once (one bit each: 25 MB), and for one `diff` (1 s).
_AT_ONCE = 200_000_000
_IN_ALL = 2_000_000_000

#: Written without blanks between words: each character is a piece.
_UNSPACED = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(
    r"\d+(?:[.,:]\d+)*[%％‰]?"  # 1,250.5 · 08:30 · 12%
    r"|[〇零一二三四五六七八九十百千万亿两]+"
    rf"|[{_UNSPACED}]|(?:(?![{_UNSPACED}\d])\w)+|\n|[^\S\n]+|.",
    re.DOTALL,
)
_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]|[^。！？!?；;\n]+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
#: A single mark or character between two changes reads better as a part of them.
_CRUMB = 1


@dataclass(frozen=True, slots=True)
class Change:
    """A run of text on both sides; `old` is empty where it was inserted, `new` where deleted."""

    kind: Kind
    old: str
    new: str


def diff(old: str, new: str) -> list[Change]:
    """What turns `old` into `new`, in order; the old sides joined give `old`, the new ones `new`.

    >>> [(c.kind, c.old, c.new) for c in diff("新增7235盏路灯", "新增7325盏路灯")]
    [('equal', '新增', '新增'), ('replaced', '7235', '7325'), ('equal', '盏路灯', '盏路灯')]
    """
    return _joined(_compared(old, new, _Budget(_IN_ALL)))


def lines(changes: list[Change], mark: Callable[[Kind, str], str]) -> Iterator[str]:
    r"""The changed lines with their changes marked; a run of unchanged lines is only counted.

    `mark` is given `deleted` or `inserted`, and text that stands on one line.

    >>> def mark(kind, text):
    ...     return f"[-{text}-]" if kind == "deleted" else f"[+{text}+]"
    >>> list(lines(diff("题\n一\n二\n三盏", "题\n一\n二\n五盏"), mark))
    ['… 3 lines unchanged', '[-三-][+五+]盏']
    """
    unchanged = 0
    for line, changed in _marked(changes, mark):
        if not changed:
            unchanged += 1
            continue
        yield from _folded(unchanged)
        unchanged = 0
        yield line
    yield from _folded(unchanged)


@dataclass(slots=True)
class _Budget:
    """How much may still be compared."""

    left: int

    def takes(self, pairs: int) -> bool:
        """Whether so many pairs can be compared; they are then spent."""
        if pairs > min(_AT_ONCE, self.left):
            return False
        self.left -= pairs
        return True


def _compared(old: str, new: str, budget: _Budget) -> Iterator[Change]:
    """Changes by the finest cut that is affordable; what differs by a coarse one is cut finer."""
    for cut in (_PIECE, _SENTENCE, _LINE):
        before, after = cut.findall(old), cut.findall(new)
        begin = _common(before, after)
        end = _common(before[begin:][::-1], after[begin:][::-1])
        before_end, after_end = len(before) - end, len(after) - end
        if budget.takes((before_end - begin) * (after_end - begin)):
            break
    else:
        yield from _whole(old, new)
        return
    yield from _equal(before[:begin])
    for change in _middle(before[begin:before_end], after[begin:after_end]):
        again = change.kind == "replaced" and cut is not _PIECE
        if again and (change.old, change.new) != (old, new):
            yield from _compared(change.old, change.new, budget)
        else:
            yield change
    yield from _equal(before[before_end:])


def _middle(before: list[str], after: list[str]) -> list[Change]:
    """The longest common part of two lists of pieces, and what stands around it."""
    changes = []
    for step in Indel.opcodes(before, after):
        was = "".join(before[step.src_start : step.src_end])
        now = "".join(after[step.dest_start : step.dest_end])
        changes.append(Change("equal" if step.tag == "equal" else _kind(was, now), was, now))
    return _joined(changes)


def _joined(changes: Iterator[Change] | list[Change]) -> list[Change]:
    """Neighbours of one sort as one, and crumbs of equal text as part of the changes about them."""
    joined: list[Change] = []
    for change in changes:
        joined.append(change)
        while len(joined) > 1 and _belong_together(joined):
            last, former = joined.pop(), joined.pop()
            joined.append(_sum(former, last))
    return joined


def _belong_together(joined: list[Change]) -> bool:
    """Whether the last two are one run: both equal, both changed, or about a crumb."""
    former, last = joined[-2:]
    if (former.kind == "equal") == (last.kind == "equal"):
        return True
    if former.kind != "equal" or len(former.old) > _CRUMB or former.old.isspace():
        return False
    return len(joined) > 2 and last.kind == "replaced" == joined[-3].kind


def _sum(former: Change, last: Change) -> Change:
    old, new = former.old + last.old, former.new + last.new
    both_equal = former.kind == "equal" == last.kind
    return Change("equal" if both_equal else _kind(old, new), old, new)


def _kind(old: str, new: str) -> Kind:
    if old and new:
        return "replaced"
    return "deleted" if old else "inserted"


def _whole(old: str, new: str) -> Iterator[Change]:
    if old or new:
        yield Change(_kind(old, new), old, new)


def _equal(pieces: list[str]) -> Iterator[Change]:
    if pieces:
        text = "".join(pieces)
        yield Change("equal", text, text)


def _common(before: list[str], after: list[str]) -> int:
    """How many pieces both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after)))  # noqa: B905  (the shorter one ends it)


def _marked(changes: list[Change], mark: Callable[[Kind, str], str]) -> Iterator[tuple[str, bool]]:
    """Each line of both texts, and whether it was changed."""
    line, changed = "", False
    for change in changes:
        sides: list[tuple[Kind, str]] = [("deleted", change.old), ("inserted", change.new)]
        if change.kind == "equal":
            sides = [("equal", change.new)]
        for kind, text in sides:
            for number, part in enumerate(text.split("\n")):
                if number:
                    yield line, changed or kind != "equal"
                    line, changed = "", False
                if part:
                    line += part if kind == "equal" else mark(kind, part)
                    changed = changed or kind != "equal"
    yield line, changed


def _folded(unchanged: int) -> Iterator[str]:
    if unchanged:
        yield f"… {unchanged} line{'' if unchanged == 1 else 's'} unchanged"
