"""How two readings of an article compare: the same, other in some fields, or one the beginning."""

from __future__ import annotations

from typing import Any

from archive.article import Article, Credit


def changed_fields(old: Article, new: Article) -> list[str]:
    """The fields in which the station changed what it says."""
    pairs: dict[str, tuple[Any, Any]] = {
        "title": (old.title, new.title),
        "kicker": (old.kicker, new.kicker),
        "subtitle": (old.subtitle, new.subtitle),
        "original_title": (old.original_title, new.original_title),
        "published": (old.published, new.published),
        "source": (old.source, new.source),
        "credits": (_credited(old), _credited(new)),
        "body": (old.blocks, new.blocks),
    }
    return [name for name, (before, after) in pairs.items() if before != after]


def begins(long: Article, short: Article) -> bool:
    """Whether `short` is what the first parts of `long` say."""
    return long.title == short.title and long.blocks[: len(short.blocks)] == short.blocks


def same_reader(one: Article, other: Article) -> bool:
    """Whether both were read by one reader, with one layout and one station file."""
    return _reading(one) == _reading(other)


def same_credits(one: Article, other: Article) -> bool:
    """Whether the credits differ in no more than positions that a reader had not counted."""
    return [_bare(credit) for credit in one.credits] == [_bare(credit) for credit in other.credits]


def _reading(article: Article) -> tuple[str | None, str | None, str | None]:
    return article.reader, article.layout, article.station_digest


def _credited(article: Article) -> list[tuple[str, str, str | None]]:
    return [(credit.role, credit.name, credit.affiliation) for credit in article.credits]


def _bare(credit: Credit) -> tuple[str, str, str | None, str | None]:
    return credit.role, credit.name, credit.role_printed, credit.affiliation
