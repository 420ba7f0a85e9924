"""Page → Article: for each field one of its claims is chosen; all are shown as evidence."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Generic, TypeVar

from archive.model.article import (
    COUNTED_BACK,
    WRITING_ROLES,
    Article,
    Block,
    Credit,
    Evidence,
    PrintedTime,
)
from harvester.claims.claim import (
    BodyClaim,
    Claim,
    CreditsClaim,
    IncompleteClaim,
    SourceClaim,
    TextClaim,
    TimeClaim,
    TitleClaim,
)
from harvester.content.headline import plain
from harvester.extract.page import Page
from harvester.extract.verdict import VerdictClaim
from harvester.grammar.language import language_of
from harvester.grammar.names import is_surely_person
from harvester.grammar.printed_time import RelativeTime
from harvester.grammar.zones import carries_offset
from harvester.model.errors import NotAnArticle
from harvester.model.url import year_in

#: The version of the reader, kept with each reading; it rises when readings change.
READER = "0.10.0"

#: What may stand after 来源 and names no medium.
_NO_MEDIA = frozenset(
    ("转载", "转载文章", "网络转载", "网络", "互联网", "原创", "本站", "本网", "本站原创")
)
#: Metas that templates fill in once for all pages.
_OF_SITE = frozenset(("meta source", "meta dc.source", "meta og:article:source", "meta mediaid"))
_METHODS = ("layout", "label", "generic", "meta")  # by how sure they are of a source
_HEADLINES = 3  # a repeated headline is among the first lines
#: 生成时间, 最后更新 and 成文日期 are no times of publication.
_OTHER_TIMES = re.compile(r"生成|更新|成文|录入|上传|修改|更改|编辑|編輯|updated|maketime", re.I)
_APART = ("above the title", "trailer")  # where a date may be that of a visit or a comment
_INTERVIEW = re.compile("[专專][访訪]|[访訪][谈談]|[对對][谈談話话]")
_SENTENCE = re.compile("[，。！？；]")
_T = TypeVar("_T")
_C = TypeVar("_C", bound=Claim)


@dataclass(frozen=True, slots=True)
class _Choice(Generic[_T]):
    """A value of the article, and the claims that it was chosen from.

    `reasons` says of each such claim why it was preferred (None: nothing to say).
    """

    value: _T
    reasons: Mapping[Claim, str | None] = field(default_factory=dict)


def choose_article(page: Page, article_id: str) -> Article:
    """The article that a page prints, with the evidence of what was chosen and why.

    Raises NotAnArticle where the page has no title.
    """
    title = _title(page)
    if title.value is None:
        raise NotAnArticle("unreadable", "not an article: no title found")
    sources = _of(page, SourceClaim)
    written = [
        claim for claim in _of(page, CreditsClaim) if not _names_subject(claim, title.value, page)
    ]
    credits = _credits(written, sources)
    source = _source(sources, credits.value, _sites(page))
    kicker, subtitle = _text(page, "kicker"), _text(page, "subtitle")
    original_title, published = _text(page, "original_title"), _published(page)
    blocks = _without_headline(page.blocks, title.value)
    text = "\n".join(block.text for block in blocks)
    reasons: dict[Claim, str | None] = {}
    for choice in (title, credits, source, kicker, subtitle, original_title, published):
        reasons.update(choice.reasons)
    return Article(
        id=article_id,
        station=page.station.name,
        url=page.url,
        title=title.value,
        blocks=blocks,
        kicker=kicker.value,
        subtitle=subtitle.value,
        original_title=original_title.value,
        published=published.value,
        source=source.value,
        credits=credits.value,
        images=page.images,
        complete=page.complete,
        language=page.language or language_of(title.value + text, page.station.language),
        layout=page.layout,
        reader=READER,
        station_digest=page.station.digest,
        evidence=tuple(_evidence(claim, reasons, text) for claim in page.claims),
    )


def _evidence(claim: Claim, reasons: Mapping[Claim, str | None], text: str) -> Evidence:
    """A claim as it is shown: whether it was chosen and why; of the body a digest of its text."""
    if isinstance(claim, BodyClaim):
        digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        shown = replace(claim, printed=f"sha256:{digest}")
        return shown.evidence(chosen=bool(text), why=claim.why)
    if isinstance(claim, (IncompleteClaim, VerdictClaim)):
        return claim.evidence(chosen=True, why=claim.why)
    return claim.evidence(chosen=claim in reasons, why=reasons.get(claim))


def _of(page: Page, kind: type[_C]) -> list[_C]:
    """The claims of one kind, in printed order."""
    return [claim for claim in page.claims if isinstance(claim, kind)]


def _title(page: Page) -> _Choice[str | None]:
    """The first title; those that are displayed come before what the page declares."""
    for claim in _of(page, TitleClaim):
        if claim.value:
            displayed = claim.method != "meta"
            why = claim.why or (None if displayed else "no title is displayed")
            return _Choice(claim.value, {claim: why})
    return _Choice(None)


def _text(page: Page, name: str) -> _Choice[str | None]:
    """The first text for a field."""
    for claim in _of(page, TextClaim):
        if claim.field == name and claim.value:
            return _Choice(claim.value, {claim: None})
    return _Choice(None)


def _published(page: Page) -> _Choice[PrintedTime | None]:
    """The first displayed time, made finer by a meta that names the same day."""
    times = _times(page)
    if not times:
        return _Choice(None, _too_vague(page))
    claim, first = times[0]
    for other, time in times[1:]:
        if _is_finer(time, first):
            finer = f"the same day as {first.iso()}, and finer"
            return _Choice(time, {other: _with_guess(finer, other, time, page)})
    why = claim.value.doubt if isinstance(claim.value, RelativeTime) else None
    if why is None and _differ([time for _, time in times]):
        why = "the first that is displayed; others differ"
    return _Choice(first, {claim: _with_guess(why, claim, first, page)})


def _too_vague(page: Page) -> dict[Claim, str | None]:
    """The claim of a page that prints 3周前: it names no day, and yet no time was taken away."""
    for claim in _of(page, TimeClaim):
        if isinstance(claim.value, RelativeTime) and claim.value.doubt == COUNTED_BACK:
            return {claim: COUNTED_BACK}
    return {}


def _with_guess(why: str | None, claim: TimeClaim, time: PrintedTime, page: Page) -> str | None:
    """Why a time was chosen, and from what its zone was guessed, where that is a guess."""
    if time.precision == "day" or page.zone is None or carries_offset(claim.printed):
        return why
    return "; ".join(each for each in (why, page.zone.why) if each) or None


def _times(page: Page) -> list[tuple[TimeClaim, PrintedTime]]:
    """The times that a page prints, the surest first.

    What depends on the day of the capture (昨天) only counts where no full date is printed.
    """
    claims = sorted(_of(page, TimeClaim), key=_time_rank)
    full = [(each, each.value) for each in claims if isinstance(each.value, PrintedTime)]
    if full:
        return full
    captured_at = page.captures[0].captured_at
    relative = ((each, each.value) for each in claims if isinstance(each.value, RelativeTime))
    year = year_in(page.url)
    times = ((each, value.on(captured_at, year)) for each, value in relative)
    return [(each, time) for each, time in times if time is not None]


def _differ(times: Sequence[PrintedTime]) -> bool:
    """Whether times disagree with the first in day or minute, as far as both are printed."""
    first, *others = times
    printed = first.iso()
    return any(
        printed[:10] != other.iso()[:10]
        or ("day" not in (other.precision, first.precision) and printed[:16] != other.iso()[:16])
        for other in others
    )


def _time_rank(claim: TimeClaim) -> int:
    """Displayed times, then metas, then dates apart from the text, then times of something else."""
    if _OTHER_TIMES.search(claim.where):
        return 3
    if claim.where in _APART:
        return 2
    return 1 if claim.method == "meta" else 0


def _is_finer(time: PrintedTime, than: PrintedTime) -> bool:
    """Whether a time is on the same day and has a clock time where the other has none."""
    if isinstance(than.value, datetime):
        if not isinstance(time.value, datetime) or time.precision != "second":
            return False
        return than.precision == "minute" and time.value.replace(second=0) == than.value
    if not isinstance(time.value, datetime) or time.value.date() != than.value:
        return False
    return (time.value.hour, time.value.minute, time.value.second) != (0, 0, 0)


def _credits(
    claims: Sequence[CreditsClaim], sources: Sequence[SourceClaim]
) -> _Choice[tuple[Credit, ...]]:
    """All credits, each person once in a role; names without a label only where they add one."""
    credits: dict[tuple[str, str], Credit] = {}
    reasons: dict[Claim, str | None] = {}
    for claim in sorted(claims, key=lambda claim: claim.is_fallback):
        if claim.is_fallback and _are_credited(claim.value, credits):
            continue
        for credit in claim.value:
            if (credit.role, credit.name) not in credits:
                position = len(credits) + 1
                is_in_place = credit.position == position
                credits[credit.role, credit.name] = (
                    credit if is_in_place else replace(credit, position=position)
                )
                reasons[claim] = None
    for source, name in _writers_as_sources(sources):
        if ("author", name) not in credits:
            credits["author", name] = Credit(
                role="author", role_printed="来源", name=name, position=len(credits) + 1
            )
            reasons[source] = "a person is no medium, and another source is printed"
    return _Choice(tuple(credits.values()), reasons)


def _names_subject(claim: CreditsClaim, title: str, page: Page) -> bool:
    """Whether a line names who was interviewed: 柯文哲／專訪, where no word says who wrote.

    The title has that name then, or the text has it more than once.
    """
    names = [credit.name for credit in claim.value]
    labelled = any(credit.role_printed for credit in claim.value)
    if labelled or not names or not _INTERVIEW.search(claim.printed):
        return False
    text = "\n".join(block.text for block in page.blocks)
    return all(name in title or text.count(name) > 1 for name in names)


def _are_credited(names: Sequence[Credit], credits: Iterable[tuple[str, str]]) -> bool:
    """Whether the writers are named with a label, or one of these names has another role."""
    unlabelled = {credit.name for credit in names}
    return any(role in WRITING_ROLES or name in unlabelled for role, name in credits)


def _writers_as_sources(sources: Sequence[SourceClaim]) -> list[tuple[SourceClaim, str]]:
    """The people who are named after 来源, on a page that names a medium as well."""
    people = [
        (claim, claim.value) for claim in sources if claim.value and is_surely_person(claim.value)
    ]
    if len(people) == sum(claim.method != "meta" for claim in sources):
        return []
    return [(claim, name) for claim, name in people if claim.is_labelled]


def _source(
    sources: Sequence[SourceClaim], credits: Sequence[Credit], sites: Sequence[str]
) -> _Choice[str | None]:
    """The medium of the best claim, except a name without a label that a credit has as well."""
    people = {credit.name for credit in credits if credit.role != "organisation"}
    media = [
        (claim, claim.value)
        for claim in sources
        if claim.value
        and (claim.value not in people or claim.method in ("label", "layout"))
        and not _declares_site(claim, claim.value, sites)
    ]
    if not media:
        return _Choice(None)
    best, medium = min(media, key=lambda each: _source_rank(each[0], each[1], sites))
    return _Choice(medium, {best: _why_source(best, medium, [each for _, each in media])})


def _declares_site(claim: SourceClaim, medium: str, sites: Sequence[str]) -> bool:
    """Whether a source that no reader sees is that of the site rather than of the text.

    ContentSource and the like are filled in for each text; what is called source alone seldom is.
    """
    if claim.method != "meta":
        return False
    return claim.where.lower() in _OF_SITE or _is_of_site(medium, sites)


def _source_rank(
    claim: SourceClaim, medium: str, sites: Sequence[str]
) -> tuple[bool, int, bool, bool]:
    """How far a claim stands behind others: the lowest is chosen, among equals the first printed.

    Each question counts only where the claims are equal in those before it.
    """
    names_no_medium = _names_no_medium(medium)  # 来源: 张明 is a writer, 来源：转载 no one
    method = _METHODS.index(claim.method)
    names_issuer = claim.names_issuer  # 发布机构：… is seldom who wrote it
    # what stands beside the time without a label may be the site's own name
    names_site = claim.method == "generic" and _is_of_site(medium, sites)
    return names_no_medium, method, names_issuer, names_site


def _why_source(best: SourceClaim, medium: str, media: Sequence[str]) -> str | None:
    if best.method == "meta":
        return "no source is displayed"
    if any(plain(each) != plain(medium) for each in media):
        return "the first that is displayed; others are printed"
    return None


def _sites(page: Page) -> list[str]:
    """The names of the channel and of the site, as the page's own name ends with them."""
    return [site for claim in _of(page, TitleClaim) for site in claim.sites]


def _is_of_site(source: str, sites: Sequence[str]) -> bool:
    return any(part in source or source in part for part in sites)


def _names_no_medium(source: str) -> bool:
    return source in _NO_MEDIA or is_surely_person(source)


def _without_headline(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """The blocks from below the headline, where it is repeated above the first paragraph.

    Lines of the headline may stand before it; after a sentence the same words are a cross-heading.
    """
    for at, block in enumerate(blocks[:_HEADLINES]):
        if plain(block.text) == plain(title):
            return blocks[at + 1 :]
        if _SENTENCE.search(block.text):
            return blocks
    return blocks
