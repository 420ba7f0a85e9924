"""What a station changed between two revisions of an article, field by field."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from archive.history.comparison import changed_fields
from archive.model.article import Article, Credit
from archive.model.diff import diff


def changes(was: Article, now: Article) -> dict[str, list[dict[str, Any]]]:
    """Name of each changed field → its changes, in order: `kind`, `old`, `new`.

    The fields are those that make a revision: title, kicker, subtitle, original_title, published,
    source, credits, body.
    """
    return {
        name: [asdict(change) for change in diff(_text(was, name), _text(now, name))]
        for name in changed_fields(was, now)
    }


def _text(article: Article, name: str) -> str:
    """A field as text; of credits one line each."""
    if name == "published":
        return article.published.iso() if article.published else ""
    if name == "credits":
        return "\n".join(_line(credit) for credit in article.credits)
    return getattr(article, name) or ""


def _line(credit: Credit) -> str:
    where = f", {credit.affiliation}" if credit.affiliation else ""
    return f"{credit.role} {credit.name}{where}"
