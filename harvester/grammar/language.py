"""The language of a text: its script, what is declared of it, and its own words where that lies."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SAMPLE = 1_000  # characters that are looked at
# Matched in runs, which takes a tenth of the time of single characters.
_HANZI = re.compile("[\u3400-\u9fff]+")
_KANA = re.compile("[\u3040-\u30ff]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_TRADITIONAL = re.compile(
    "[這個們來對時會說國為發經過還後種關開門問間東車見長學習與將從實現業產動點應該進邊讓聽買賣]"
)
_SIMPLIFIED = re.compile(
    "[这个们来对时会说国为发经过还后种关开门问间东车见长学习与将从实现业产动点应该进边让听买卖]"
)
_FEWEST_HANZI = 0.3  # of all letters: no Chinese page has less, no other one without kana more
_MOST_KANA = 0.1  # of the Hanzi: a Chinese page names Japanese things, a Japanese one is half kana
_FEW_LETTERS = 20  # too few to tell a language by
_FEWEST_WORDS = 40  # in fewer, words that every text has may be missing by chance
_FEWEST_COMMON = 0.08  # of the words


@dataclass(frozen=True, slots=True)
class _Script:
    """Letters, and the languages that are written with them, the one with most readers first."""

    letters: re.Pattern[str]
    languages: tuple[str, ...]


_SCRIPTS = (
    _Script(_KANA, ("ja",)),
    _Script(re.compile("[\uac00-\ud7af\u1100-\u11ff]"), ("ko",)),
    _Script(re.compile("[\u0e00-\u0e7f]"), ("th",)),
    _Script(re.compile("[\u0370-\u03ff\u1f00-\u1fff]"), ("el",)),
    _Script(re.compile("[\u0590-\u05ff]"), ("he", "yi")),
    _Script(re.compile("[\u0400-\u052f]"), (
        "ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg", "tt", "ba", "sah",
    )),
    _Script(re.compile("[\u0600-\u06ff\u0750-\u077f]"), (
        "ar", "fa", "ur", "ps", "ug", "ckb", "sd", "kk", "ky", "prs",
    )),
    _Script(re.compile("[\u0900-\u097f]"), ("hi", "mr", "ne", "sa", "bho", "mai")),
    _Script(re.compile("[\u0980-\u09ff]"), ("bn", "as")),
    _Script(re.compile("[\u0a80-\u0aff]"), ("gu",)),
    _Script(re.compile("[\u0a00-\u0a7f]"), ("pa",)),
    _Script(re.compile("[\u0b80-\u0bff]"), ("ta",)),
    _Script(re.compile("[\u0c00-\u0c7f]"), ("te",)),
    _Script(re.compile("[\u0c80-\u0cff]"), ("kn",)),
    _Script(re.compile("[\u0d00-\u0d7f]"), ("ml",)),
    _Script(re.compile("[\u0d80-\u0dff]"), ("si",)),
    _Script(re.compile("[\u0e80-\u0eff]"), ("lo",)),
    _Script(re.compile("[\u0f00-\u0fff]"), ("bo", "dz")),
    _Script(re.compile("[\u1000-\u109f]"), ("my",)),
    _Script(re.compile("[\u10a0-\u10ff]"), ("ka",)),
    _Script(re.compile("[\u0530-\u058f]"), ("hy",)),
    _Script(re.compile("[\u1200-\u137f]"), ("am", "ti")),
    _Script(re.compile("[\u1780-\u17ff]"), ("km",)),
    _Script(re.compile("[\u1800-\u18af]"), ("mn",)),
)  # fmt: skip
#: Words that every text of a language has; what declares the language and has none of them lies.
_COMMON = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in a is that for on with was as by at it from be are has",
        "de": "der die das und in den von zu mit ist des im für auf dem ein eine nicht sich als",
        "fr": "le la les de des et du en un une à est que pour dans au sur par qui il",
        "es": "el la los las de que y en un una del por con para se su al es no lo",
        "pt": "o a os as de que e em um uma do da no na por com para se dos ao",
        "it": "il la di che e in un una del della per con non si le i è da al dei",
        "nl": "de het een van en in is dat op te voor met zijn die niet aan er om ook bij",
    }.items()
}


def is_chinese(text: str) -> bool:
    """Whether a text is Chinese: enough of its letters are Hanzi, and next to none are kana.

    A text without letters may be anything, so that it may be Chinese.

    >>> [is_chinese(text) for text in ("湘潭市人大 2022", "Rathaus in 湘潭市", "市役所の窓を改修")]
    [True, False, False]
    """
    hanzi, letters = _count(_HANZI, text), _count(_LETTERS, text)
    return hanzi >= _FEWEST_HANZI * letters and _count(_KANA, text) <= _MOST_KANA * hanzi


def _count(pattern: re.Pattern[str], text: str) -> int:
    """How many characters of a text a pattern matches, one by one or in runs."""
    return sum(map(len, pattern.findall(text)))


def language_of(text: str, station: str | None, declared: str | None = None) -> str | None:
    """The language of a text, as a BCP 47 tag; None where nothing tells it.

    The script decides first. Among the languages of a script, the one that the station's file names
    counts, then the one that the page declares, unless the text has none of that language's words.

    >>> language_of("湘潭市人大常委会履职以来", "zh-CN")
    'zh-Hans'
    >>> language_of("Депутаты поддержали проект большинством голосов", None)
    'ru'
    """
    sample = text[:_SAMPLE]
    letters = _count(_LETTERS, sample)
    if not letters or (letters <= _FEW_LETTERS and not _HANZI.search(sample)):
        return station or _primary(declared)
    if is_chinese(sample) and _primary(station) != "ja":
        return _written(sample)
    known = (station, _primary(declared))
    for script in _SCRIPTS:
        if 2 * _count(script.letters, sample) >= letters or (
            script.letters is _KANA and _KANA.search(sample) and _HANZI.search(sample)
        ):
            fitting = (each for each in known if each and _primary(each) in script.languages)
            return next(fitting, script.languages[0])
    return _latin(sample, station, _primary(declared))


def _written(sample: str) -> str:
    """In which of its scripts a Chinese text is written."""
    is_traditional = _count(_TRADITIONAL, sample) > _count(_SIMPLIFIED, sample)
    return "zh-Hant" if is_traditional else "zh-Hans"


def _primary(tag: str | None) -> str | None:
    """The language of a tag without its script and region: de-AT and de_AT are de."""
    match = re.match(r"[a-z]{2,3}(?=$|[-_])", (tag or "").strip().lower())
    return match[0] if match else None


def _latin(sample: str, station: str | None, declared: str | None) -> str | None:
    """The language of a text in Latin letters."""
    words = [word.lower() for word in _LETTERS.findall(sample)]
    other_scripts = {"zh", *(name for script in _SCRIPTS for name in script.languages)}
    for tag in (station, declared):
        language = _primary(tag)
        if tag and language and language not in other_scripts and _may_be(language, words):
            return tag
    if _is_plainly("en", words):
        return "en"
    return _detected(sample)


def _may_be(language: str, words: list[str]) -> bool:
    """Whether a text has the words of a language, as far as it is long enough to tell."""
    is_known = language in _COMMON and len(words) >= _FEWEST_WORDS
    return not is_known or _is_plainly(language, words)


def _is_plainly(language: str, words: list[str]) -> bool:
    return sum(word in _COMMON[language] for word in words) >= _FEWEST_COMMON * len(words)


def _detected(sample: str) -> str:
    """The language that py3langid finds; its model takes a second to load, so it is asked last."""
    from py3langid import classify

    return str(classify(sample)[0])
