"""Who wrote a page in another language than Chinese: what it declares, else its byline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from archive.model.article import Credit, Evidence, Method
from harvester.claims.claim import Claim, CreditsClaim, shown
from harvester.content.headline import plain
from harvester.document.lines import Element, Line, Lines, squeeze, text_of
from harvester.document.linked_data import LinkedArticle
from harvester.document.named_elements import AUTHOR_NAMES, are_alike, named_elements
from harvester.foreign.header_lines import header_lines
from harvester.grammar.foreign_bylines import (
    is_led_by_role,
    is_role,
    is_word,
    read_byline,
    read_names,
)
from harvester.grammar.full_names import full_names, is_agency, is_full_name, is_place

_ABOVE = 25  # lines above a text in which its byline may stand
_BELOW = 4
_YEAR = re.compile(r"(?:19|2[05])\d\d")
_REMARK = 3  # words in lower case behind a comma
_PARTICLE = re.compile(r"(?:von|di|de)\s", re.I)  # begins a name as well as a byline
#: Metas of which a page has one for each writer; a second `author` is often the site or its system.
_ONE_EACH = frozenset(("meta citation_author", "meta article:author"))
_EMPHASIS = frozenset(("strong", "b", "em", "i"))
_RIGHT = re.compile(r"\bright\b")
_FEWEST_NAMED, _MOST_NAMED = 2, 4  # words of a name that ends a text
_SIGNATURE = re.compile("【([\u3040-\u9fff・、 ]{3,24})】$")
_BETWEEN_NAMES = re.compile("[、・ ]")
_MARKED = frozenset((
    "a", "span", "div", "p", "address", "strong", "b", "em", "i", "cite", "dd", "li", "td", "h3",
    "h4", "h5", "h6",
))  # fmt: skip


def foreign_people(
    lines: Lines,
    body: Sequence[int],
    metadata: Sequence[Evidence],
    linked: LinkedArticle | None,
    sites: Iterable[str],
) -> list[Claim]:
    """The writers by the first of these that names any; what the others say is shown beside it.

    JSON-LD; metas; links and elements that are marked as the author's; the byline beside the text.
    One that names the page's own medium and nobody else (`sites`, the publisher) counts last.
    """
    found = [
        *_linked(linked),
        *_metas(metadata),
        *_marked(lines, body),
        *_printed(lines, body),
        *_signed(lines, body),
    ]
    media = {plain(site) for site in (*sites, linked.publisher if linked else None) if site}
    found = [claim if claim.method == "meta" else _without_media(media, claim) for claim in found]
    naming = sorted((claim for claim in found if claim.value), key=lambda x: _names_only(media, x))
    first = next(iter(naming), None)
    return [
        claim if claim is first else Claim(
            field="credits", printed=claim.printed, where=claim.where, method=claim.method
        )
        for claim in found
    ]  # fmt: skip


def _without_media(media: set[str], claim: CreditsClaim) -> CreditsClaim:
    """A claim without the page's own medium beside a writer: By Jane Doe, Flussbote."""
    people = [credit.name for credit in claim.value if plain(credit.name) not in media]
    is_beside = 0 < len(people) < len(claim.value)
    return replace(claim, value=_credits(people)) if is_beside else claim


def _names_only(media: set[str], claim: CreditsClaim) -> bool:
    return all(plain(credit.name) in media for credit in claim.value)


def _linked(linked: LinkedArticle | None) -> Iterator[CreditsClaim]:
    if linked is None or not linked.authors:
        return
    names = [name for author in linked.authors for name in full_names(author)]
    yield CreditsClaim(
        printed=shown(", ".join(linked.authors)), value=_credits(map(_unprefixed, names)),
        where="JSON-LD author", method="meta",
    )  # fmt: skip


def _unprefixed(name: str) -> str:
    """A name as it stands, but for a By before it and a remark behind it.

    Jane Doe, professor of hydraulic engineering at the university of Flussbach is Jane Doe.
    """
    particle = _PARTICLE.match(name)
    if particle and not is_full_name(name[particle.end() :]):  # Von Miller, De La Cruz
        return name
    names = read_names(name) or _names_before_remark(name)
    return names[0] if len(names) == 1 else name


def _names_before_remark(printed: str) -> tuple[str, ...]:
    """The name before a comma behind which is what its bearer is; Smith, J. is one name."""
    head, _, tail = printed.partition(",")
    words = tail.split()
    is_long = sum(word[0].islower() for word in words) >= _REMARK
    is_remark = is_long or any(is_role(word) for word in (*words[:1], *words[-1:]))
    return read_names(head) if is_remark and is_full_name(head) else ()


def _metas(metadata: Sequence[Evidence]) -> Iterator[CreditsClaim]:
    """What each meta says; of those of one name the first, but where a page has one per writer."""
    printed: dict[str, list[str]] = {}
    for item in metadata:
        if item.field == "author" and read_names(item.printed):
            printed.setdefault(item.where, []).append(item.printed)
    for where, texts in printed.items():
        yield _claim(texts if where in _ONE_EACH else texts[:1], where, "meta")


def _marked(lines: Lines, body: Sequence[int]) -> Iterator[CreditsClaim]:
    """rel=author and itemprop=author above the end of the text: each element names one writer."""
    end = body[-1] + _BELOW if body else len(lines.items)
    named: dict[str, list[tuple[Element, str]]] = {"rel": [], "itemprop": []}
    for element, (first, _) in lines.spans.items():
        if first >= end or element.tag not in _MARKED:
            continue
        for attribute, found in named.items():
            if "author" in (element.get(attribute) or "").lower().split():
                text = _name_of(element)
                if read_names(text):
                    found.append((element, text))
    for attribute, found in named.items():
        if texts := _alike_first(found):
            yield _claim(texts, f"{attribute}=author")


def _name_of(element: Element) -> str:
    """What an element says, or what the name within it says, where it is parted in name and job."""
    names = element.xpath('.//*[@itemprop="name"]')
    return squeeze(text_of(names[0] if names else element))


def _alike_first(found: Sequence[tuple[Element, str]]) -> list[str]:
    """The text of the first element and of those like it beside it: what else is there differs.

    Two without a class are alike where the page puts a word or a comma between them.
    """
    kept = found[:1]
    for element, text in found[1:]:
        is_named = bool(element.get("class")) or element.getprevious() is None
        is_joined = bool(squeeze(kept[-1][0].tail or ""))
        if are_alike(kept[0][0], element) and (is_named or is_joined):
            kept = [*kept, (element, text)]
    return list(dict.fromkeys(text for _, text in kept))


def _claim(texts: Sequence[str], where: str, method: Method = "label") -> CreditsClaim:
    names = [name for text in texts for name in read_names(text)]
    return CreditsClaim(
        printed=shown(", ".join(texts)), value=_credits(names), where=where, method=method
    )


def _printed(lines: Lines, body: Sequence[int]) -> Iterator[CreditsClaim]:
    """Bylines in the lines around a text, and elements there whose class says author."""
    if not body:
        return
    end = len(lines.items)
    above = [*header_lines(lines, body, _ABOVE), *range(body[0] + 1, min(body[0] + 2, end))]
    below = range(body[-1], min(body[-1] + _BELOW, end))
    for number in dict.fromkeys((*above, *below)):
        line = lines.items[number]
        names = _names_in(line)
        if names and is_led_by_role(line.spaced) and not _is_of_header(lines, number, body[0]):
            continue
        if not names and number + 1 < end and is_word(line.text):
            names = _names_below(line.text, lines.items[number + 1].text)
        if names:
            yield CreditsClaim(
                printed=line.spaced, value=_credits(names), where="byline", method="label"
            )
    named = [
        (element, text)
        for element, text in named_elements(lines, above, AUTHOR_NAMES)
        if read_names(text) and not is_role(text)
    ]
    if texts := _alike_first(named):
        yield _claim(texts, "element called author")


def _signed(lines: Lines, body: Sequence[int]) -> Iterator[CreditsClaim]:
    """The name that ends a text: 【山田太郎】 behind its last words, or a line that is one."""
    if not body:
        return
    last = lines.items[body[-1]]
    if match := _SIGNATURE.search(last.text):
        names = [name for name in _BETWEEN_NAMES.split(match[1]) if name]
    else:
        ends = lines.items[body[-1] : body[-1] + 2]
        names = next(([x.text] for x in ends if _is_signature(x)), [])
    if names and all(map(_is_person, names)):
        yield CreditsClaim(
            printed=shown(last.text), value=_credits(names), where="signature", method="label"
        )


def _is_signature(line: Line) -> bool:
    """Whether a line is a name alone that is set apart from the text: bold, or at the right."""
    if not _FEWEST_NAMED <= len(line.text.split()) <= _MOST_NAMED or line.linked:
        return False
    inner = [each for each in line.element.iter() if squeeze(text_of(each)) == line.text]
    return any(
        each.tag in _EMPHASIS or _RIGHT.search(f"{each.get('style')} {each.get('align')}")
        for each in inner
    )


def _is_person(name: str) -> bool:
    return is_full_name(name) and not (is_agency(name) or is_place(name) or is_role(name))


def _is_of_header(lines: Lines, number: int, text: int) -> bool:
    """Whether a line above a text stands right below an h1, or beside a line with a year."""
    beside = lines.items[max(0, number - 1) : number + 2]
    is_dated = any(_YEAR.search(line.text) for line in beside)
    return number < text and (is_dated or (number > 0 and lines.items[number - 1].tag == "h1"))


def _names_below(word: str, line: str) -> tuple[str, ...]:
    """The names in the line below a By of its own; one word alone may be a button as well."""
    names = read_byline(f"{word} {line}")
    return names if all(" " in name or not name.isascii() for name in names) else ()


def _names_in(line: Line) -> tuple[str, ...]:
    """The names in a line that is a byline, without a time or a role in an element of its own.

    Elements stand apart (By, Jane Doe) or close up (記者・, 青野太郎).
    """
    pieces = [piece for piece in line.pieces if not (_YEAR.search(piece) or is_role(piece))]
    if not pieces or len(pieces) == len(line.pieces):
        pieces = list(line.pieces)
    ways = dict.fromkeys((squeeze(" ".join(pieces)), squeeze("".join(pieces))))
    return max(map(read_byline, ways), key=len)


def _credits(names: Iterable[str]) -> tuple[Credit, ...]:
    return tuple(
        Credit(role="author", name=name, position=position)
        for position, name in enumerate(dict.fromkeys(names), 1)
    )
