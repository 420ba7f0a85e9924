"""Lines that invite to pay or to log in for the rest of a text, outside Chinese."""

from __future__ import annotations

import re

_LONGEST = 240
#: By language: what is left, for whom the rest is, and what to do to read on.
_INVITATIONS = (
    # English
    r"(?:subscribe|sign up|sign in|log in|register|join).{0,30}(?:to|and) (?:continue|keep|read)|"
    r"continue reading (?:with|for|by)|(?:this (?:article|story|content) is|exclusively) for "
    r"(?:subscribers|members)|already a (?:subscriber|member)\?|to read the (?:full|rest)",
    # German
    r"weiterlesen mit|jetzt (?:weiterlesen|abonnieren|testen)|(?:nur|exklusiv) für abonnent|"
    r"sie sind bereits abonnent|mit .{0,30}(?:plus|\+) weiterlesen|"
    r"um (?:den|diesen) artikel.{0,30}lesen",
    # French
    r"réservée? (?:aux|à nos) abonnés|abonnez-vous pour|(?:il (?:vous )?reste|reste) \d{1,3}\s?%|"
    r"(?:la suite est|pour lire la suite)|déjà abonné",
    # Spanish, Portuguese, Italian
    r"suscríbe(?:te|ase) para|(?:exclusivo|sólo|solo) para suscriptores|ya eres suscriptor|"
    r"para seguir leyendo|exclusivo para assinantes|assine para|já é assinante|continue lendo|"
    r"abbonati per|riservato agli abbonati|sei già abbonato|per continuare a leggere",
    # Dutch, Danish, Norwegian, Swedish, Polish, Russian
    r"alleen voor abonnees|al abonnee|lees verder met|kun for abonnenter|er du abonnent|"
    r"bli abonnent|läs vidare|redan prenumerant|dla prenumeratorów|dla subskrybentów|"
    r"только для подписчиков|оформите подписку",
    # Japanese, Korean
    r"有料(?:会員|記事)|会員限定|残り\s?[:：]?\s?[\d,]{1,6}\s?文字|続きを(?:読む|お読み)|"
    r"구독자 전용|유료 (?:회원|기사)|로그인 후",
)
_INVITATION = re.compile("|".join(_INVITATIONS), re.I)


def invites_to_pay(line: str) -> bool:
    """Whether a line says that the rest of the text is for those who pay or log in.

    >>> invites_to_pay("Weiterlesen mit Flussbote plus."), invites_to_pay("Er will weiterlesen.")
    (True, False)
    """
    return len(line) <= _LONGEST and bool(_INVITATION.search(line))
