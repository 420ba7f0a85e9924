"""Which character set an unlabelled page is in, by the letters that its language uses.

A wrong character set turns letters into signs, puts capitals within words, and gives letters that
no language has side by side.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

#: What is not ASCII, and the character before it.
_NOT_ASCII = re.compile(rb"[\x00-\x7f]?[\x80-\xff]+")
_SAMPLE = 2_000
#: Signs that any language may print beside its letters.
_SIGNS = frozenset("\u00a0«»“”„‘’‚–—…·•°€£§©®™№")
#: What a letter of the language is worth, the commonest and the rarest, and what any other sign.
_COMMONEST, _RAREST, _NONE = 1.0, 0.5, -2.0
#: The least that a character is worth where a page is in the letters of a language.
_LEAST = 0.5

_BEYOND_LATIN = "\u0370"


@dataclass(frozen=True)
class _Language:
    """The letters beyond ASCII, the commonest first; and the character sets it is written in."""

    letters: str
    codecs: tuple[str, ...]

    def worth(self, counted: Counter[str]) -> float:
        """How much these characters are like its own, from -2 to 1."""
        step = (_COMMONEST - _RAREST) / len(self.letters)
        worth = dict.fromkeys(_SIGNS, _RAREST)
        worth |= {letter: _COMMONEST - rank * step for rank, letter in enumerate(self.letters)}
        total = sum(times * worth.get(each, _NONE) for each, times in counted.items())
        return total / max(1, counted.total())


_WESTERN = ("cp1252", "mac_roman", "iso8859_15")
_CENTRAL = ("cp1250", "iso8859_2", "mac_latin2")
_BALTIC = ("cp1257", "iso8859_4", "mac_latin2")
_CYRILLIC = ("cp1251", "koi8_u", "iso8859_5", "cp866", "mac_cyrillic")
#: Western ones first: of two that read a page alike, the first is taken.
_LANGUAGES = {
    "German": _Language("üäöß", _WESTERN),
    "French": _Language("éèàêçôîûùâœïëÿæ", _WESTERN),
    "Spanish": _Language("óáíéñú¿¡üºª", _WESTERN),
    "Portuguese": _Language("ãçáéíóêâõúàôºü", _WESTERN),
    "Italian": _Language("àèùòìéî", _WESTERN),
    "Catalan": _Language("óàéíèçúïòü", _WESTERN),
    "Swedish and Finnish": _Language("äöåé", _WESTERN),
    "Danish and Norwegian": _Language("åøæéòôó", _WESTERN),
    "Dutch": _Language("ëéïèöü", _WESTERN),
    "Albanian": _Language("ëç", _WESTERN),
    "Icelandic": _Language("ðíáþóæéöúý", ("cp1252", "mac_iceland")),
    "Polish": _Language("łęąóżśćńź", _CENTRAL),
    "Czech": _Language("íáěéčřžýšůúťóďň", _CENTRAL),
    "Slovak": _Language("áíčžýéšúťľôňóďäĺŕ", _CENTRAL),
    "Hungarian": _Language("áéóöőíüúű", _CENTRAL),
    "Croatian and Slovene": _Language("čšžćđ", (*_CENTRAL, "mac_croatian")),
    "Romanian": _Language("ăîâşţșț", ("cp1250", "iso8859_2", "iso8859_16", "mac_romanian")),
    "Turkish": _Language("ıüşğçöİâî", ("cp1254", "mac_turkish")),
    "Lithuanian": _Language("ėšųžūįčąę", (*_BALTIC, "iso8859_13")),
    "Latvian": _Language("āīšēžūņķčļģ", (*_BALTIC, "iso8859_13")),
    "Estonian": _Language("äõüöšž", ("cp1257", *_WESTERN)),
    "Russian": _Language("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", _CYRILLIC),
    "Ukrainian": _Language("оаинвтересікулдмпябзьгчйхцїжюєшщфґ", _CYRILLIC),
    "Bulgarian and Serbian": _Language("аоиетнрсвлдкпмзуяъгбчжйцщшхфюьјљњћђџ", _CYRILLIC),
    "Greek": _Language("αοιετσνηυρπκμλςδγίάόέήώύθχφβξζψϊΐϋΰ", ("cp1253", "iso8859_7")),
}


def likeliest_codec(body: bytes, like: str | None = None) -> str | None:
    """The codec under which a page is in the letters of a language; None where none gives enough.

    `like`: only of languages that are written in this codec as well.

    >>> likeliest_codec("Źródło: łódź kursuje częściej".encode("iso8859_2"))
    'iso8859_2'
    >>> likeliest_codec("Der Bürgermeister eröffnet die Fähre".encode("mac_roman"))
    'mac_roman'
    """
    sample = b"".join(_NOT_ASCII.findall(body)[:_SAMPLE])
    languages = [each for each in _LANGUAGES.values() if like is None or like in each.codecs]
    worth: dict[str, float] = {}
    for codec in dict.fromkeys(codec for language in languages for codec in language.codecs):
        try:
            counted = _foreign_letters(sample.decode(codec))
        except UnicodeDecodeError:
            continue
        worth[codec] = max(each.worth(counted) for each in languages if codec in each.codecs)
    best = max(worth, key=worth.__getitem__, default=None)
    return best if best is not None and worth[best] >= _LEAST else None


def _foreign_letters(reading: str) -> Counter[str]:
    """How often each letter beyond ASCII occurs; what stands in a word where none can, is none."""
    return Counter(
        (letter.lower() if letter != "İ" else letter) if _may_follow(letter, before) else "\0"
        for before, letter in pairwise(f" {reading}")
        if not letter.isascii()
    )


def _may_follow(letter: str, before: str) -> bool:
    """Whether a letter is no capital within a word, and of the alphabet of the letter before it.

    >>> _may_follow("Ž", "a"), _may_follow("и", "a"), _may_follow("ž", "a"), _may_follow("И", "А")
    (False, False, True, True)
    """
    if before.islower() and letter.isupper():
        return False
    return not (before.isalpha() and before.isascii() and letter >= _BEYOND_LATIN)
