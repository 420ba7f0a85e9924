"""Families of articles whose relation is known: a form for each way of being related."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from zlib import crc32

from prose import Prose
from relation_words import FURNITURE, GREETINGS, LABELS, NOTICES, QUOTES, STATEMENTS

Maker = Callable[[Prose], "Family"]
_HOUR, _DAY = 60, 1_440


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before it has a station and an id. `after`: minutes after its family began."""

    title: str
    body: str
    after: int = 0
    credits_first: bool = False  # whether it names the station of the first draft as its source


@dataclass(frozen=True, slots=True)
class Expected:
    """The relation that one draft has to one of some others, by their numbers."""

    article: int
    others: tuple[int, ...]
    relation: str


@dataclass(slots=True)
class Family:
    """Drafts in the order of print, the lineage of each, and how they are related."""

    drafts: list[Draft]
    lineages: list[int]
    expected: list[Expected] = field(default_factory=list)


def relation_of(form: str) -> str:
    """The relation that a form is made for."""
    return form.partition(":")[0]


def is_built_on(form: str) -> bool:
    """Whether a form may be looked at while something is built; the others give figures only."""
    return crc32(form.encode()) % 2 == 0


def another_name(prose: Prose) -> Family:
    """A report and a copy that differs in one person's name."""
    sentences, title = prose.sentences(11), prose.headline()
    patterns = [each for each in prose.language.sentences if "{person}" in each]
    sentence = prose.fill(prose.chance.choice(patterns).replace("{person}", "<name>", 1))
    bodies = [
        body_of(prose, [*sentences[:4], sentence.replace("<name>", name), *sentences[4:]])
        for name in (prose.fill("{person}"), prose.fill("{person}"))
    ]
    drafts = [Draft(title, bodies[0]), Draft(title, bodies[1], 3 * _HOUR)]
    return Family(drafts, [0, 0], [Expected(1, (0,), "edited")])


def copy(relation: str, change: Callable[[Prose, list[str]], str], after: int = 3 * _HOUR) -> Maker:
    """A report and a copy of it whose body `change` makes of the sentences."""

    def make(prose: Prose) -> Family:
        sentences = prose.sentences(prose.chance.randint(11, 15))
        title = prose.headline()
        first = Draft(title, body_of(prose, sentences))
        credits = prose.chance.random() < 0.5
        later = Draft(title, change(prose, sentences), after, credits)
        return Family([first, later], [0, 0], [Expected(1, (0,), relation)])

    return make


def retitled(change: Callable[[Prose, str], str]) -> Maker:
    """A report, and the same text under the headline that `change` makes."""

    def make(prose: Prose) -> Family:
        body, title = body_of(prose, prose.sentences(10)), prose.headline()
        drafts = [Draft(title, body), Draft(change(prose, title), body, 2 * _HOUR)]
        return Family(drafts, [0, 0], [Expected(1, (0,), "retitled")])

    return make


def quoted(sentences: int, own: int, after: int, *, with_source: bool) -> Maker:
    """A report, and another one that holds so many of its sentences in a row."""

    def make(prose: Prose) -> Family:
        source = prose.sentences(12)
        at = prose.chance.randrange(2, len(source) - sentences)
        passage = prose.line(source[at : at + sentences])
        if with_source:
            passage = QUOTES[prose.language.code].format(source="{source}", passage=passage)
        host = prose.sentences(own)
        middle = prose.chance.randrange(2, own - 1)
        body = "\n".join([body_of(prose, host[:middle]), passage, body_of(prose, host[middle:])])
        drafts = [
            Draft(prose.headline(), body_of(prose, source)),
            Draft(prose.headline(), body, after),
        ]
        return Family(drafts, [0, 1], [Expected(1, (0,), "excerpt")])

    return make


def roundup(
    line: Callable[[Prose, int, Draft, list[str]], str], *, greeting: bool = False
) -> Maker:
    """Reports of several stations, and an article that is made of their openings."""

    def make(prose: Prose) -> Family:
        count = prose.chance.randint(4, 7)
        texts = [prose.sentences(8) for _ in range(count)]
        drafts = [
            Draft(prose.headline(), body_of(prose, text), 30 * number)
            for number, text in enumerate(texts)
        ]
        lines = [
            line(prose, number, draft, text)
            for number, (draft, text) in enumerate(zip(drafts, texts, strict=True))
        ]
        first = [GREETINGS[prose.language.code]] if greeting else []
        drafts.append(Draft(prose.headline(), "\n".join(first + lines), _DAY))
        expected = [Expected(count, (number,), "roundup") for number in range(count)]
        return Family(drafts, [*range(count + 1)], expected)

    return make


def whole_items(prose: Prose) -> Family:
    """Items of three sentences, each an article, and one article that has all of them."""
    count = prose.chance.randint(3, 6)
    drafts = [
        Draft(prose.headline(), prose.line(prose.sentences(3)), 20 * number)
        for number in range(count)
    ]
    lines = [f"{draft.title}\n{draft.body}" for draft in drafts]
    drafts.append(Draft(prose.headline(), "\n".join(lines), _DAY))
    expected = [Expected(count, (number,), "roundup") for number in range(count)]
    return Family(drafts, [*range(count + 1)], expected)


def background(count: int, *, in_middle: bool) -> Maker:
    """Reports of some weeks that repeat one background of three sentences."""

    def make(prose: Prose) -> Family:
        shared = prose.line(prose.sentences(3))
        drafts = []
        for number in range(count):
            own = prose.sentences(prose.chance.randint(9, 12))
            at = prose.chance.randint(4, 7) if in_middle else len(own)
            parts = [body_of(prose, own[:at]), shared, body_of(prose, own[at:])]
            drafts.append(
                Draft(prose.headline(), "\n".join(filter(None, parts)), number * 4 * _DAY)
            )
        others = {
            number: tuple(at for at in range(count) if at != number) for number in range(count)
        }
        expected = [
            Expected(number, others[number], "shared_passage") for number in range(1, count)
        ]
        return Family(drafts, [*range(count)], expected)

    return make


def statement(before: int, after: int, introduction: str) -> Maker:
    """Two reports of one document that is longer than what either adds."""

    def make(prose: Prose) -> Family:
        document = prose.line(prose.sentences(6))
        place = prose.fill("{place}")
        drafts = []
        for number in range(2):
            introduced = STATEMENTS[prose.language.code][introduction].format(
                place=place, document=document
            )
            parts = [
                prose.line(prose.sentences(before + number % 2)), introduced,
                prose.line(prose.sentences(after)),
            ]  # fmt: skip
            drafts.append(Draft(prose.headline(), "\n".join(filter(None, parts)), number * 40))
        return Family(drafts, [0, 1], [Expected(1, (0,), "common_source")])

    return make


def notices(form: str) -> Maker:
    """Nine notices of one form, a day or more apart, and one of them again.

    A language may lack a form.
    """

    def make(prose: Prose) -> Family:
        if form not in NOTICES[prose.language.code]:
            return Family([], [])
        title, pattern = NOTICES[prose.language.code][form]
        drafts, at = [], 0
        for _ in range(9):
            drafts.append(Draft(prose.fill(title), prose.fill(pattern), at))
            at += prose.chance.randint(1, 9) * _DAY
        again = prose.chance.randrange(9)
        drafts.append(Draft(drafts[again].title, drafts[again].body, drafts[again].after + _HOUR))
        others = {number: tuple(at for at in range(9) if at != number) for number in range(9)}
        expected = [Expected(number, others[number], "template") for number in range(9)]
        expected.append(Expected(9, (again,), "identical"))
        return Family(drafts, [*range(9), again], expected)

    return make


def body_of(prose: Prose, sentences: Sequence[str]) -> str:
    """Sentences in paragraphs of three."""
    return "\n".join(prose.line(list(sentences[at : at + 3])) for at in range(0, len(sentences), 3))


# --- changes of a text -----------------------------------------------------------------------


def _line_breaks(prose: Prose, sentences: list[str]) -> str:
    return prose.text(sentences)


def _furniture(prose: Prose, sentences: list[str]) -> str:
    before, after = FURNITURE[prose.language.code]
    return "\n".join([prose.fill(before), body_of(prose, sentences), prose.fill(after)])


def _other_width(prose: Prose, sentences: list[str]) -> str:
    wide = str.maketrans("，：；！？（）0123456789", ",:;!?()０１２３４５６７８９")
    curly = str.maketrans("“”„「」", '"""""')
    return body_of(prose, sentences).translate(wide).translate(curly)


def _blanks(prose: Prose, sentences: list[str]) -> str:
    return "　　" + body_of(prose, sentences).replace("\n", "\n\n　　")


def _exchanged(prose: Prose, sentences: list[str]) -> str:
    return prose.reworded(body_of(prose, sentences))


def _one_rewritten(prose: Prose, sentences: list[str]) -> str:
    at = prose.chance.randrange(len(sentences))
    changed = list(sentences)
    changed[at] = prose.sentence()
    return body_of(prose, changed)


def _corrected(prose: Prose, sentences: list[str]) -> str:
    """The first three numbers are others."""
    body = body_of(prose, sentences)
    for number in re.findall(r"\d+", body)[:3]:
        body = body.replace(number, str(prose.chance.randint(12, 9_800)), 1)
    return body


def _one_left_out(prose: Prose, sentences: list[str]) -> str:
    at = prose.chance.randrange(1, len(sentences) - 1)
    return body_of(prose, sentences[:at] + sentences[at + 1 :])


def _reordered(prose: Prose, sentences: list[str]) -> str:
    first, second, *rest = body_of(prose, sentences).split("\n")
    return "\n".join([second, first, *reversed(rest)])


def _opening(prose: Prose, sentences: list[str]) -> str:
    return body_of(prose, sentences[: prose.chance.randint(3, 5)])


def _without_end(prose: Prose, sentences: list[str]) -> str:
    return body_of(prose, sentences[: int(len(sentences) * 0.65)])


def _fewer_paragraphs(prose: Prose, sentences: list[str]) -> str:
    paragraphs = body_of(prose, sentences).split("\n")
    paragraphs.pop(prose.chance.randrange(1, len(paragraphs)))
    return "\n".join(paragraphs)


def _own_after(prose: Prose, sentences: list[str]) -> str:
    return "\n".join([body_of(prose, sentences), body_of(prose, prose.sentences(5))])


def _own_before(prose: Prose, sentences: list[str]) -> str:
    return "\n".join([body_of(prose, prose.sentences(5)), body_of(prose, sentences)])


def _own_around(prose: Prose, sentences: list[str]) -> str:
    own = body_of(prose, prose.sentences(3)), body_of(prose, prose.sentences(4))
    return "\n".join([own[0], body_of(prose, sentences), own[1]])


def _own_within(prose: Prose, sentences: list[str]) -> str:
    middle = len(sentences) // 2
    parts = sentences[:middle], prose.sentences(6), sentences[middle:]
    return "\n".join(body_of(prose, part) for part in parts)


def _spread(prose: Prose, sentences: list[str]) -> str:
    return prose.line([sentences[at] for at in range(1, len(sentences), 4)] + [sentences[-1]])


def _lead_and_spread(prose: Prose, sentences: list[str]) -> str:
    return prose.line([sentences[0], sentences[len(sentences) // 2], sentences[-2]])


def _halves(prose: Prose, sentences: list[str]) -> str:
    """Every third sentence, up to its last comma."""
    kept = sentences[::3]
    cut = [re.sub(r"[,，、；;][^,，、；;]*$", "", sentence) for sentence in kept]
    stop = "。" if prose.language.code in ("zh", "ja") else "."
    return prose.line([part.rstrip(stop) + stop for part in cut])


# --- headlines and lines of a roundup --------------------------------------------------------


def _new_headline(prose: Prose, _title: str) -> str:
    return prose.headline()


def _cut_headline(_prose: Prose, title: str) -> str:
    return title[: max(4, len(title) // 2)].strip()


def _labelled(prose: Prose, title: str) -> str:
    return LABELS[prose.language.code] + title


def _headline_and_more(prose: Prose, title: str) -> str:
    return f"{title} {prose.headline()}"


def _numbered(prose: Prose, number: int, _draft: Draft, text: list[str]) -> str:
    return f"{number + 1}. {prose.line(text[:2])}"


def _headed(prose: Prose, _number: int, draft: Draft, text: list[str]) -> str:
    return f"【{draft.title}】{prose.line(text[:2])}"


def _plain_opening(prose: Prose, _number: int, _draft: Draft, text: list[str]) -> str:
    return prose.line(text[: prose.chance.randint(2, 3)])


#: Each form by its name, which begins with the relation that it is made for.
FORMS: dict[str, Maker] = {
    "identical: other line breaks": copy("identical", _line_breaks),
    "identical: furniture around it": copy("identical", _furniture),
    "identical: marks of the other width": copy("identical", _other_width),
    "identical: blank lines and blanks": copy("identical", _blanks),
    "retitled: a new headline": retitled(_new_headline),
    "retitled: the headline cut": retitled(_cut_headline),
    "retitled: a label before the headline": retitled(_labelled),
    "retitled: the headline and a further one": retitled(_headline_and_more),
    "edited: words exchanged": copy("edited", _exchanged),
    "edited: one name replaced": another_name,
    "edited: one sentence rewritten": copy("edited", _one_rewritten),
    "edited: numbers corrected": copy("edited", _corrected),
    "edited: a sentence left out": copy("edited", _one_left_out),
    "edited: paragraphs reordered": copy("edited", _reordered),
    "shortened: the opening": copy("shortened", _opening),
    "shortened: the last third cut": copy("shortened", _without_end),
    "shortened: paragraphs dropped": copy("shortened", _fewer_paragraphs),
    "shortened: the opening after seventy days": copy("shortened", _opening, 70 * _DAY),
    "extended: own report after it": copy("extended", _own_after),
    "extended: own report before it": copy("extended", _own_before),
    "extended: own report around it": copy("extended", _own_around),
    "extended: own report within it": copy("extended", _own_within),
    "digest: sentences from all over": copy("digest", _spread),
    "digest: the lead, the middle and the end": copy("digest", _lead_and_spread),
    "digest: the ends of sentences dropped": copy("digest", _halves),
    "excerpt: a quotation with its source": quoted(3, 12, _DAY, with_source=True),
    "excerpt: a passage lifted": quoted(3, 12, _DAY, with_source=False),
    "excerpt: a long block quoted": quoted(5, 14, _DAY, with_source=True),
    "excerpt: quoted a year later": quoted(3, 12, 365 * _DAY, with_source=True),
    "roundup: numbered openings": roundup(_numbered),
    "roundup: headlines and openings": roundup(_headed),
    "roundup: whole short items": whole_items,
    "roundup: a greeting and openings": roundup(_plain_opening, greeting=True),
    "shared_passage: background at the end": background(3, in_middle=False),
    "shared_passage: background in the middle": background(3, in_middle=True),
    "shared_passage: a serial of five": background(5, in_middle=False),
    "common_source: a notice in full": statement(2, 0, "notice"),
    "common_source: a statement after a lead": statement(2, 1, "quoted"),
    "common_source: a statement between own words": statement(1, 2, "within"),
    **{f"template: {form}": notices(form) for form in NOTICES["zh"]},
}
