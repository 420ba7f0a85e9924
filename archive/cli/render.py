"""Articles and hits as lines to read on a terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from archive.model.safe_text import visible, visible_line

if TYPE_CHECKING:
    from archive.search.search import Hit

_FIELDS = (
    "id", "revision", "state", "station", "url", "published_at", "published_precision", "source",
    "original_title", "complete", "language", "layout", "reader", "first_seen_at", "last_seen_at",
)  # fmt: skip


def article_lines(held: Mapping[str, Any], *, evidence: bool = False) -> Iterator[str]:
    """A record, or all that is held of an article, as lines; control characters are not changed."""
    for name in ("kicker", "title", "subtitle"):
        if held[name]:
            yield held[name]
    yield ""
    for name in _FIELDS:
        if name in held:
            yield f"{name:20} {'-' if held[name] is None else held[name]}"
    for credit in held["credits"]:
        printed = f" ({credit['role_printed']})" if credit["role_printed"] else ""
        where = f", {credit['affiliation']}" if credit["affiliation"] else ""
        yield f"{credit['role']:20} {credit['name']}{where}{printed}"
    yield from ("", *held["body"].splitlines())
    yield from _list("images", held, "{url}  {caption}")
    yield from _list("addresses", held, "{role:10} {url}")
    yield from _list("revisions", held, "{revision}  {title}")
    yield from _list(
        "captures",
        held,
        "{captured_at}  {status}  {warc_file}  offset {warc_offset}  length {warc_length}",
    )
    if evidence:
        yield from ("", "evidence")
        for field, found in held["evidence"].items():
            yield f"  {field:18} {found['from']}: {found['printed']}"
            for other in found["also"]:
                yield f"  {'':18} also {other['from']}: {other['printed']}"


def _list(title: str, held: Mapping[str, Any], form: str) -> Iterator[str]:
    if held.get(title):
        yield from ("", title)
        yield from ("  " + form.format(**row) for row in held[title])


def hit_lines(hit: Hit) -> Iterator[str]:
    """A hit: headline, what is known of it, and the place where the words stand."""
    yield styled(visible_line(hit.title), bold=True)
    named = {"来源": hit.source, "作者": hit.authors, "编辑": hit.editors}
    about = [hit.id, hit.station, hit.published_at]
    about += [f"{label} {names}" for label, names in named.items() if names]
    yield visible_line(" · ".join(filter(None, about)))
    pieces, end = [], 0
    for first, last in hit.snippet.marks:
        pieces.append(hit.snippet.text[end:first])
        pieces.append(styled(hit.snippet.text[first:last], fg="red", bold=True))
        end = last
    yield "".join(pieces) + hit.snippet.text[end:]


def event_line(event: Mapping[str, Any]) -> str:
    """An event on one line, safe to print; `success` goes without saying."""
    detail = "" if event["detail"] is None else json.dumps(event["detail"], ensure_ascii=False)
    told = "" if event["outcome"] == "success" else event["outcome"]
    parts = (event["at"], event["type"], event.get("article"), event["revision"] or "-")
    return visible_line("  ".join(filter(None, (*parts, event["agent"], told, detail))))


def diff_lines(changed: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    """What was changed, field by field, its changes marked; safe to print."""
    from archive.model.diff import Change, lines

    for name, changes in changed.items():
        yield from ("", styled(name, bold=True))
        runs = [Change(**run) for run in changes]
        runs = [Change(run.kind, visible(run.old), visible(run.new)) for run in runs]
        yield from lines(runs, _marked)


def _marked(kind: str, text: str) -> str:
    """Coloured, and in signs that stay where there are no colours."""
    if kind == "deleted":
        return styled(f"[-{text}-]", fg="red")
    return styled(f"{{+{text}+}}", fg="green")


def styled(text: str, **style: Any) -> str:
    """Styled on a terminal, unless NO_COLOR is set; plain elsewhere."""
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        return click.style(text, **style)
    return text
