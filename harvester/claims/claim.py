"""Claim: one printed thing, read: what it says of which field of the article, and where it stands.

A printed line is read once, where it is found. What the article is made of is chosen among the
values of claims; their printed words are only shown, as evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from archive.model.article import Credit, Evidence, Method, PrintedTime
from harvester.grammar.labels import names_issuer
from harvester.grammar.printed_time import RelativeTime, read_relative_time, read_time

_LONGEST = 1_000  # characters of printed words that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One printed thing, which by itself is only shown; its kinds add the value it was read as."""

    field: str  # as in Evidence
    printed: str
    where: str
    method: Method

    def evidence(self, *, chosen: bool = False, why: str | None = None) -> Evidence:
        """The claim as it is shown with the article."""
        return Evidence(
            field=self.field, printed=self.printed, where=self.where, method=self.method,
            chosen=chosen, why=why,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleClaim(Claim):
    """A title; where it is a page's own name, `sites` are the names of channel and site in it.

    `why` is what made it the likeliest of the candidates, where they were weighed.
    """

    field: str = "title"
    value: str
    sites: tuple[str, ...] = ()
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextClaim(Claim):
    """A text that is taken as it is read: kicker, subtitle, original_title."""

    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeClaim(Claim):
    """A time of publication; None where the words name no day that there is."""

    field: str = "published"
    value: PrintedTime | RelativeTime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceClaim(Claim):
    """The medium that a text is from; None where the words name none."""

    field: str = "source"
    value: str | None
    is_labelled: bool = False  # by 来源 or a word like it, which stands beside it

    @property
    def names_issuer(self) -> bool:
        """Whether it says who put the text on the site: 发布机构：…."""
        return names_issuer(self.printed.lstrip("【[ "))


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditsClaim(Claim):
    """People and bodies with their roles; `is_fallback` counts where no label names a writer."""

    field: str = "credits"
    value: tuple[Credit, ...]
    is_fallback: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyClaim(Claim):
    """Where the text stands; of a disputed one `why` says which independent readers agree."""

    field: str = "body"
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncompleteClaim(Claim):
    """What shows that a text is not whole, and `why` it is not."""

    field: str = "complete"
    why: str


def shown(printed: str) -> str:
    """The printed words of a claim, cut where they are too long to be shown."""
    return printed[:_LONGEST]


def time_value(printed: str, zone: ZoneInfo) -> PrintedTime | RelativeTime | None:
    """The full date that a text prints, else what means a time on the day of its capture."""
    return read_time(printed, zone=zone) or read_relative_time(printed, zone=zone)


def names_medium_or_people(claims: Iterable[Claim]) -> bool:
    """Whether a label among these claims, or a known form, names who wrote or published a text."""
    return any(claim.field in ("source", "credits") and claim.method == "label" for claim in claims)
