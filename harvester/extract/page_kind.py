"""What a page is where it is no article: words decide, then the verdict of its signs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harvester.content.regions import Regions
from harvester.document.lines import Lines
from harvester.extract.non_article import unsigned_kind
from harvester.extract.verdict import Verdict, judge
from harvester.model.errors import Kind

_DATED = ("time displayed", "time declared", "medium or writer")

_OF_LISTS = ("headlines in the text", "dated rows", "invitations to read on")


def classify(
    lines: Lines,
    regions: Regions,
    page_name: str,
    signs: Mapping[str, float],
    agreement: Callable[[], float],
) -> Kind | Verdict:
    """What a page is instead of an article; the verdict that it is one for an article.

    `page_name` is its <title>. A page that prints neither time, medium nor writer, and speaks of
    logging in or of being built, is what it says.
    """
    if not any(lines.items[i].text for i in regions.body):
        return unsigned_kind(lines, page_name)
    if not any(signs[name] for name in _DATED):
        kind = unsigned_kind(lines, page_name)
        if kind in ("login", "placeholder"):
            return kind
    verdict = judge(signs, agreement)
    if verdict.is_article:
        return verdict
    kind = unsigned_kind(lines, page_name)
    return "list" if kind == "unreadable" and any(signs[x] for x in _OF_LISTS) else kind
