"""Former captures, loaded for those who read them again or look at their pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.model.errors import Damaged, NothingFound

if TYPE_CHECKING:
    from archive.history.comparison import Judge, Judgement, ReadAgain, Reading
    from archive.model.article import Article, Capture


@dataclass(frozen=True, slots=True)
class Shown:
    """An article, and the captures that show it, in the order of parts."""

    article: Article
    captures: Sequence[Capture]


#: Loads a capture. Raises Damaged or NothingFound.
Load = Callable[[str], "Capture"]
ReadPages = Callable[[list["Capture"]], "Article | None"]
JudgePages = Callable[[Shown, Shown], "Judgement | None"]


def read_again(load: Load, read: ReadPages | None) -> ReadAgain | None:
    """Reads captures by their ids; None for what cannot be loaded: `archive verify` reports it."""
    if read is None:
        return None

    def load_and_read(identifiers: list[str]) -> Article | None:
        try:
            captures = [load(identifier) for identifier in identifiers]
        except Damaged:  # the new capture is held all the same
            return None
        return read(captures)

    return load_and_read


def judge(load: Load, look: JudgePages | None) -> Judge | None:
    """Judges two readings by their pages; None where one of them cannot be loaded."""
    if look is None:
        return None

    def load_and_judge(earlier: Reading, later: Reading) -> Judgement | None:
        try:
            pages = [
                Shown(each.article, [load(capture) for capture in each.captures])
                for each in (earlier, later)
            ]
        except (Damaged, NothingFound):
            return None
        return look(*pages)

    return load_and_judge
