"""Page → Article: evidence is chosen from and typed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from archive.model.article import WRITING_ROLES, Article, Block, Credit, Evidence, PrintedTime
from harvester.extract.evidence import BESIDE, CALLED, unlabelled_medium
from harvester.extract.headline import cut_suffix, name_parts, plain
from harvester.extract.page import Page
from harvester.grammar.bylines import (
    read_byline,
    read_dateline,
    read_lone_name,
    read_names_line,
    read_signature,
)
from harvester.grammar.credits import Credits, read_credits, read_source
from harvester.grammar.labels import ISSUERS
from harvester.grammar.names import is_body, is_surely_person, read_names
from harvester.grammar.printed_time import read_epoch, read_time
from harvester.model.errors import NotAnArticle

#: The version of the reader, kept with each reading; it rises when readings change.
READER = "0.3.0"

#: What may stand after 来源 and names no medium.
_NO_MEDIA = frozenset(
    ("转载", "转载文章", "网络转载", "网络", "互联网", "原创", "本站", "本网", "本站原创")
)
_BLANKS = frozenset(("default", "null", "undefined", "none"))  # what scripts print for no value
_METHODS = ("layout", "label", "generic", "meta")  # by how sure they are of a source
_UNLABELLED = (BESIDE, CALLED)  # names that only count where no label names a writer
_HEADLINES = 3  # a repeated headline is among the first lines
_SAMPLE = 1_000  # characters from which a language is told
_FEW_LETTERS = 20
#: 生成时间, 最后更新 and 成文日期 are no times of publication.
_OTHER_TIMES = re.compile(r"生成|更新|成文|录入|上传|maketime", re.I)
_SENTENCE = re.compile("[，。！？；]")
_HANZI = re.compile("[\u3400-\u9fff]+")
_LATIN = re.compile("[A-Za-z]+")
_TRADITIONAL = re.compile(
    "[這個們來對時會說國為發經過還後種關開門問間東車見長學習與將從實現業產動點應該進邊讓聽買賣]"
)
_SIMPLIFIED = re.compile(
    "[这个们来对时会说国为发经过还后种关开门问间东车见长学习与将从实现业产动点应该进边让听买卖]"
)

#: What reads the names in evidence that no label announces, by where it stands.
_READERS: dict[str, Callable[[str], Credits]] = {
    "dateline": read_dateline,
    "signature": read_signature,
    "byline": read_byline,
    "names": read_names_line,
    BESIDE: read_lone_name,
    CALLED: partial(read_lone_name, called=True),
}

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Choice(Generic[_T]):
    """A value of the article, and the evidence that it was chosen from.

    `reasons` has the number of each such evidence, and why it was preferred (None: nothing to say).
    """

    value: _T
    reasons: Mapping[int, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _SourceClaim:
    """One evidence of the source, its number, and the medium that it names."""

    number: int
    evidence: Evidence
    medium: str | None


def normalise(page: Page, article_id: str) -> Article:
    """The article that a page prints, with the evidence of what was chosen and why.

    Raises NotAnArticle where the page has no title.
    """
    title = _title(page)
    if title.value is None:
        raise NotAnArticle("unreadable", "not an article: no title found")
    claims = [_SourceClaim(i, item, _read_source(item)) for i, item in _of(page, "source")]
    credits = _credits(page, claims)
    source = _source(page, claims, credits.value)
    kicker, subtitle = _first(page, "kicker"), _first(page, "subtitle")
    original_title, published = _original_title(page), _published(page)
    blocks = _without_headline(page.blocks, title.value)
    text = "\n".join(block.text for block in blocks)
    reasons: dict[int, str | None] = {}
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
        language=language_of(title.value + text[:_SAMPLE], page.station.language),
        layout=page.layout,
        reader=READER,
        station_digest=page.station.digest,
        evidence=_marked(page.evidence, reasons, text),
    )


def _marked(
    evidence: Sequence[Evidence], reasons: Mapping[int, str | None], text: str
) -> tuple[Evidence, ...]:
    """The evidence of a page, with what was chosen and why, and a digest of the text."""
    digested = (_digested(item, text) if item.field == "body" else item for item in evidence)
    return tuple(
        _chosen(item, reasons[i]) if i in reasons else item for i, item in enumerate(digested)
    )


def _chosen(item: Evidence, why: str | None) -> Evidence:
    return Evidence(
        field=item.field, printed=item.printed, where=item.where, method=item.method,
        chosen=True, why=why,
    )  # fmt: skip


def _digested(item: Evidence, text: str) -> Evidence:
    """The evidence of the body, which shows a digest of the text and not the text."""
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return replace(item, printed=f"sha256:{digest}", chosen=bool(text))


def language_of(text: str, declared: str) -> str:
    """The language of a text by its characters: zh-Hans, zh-Hant or en, else what is declared.

    >>> language_of("湘潭市人大常委会履职以来", "zh-CN")
    'zh-Hans'
    """
    sample = text[:_SAMPLE]
    hanzi = _HANZI.search(sample)
    # where the first run of Hanzi outweighs all of ASCII, the letters need not be counted
    if hanzi is None or 20 * len(hanzi[0]) < len(sample.encode("ascii", "ignore")):
        latin = sum(map(len, _LATIN.findall(sample)))
        if hanzi is None:
            return "en" if latin > _FEW_LETTERS else declared
        if latin > _FEW_LETTERS and latin > 20 * sum(map(len, _HANZI.findall(sample))):
            return "en"
    traditional = len(_TRADITIONAL.findall(sample))
    if traditional and traditional > len(_SIMPLIFIED.findall(sample)):
        return "zh-Hant"
    return "zh-Hans"


def _of(page: Page, name: str) -> list[tuple[int, Evidence]]:
    return [(i, item) for i, item in enumerate(page.evidence) if item.field == name]


def _first(page: Page, name: str) -> _Choice[str | None]:
    for number, item in _of(page, name):
        return _Choice(item.printed, {number: None})
    return _Choice(None)


def _title(page: Page) -> _Choice[str | None]:
    for number, item in _of(page, "title"):
        displayed = item.method != "meta"
        if title := item.printed if displayed else cut_suffix(item.printed):
            return _Choice(title, {number: None if displayed else "no title is displayed"})
    return _Choice(None)


def _original_title(page: Page) -> _Choice[str | None]:
    for number, item in _of(page, "original_title"):
        if original := read_credits(item.printed).original_title:
            return _Choice(original, {number: None})
    return _Choice(None)


def _published(page: Page) -> _Choice[PrintedTime | None]:
    """The first displayed time, made finer by a meta that names the same day."""
    times = _times(page)
    if not times:
        return _Choice(None)
    number, first = times[0]
    for other, time in times[1:]:
        if _is_finer(time, first):
            return _Choice(time, {other: f"the same day as {first.iso()}, and finer"})
    differ = _differ(times)
    return _Choice(
        first, {number: "the first that is displayed; others differ" if differ else None}
    )


def _times(page: Page) -> list[tuple[int, PrintedTime]]:
    """The times that a page prints, each with the number of its evidence, the surest first.

    What is read from the day of the capture (昨天) only counts where no full date is printed.
    """
    zone = ZoneInfo(page.station.timezone)
    items = sorted(_of(page, "published"), key=lambda entry: _rank(entry[1]))
    for day in (None, page.captures[0].captured_at):
        read = ((number, _time(item, zone, day)) for number, item in items)
        if times := [(number, time) for number, time in read if time is not None]:
            return times
    return []


def _differ(times: Sequence[tuple[int, PrintedTime]]) -> bool:
    """Whether times disagree in day or minute, as far as both are told."""
    if len(times) == 1:
        return False
    first = times[0][1].iso()
    return any(
        first[:10] != time.iso()[:10]
        or ("day" not in (time.precision, times[0][1].precision) and first[:16] != time.iso()[:16])
        for _, time in times[1:]
    )


def _rank(item: Evidence) -> int:
    """Displayed times, then metas, then displayed times of something else."""
    if _OTHER_TIMES.search(item.where):
        return 2
    return 1 if item.method == "meta" else 0


def _time(item: Evidence, zone: ZoneInfo, seen: datetime | None) -> PrintedTime | None:
    read = read_time(item.printed, zone=zone, seen=seen)
    return read or (read_epoch(item.printed, zone=zone) if item.where == "script" else None)


def _is_finer(time: PrintedTime, than: PrintedTime) -> bool:
    """Whether a time is on the same day and has a clock time where the other has none."""
    if isinstance(than.value, datetime):
        if not isinstance(time.value, datetime) or time.precision != "second":
            return False
        return than.precision == "minute" and time.value.replace(second=0) == than.value
    if not isinstance(time.value, datetime) or time.value.date() != than.value:
        return False
    return (time.value.hour, time.value.minute, time.value.second) != (0, 0, 0)


def _credits(page: Page, claims: Sequence[_SourceClaim]) -> _Choice[tuple[Credit, ...]]:
    """All credits, each person once in a role; names without a label only where they add one."""
    credits: dict[tuple[str, str], Credit] = {}
    reasons: dict[int, str | None] = {}
    items = sorted(_of(page, "credits"), key=lambda entry: entry[1].where in _UNLABELLED)
    for number, item in items:
        if item.where in _UNLABELLED and _are_credited(item.printed, credits):
            continue
        for credit in _read_credits(item):
            key = (credit.role, credit.name)
            if key not in credits:
                position = len(credits) + 1
                in_place = credit.position == position
                credits[key] = credit if in_place else replace(credit, position=position)
                reasons[number] = None
    for number, item in _writers_as_sources(claims):
        name = read_credits(item.printed).source or ""
        if ("author", name) not in credits:
            credits["author", name] = Credit(
                role="author", role_printed="来源", name=name, position=len(credits) + 1
            )
            reasons[number] = "a person is no medium, and another source is printed"
    return _Choice(tuple(credits.values()), reasons)


def _are_credited(unlabelled: str, credits: Iterable[tuple[str, str]]) -> bool:
    """Whether the writers are named with a label, or these names have another role."""
    return any(role in WRITING_ROLES or name in unlabelled.split() for role, name in credits)


def _writers_as_sources(claims: Sequence[_SourceClaim]) -> list[tuple[int, Evidence]]:
    """What names a person after 来源, on a page that names a medium as well."""
    people = [claim for claim in claims if is_surely_person(claim.medium or "")]
    if len(people) == sum(claim.evidence.method != "meta" for claim in claims):
        return []
    labelled = (claim for claim in people if claim.evidence.where.startswith("label"))
    return [(claim.number, claim.evidence) for claim in labelled]


def _read_credits(item: Evidence) -> tuple[Credit, ...]:
    if item.where in _READERS:
        return _READERS[item.where](item.printed).credits
    return read_credits(item.printed, open_labels=item.where.startswith("label")).credits


def _source(
    page: Page, claims: Sequence[_SourceClaim], credits: Sequence[Credit]
) -> _Choice[str | None]:
    """The medium of the best claim, except a name without a label that a credit has as well."""
    people = {credit.name for credit in credits if credit.role != "organisation"}
    named = [
        claim
        for claim in claims
        if claim.medium
        and (claim.medium not in people or claim.evidence.method in ("label", "layout"))
    ]
    if not named:
        return _Choice(None)
    guessed = any(claim.evidence.method == "generic" for claim in named)
    sites = _sites(page) if guessed else []
    best = min(named, key=lambda claim: _source_rank(claim, sites))
    return _Choice(best.medium, {best.number: _why_source(best, named)})


def _source_rank(claim: _SourceClaim, sites: Sequence[str]) -> tuple[bool, int, bool, bool]:
    """How far a claim stands behind others: the lowest is chosen, among equals the first printed.

    Each question counts only where the claims are equal in those before it.
    """
    medium = claim.medium or ""
    names_no_medium = _names_no_medium(medium)  # 来源: 张明 is a writer, 来源：转载 no one
    method = _METHODS.index(claim.evidence.method)
    names_issuer = _is_of_issuer(claim.evidence.printed)  # 发布机构：… is seldom who wrote it
    # what stands beside the time without a label may be the site's own name
    names_site = claim.evidence.method == "generic" and _is_of_site(medium, sites)
    return names_no_medium, method, names_issuer, names_site


def _why_source(best: _SourceClaim, named: Sequence[_SourceClaim]) -> str | None:
    if best.evidence.method == "meta":
        return "no source is displayed"
    chosen = plain(best.medium or "")
    if any(plain(claim.medium or "") != chosen for claim in named):
        return "the first that is displayed; others are printed"
    return None


def _sites(page: Page) -> list[str]:
    """What a page's own name ends with: the names of the channel and of the site."""
    titles = (item.printed for _, item in _of(page, "title") if item.method == "meta")
    return [part for name in titles for part in name_parts(name)[1:] if len(part) > 2]


def _is_of_site(source: str, sites: Sequence[str]) -> bool:
    return any(part in source or source in part for part in sites)


def _is_of_issuer(printed: str) -> bool:
    return "".join(printed.split()).lstrip("【[").startswith(tuple(ISSUERS))


def _names_no_medium(source: str) -> bool:
    return source in _NO_MEDIA or is_surely_person(source)


def _read_source(item: Evidence) -> str | None:
    if item.where == "signature":
        return read_signature(item.printed).source
    if item.method == "label":
        return read_credits(item.printed).source
    if item.method == "layout":
        return read_credits(item.printed).source or unlabelled_medium(item.printed)
    source = read_source(item.printed)
    if not source or source in _BLANKS:
        return None
    names = read_names(item.printed)
    if item.method == "generic" and len(names) > 1 and not any(is_body(n.name) for n in names):
        return None
    return source


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
