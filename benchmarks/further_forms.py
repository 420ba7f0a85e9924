"""Further forms of each relation, in other manners than those of `relation_forms`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from prose import Prose
from relation_forms import (
    FORMS,
    Draft,
    Expected,
    Family,
    Maker,
    body_of,
    copy,
    is_built_on,
    retitled,
    roundup,
)
from relation_words import BYLINES, GREETINGS, QUOTES, STATEMENTS

_DAY = 1_440


def forms(*, built_on: bool) -> Iterator[str]:
    """The names of the forms of one half."""
    yield from (form for form in ALL_FORMS if is_built_on(form) == built_on)


# --- changes of a text -----------------------------------------------------------------------


def _byline(prose: Prose, sentences: list[str]) -> str:
    return f"{prose.fill(BYLINES[prose.language.code])}\n{body_of(prose, sentences)}"


def _one_a_line(_prose: Prose, sentences: list[str]) -> str:
    return "\n".join(sentences)


def _other_quotes(prose: Prose, sentences: list[str]) -> str:
    corners = prose.language.code in ("zh", "ja")
    marks = str.maketrans("“”„«»", "「」「「」" if corners else "''''' "[:5])
    return body_of(prose, sentences).translate(marks)


def _swapped(prose: Prose, sentences: list[str]) -> str:
    at = prose.chance.randrange(1, len(sentences) - 2)
    changed = [*sentences[:at], sentences[at + 1], sentences[at], *sentences[at + 2 :]]
    return body_of(prose, changed)


def _misread(prose: Prose, sentences: list[str]) -> str:
    """One letter in sixty is another one of the text."""
    letters = list(body_of(prose, sentences))
    for at in range(30, len(letters), 60):
        if letters[at].isalpha():
            letters[at] = prose.chance.choice([each for each in letters if each.isalpha()])
    return "".join(letters)


def _new_lead(prose: Prose, sentences: list[str]) -> str:
    return body_of(prose, [prose.sentence(), *sentences[1:]])


def _second_half(prose: Prose, sentences: list[str]) -> str:
    return body_of(prose, sentences[len(sentences) // 2 :])


def _without_last_of_each(prose: Prose, sentences: list[str]) -> str:
    return body_of(prose, [each for at, each in enumerate(sentences) if at % 3 != 2])


def _first_and_last(prose: Prose, sentences: list[str]) -> str:
    paragraphs = body_of(prose, sentences).split("\n")
    return "\n".join([*paragraphs[:2], paragraphs[-1]])


def _own_after_each(prose: Prose, sentences: list[str]) -> str:
    paragraphs = body_of(prose, sentences).split("\n")
    return "\n".join(prose.line([paragraph, prose.sentence()]) for paragraph in paragraphs)


def _own_twice(prose: Prose, sentences: list[str]) -> str:
    parts = sentences[:3], prose.sentences(3), sentences[3:8], prose.sentences(3), sentences[8:]
    return "\n".join(body_of(prose, list(part)) for part in parts)


def _long_after(prose: Prose, sentences: list[str]) -> str:
    return "\n".join([body_of(prose, sentences), body_of(prose, prose.sentences(12))])


def _retold(prose: Prose, sentences: list[str]) -> str:
    """An own sentence, then pieces from all over."""
    pieces = sentences[1], sentences[4], sentences[7], sentences[-1]
    return prose.line([prose.sentence(), *pieces])


def _one_of_each(prose: Prose, sentences: list[str]) -> str:
    return prose.line(sentences[::3])


def _clauses(prose: Prose, sentences: list[str]) -> str:
    """The first clause of every second sentence."""
    stop = "。" if prose.language.code in ("zh", "ja") else "."
    cut = [re.split(r"[,，、；;:：]", each)[:2] for each in sentences[::2]]
    return prose.line(["，".join(parts).rstrip("。.") + stop for parts in cut])


# --- headlines and items ---------------------------------------------------------------------


def _first_sentence(prose: Prose, title: str) -> str:
    return f"{prose.sentence()[:40]} {title[:6]}"


def _turned_round(prose: Prose, title: str) -> str:
    middle = len(title) // 2
    return prose.language.space.join((title[middle:], title[:middle]))


def _question(prose: Prose, _title: str) -> str:
    return prose.headline().rstrip("。.") + "?"


def _bullet(prose: Prose, _number: int, _draft: Draft, text: list[str]) -> str:
    return f"● {prose.line(text[:2])}（{prose.language.stations[0]}）"


def _with_comment(prose: Prose, _number: int, _draft: Draft, text: list[str]) -> str:
    return f"{prose.line(text[:3])}\n{prose.sentence()}"


def _beside_own_news(prose: Prose) -> Family:
    """Openings of reports, and as many items that nobody else has."""
    count = prose.chance.randint(3, 5)
    texts = [prose.sentences(9) for _ in range(count)]
    drafts = [
        Draft(prose.headline(), body_of(prose, text), 45 * number)
        for number, text in enumerate(texts)
    ]
    lines = [GREETINGS[prose.language.code]]
    for text in texts:
        lines += [prose.line(text[:3]), prose.line(prose.sentences(2))]
    drafts.append(Draft(prose.headline(), "\n".join(lines), _DAY))
    expected = [Expected(count, (number,), "roundup") for number in range(count)]
    return Family(drafts, [*range(count + 1)], expected)


# --- passages and documents ------------------------------------------------------------------


def _quoting(make: Callable[[Prose, list[str]], list[str]]) -> Maker:
    """A report, and another one whose paragraphs `make` puts together from its sentences."""

    def made(prose: Prose) -> Family:
        source = prose.sentences(13)
        drafts = [
            Draft(prose.headline(), body_of(prose, source)),
            Draft(prose.headline(), "\n".join(make(prose, source)), 2 * _DAY),
        ]
        return Family(drafts, [0, 1], [Expected(1, (0,), "excerpt")])

    return made


def _quoted_last(prose: Prose, source: list[str]) -> list[str]:
    return [body_of(prose, prose.sentences(11)), prose.line(source[5:8])]


def _quoted_twice(prose: Prose, source: list[str]) -> list[str]:
    own = [body_of(prose, prose.sentences(4)) for _ in range(3)]
    quote = QUOTES[prose.language.code]
    first, second = (
        quote.format(source="{source}", passage=prose.line(source[at : at + 2])) for at in (3, 8)
    )
    return [own[0], first, own[1], second, own[2]]


def _lead_quoted(prose: Prose, source: list[str]) -> list[str]:
    own = prose.sentences(12)
    return [body_of(prose, own[:6]), prose.line(source[:3]), body_of(prose, own[6:])]


def _background(count: int, compose: Callable[[Prose, list[str]], str]) -> Maker:
    """Reports of some weeks that `compose` makes of own text and of one background."""

    def make(prose: Prose) -> Family:
        shared = prose.sentences(4)
        drafts = [
            Draft(prose.headline(), compose(prose, shared), number * 6 * _DAY)
            for number in range(count)
        ]
        expected = [
            Expected(number, tuple(at for at in range(count) if at != number), "shared_passage")
            for number in range(1, count)
        ]
        return Family(drafts, [*range(count)], expected)

    return make


def _split_background(prose: Prose, shared: list[str]) -> str:
    own = prose.sentences(12)
    parts = own[:4], shared[:2], own[4:9], shared[2:], own[9:]
    return "\n".join(body_of(prose, list(part)) for part in parts)


def _reworded_background(prose: Prose, shared: list[str]) -> str:
    told = prose.line(shared)
    if prose.chance.random() < 0.5:
        told = prose.reworded(told)
    return "\n".join([body_of(prose, prose.sentences(10)), told])


def _before_last(prose: Prose, shared: list[str]) -> str:
    own = prose.sentences(10)
    return "\n".join([body_of(prose, own[:-1]), prose.line(shared), own[-1]])


def _document(count: int, compose: Callable[[Prose, list[str], str], str]) -> Maker:
    """Reports of one document, each made of it by `compose`."""

    def make(prose: Prose) -> Family:
        document, place = prose.sentences(8), prose.fill("{place}")
        drafts = [
            Draft(prose.headline(), compose(prose, document, place), number * 50)
            for number in range(count)
        ]
        expected = [
            Expected(number, tuple(range(number)), "common_source") for number in range(1, count)
        ]
        return Family(drafts, [*range(count)], expected)

    return make


def _in_paragraphs(prose: Prose, document: list[str], place: str) -> str:
    introduced = STATEMENTS[prose.language.code]["notice"]
    told = introduced.format(place=place, document=body_of(prose, document))
    return "\n".join([prose.line(prose.sentences(2)), told])


def _spoken(prose: Prose, document: list[str], place: str) -> str:
    introduced = STATEMENTS[prose.language.code]["quoted"]
    told = introduced.format(place=place, document=prose.line(document))
    own = prose.sentences(1), prose.sentences(2)
    return "\n".join([prose.line(own[0]), told, prose.line(own[1])])


def _nearly_whole(prose: Prose, document: list[str], place: str) -> str:
    """All but one sentence of the document, between own words."""
    left_out = prose.chance.randrange(1, len(document))
    kept = document[:left_out] + document[left_out + 1 :]
    introduced = STATEMENTS[prose.language.code]["within"]
    told = introduced.format(place=place, document=prose.line(kept))
    return "\n".join([prose.line(prose.sentences(2)), told, prose.sentence()])


#: Each form by its name, which begins with the relation that it is made for.
FURTHER: dict[str, Maker] = {
    "identical: a byline before it": copy("identical", _byline),
    "identical: a line for each sentence": copy("identical", _one_a_line),
    "identical: other quotation marks": copy("identical", _other_quotes),
    "retitled: words of the text for a headline": retitled(_first_sentence),
    "retitled: the headline turned round": retitled(_turned_round),
    "retitled: a question for a headline": retitled(_question),
    "edited: two sentences exchanged": copy("edited", _swapped),
    "edited: letters misread": copy("edited", _misread),
    "edited: the lead rewritten": copy("edited", _new_lead),
    "shortened: the second half": copy("shortened", _second_half),
    "shortened: the last sentence of each paragraph cut": copy("shortened", _without_last_of_each),
    "shortened: the middle cut": copy("shortened", _first_and_last),
    "extended: a sentence after each paragraph": copy("extended", _own_after_each),
    "extended: own paragraphs in two places": copy("extended", _own_twice),
    "extended: a long own report after it": copy("extended", _long_after),
    "digest: an own lead and pieces": copy("digest", _retold),
    "digest: one sentence of each paragraph": copy("digest", _one_of_each),
    "digest: clauses": copy("digest", _clauses),
    "excerpt: the passage at the end": _quoting(_quoted_last),
    "excerpt: two passages apart": _quoting(_quoted_twice),
    "excerpt: the lead within own text": _quoting(_lead_quoted),
    "roundup: items with their outlets": roundup(_bullet),
    "roundup: items with comments": roundup(_with_comment, greeting=True),
    "roundup: beside own news": _beside_own_news,
    "shared_passage: background in two places": _background(3, _split_background),
    "shared_passage: background with other words": _background(4, _reworded_background),
    "shared_passage: background before the last sentence": _background(4, _before_last),
    "common_source: a document of some paragraphs": _document(2, _in_paragraphs),
    "common_source: three reports of a speech": _document(3, _spoken),
    "common_source: nearly the whole document": _document(2, _nearly_whole),
}
ALL_FORMS = FORMS | FURTHER
