"""Articles and hits as lines to read on a terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from archive.model.article import COUNTED_BACK
from archive.model.safe_text import visible, visible_line

if TYPE_CHECKING:
    from archive.search.search import Hit

_FIELDS = (
    "id", "revision", "state", "station", "url", "published_at", "published_precision", "source",
    "original_title", "complete", "language", "layout", "reader", "first_seen_at", "last_seen_at",
)  # fmt: skip


def article_lines(details: Mapping[str, Any], *, evidence: bool = False) -> Iterator[str]:
    """A record, or all that is held of an article, as lines; control characters are not changed."""
    for name in ("kicker", "title", "subtitle"):
        if details[name]:
            yield details[name]
    yield ""
    for name in _FIELDS:
        if name in details:
            doubt = _doubt(details) if name == "published_precision" else ""
            yield f"{name:20} {'-' if details[name] is None else details[name]}{doubt}"
    for credit in details["credits"]:
        printed = f" ({credit['role_printed']})" if credit["role_printed"] else ""
        where = f", {credit['affiliation']}" if credit["affiliation"] else ""
        yield f"{credit['role']:20} {credit['name']}{where}{printed}"
    yield from ("", *details["body"].splitlines())
    yield from _list("images", details, "{url}  {caption}")
    yield from _list("addresses", details, "{role:10} {url}")
    yield from _list("revisions", details, "{revision}  {title}")
    yield from _list(
        "captures",
        details,
        "{captured_at}  {status}  {warc_file}  offset {warc_offset}  length {warc_length}",
    )
    if evidence:
        yield from ("", "evidence")
        for field, claims in details["evidence"].items():
            yield f"  {field:18} {claims['from']}: {claims['printed']}"
            for other in claims["also"]:
                yield f"  {'':18} also {other['from']}: {other['printed']}"


def _doubt(details: Mapping[str, Any]) -> str:
    """Why the time of publication is not sure, where it was counted back from the capture."""
    why = details.get("evidence", {}).get("published", {}).get("why")
    return f" ({why})" if why == COUNTED_BACK else ""


def _list(title: str, details: Mapping[str, Any], form: str) -> Iterator[str]:
    if details.get(title):
        yield from ("", title)
        yield from ("  " + form.format(**row) for row in details[title])


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
    ending = "" if event["outcome"] == "success" else event["outcome"]
    parts = (event["at"], event["type"], event.get("article"), event["revision"] or "-")
    return visible_line("  ".join(filter(None, (*parts, event["agent"], ending, detail))))


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
