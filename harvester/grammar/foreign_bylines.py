"""Bylines outside Chinese: By Jane Doe, Von Jana Beispiel, 홍길동 기자, 記者・青野太郎."""

from __future__ import annotations

import re

from archive.knowledge.sources import agency_names
from archive.knowledge.titles import writers_roles

#: Words before the names of writers, by language. A colon may follow each; those that are words of
#: any sentence as well (di, por, av) stand alone at the beginning of a short line.
_BEFORE = {
    "en": "by|written by|words by|story by|reported by|author|reporter",
    "de": "von|text|ein beitrag von|ein kommentar von|aufgezeichnet von|"
    "autor(?:in(?:nen)?|en)?(?:[/:*]-?(?:autor|in(?:nen)?))?",
    "fr": "par|texte|propos recueillis par|auteur|autrice",
    "es, pt": "por|texto|autor|autora|redacción",
    "it": "di|a cura di|testo di|autore|autrice",
    "nl": "door|tekst|auteur",
    "da, nb, sv": "af|av|tekst|text|skrevet af|skrevet av|journalist",
    "pl, cs": "autor|autorka|tekst|text|opracowanie|napisał|napisała",
    "ru, uk, bg": "автор|текст|авторы|корреспондент|журналист",
    "tr, id, ms": "yazan|haber|oleh|penulis|reporter",
    "vi, ro, hu, fi": "tác giả|bài và ảnh|bài|de|autor|szerző|írta|teksti",
    "el": "του|της|γράφει ο|γράφει η",
    "ar, fa, he": "بقلم|كتب|كتبت|نوشته|نویسنده|מאת",
    "ja, zh": "記者|文|取材|執筆|著者|筆者",
    "ko": "기자명|기자|글|취재",
}
_COLON = r"\s?[:：]\s?"
_PREFIX = re.compile(rf"^(?:(?:{'|'.join(_BEFORE.values())})(?:{_COLON}|\s+|・))+(?=\S)", re.I)
#: Words behind a name that say what its bearer is.
_BEHIND = re.compile(
    r"\s?(?:(?:인턴|선임|수습|특파원)?\s?기자|특파원|記者|編集委員|論説委員|"
    r"[/|,–—-]\s?(?:journalist|reporter|correspondent|redakteur(?:in)?|redacteur|journaliste|редактор|"
    r"корреспондент)\b.*)\s*$",
    re.I,
)
_MAIL = re.compile(r"[(（<]?\S{1,60}@\S{1,60}[)）>]?")
_DELIMITER = re.compile(
    r"\s*[,;|，、；/·]\s*|\s+(?:and|und|y|e|et|og|och|en|ve|и|та|و|&|\+)\s+", re.I
)
_PART = re.compile(r"\s[|·•—–]\s")  # By Jane Doe | Qingtang Daily | Updated: …
#: 2026/03/05 14:32 before a byline, 05.03.2026, 14:32 Uhr behind one
_TIME = re.compile(r"^\d[\d/.:,年月日時分\s-]{5,}|[\s,]+\d[\d/.:,\s-]{5,}(?:uhr|h)?$", re.I)
_WITH_AGENCY = re.compile(r"\s(?:with|avec|mit|con|com|met)\s(?:the\s|l['’])?(?P<agency>.{2,30})$")
#: (서울=강물일보) 홍길동 기자 =
_DATELINE = re.compile(r"^[(（][^()（）=]{2,20}=[^()（）=]{2,20}[)）]\s?|\s?=$")
#: By Jane Doe in London, By TPN, in News, Par Jeanne Exemple à Lyon
_FROM = re.compile(r"(?<=\w),?\s(?:in|aus|à|en|em|i|w)\s(?=[A-ZÀ-Ý]).*$")
_BRACKETS = re.compile(r"^[\s(（\[【〔「]+|[\s)）\]】〕」.:：]+$")
_NO_NAME = re.compile(r"[\d@#_=<>{}?!]|https?:|www\.")
_UNCASED = re.compile("[\u0590-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]")
_LONGEST_LINE = 160
_LONGEST = 60
_MOST_WORDS = 6
_MOST_NAMES = 10


def read_byline(line: str) -> tuple[str, ...]:
    """The names in a line that is a byline and nothing else; empty for any other line.

    >>> read_byline("Von Anna Beispiel und Jan Muster"), read_byline("홍길동 기자")
    (('Anna Beispiel', 'Jan Muster'), ('홍길동',))
    >>> read_byline("By the river stood a house."), read_byline("Anna Beispiel")
    ((), ())
    """
    if len(line) > _LONGEST_LINE:
        return ()
    line = _PART.split(_TIME.sub("", _DATELINE.sub("", line)), maxsplit=1)[0]
    found = _PREFIX.match(_BRACKETS.sub("", line))
    if found is None and not _BEHIND.search(_BRACKETS.sub("", _without_mail(line))):
        return ()
    return read_names(line)


def read_names(printed: str) -> tuple[str, ...]:
    """The names in words that are known to name writers: a meta, an element called author.

    >>> read_names("By Jane Doe and John Roe"), read_names("https://news.example/authors/jane")
    (('Jane Doe', 'John Roe'), ())
    >>> read_names("By Jane Doe, Staff Writer"), read_names("Von unserem Redakteur Jan Muster")
    (('Jane Doe',), ('Jan Muster',))
    """
    bare = _FROM.sub("", _PREFIX.sub("", _BRACKETS.sub("", _without_mail(printed))))
    parts = [part for each in _DELIMITER.split(bare) if (part := _cleaned(each))]
    parts = [name for part in parts if (name := _without_role(part))] or parts
    if not parts or len(parts) > _MOST_NAMES or not all(map(_may_be_name, parts)):
        return ()
    return tuple(dict.fromkeys(parts))


def _without_mail(printed: str) -> str:
    return _MAIL.sub("", printed).strip()


def _cleaned(part: str) -> str:
    found = _WITH_AGENCY.search(part)
    if found is not None and found["agency"] in agency_names():
        part = part[: found.start()]
    return _BRACKETS.sub("", _BEHIND.sub("", part)).strip()


def _without_role(part: str) -> str:
    """A name without the role before it; empty for a role alone, and for a label with its value.

    Local Democracy Reporter Jane Doe is Jane Doe; Staff Writers and Fotos: Jan Muster are none.
    """
    if re.search(r":\s", part):
        return ""
    words = part.split()
    at = max((at for at, word in enumerate(words) if word.lower() in writers_roles()), default=-1)
    name = words[at + 1 :]
    if at < 0:
        return part
    return " ".join(name) if len(name) > 1 and name[0][0].isupper() else ""


def _may_be_name(part: str) -> bool:
    """Whether words may name somebody: few, without digits, the first with a capital letter."""
    if len(part) > _LONGEST or len(part) < 2 or _NO_NAME.search(part):
        return False
    if len(part.split()) > _MOST_WORDS or (part[-1] in ".!?。" and part.count(" ") > 2):
        return False
    return bool(_UNCASED.search(part)) or any(word[0].isupper() for word in part.split())
