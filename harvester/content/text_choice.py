"""Which of two readings of a text is right, as independent readers of the same page witness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

#: The texts of a page as independent readers find them, by the reader's name.
Witnesses = Callable[[], Mapping[str, str]]

_GRAM = 4
_PAIR = 2
_ABOUT = 0.25  # so much of a title is in a text about it
_REPEATED = 0.5  # so much of a summary is in the text, too
_SAME = 0.8  # F1 of 4-grams from which two texts are one
_AGREES = 0.5  # from which a reader agrees with a text
_RESEMBLES = 0.3  # below which it finds another
_HEAVIER = 1.5
_ENOUGH = 2  # so many readings must be heavier than the text, where it resembles none
_LONGEST = 200_000  # characters of a text that are compared with those of another
_BONUS = 0.1  # for the other of our own readings


@dataclass(frozen=True, slots=True)
class Choice:
    """The reading that was chosen, and the independent readers that agree with it.

    `text` is a witness's where it is neither of ours; `agreeing` is None where nobody was asked.
    """

    name: str
    text: str = ""
    agreeing: tuple[str, ...] | None = None


def choose_text(title: str, own: str, other: str, ask: Witnesses) -> Choice:
    """Our own text, the other that may be it, or a witness's where both fail.

    Where they are one, a summary above the other is left out. Our own stands where it has the words
    of the title and the other has none of them. Else it stands unless
    independent readers agree with the other alone, or find nothing like it while two readings are
    much longer: then the one that is most like the others is taken.
    """
    if likeness(own, other) >= _SAME:
        return Choice("other" if _adds_a_summary(own, other) else "own")
    if is_about(title, own, other):
        return Choice("own")
    witnesses = {name: text for name, text in ask().items() if text}
    readings = {"other": other, **witnesses}
    name, text = "own", own
    if not _agreeing(own, witnesses):
        if len(other) > len(own) and _agreeing(other, witnesses):
            name, text = "other", other
        elif _is_lost(own, readings):
            name = max(readings, key=lambda each: _support(each, readings))
            text = readings[name]
    return Choice(name, text, _agreeing(text, witnesses))


def _adds_a_summary(own: str, other: str) -> bool:
    """Whether what our own text has above the other is said in it once more, in other words.

    Pairs of characters tell: a first paragraph that is none of it shares few of them.
    """
    if not own.endswith(other):
        return False
    return _share(own.removesuffix(other), other) >= _REPEATED


def is_about(title: str, text: str, other: str) -> bool:
    """Whether a text has the words of a title, and another has next to none of them."""
    return _share(title, text) >= _ABOUT and _share(title, other) < _ABOUT / 2


def has_words_of(title: str, text: str) -> bool:
    """Whether a text has more than next to none of the words of a title."""
    return _share(title, text) >= _ABOUT / 2


def _share(words: str, text: str) -> float:
    """How much of some words a text has, by their pairs of characters; 1 where there are none."""
    pairs = _grams(words, _PAIR)
    plain = _plain(text)
    shared = sum(min(number, plain.count(pair)) for pair, number in pairs.items())
    return shared / pairs.total() if pairs else 1.0


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
    plain = _plain(text)
    return Counter(plain[at : at + size] for at in range(len(plain) - size + 1))


def _is_lost(text: str, readings: Mapping[str, str]) -> bool:
    """Whether nobody else finds anything like a text, and two readings are much longer."""
    if any(likeness(text, found) >= _RESEMBLES for found in readings.values()):
        return False
    return sum(len(each) >= _HEAVIER * len(text) for each in readings.values()) >= _ENOUGH


def _support(name: str, readings: Mapping[str, str]) -> float:
    """How much one reading is like the others."""
    others = [likeness(readings[name], text) for each, text in readings.items() if each != name]
    bonus = _BONUS if name == "other" and readings[name] else 0
    return sum(others) / max(1, len(others)) + bonus


def _plain(text: str) -> str:
    return "".join(text[:_LONGEST].split())
