"""Articles and captures to hold, of invented text: number after number, each another one."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from archive.model.article import Article, Block, Capture, Credit, Evidence, PrintedTime

STATION = "invented"
_START = datetime(2022, 7, 22, tzinfo=UTC)
_WHO = ["付家辉", "凌晓雨", "谭思远", "欧阳若水", "何明", "周建国"]
_WHAT = ["路灯", "灌渠", "公交", "图书馆", "早稻", "桥梁", "医保", "运动会"]
_SAID = [
    "{who}介绍，今年新增{what}{n}处，投入{m}万元。",
    "记者在现场看到，{what}已经投入使用，附近{n}户居民从中受益。",
    "据统计，{what}项目完成{m}%，比去年同期提前{n}天。",
    "{who}说，{what}的事情虽小，却关系到千家万户。",
]


def article(number: int) -> Article:
    """The article of this number: about 600 characters, credits and evidence."""
    chance = random.Random(number)

    def sentence() -> str:
        return chance.choice(_SAID).format(
            who=chance.choice(_WHO), what=chance.choice(_WHAT),
            n=chance.randrange(2, 900), m=chance.randrange(2, 9000),
        )  # fmt: skip

    blocks = tuple(Block(text="".join(sentence() for _ in range(4))) for _ in range(6))
    return Article(
        id=f"{STATION}:{number}",
        station=STATION,
        url=f"https://news.example.cn/{number}.html",
        title=f"{chance.choice(_WHAT)}项目第{number}号",
        blocks=blocks,
        published=PrintedTime(value=_START + timedelta(seconds=number), precision="second"),
        source="虚构日报",
        credits=(
            Credit(role="reporter", name=chance.choice(_WHO), role_printed="记者", position=1),
            Credit(role="editor", name=chance.choice(_WHO), role_printed="编辑", position=2),
        ),
        layout="invented/plain",
        reader="1",
        station_digest="sha256:invented",
        evidence=(
            Evidence(field="source", printed="来源：虚构日报", where="label 来源",
                     method="label", chosen=True),
        ),
    )  # fmt: skip


def capture(number: int, url: str | None = None) -> Capture:
    """A page with the text of the article, captured so many seconds after the first."""
    said = article(number)
    body = f"<h1>{said.title}</h1>" + "".join(f"<p>{block.text}</p>" for block in said.blocks)
    return Capture(
        id=f"urn:uuid:00000000-0000-4000-8000-{number:012}",
        url=url or said.url,
        status=200,
        captured_at=_START + timedelta(seconds=number),
        body=body.encode(),
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        station=STATION,
        found="https://news.example.cn/",
    )
