"""Claims of a page's metadata: what it declares where no reader sees it, typed."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from archive.model.article import Evidence
from harvester.claims.claim import (
    Claim,
    CreditsClaim,
    SourceClaim,
    TextClaim,
    TimeClaim,
    TitleClaim,
    shown,
    time_value,
)
from harvester.content.headline import PageName
from harvester.document.linked_data import LinkedArticle
from harvester.grammar.bylines import read_byline
from harvester.grammar.credits import read_credits
from harvester.grammar.printed_time import read_epoch
from harvester.grammar.printed_value import read_declared_medium


def declared_claims(metadata: Iterable[Evidence], zone: ZoneInfo) -> list[Claim]:
    """The metadata of a page as claims, in its order."""
    return [_declared_claim(item, zone) for item in metadata]


def linked_writers(linked: LinkedArticle | None) -> list[CreditsClaim]:
    """The writers of a byline in a page's JSON-LD, for a page that prints none.

    記者王小明／台北報導 says who reported; a name alone may be that of whoever put the page up.
    """
    read = {
        printed: read_credits(printed).credits or read_byline(printed).credits
        for printed in (linked.authors if linked else ())
    }
    return [
        CreditsClaim(
            printed=shown(printed), value=credits, where="JSON-LD author", method="meta",
            is_fallback=True,
        )
        for printed, credits in read.items()
        if credits
    ]  # fmt: skip


def _declared_claim(item: Evidence, zone: ZoneInfo) -> Claim:
    """One item as the claim of its field; no Chinese article takes an author from its metas."""
    printed, where = item.printed, item.where
    if item.field == "title":
        name = PageName.of(printed)
        return TitleClaim(
            printed=printed, value=name.title, sites=name.sites, where=where, method="meta"
        )
    if item.field == "published":
        value = time_value(printed, zone)
        if value is None and where == "script":
            value = read_epoch(printed, zone=zone)
        return TimeClaim(printed=printed, value=value, where=where, method="meta")
    if item.field == "source":
        medium = read_declared_medium(printed)
        return SourceClaim(printed=printed, value=medium, where=where, method="meta")
    if item.field in ("kicker", "subtitle"):
        return TextClaim(
            field=item.field, printed=printed, value=printed, where=where, method="meta"
        )
    return Claim(field=item.field, printed=printed, where=where, method="meta")
