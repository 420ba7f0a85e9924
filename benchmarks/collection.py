"""A large collection made of a small one: its paragraphs, recombined into many articles.

Every sentence is real, no article is. Words, names and phrases keep the frequencies of the given
collection; what is rare in it is as rare here, so that no word stands in fewer articles than the
number of articles divided by the number of pieces.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

MEAN_LENGTH = 560  # characters, as articles of regional news have
STATIONS = 40
FIRST_DAY = datetime(2015, 1, 1, tzinfo=timezone(timedelta(hours=8)))
YEARS = 8

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余"
GIVEN = "晓明建国志强丽娟海燕文博思远雨晴子涵一帆春华秋实立新永康玉兰佳怡俊杰浩然梦琪静怡鹏程"


def texts(paths: Iterable[Path]) -> Iterator[str]:
    """The bodies of records, one JSON object a line, plain or packed by gzip."""
    for path in paths:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            yield from (json.loads(line).get("body") or "" for line in file)


def pieces(bodies: Iterable[str]) -> list[str]:
    """Paragraphs, each once; long ones cut at the ends of sentences."""
    found: dict[str, None] = {}
    for body in bodies:
        for paragraph in body.splitlines():
            for piece in re.findall(r".{60,200}?(?:[。！？]|$)|.+", paragraph):
                if len(piece) >= 20:
                    found[piece] = None
    return list(found)


def recombined(parts: list[str], rows: int, seed: int) -> Iterator[dict[str, Any]]:
    """So many records, nearly in the order of their time; the same for the same seed."""
    chance = random.Random(seed)
    names = [a + b + c for a in SURNAMES for b in GIVEN[:30] for c in GIVEN[30:]]
    step = timedelta(days=365 * YEARS) / rows
    for number in range(rows):
        late = timedelta(days=chance.expovariate(1.0))
        at = (FIRST_DAY + number * step - late).replace(microsecond=0)
        station = f"station-{chance.randrange(STATIONS):02}"
        yield {
            "id": f"bench:{number}",
            "station": station,
            "url": f"https://{station}.example/content/{number}.html",
            "title": chance.choice(parts)[: chance.randint(12, 24)],
            "published_at": at.isoformat(),
            "source": f"{chance.choice(SURNAMES)}{chance.choice(GIVEN)}日报",
            "authors": chance.sample(names, chance.randint(1, 2)),
            "editors": [chance.choice(names)],
            "body": "\n".join(_body(parts, chance)),
        }


def _body(parts: list[str], chance: random.Random) -> Iterator[str]:
    left = chance.lognormvariate(0, 0.6) * MEAN_LENGTH * 0.78
    while left > 0:
        piece = chance.choice(parts)
        yield piece
        left -= len(piece)
