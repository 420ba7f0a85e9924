"""Which of two readings of a text is right, as independent readers of the same page witness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

#: The texts of a page as independent readers find them, by the reader's name.
Witnesses = Callable[[], Mapping[str, str]]

_GRAM = 4
_PAIR = 2
_REPEATED = 0.5  # so much of a summary is in the text, too
_SAME = 0.8  # F1 of 4-grams from which two texts are one
_AGREES = 0.5  # from which a reader agrees with a text
_RESEMBLES = 0.3  # below which it finds another
_HEAVIER = 1.5
_ENOUGH = 2  # so many readings must be heavier than the text, where it resembles none
_BONUS = 0.1  # for the element that our own paragraphs vote for


@dataclass(frozen=True, slots=True)
class Choice:
    """The reading that was chosen, and the independent readers that agree with it.

    `text` is a witness's where it is neither of ours; `agreeing` is None where nobody was asked.
    """

    name: str
    text: str = ""
    agreeing: tuple[str, ...] | None = None


def choose_text(below: str, elected: str, ask: Witnesses) -> Choice:
    """The text below the title or that of the elected element; or a witness's, where both fail.

    Where they are one, a summary above that of the element is left out. Else the text below the
    title stands unless independent readers agree with the other alone, or find nothing like it
    while two readings are much longer: then the one that is most like the others is taken.
    """
    if likeness(below, elected) >= _SAME:
        return Choice("elected" if _adds_a_summary(below, elected) else "below")
    witnesses = {name: text for name, text in ask().items() if text}
    readings = {"elected": elected, **witnesses}
    name, text = "below", below
    if not _agreeing(below, witnesses):
        if len(elected) > len(below) and _agreeing(elected, witnesses):
            name, text = "elected", elected
        elif _is_lost(below, readings):
            name = max(readings, key=lambda each: _support(each, readings))
            text = readings[name]
    return Choice(name, text, _agreeing(text, witnesses))


def _adds_a_summary(below: str, elected: str) -> bool:
    """Whether what stands above the elected text is said in it once more, in other words.

    Pairs of characters tell: a first paragraph that is none of it shares few of them.
    """
    if not below.endswith(elected):
        return False
    above = _grams(below.removesuffix(elected), _PAIR)
    return (above & _grams(elected, _PAIR)).total() >= _REPEATED * above.total()


def _agreeing(text: str, witnesses: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name, found in witnesses.items() if likeness(text, found) >= _AGREES)


def likeness(one: str, other: str) -> float:
    """F1 of the 4-grams of two texts, as multisets: 1 for the same, 0 for nothing in common.

    >>> likeness("柳湾灌区改造完工", "柳湾灌区改造"), likeness("柳湾灌区改造", "东河大桥合龙")
    (0.75, 0.0)
    """
    first, second = _grams(one), _grams(other)
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0


def _grams(text: str, size: int = _GRAM) -> Counter[str]:
    plain = "".join(text.split())
    return Counter(plain[at : at + size] for at in range(len(plain) - size + 1))


def _is_lost(text: str, readings: Mapping[str, str]) -> bool:
    """Whether nobody else finds anything like a text, and two readings are much longer."""
    if any(likeness(text, found) >= _RESEMBLES for found in readings.values()):
        return False
    return sum(len(each) >= _HEAVIER * len(text) for each in readings.values()) >= _ENOUGH


def _support(name: str, readings: Mapping[str, str]) -> float:
    """How much one reading is like the others."""
    others = [likeness(readings[name], text) for each, text in readings.items() if each != name]
    bonus = _BONUS if name == "elected" else 0
    return sum(others) / max(1, len(others)) + bonus
