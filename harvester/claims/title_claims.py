"""Claims of the displayed headline: the title, and the kicker and subtitle beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from archive.model.article import Evidence, Method
from harvester.claims.claim import Claim, TextClaim, TitleClaim
from harvester.claims.title_candidates import title_candidates
from harvester.claims.weights import probability, read_weights
from harvester.content.headline import plain, untagged
from harvester.content.line_kind import is_time_line
from harvester.content.regions import Regions
from harvester.document.lines import Line, Lines
from harvester.grammar import boilerplate

TABLE = Path(__file__).with_name("title_weights.tsv")
_LEAST_LIKELY = 0.2  # below it the displayed title is taken
_NEIGHBOURS = 3
_HEADLINE = 60
_KICKER = re.compile(
    r"(?:^|[\s_-])(?:pre|kicker|eyebrow|shoulder|yin_?ti|yt|jian_?ti|pre_?title|intro_?title|"
    r"article_kicker|shouldertitle)(?:$|[\s_-])",
    re.I,
)
_SUBTITLE = re.compile(
    r"(?:^|[\s_-])(?:sub|sub_?title|sub_?head(?:line)?|fu_?(?:bt|ti|biaoti)|fbt|ft|deck|standfirst|"
    r"sec_?title|second_?title)(?:$|[\s_-])",
    re.I,
)
_DASHED = re.compile(r"(?:——|--|—)\s?[^-—。：:]{3,40}")


def title_claims(lines: Lines, regions: Regions, declared: Sequence[Evidence]) -> list[Claim]:
    """The title, then the lines above and below the displayed headline: kicker and subtitle."""
    likeliest = _likeliest(lines, regions, declared)
    if regions.title is None:
        return [] if likeliest is None else [likeliest]
    first, end = regions.title
    printed = " ".join(untagged(line) for line in lines.items[first:end])
    where = f"displayed {lines.items[first].tag}"
    displayed = TitleClaim(printed=printed, value=printed, where=where, method="generic")
    if likeliest is None or plain(likeliest.value) == plain(displayed.value):
        titles = [displayed]
    else:
        titles = [likeliest, displayed]
    above = lines.items[max(0, first - _NEIGHBOURS) : first]
    below = lines.items[end : end + _NEIGHBOURS]
    return [
        *titles,
        *(
            _neighbour("kicker", line, "kicker by its class")
            for line in above
            if _is_headline_of_class(line, _KICKER)
        ),
        *(
            _neighbour("subtitle", line, sign)
            for line in below
            if (sign := _subtitle_sign(line)) is not None
        ),
    ]


def _likeliest(lines: Lines, regions: Regions, declared: Sequence[Evidence]) -> TitleClaim | None:
    """The likeliest of all candidates, where one is likely enough."""
    weights = read_weights(TABLE)
    candidates = title_candidates(lines, regions, declared)
    best = max(candidates, key=lambda each: weights.odds(each.signs), default=None)
    if best is None or (likelihood := probability(weights.odds(best.signs))) < _LEAST_LIKELY:
        return None
    why = f"likelihood {likelihood:.2f}, weights {weights.digest}: {weights.reasons(best.signs)}"
    method: Method = "generic" if best.is_displayed else "meta"
    return TitleClaim(printed=best.text, value=best.text, where=best.where, method=method, why=why)


def _subtitle_sign(line: Line) -> str | None:
    """What shows a line below a title to be its subtitle (副题)."""
    if _is_headline_of_class(line, _SUBTITLE):
        return "subtitle by its class"
    return "dashes below the title" if _DASHED.fullmatch(line.text) else None


def _is_headline_of_class(line: Line, names: re.Pattern[str]) -> bool:
    """Whether a line reads like a headline, and its class or id is one of these names."""
    return _may_be_headline(line) and names.search(_class_and_id(line)) is not None


def _may_be_headline(line: Line) -> bool:
    return (
        1 < len(line.text) <= _HEADLINE
        and not is_time_line(line.text)
        and not re.search("[:：。]", line.text)
        and not boilerplate.is_navigation(line.text, line.linked)
    )


def _class_and_id(line: Line) -> str:
    return f"{line.element.get('class') or ''} {line.element.get('id') or ''}"


def _neighbour(field: str, line: Line, where: str) -> Claim:
    return TextClaim(field=field, printed=line.text, value=line.text, where=where, method="generic")
