"""A reference to a dataset or an article, in the styles in which it is cited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

Style = Literal["bibtex", "ris", "gbt7714"]
STYLES: tuple[Style, ...] = get_args(Style)

_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#",
    "_": r"\_", "$": r"\$", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_MOST_NAMES = 3  # GB/T 7714 prints so many, then 等


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a citation says. `published` and `accessed` are days, as ISO 8601 writes them.

    `key` is what BibTeX calls it by; `exact` names it for ever: id@revision, or a digest.
    """

    kind: Literal["article", "dataset"]
    key: str
    title: str
    authors: tuple[str, ...]
    publisher: str | None
    published: str | None
    accessed: str | None
    url: str | None
    exact: str
    version: str | None = None
    doi: str | None = None


def written(reference: Reference, style: Style) -> str:
    """The reference in a style."""
    match style:
        case "bibtex":
            return _bibtex(reference)
        case "ris":
            return _ris(reference)
        case "gbt7714":
            return _gbt7714(reference)


def _bibtex(of: Reference) -> str:
    """One entry; each name is in braces, for that of a Chinese person is not to be turned round."""
    fields = {
        "title": f"{{{_tex(of.title)}}}",
        "author": " and ".join(f"{{{_tex(name)}}}" for name in of.authors) or None,
        "publisher": _tex(of.publisher) if of.publisher else None,
        "year": of.published[:4] if of.published else None,
        "date": of.published,
        "version": _tex(of.version) if of.version else None,
        "doi": of.doi,
        "url": _address(of.url),
        "urldate": of.accessed,
        "note": _tex(of.exact),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    kind = "dataset" if of.kind == "dataset" else "online"
    return "\n".join((f"@{kind}{{{_key(of.key)},", *lines, "}"))


def _ris(of: Reference) -> str:
    """Tags and values; a value stands in one line."""
    day = of.published.replace("-", "/") if of.published else None
    values = [
        ("TY", "DATA" if of.kind == "dataset" else "NEWS"),
        ("TI", of.title),
        *(("AU", name) for name in of.authors),
        ("PB", of.publisher),
        ("PY", of.published[:4] if of.published else None),
        ("DA", day),
        ("ET", of.version),
        ("DO", of.doi),
        ("UR", of.url),
        ("Y2", of.accessed.replace("-", "/") if of.accessed else None),
        ("N1", of.exact),
    ]
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in values if value]
    return "\n".join((*lines, "ER  - "))


def _gbt7714(of: Reference) -> str:
    """GB/T 7714-2015: online news is EB/OL, a dataset DS/OL.

    >>> _gbt7714(Reference(kind="article", key="x", title="路灯亮了", authors=("甲", "乙", "丙", "丁"),
    ...     publisher="湘潭日报", published="2022-07-22", accessed="2022-07-23",
    ...     url="https://a.example/1", exact="demo:1@20220723000000"))
    '甲, 乙, 丙, 等. 路灯亮了[EB/OL]. 湘潭日报, (2022-07-22)[2022-07-23]. https://a.example/1. demo:1@20220723000000.'
    """  # noqa: E501  (the doctest shows one whole line)
    names = ", ".join((*of.authors[:_MOST_NAMES], *(["等"] if len(of.authors) > 3 else [])))
    mark = "DS/OL" if of.kind == "dataset" else "EB/OL"
    version = f"{of.version} 版" if of.version else ""
    day = f"({of.published})" if of.published else ""
    where = ", ".join(part for part in (of.publisher, day) if part)
    where += f"[{of.accessed}]" if of.accessed else ""
    parts = [names, f"{of.title}[{mark}]", version, where, of.url, of.exact]
    if of.doi:
        parts.append(f"DOI:{of.doi}")
    return _one_line(". ".join(part for part in parts if part) + ".")


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in _one_line(text))


def _address(url: str | None) -> str | None:
    """An address in BibTeX: braces would end the field."""
    return url and url.replace("{", "%7B").replace("}", "%7D")


def _key(name: str) -> str:
    """A name that BibTeX takes for a key.

    >>> _key("rednet:11538273@20220722005112")
    'rednet_11538273_20220722005112'
    """
    return re.sub(r"[^0-9A-Za-z.-]+", "_", name) or "dataset"


def _one_line(text: str) -> str:
    return " ".join(text.split())
