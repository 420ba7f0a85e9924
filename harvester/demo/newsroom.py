"""Everything the demo's stations publish: articles/*.toml, and what is made from them.

`articles/reprints.toml` says which station took which article and what it did to it;
`articles/second-day.toml` says what was corrected, withdrawn and published on the second day.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib.resources import files
from typing import Any

from archive.model.article import Block
from harvester.demo.bulletins import bulletins
from harvester.demo.story import CHINA, Story, blocks_of

_REPRINTS = "reprints.toml"
_SECOND_DAY = "second-day.toml"
_MAKING = frozenset({"keep", "replace", "before", "after"})
_DATELINE = re.compile(r"^本报讯（[^）]*）")


def stories(day: int) -> list[Story]:
    """Every publication of the region as it stands on that day (1 or 2), the earliest first."""
    written = [row for name in _beats() for row in _read(name)["article"]]
    by_key = {story.key: story for story in (*map(_story, written), *bulletins())}
    for row in _read(_REPRINTS)["reprint"]:
        _add(by_key, _reprint(row, by_key))
    if day >= 2:
        _turn_the_day(by_key)
    return sorted(by_key.values(), key=lambda story: (story.published, story.key))


def _turn_the_day(by_key: dict[str, Story]) -> None:
    second = _read(_SECOND_DAY)
    for row in second["correction"]:
        by_key[row["of"]] = _corrected(by_key[row["of"]], row)
    for row in second["withdrawal"]:
        by_key[row["of"]] = replace(by_key[row["of"]], withdrawn=row["how"])
    for row in second["article"]:
        _add(by_key, _story(row))
    for row in second["reprint"]:
        _add(by_key, _reprint(row, by_key))


def _add(by_key: dict[str, Story], story: Story) -> None:
    if story.key in by_key:
        raise ValueError(f"two articles of the demo have the key {story.key}")
    by_key[story.key] = story


def _beats() -> list[str]:
    names = (entry.name for entry in (files(__package__) / "articles").iterdir())
    return sorted(n for n in names if n.endswith(".toml") and n not in {_REPRINTS, _SECOND_DAY})


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "articles" / name).read_text(encoding="utf-8"))


def _story(row: Mapping[str, Any]) -> Story:
    given = dict(row)
    made = {
        "blocks": blocks_of(given.pop("text")),
        "published": _moment(given["published"]),
        "taken_from": tuple(given.pop("taken_from", ())),
    }
    return Story(**given | made)


def _reprint(row: Mapping[str, Any], by_key: Mapping[str, Story]) -> Story:
    """What a station made of other stations' articles."""
    given = dict(row)
    of = given.pop("of")
    parents = [by_key[key] for key in ([of] if isinstance(of, str) else of)]
    made = {name: given.pop(name) for name in _MAKING & given.keys()}
    usual = {
        "key": f"{parents[0].key}@{given['station']}",
        "title": parents[0].title,
        "writers": "" if len(parents) > 1 else parents[0].writers,
    }
    return Story(
        **usual
        | given
        | {
            "published": _moment(given["published"]),
            "blocks": _blocks_made(made, parents),
            "taken_from": tuple(parent.key for parent in parents),
        }
    )


def _blocks_made(made: Mapping[str, Any], parents: list[Story]) -> tuple[Block, ...]:
    """The body of a reprint: `before`, what it keeps of its parents, `after`."""
    if len(parents) > 1:
        carried = _opening_of_each(parents)
    else:
        numbers = made.get("keep") or range(1, len(parents[0].blocks) + 1)
        carried = tuple(parents[0].blocks[number - 1] for number in numbers)
    reworded = _reworded(carried, made.get("replace", ()))
    return (*blocks_of(made.get("before", "")), *reworded, *blocks_of(made.get("after", "")))


def _opening_of_each(parents: list[Story]) -> tuple[Block, ...]:
    """Title and first two blocks of each, without datelines: 本报讯（记者 韩江月）."""
    made: list[Block] = []
    for parent in parents:
        first, second = parent.blocks[:2]
        bare = replace(first, text=_DATELINE.sub("", first.text))
        made += [Block(text=parent.title, kind="heading"), bare, second]
    return tuple(made)


def _corrected(story: Story, row: Mapping[str, Any]) -> Story:
    words = {key: value for key, value in row.items() if key in {"title", "source", "writers"}}
    added = blocks_of(row.get("after", ""))
    blocks = (*_reworded(story.blocks, row.get("replace", ())), *added)
    return replace(story, **words, blocks=blocks, changed=_moment(row["at"]))


def _reworded(blocks: Iterable[Block], words: Iterable[tuple[str, str]]) -> tuple[Block, ...]:
    """The blocks with each first member of a pair replaced; each must occur."""
    made = tuple(blocks)
    for old, new in words:
        before = made
        made = tuple(replace(block, text=block.text.replace(old, new)) for block in made)
        if made == before:
            raise ValueError(f"no block of the demo's article says {old}")
    return made


def _moment(local: Any) -> Any:
    return local.replace(tzinfo=CHINA)
