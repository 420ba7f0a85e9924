"""An article set anew in the page it is from: one form for each way in which templates differ.

The words are those of the truth; what stands around the article on its page stays where it is.
What is printed within the text (记者 in its first sentence, an editor in its last) stays there and
is not printed a second time.
"""

from __future__ import annotations

import html as entities
import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import html
from mutation_page import MutablePage, NotApplicable

Row = dict[str, Any]
_LABELS = {"time": "", "source": "来源", "author": "作者", "editor": "责任编辑"}
_SENTENCES = 60  # characters of a paragraph that may be a text of its own
_CLAUSES = re.compile("[^，。！？；]+[，。！？；”]*")
_TIME, _DAY = "{0:%Y-%m-%d %H:%M}", "{0:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class Form:
    """How a template prints an article; `{}` stands for what it prints."""

    title: str = "<h1>{}</h1>"
    order: Sequence[str] = ("time", "source", "author")
    labels: Mapping[str, str] = field(default_factory=lambda: dict(_LABELS))
    colon: str = "："
    label: str = "{}"
    value: str = "{}"
    item: str = "<span>{}</span>"
    between: str = "　"
    row: str = "<div>{}</div>"
    time: str = _TIME
    day: str = _DAY
    names: str = " "
    where: str = "below title"
    paragraph: str = "<p>{}</p>"
    joint: str = ""
    text: str = "<div>{}</div>"
    editor: str = "<p>{}</p>"
    editor_where: str = "in text"
    above: str = ""
    between_rows: str = ""
    middle: str = ""
    below: str = ""
    page: str = "<div>{}</div>"
    length: str = "whole"


_DATA = Path(__file__).with_suffix(".json")


def _form(changes: Mapping[str, Any]) -> Form:
    """The plain form with what one row of the data says; `source label` is one of its labels."""
    labels = {key[:-6]: value for key, value in changes.items() if key.endswith(" label")}
    others = {key: value for key, value in changes.items() if not key.endswith(" label")}
    return replace(Form(), labels=_LABELS | labels, **others)


FORMS = {name: _form(row) for name, row in json.loads(_DATA.read_text(encoding="utf-8")).items()}

_MIXED = 24


def form_of(name: str) -> Form:
    """The form of a name; `mixed 3` draws one form of each kind by a seed."""
    if not name.startswith("mixed "):
        return FORMS[name]
    draw = random.Random(name)
    whole = (
        "cells", "terms", "item: cell", "item: list", "item: dd", "colon: none", "colon: space",
        "colon: wide space", "colon: no-break space", "text box: hidden", "text box: called",
        "in the text", "day", "label element: block",
        "container", "divided", "same box", "further", "length: short", "length: dialogue",
        "length: one ",
    )  # fmt: skip
    kinds: dict[str, list[str]] = {}
    for each in FORMS:
        if ":" in each and not each.startswith(whole):
            kinds.setdefault(each.split(":")[0], []).append(each)
    form = Form()
    labels = dict(_LABELS)
    for kind in draw.sample(sorted(kinds), 12):
        chosen = FORMS[draw.choice(kinds[kind])]
        labels |= {k: v for k, v in chosen.labels.items() if v != _LABELS[k]}
        changed = {
            key: getattr(chosen, key)
            for key in Form.__dataclass_fields__
            if key != "labels" and getattr(chosen, key) != getattr(Form(), key)
        }
        form = replace(form, **changed)
    return replace(form, labels=labels)


def form_names() -> list[str]:
    """The names of all forms, those that are drawn by a seed among them."""
    return [*FORMS, *(f"mixed {seed}" for seed in range(1, _MIXED + 1))]


def set_anew(page: MutablePage, form: Form) -> Row:
    """Print the article of a page in another form; the truth of the page as it is then."""
    row = page.row
    article, numbers = (
        page.article,
        [*page.title_numbers(), *page.regions.body, *page.credit_numbers()],
    )
    paragraphs = _of_length(page.paragraphs, form.length)
    place, at = page.place_for(article if article.tag != "body" else page.body)
    page.clear(numbers)
    values = _values(page, paragraphs, form)
    place.insert(at, html.fragment_fromstring(_article(row, paragraphs, values, form), "div"))
    if place.text and not place.text.strip():
        place.text = None
    return _true_row(row, paragraphs, form)


def _of_length(paragraphs: list[str], length: str) -> list[str]:
    if length == "long":
        return paragraphs * 4
    if length == "whole":
        return paragraphs
    if length == "lines":
        return [line for each in paragraphs for line in _CLAUSES.findall(each)]
    if length == "dialogue":
        return [f"{'问答'[at % 2]}：{each}" for at, each in enumerate(paragraphs)]
    first = next((at for at, each in enumerate(paragraphs) if len(each) >= _SENTENCES), None)
    if first is None:
        raise NotApplicable
    return paragraphs[first : first + (1 if length == "one" else 2)]


def _true_row(row: Row, paragraphs: list[str], form: Form) -> Row:
    """The truth of a page whose form may print less."""
    if form.length not in ("whole", "lines"):
        row = {key: value for key, value in row.items() if key != "grams" and "30" not in key}
        return row | {"body": "\n".join(paragraphs)}
    if form.time == form.day:
        return row | {
            "published": row["published"][:10] + "T00:00:00+08:00",
            "published_precision": "date",
        }
    return row


def _values(page: MutablePage, paragraphs: list[str], form: Form) -> dict[str, str]:
    """What the page prints around its text, by field: time, source, author, editor."""
    row = page.row
    edges = "\n".join([*paragraphs[:2], *paragraphs[-2:]]).replace("　", "").replace(" ", "")
    values = {"time": _printed_time(page, form)}
    if row["source"]:
        values["source"] = row["source"]
    for name in ("author", "editor"):
        named = [each for each in row[f"{name}s"] if each not in edges]
        if named:
            values[name] = form.names.join(named)
    return values


def _printed_time(page: MutablePage, form: Form) -> str:
    """The time of the page, as a clock in its own zone."""
    row = page.row
    moment = datetime.fromisoformat(row["published"])
    if row["published_precision"] == "time":
        moment = moment.astimezone(page.zone)
    written = form.time if row["published_precision"] == "time" else form.day
    if written == "wide":
        narrow = f"{moment:%Y-%m-%d %H:%M}"
        return narrow.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return written.format(moment)


def _article(row: Row, paragraphs: list[str], values: Mapping[str, str], form: Form) -> str:
    names = [name for name in form.order if name in values]
    if not names:
        raise NotApplicable
    rows = dict.fromkeys(("above title", "below title", "below text", "in text"), "")
    if form.where == "split":
        rows["below title"] = _row(names[:1], values, form)
        rows["below text"] = _row(names[1:], values, form) if names[1:] else ""
    else:
        rows[form.where] = _row(names, values, form)
    title = form.title.replace("{}", entities.escape(row["title"]))
    editor = _editor(values, form)
    text = _text(paragraphs, rows["in text"], editor, form)
    if form.editor_where == "header":
        rows["below title"] += editor
    below = editor if form.editor_where == "below text" else ""
    end = editor if form.editor_where == "end" else ""
    return form.page.replace(
        "{}",
        f"{form.above}{rows['above title']}{title}{rows['below title']}{form.between_rows}"
        f"{text}{below}{rows['below text']}{form.below}{end}",
    )


def _row(names: list[str], values: Mapping[str, str], form: Form) -> str:
    return form.row.replace(
        "{}", form.between.join(_item(name, values[name], form) for name in names)
    )


def _item(name: str, value: str, form: Form) -> str:
    word = form.labels[name]
    if name == "time":
        printed = (
            value if not word else f"{form.label.replace('{}', word + (form.colon or '：'))}{value}"
        )
        if form.label.startswith("<t") or form.label.startswith("<dt"):
            printed = (
                f"{form.label.replace('{}', word + form.colon)}{form.value.replace('{}', value)}"
            )
        return form.item.replace("{}", printed)
    marks = form.value if name == "source" or form.value.startswith("<") else "{}"
    shown = marks.replace("{}", entities.escape(value))
    announced = form.label.replace("{}", word + form.colon) if word else ""
    return form.item.replace("{}", announced + shown)


def _editor(values: Mapping[str, str], form: Form) -> str:
    if "editor" not in values or form.editor_where == "none":
        return ""
    return form.editor.replace(
        "{}", form.labels["editor"] + (form.colon.strip() or "：") + values["editor"]
    )


def _text(paragraphs: list[str], row: str, editor: str, form: Form) -> str:
    printed = [form.paragraph.replace("{}", entities.escape(each)) for each in paragraphs]
    if editor and form.editor_where == "in text" and form.editor.startswith("（"):
        printed[-1] = form.paragraph.replace("{}", entities.escape(paragraphs[-1]) + editor)
        editor = ""
    if form.middle:
        if len(printed) < 3:
            raise NotApplicable
        printed.insert(len(printed) // 2, form.middle)
    inside = editor if form.editor_where == "in text" else ""
    return form.text.replace("{}", row + form.joint.join(printed) + inside)
