"""Articles as rows of `articles`, `history` and `credits`, and back."""

from __future__ import annotations

import json
from typing import Any

from archive.db.sql import Row
from archive.model.article import (
    Article,
    Block,
    Credit,
    Evidence,
    Image,
    PrintedTime,
    evidence_by_field,
)

#: Joins the names in the columns `authors` and `editors`.
NAME_SEPARATOR = "、"

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def article_columns(article: Article) -> Row:
    """What the article says, as the columns that `articles` and `revisions` share."""
    return {
        "title": article.title,
        "kicker": article.kicker,
        "subtitle": article.subtitle,
        "original_title": article.original_title,
        "published_at": article.published.iso() if article.published else None,
        "published_precision": article.published.precision if article.published else None,
        "source": article.source,
        "authors": NAME_SEPARATOR.join(article.authors) or None,
        "editors": NAME_SEPARATOR.join(article.editors) or None,
        "body": article.body,
        "blocks": _json([{"kind": block.kind, "text": block.text} for block in article.blocks]),
        "images": _json(
            [
                {"url": image.url, "caption": image.caption, "credit": image.credit}
                for image in article.images
            ]
        ),
        "complete": int(article.complete),
        "language": article.language,
        "layout": article.layout,
        "reader": article.reader,
        "station_digest": article.station_digest,
        "evidence": _json(_stored_evidence(article.evidence)),
        "content_digest": article.content_digest,
    }


def article_from(row: Row, credits: list[Row]) -> Article:
    """The article that a row of `articles` or `history` holds, with its rows of `credits`."""
    published = row["published_at"]
    return Article(
        id=row["id"],
        station=row["station"],
        url=row["url"],
        title=row["title"],
        blocks=_blocks(row),
        kicker=row["kicker"],
        subtitle=row["subtitle"],
        original_title=row["original_title"],
        published=(
            PrintedTime.from_iso(published, row["published_precision"]) if published else None
        ),
        source=row["source"],
        credits=tuple(
            Credit(
                role=credit["role"],
                name=credit["name"],
                role_printed=credit["role_printed"],
                affiliation=credit["affiliation"],
                position=credit["position"],
            )
            for credit in credits
        ),
        images=tuple(Image(**image) for image in json.loads(row["images"])),
        complete=bool(row["complete"]),
        language=row["language"],
        layout=row["layout"],
        reader=row["reader"],
        station_digest=row["station_digest"],
        evidence=_evidence_from(json.loads(row["evidence"])),
    )


def _blocks(row: Row) -> tuple[Block, ...]:
    """The blocks of a row; another program may have written a body without any."""
    blocks = tuple(Block(**block) for block in json.loads(row["blocks"]))
    if blocks or not row["body"]:
        return blocks
    return tuple(Block(text=line) for line in row["body"].split("\n"))


def credit_rows(article: Article, revision: str) -> list[Row]:
    """The article's credits, each under a position of its own."""
    positions = [credit.position for credit in article.credits]
    if positions != sorted(set(positions)):  # the reader gave none: count them
        positions = list(range(1, len(positions) + 1))
    return [
        {
            "article": article.id,
            "revision": revision,
            "position": position,
            "role": credit.role,
            "role_printed": credit.role_printed,
            "name": credit.name,
            "affiliation": credit.affiliation,
        }
        for position, credit in zip(positions, article.credits, strict=True)
    ]


def _stored_evidence(evidence: tuple[Evidence, ...]) -> dict[str, Any]:
    """Evidence as the record shows it, and beside it what brings every item back.

    `at` is the place of the chosen item among those of its field, where it is not the first.
    """
    stored = evidence_by_field(evidence)
    for name, shown in stored.items():
        items = [item for item in evidence if item.field == name]
        chosen = next((item for item in items if item.chosen), None)
        if chosen is not None and items.index(chosen):
            shown["at"] = items.index(chosen)
        for item, other in zip(
            (item for item in items if item is not chosen), shown["also"], strict=True
        ):
            if item.chosen:
                other["chosen"] = True
            if item.why is not None:
                other["why"] = item.why
    return stored


def _evidence_from(stored: dict[str, Any]) -> tuple[Evidence, ...]:
    evidence: list[Evidence] = []
    for name, shown in stored.items():
        items = [
            Evidence(
                field=name,
                printed=other["printed"],
                where=other["from"],
                method=other["method"],
                chosen=other.get("chosen", False),
                why=other.get("why"),
            )
            for other in shown["also"]
        ]
        if shown["from"] is not None:
            chosen = Evidence(
                field=name,
                printed=shown["printed"],
                where=shown["from"],
                method=shown["method"],
                chosen=True,
                why=shown["why"],
            )
            items.insert(shown.get("at", 0), chosen)
        evidence += items
    return tuple(evidence)
