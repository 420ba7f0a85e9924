"""Bylines outside Chinese: By Jane Doe, Von Jana Beispiel, 홍길동 기자, 記者・青野太郎."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.knowledge.sources import agency_names
from archive.knowledge.titles import writers_roles
from harvester.grammar.full_names import has_acronym, is_agency, is_place, is_qualification

#: Words before the names of writers, by language. A colon may follow each; those that are words of
#: any sentence as well (di, por, av) stand alone at the beginning of a short line.
_BEFORE = {
    "en": "by|written by|words by|story by|reported by|reporting by|posted by|author|reporter",
    "de": "von|text|ein beitrag von|ein kommentar von|aufgezeichnet von|geschrieben von|"
    "verfasst von|"
    "autor(?:in(?:nen)?|en)?(?:[/:*]-?(?:autor|in(?:nen)?))?",
    "fr": "par|texte|propos recueillis par|auteur|autrice|écrit par|rédigé par|publié par",
    "es, pt": "por|texto|autor|autora|redacción|escrito por|publicado por|redactado por",
    "it": "di|a cura di|testo di|autore|autrice|scritto da|pubblicato da|articolo di",
    "nl": "door|tekst|auteur|geschreven door",
    "da, nb, sv": "af|av|tekst|text|skrevet af|skrevet av|skriven av|journalist",
    "pl, cs, sk": "autor|autorka|tekst|text|opracowanie|napisał|napisała|napsal|napsala",
    "hr, sr, sl": "piše|napisao|napisala|avtor|besedilo",
    "ru, uk, bg": "автор|текст|авторы|автори|автор текста|корреспондент|журналист|подготовил|"
    "подготовила",
    "tr, id, ms": "yazan|yazar|haber|muhabir|oleh|ditulis oleh|penulis|reporter|wartawan",
    "vi, ro, hu, fi": "tác giả|bài và ảnh|bài|de|scris de|autor|szerző|írta|teksti",
    "el": "του|της|γράφει ο|γράφει η",
    "ar, fa, he": "بقلم|كتب|كتبت|إعداد|الكاتب|نوشته|نویسنده|מאת|כתב|כתבה",
    "hi, bn, th": "लेखक|रिपोर्ट|द्वारा|লেখক|প্রতিবেদক|โดย|เรื่อง|ผู้เขียน",
    "et, lv, lt": "kirjoittaja|toimittaja|tekst|autors|autorius|parengė",
    "ja, zh": "記者|文|取材|執筆|著者|筆者",
    "ko": "기자명|기자|글|취재",
}
_COLON = r"\s?[:：]\s?"
_PREFIX = re.compile(rf"^(?:(?:{'|'.join(_BEFORE.values())})(?:{_COLON}|\s+|・))+(?=\S|$)", re.I)
#: Words behind a name that say what its bearer is.
_BEHIND = re.compile(
    r"\s?(?:(?:인턴|선임|수습|특파원)?\s?기자|특파원|記者|編集委員|論説委員|"
    r"[/|,–—-]\s?(?:journalist|reporter|correspondent|redakteur(?:in)?|redacteur|journaliste|редактор|"
    r"корреспондент)\b.*)\s*$",
    re.I,
)
_WORDS_BEHIND = (
    "기자", "특파원", "記者", "委員", "journalist", "reporter", "correspondent", "redakteur",
    "redacteur", "редактор", "корреспондент",
)  # fmt: skip
_MAIL = re.compile(r"[(（<]?(?:\S{1,60}@\S{1,60}|(?<!\S)@\w{2,30})[)）>]?")
_DELIMITER = re.compile(
    r"\s*[,;|，、；/·]\s*(?:(?:and|und|y|et)\s+)?|"
    r"\s+(?:and|und|y|e|et|og|och|en|i|ve|и|та|و|&|\+)\s+",
    re.I,
)
_COMMA = re.compile(r"\s*,\s*")
_PART = re.compile(r"\s[|·•—–]\s")  # By Jane Doe | Qingtang Daily | Updated: …
#: 2026/03/05 14:32 before a byline; 05.03.2026, 14:32 Uhr, 5 de marzo de 2026 or March 5, 2026
#: behind one
_DIGITS = r"\d[\d/.:,年月日時分년월일시분\s-]{5,}"
_YEAR = r"(?:19|2[05])\d\d\b"
_TIME = re.compile(
    rf"^{_DIGITS}|[\s,·–-]+(?:{_DIGITS}(?:uhr|h)?|"
    rf"\d{{1,2}}\.?\s(?:de\s)?[^\W\d]{{3,12}}\.?,?\s(?:de\s)?{_YEAR}.{{0,30}}|"
    rf"[^\W\d]{{3,12}}\.?\s\d{{1,2}},?\s{_YEAR}.{{0,30}})$",
    re.I,
)
_WITH_AGENCY = re.compile(r"\s(?:with|avec|mit|con|com|met)\s(?:the\s|l['’])?(?P<agency>.{2,30})$")
#: (서울=강물일보) 홍길동 기자 =
_DATELINE = re.compile(r"^[(（][^()（）=]{2,20}=[^()（）=]{2,20}[)）]\s?|\s?=$")
#: By Jane Doe in London, By TPN, in News, Par Jeanne Exemple à Lyon
_FROM = re.compile(r"(?<=\w),?\s(?:in|aus|à|em|w)\s(?=[A-ZÀ-Ý]).*$")
#: Por Ana Ribera en Burgos, Av Anna Ström i Lund; in other languages both are words for and
_FROM_OR_AND = re.compile(r"(?<=\w),?\s(?:en|i)\s(?=[A-ZÀ-Ý]).*$")
_MEANS_FROM = re.compile(r"(?:par|por|af|av)\b", re.I)
#: Jane Doe (AFP), Jane Doe (text)
_BRACKETED = re.compile(r"(?<=\w)\s?[(（\[][^()（）\[\]]{1,40}[)）\]]?(?=$|\s?[,;、]|\s\w{1,3}\s)")
_BRACKETS = re.compile(r"^[\s(（\[【〔「]+|[\s)）\]】〕」.:：]+$")
_NO_NAME = re.compile(r"[\d@#_=<>{}?!]|https?:|www\.")
_UNCASED = re.compile("[\u0590-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]")
_LONGEST_LINE = 160
_LONGEST = 60
_LONGEST_WORD = 30
_MOST_WORDS = 6
_MOST_NAMES = 10
_MOST_NAMED = 3  # words of a name behind a role, where no other word says that it is a byline
_LONGEST_INITIALS = 5  # Doe, J. R.
_MOST_PARTS = 3  # of a line: section or time, byline, medium


@lru_cache(maxsize=2048)  # a line is asked by those who trim a text and by those who name people
def read_byline(line: str) -> tuple[str, ...]:
    """The names in a line that is a byline and nothing else; empty for any other line.

    >>> read_byline("Von Anna Beispiel und Jan Muster"), read_byline("홍길동 기자")
    (('Anna Beispiel', 'Jan Muster'), ('홍길동',))
    >>> read_byline("By the river stood a house."), read_byline("Anna Beispiel")
    ((), ())
    """
    if len(line) > _LONGEST_LINE or not _may_be_byline(line):
        return ()
    parts = _PART.split(_DATELINE.sub("", line))[:_MOST_PARTS]
    return next(filter(None, map(_names_of_part, parts)), ())


def _may_be_byline(line: str) -> bool:
    """Whether a line has what a byline has: a word before or behind names, a role, parts.

    Most lines have none of these, and are not looked at more closely.
    """
    lowered = line.lower()
    return (
        bool(_PREFIX.match(line) or _PART.search(line))
        or not line[:1].isalpha()
        or any(word in lowered for word in _WORDS_BEHIND)
        or any(word in writers_roles() for word in lowered.split()[:_MOST_NAMED])
    )


def is_word(text: str) -> bool:
    """Whether a text is a word before names, and the names are missing.

    >>> is_word("By"), is_word("Author:"), is_word("By Jane Doe")
    (True, True, False)
    """
    return len(text) <= _LONGEST_WORD and bool(_PREFIX.fullmatch(f"{text.strip()} "))


def is_role(text: str) -> bool:
    """Whether some words say what a writer is, and name nobody: Local Reporter.

    >>> is_role("Local Reporter"), is_role("Jane Doe, Reporter"), is_role("記者")
    (True, False, True)
    """
    parts = [part for part in _DELIMITER.split(_BRACKETS.sub("", text)) if part]
    return bool(parts) and all(map(_is_role_alone, parts))


def _is_role_alone(part: str) -> bool:
    words = part.split()
    is_short = len(words) <= _MOST_WORDS
    return is_short and words[-1].lower() in writers_roles() and not _PREFIX.match(part)


def _names_of_part(part: str) -> tuple[str, ...]:
    """The names in one part of a line, if it is a byline: By Jane Doe, Reporter Jane Doe."""
    part = _TIME.sub("", part)
    bare = _BRACKETS.sub("", _without_mail(part))
    if _PREFIX.match(bare) or _BEHIND.search(bare) or _begins_with_role(bare):
        return read_names(part)
    return ()


def is_led_by_role(line: str) -> bool:
    """Whether a role before a name is all that makes a byline of a line, as of some captions.

    >>> is_led_by_role("Local Editor Jane Doe"), is_led_by_role("By Local Editor Jane Doe")
    (True, False)
    """
    return not (_PREFIX.match(line) or _BEHIND.search(line)) and _begins_with_role(line)


def _begins_with_role(text: str) -> bool:
    """Whether a role stands before a name and nothing else does: Local Reporter Jane Doe."""
    words = text.split()
    at = next((at for at, word in enumerate(words) if word.lower() in writers_roles()), None)
    name = words[at + 1 :] if at is not None else []
    return 1 < len(name) <= _MOST_NAMED and all(word[:1].isupper() for word in words)


def read_names(printed: str) -> tuple[str, ...]:
    """The names in words that are known to name writers: a meta, an element called author.

    >>> read_names("By Jane Doe and John Roe"), read_names("https://news.example/authors/jane")
    (('Jane Doe', 'John Roe'), ())
    >>> read_names("By Jane Doe, Staff Writer"), read_names("Von unserem Redakteur Jan Muster")
    (('Jane Doe',), ('Jan Muster',))
    """
    begun = _BRACKETS.sub("", _BRACKETED.sub("", _without_mail(printed)))
    bare = _FROM.sub("", _PREFIX.sub("", begun))
    if _MEANS_FROM.match(begun):
        bare = _FROM_OR_AND.sub("", bare)
    bare = _without_remarks(bare)
    parts = [part for each in _DELIMITER.split(bare) if (part := _cleaned(each))]
    parts = [name for part in parts if (name := _without_role(part))] or parts
    if not parts or len(parts) > _MOST_NAMES or not all(map(_may_be_name, parts)):
        return ()
    return tuple(dict.fromkeys(parts))


def _without_remarks(text: str) -> str:
    """Names without what commas part from them: a qualification, a medium, the place of one writer.

    Jane Doe, PhD; JANE DOE, Associated Press; Jane Doe, BBC News; Jane Doe, Berlin.
    """
    first, *others = _COMMA.split(text)
    kept = [part for part in others if not (_is_remark(part) or _is_capitals(part, first))]
    is_one = first.count(" ") in range(1, _MOST_NAMED) and not _DELIMITER.search(first)
    if is_one and len(kept) == 1 and (is_place(kept[0]) or _is_capitalised_word(kept[0])):
        kept = []
    return ", ".join((first, *kept))


def _is_remark(part: str) -> bool:
    return is_qualification(part) or is_agency(part) or has_acronym(part)


def _is_capitals(part: str, first: str) -> bool:
    """Whether a part is in capitals, as media are, and the name before it is not: MDR BERLIN."""
    return part.isupper() and len(part) > _LONGEST_INITIALS and not first.isupper()


def _is_capitalised_word(part: str) -> bool:
    return part[:1].isupper() and " " not in part


def _without_mail(printed: str) -> str:
    return _MAIL.sub("", printed).strip()


def _cleaned(part: str) -> str:
    match = _WITH_AGENCY.search(part)
    if match is not None and match["agency"] in agency_names():
        part = part[: match.start()]
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
