"""Page → Article: evidence is chosen from and typed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
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

#: The number of an evidence of the source, the evidence, and the medium that it names.
_Source = tuple[int, Evidence, str | None]


def normalise(page: Page, article_id: str) -> Article:
    """The article that a page prints, with the evidence of what was chosen and why.

    Raises NotAnArticle where the page has no title.
    """
    chosen: dict[int, str | None] = {}
    title = _title(page, chosen)
    if not title:
        raise NotAnArticle("unreadable", "not an article: no title found")
    sources = [(i, item, _read_source(item)) for i, item in _of(page, "source")]
    credits = _credits(page, sources, chosen)
    source = _source(page, sources, credits, chosen)
    blocks = _without_headline(page.blocks, title)
    text = "\n".join(block.text for block in blocks)
    evidence = [_digested(item, text) if item.field == "body" else item for item in page.evidence]
    return Article(
        id=article_id,
        station=page.station.name,
        url=page.url,
        title=title,
        blocks=blocks,
        kicker=_first(page, "kicker", chosen),
        subtitle=_first(page, "subtitle", chosen),
        original_title=_original_title(page, chosen),
        published=_published(page, chosen),
        source=source,
        credits=credits,
        images=page.images,
        complete=page.complete,
        language=language_of(title + text[:_SAMPLE], page.station.language),
        layout=page.layout,
        reader=READER,
        station_digest=page.station.digest,
        evidence=tuple(
            _chosen(item, chosen[i]) if i in chosen else item for i, item in enumerate(evidence)
        ),
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


def _first(page: Page, name: str, chosen: dict[int, str | None]) -> str | None:
    found = next(iter(_of(page, name)), None)
    if found is None:
        return None
    chosen[found[0]] = None
    return found[1].printed


def _title(page: Page, chosen: dict[int, str | None]) -> str | None:
    items = _of(page, "title")
    for index, item in items:
        displayed = item.method != "meta"
        title = item.printed if displayed else cut_suffix(item.printed)
        if title:
            chosen[index] = None if displayed else "no title is displayed"
            return title
    return None


def _original_title(page: Page, chosen: dict[int, str | None]) -> str | None:
    for index, item in _of(page, "original_title"):
        if original := read_credits(item.printed).original_title:
            chosen[index] = None
            return original
    return None


def _published(page: Page, chosen: dict[int, str | None]) -> PrintedTime | None:
    """The first displayed time, made finer by a meta that names the same day."""
    zone = ZoneInfo(page.station.timezone)
    seen = page.captures[0].captured_at
    items = _of(page, "published")
    items.sort(key=lambda entry: _rank(entry[1]))
    # What is read from the day of the capture (昨天) only counts where no full date is printed.
    for day in (None, seen):
        read = [(i, _time(item, zone, day)) for i, item in items]
        times = [(i, time) for i, time in read if time is not None]
        if times:
            break
    else:
        return None
    index, first = times[0]
    for other, time in times[1:]:
        if _is_finer(time, first):
            chosen[other] = f"the same day as {first.iso()}, and finer"
            return time
    chosen[index] = "the first that is displayed; others differ" if _differ(times) else None
    return first


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


def _credits(
    page: Page, sources: Sequence[_Source], chosen: dict[int, str | None]
) -> tuple[Credit, ...]:
    credits: dict[tuple[str, str], Credit] = {}
    told = _of(page, "credits")
    for index, item in sorted(told, key=lambda entry: entry[1].where in _UNLABELLED):
        if item.where in _UNLABELLED and _are_told(item.printed, credits):
            continue
        for credit in _read_credits(item):
            key = (credit.role, credit.name)
            if key not in credits:
                position = len(credits) + 1
                in_place = credit.position == position
                credits[key] = credit if in_place else replace(credit, position=position)
                chosen[index] = None
    for index, item in _writers_as_sources(sources):
        name = read_credits(item.printed).source or ""
        if ("author", name) not in credits:
            credits["author", name] = Credit(
                role="author", role_printed="来源", name=name, position=len(credits) + 1
            )
            chosen[index] = "a person is no medium, and another source is printed"
    return tuple(credits.values())


def _are_told(unlabelled: str, credits: Iterable[tuple[str, str]]) -> bool:
    """Whether the writers are named with a label, or these names have another role."""
    return any(role in WRITING_ROLES or name in unlabelled.split() for role, name in credits)


def _writers_as_sources(sources: Sequence[_Source]) -> list[tuple[int, Evidence]]:
    """What names a person after 来源, on a page that names a medium as well."""
    people = [entry for entry in sources if is_surely_person(entry[2] or "")]
    if len(people) == sum(item.method != "meta" for _, item, _ in sources):
        return []
    return [(index, item) for index, item, _ in people if item.where.startswith("label")]


def _read_credits(item: Evidence) -> tuple[Credit, ...]:
    if item.where in _READERS:
        return _READERS[item.where](item.printed).credits
    return read_credits(item.printed, open_labels=item.where.startswith("label")).credits


def _source(
    page: Page,
    sources: Sequence[_Source],
    credits: tuple[Credit, ...],
    chosen: dict[int, str | None],
) -> str | None:
    people = {credit.name for credit in credits if credit.role != "organisation"}
    named = [
        (i, item, source)
        for i, item, source in sources
        if source and not (source in people and item.method not in ("label", "layout"))
    ]
    sites = _sites(page) if any(item.method == "generic" for _, item, _ in named) else []
    # 来源: 张明 names a writer, 来源：转载 no one; they are only taken where no other is named.
    # What stands beside the time without a label may be the site's own name.
    named.sort(
        key=lambda entry: (
            _names_no_medium(entry[2] or ""),
            _METHODS.index(entry[1].method),
            _is_of_issuer(entry[1].printed),
            entry[1].method == "generic" and _is_of_site(entry[2] or "", sites),
        )
    )
    if not named:
        return None
    index, item, source = named[0]
    chosen[index] = None
    if item.method == "meta":
        chosen[index] = "no source is displayed"
    elif any(plain(other or "") != plain(source or "") for _, _, other in named):
        chosen[index] = "the first that is displayed; others are printed"
    return source


def _sites(page: Page) -> list[str]:
    """What a page's own name ends with: the names of the channel and of the site."""
    told = (item.printed for _, item in _of(page, "title") if item.method == "meta")
    return [part for name in told for part in name_parts(name)[1:] if len(part) > 2]


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
