"""Words of a line of time that no label announces: media and names of writers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.knowledge.media import ends_in_section, is_section, looks_like_medium
from archive.knowledge.people import is_no_name
from archive.knowledge.places import is_place
from harvester.claims.claim import Claim, CreditsClaim, SourceClaim, shown
from harvester.grammar.boilerplate import is_counter
from harvester.grammar.bylines import read_lone_name
from harvester.grammar.credits import read_credits
from harvester.grammar.labels import PUBLISHED, SOURCE, is_listed
from harvester.grammar.names import is_body, is_likely_person, read_names
from harvester.grammar.printed_value import read_declared_medium

_ACCOUNT = re.compile(r"(?:官方(?:账号|帐号|微博|号))+$|[（(]$")
_NO_MEDIUM = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?$|By\b|Posted|[A-Z][a-z]+day,?$|"
    r"正文|首页|首頁|发布|發布|發佈|来自|來自|发表|發表|IP|查看|回复|回覆|责任|責任|编辑|編輯|优质|认证|認證|原创|原創|转载|轉載|[昨今前](?:[天日晚晨早]|(?![\u3400-\u9fff]))(?![\u3400-\u9fff])|星期|[周週][一二三四五六日]|[上下]午|字[号体]|分享|评论|評論|留言|浏览|瀏覽|阅读|閱讀|点击|點擊|打印|列印|时间|時間|"
    r".{0,8}[时時][间間]$|(?!\d\d世纪|\d{1,3}[A-Za-z]{3})[^\u3400-\u9fffA-Za-z《]|企鹅号|大鱼号|头条号|百家号|大风号|AM|PM|小时|小時|分钟|分鐘|日期|更新|关注|關注|追蹤|收藏|专栏|專欄|HKT|CST|GMT|UTC"
)
_COLON = re.compile("[:：]")
_LONGEST_ACCOUNT = 10
#: 来源 多样: without a colon it is a label only before what is surely a medium.
_BARE_LABEL = re.compile(r"[来來]源\s+[^\s:：]")
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")
_BRAND = re.compile(r"[A-Z]+$|\w+[A-Z]")
_WAY = re.compile("[>›»→]")
_BETWEEN_WORDS = re.compile(r"[\s|·｜,，/／]+")
#: （2022年07月22日 04 版）
_PAGE_OF_PAPER = re.compile(
    r"[（(]?(?:19|20)\d\d年\d{1,2}月\d{1,2}日\s{0,3}第?\s?\w?\d{1,3}\s?版[）)]?"
)
#: 《 青棠日报 》（ 2022年07月22日 第 04 版）
_EDITION = re.compile(
    r"《\s?([^《》]{2,14}?)\s?》\s?[（(]?\s?(?:19|20)\d\d\s?[年-]\s?\d{1,2}\s?[月-]\s?\d{1,2}"
)
_COLUMN = re.compile("(?:频道|中心|栏目|新闻)$")
_RECENT = re.compile(r"昨天|前天|今天|刚刚|\d{1,2}\s?(?:分钟|小时|天|日|月)前?")
#: A date with its time, an address, a number.
_DATE_AND_TIME = re.compile(
    r"(?:19|20)\d\d\s{0,2}[-年/.·]?\s{0,2}\d{1,2}\s{0,2}[-月/.·]\s{0,2}\d{1,2}日?\s{0,3}"
    r"(?:\d{1,2}\s?[:：时]\s?\d{1,2}(?:\s?[:：分]\s?\d{1,2}秒?)?)?|https?://[\w./-]{1,80}|(?<![A-Za-z])\d++(?!世纪|[A-Za-z])|"
    r"[一二][〇○零九][〇○零一二三四五六七八九]{2}\s?年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
#: By Chen Guodong | Qingtang Daily | Updated: 2022-07-22 08:51
_ENGLISH_MEDIUM = re.compile(
    r"(?:^|\|)\s?((?!By )[A-Z][\w.&'-]{1,20}(?: [A-Z&][\w.&'-]{0,20}){0,3}|"
    r"[a-z0-9-]{2,20}(?:\.[a-z]{2,4}){1,2})\s?\|\s?(?:Updated|Published|Posted)\b"
)


def unlabelled_claims(text: str, unlinked: str, fields: frozenset[str]) -> Iterator[Claim]:
    """The media and names on a line of time that no label announces, for these fields.

    `unlinked` is the line without its links.
    """
    if SOURCE in fields:
        words = _words(text, PUBLISHED)
        medium = _medium_among(words, text)
        if medium is None and unlinked != text:
            medium = unlabelled_medium(unlinked)
        if medium:
            yield medium_claim(medium, "header")
            yield from (medium_claim(word, "header") for word in _further_media(words, medium))
    if "credits" in fields:
        beside = " ".join(_beside_medium(unlinked))
        if writers := writers_claim(beside, "beside the time"):
            yield writers


def medium_claim(printed: str, where: str) -> SourceClaim:
    """A text without a label as a medium; several names of people name none."""
    value = read_declared_medium(printed)
    if value is not None:
        names = read_names(printed)
        if len(names) > 1 and not any(is_body(name.name) for name in names):
            value = None
    return SourceClaim(printed=printed, value=value, where=where, method="generic")


def writers_claim(printed: str, where: str, *, in_author: bool = False) -> CreditsClaim | None:
    """Names without a label as writers; None where they are not surely names.

    `in_author` says that they stand in an element whose class or id says author.
    """
    credits = read_lone_name(printed, in_author=in_author).credits
    if not credits:
        return None
    return CreditsClaim(
        printed=shown(printed), value=credits, where=where, method="label", is_fallback=True
    )


def may_name_medium(text: str) -> bool:
    """Whether a text is no word of the page's own: 正文, 发布, 3小时前, ET."""
    return not (_NO_MEDIUM.match(text) or is_no_name(text) or is_section(text) or is_listed(text))


def may_be_account(text: str) -> bool:
    """Whether a text whose end tells nothing may be an account: no person, place or section.

    >>> [may_be_account(text) for text in ("政能亮", "谭利波", "长沙", "青禾社会", "新浪汽车")]
    [True, False, False, False, True]
    """
    if is_section(text):
        return False
    if looks_like_medium(text):
        return True
    return (
        len(text) <= _LONGEST_ACCOUNT
        and bool(_TWO_LETTERS.search(text))
        and not (is_likely_person(text) or is_place(text) or ends_in_section(text))
    )


def without_time(text: str) -> str:
    """A text without its dates and times, of whatever form."""
    return _DATE_AND_TIME.sub("", _RECENT.sub("", text)).strip(" |·")


def unlabelled_medium(text: str) -> str | None:
    """The medium that a line of time names without a label.

    >>> unlabelled_medium("2022-02-13 09:57 光明网 作者：付一鸣")
    '光明网'
    """
    return _medium_among(_words(text, PUBLISHED), text)


def _medium_among(words: Sequence[str], text: str) -> str | None:
    """The medium among the words of a line that no label announces."""
    if match := _ENGLISH_MEDIUM.search(text) or _EDITION.search(text):
        return match[1]
    medium = next((word for word in words if is_body(word) or word.startswith("《")), None)
    if medium or len(words) != 1 or _BARE_LABEL.search(text):
        return medium
    if not may_be_account(words[0]):
        return None
    # Tuesday, or a half of a name, is no medium; IT之家, ZAKER and cnBeta are
    return words[0] if not words[0].isascii() or _BRAND.match(words[0]) else None


def _further_media(words: Sequence[str], first: str) -> list[str]:
    """The media beside the first one on a line of time, which may be the name of the site."""
    return [word for word in words if word != first and is_body(word) and not _COLUMN.search(word)]


def _beside_medium(text: str) -> list[str]:
    """The words of a line of time beside its medium, or its only word: 谭利波 after 湘潭日报."""
    words = _words(text, PUBLISHED, SOURCE)
    others = [word for word in words if not is_body(word)]
    return others if len(others) < len(words) or len(words) == 1 else []


def _counts(word: str, text: str) -> bool:
    """Whether a word says what a number counts: 3.2万阅读, 3.2 万阅读."""
    return _follows_digit(word, text) or is_counter(f"1{word}")


def _follows_digit(word: str, text: str) -> bool:
    at = text.find(word)
    while at >= 0:
        if text[at - 1 : at].isdecimal():
            return True
        at = text.find(word, at + 1)
    return False


def _words(text: str, *roles: str) -> list[str]:
    """The words of a line before its labels, and those after labels of these roles."""
    if text[:1] + text[-1:] in ("（）", "()", "【】", "[]"):
        text = text[1:-1]
    spans = read_credits(text).spans
    texts = [text[: spans[0].start] if spans else text]
    texts += [span.value for span in spans if span.role in roles]
    # what stands before the last > is the way here: 首页 > 要闻 > 2022-07-22
    way = _WAY.split(" ".join(texts))[-1]
    rest = _DATE_AND_TIME.sub(" ", _PAGE_OF_PAPER.sub(" ", way))
    words = [_ACCOUNT.sub("", word) for word in _BETWEEN_WORDS.split(rest)]
    return [word for word in words if 1 < len(word) <= 20 and _may_be_word(word, text)]


def _may_be_word(word: str, text: str) -> bool:
    """Whether a word may be a name: it is none of the page's own, no place, no label, no count."""
    return not (_COLON.search(word) or is_place(word) or _counts(word, text)) and may_name_medium(
        word
    )
