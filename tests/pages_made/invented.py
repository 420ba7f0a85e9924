"""Invented news: facts and text of our own, from which pages with a known truth are made."""

# ruff: noqa: E501, SIM905 - tables and lists of words are read more easily on one line

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
GIVEN = (
    "一帆 小满 知秋 晓雨 明 红 建国 文博 思远 雅琴 海涛 静怡 志强 梦瑶 立新 玉兰 子轩 春燕 "
    "国栋 丽华 云飞 秀英 学军 佳宁 永福 晨曦 大勇 爱民 若溪 振华"
).split()
MEDIA = (
    "青棠日报 云岭晚报 红枫网 新华社 人民日报 中国新闻网 新棠客户端 江州新闻网 潇湘晨报 "
    "南湖广播电视台 棠城发布 青棠县融媒体中心 中国青年报 科技日报 经济日报 江州电视台 "
    "山河都市报 央视新闻客户端 法治日报 农民日报 三江融媒 青棠市人民政府网 市文化和旅游局"
).split()
PLACES = "青棠县 江州市 云岭镇 南湖区 三江口 红枫乡 白石村 棠溪街道 松岗镇 双塘村".split()
THINGS = (
    "灌溉渠道 乡村公路 社区食堂 图书馆 路灯 污水管网 春茶采摘 防汛演练 养老服务 老旧小区改造 "
    "稻田养鱼 义务植树 公交线路 校园足球 医保窗口 非遗展演 粮食收购 就业招聘会"
).split()
OPENINGS = (
    "近日，{place}的{thing}工作取得新进展，附近{n}户居民从中受益。",
    "记者从{place}了解到，{thing}项目已经进入最后阶段，预计下个月全部完成。",
    "{d}日上午，{place}举行{thing}现场会，来自各村的{n}名代表参加了活动。",
    "一大早，{place}的村民就来到现场，为{thing}做最后的准备。",
)
MIDDLES = (
    "“过去走一趟要大半天，现在十几分钟就到了。”住在附近的{who}说，变化就发生在家门口。",
    "据介绍，项目总投资{n}万元，涉及{place}等三个村，由当地施工队承担，全程接受群众监督。",
    "为了把事情办好，工作人员先后走访{n}户家庭，把意见一条条记在本子上，再逐项落实。",
    "今年以来，{place}坚持问题导向，列出清单，定期回访，已经解决群众反映的问题{n}件。",
    "{thing}看起来是小事，却连着千家万户。负责人{who}表示，下一步还将扩大范围，惠及更多人。",
    "在现场可以看到，工人们正在加紧施工，机器的声音此起彼伏，几辆货车来回运送材料。",
    "专家认为，这样的做法投入不大，见效很快，值得在更多地方推广，但也要防止一哄而上。",
    "数据显示，今年前{m}个月，当地接待游客{n}人次，同比增长{m}%，带动农户户均增收{n}元。",
)
CLOSINGS = (
    "接下来，{place}将继续做好{thing}，让更多群众享受到实实在在的好处。",
    "“只要大家齐心，日子会越过越好。”{who}笑着说。",
    "截至目前，相关工作正在有序推进，预计年底前全部完成。",
)
TITLES = (
    "{place}：{thing}办到家门口", "{thing}“焕新”记", "{place}扎实推进{thing} {n}户居民受益",
    "小{thing}里的大民生——{place}见闻", "{place}启动{thing}，为何选在这时？", "{thing}来了！{place}这样做",
)  # fmt: skip
CROSSHEADS = ("从“等上门”到“走出去”", "一本账", "群众说好才算好", "下一步怎么走")


@dataclass(slots=True)
class Facts:
    """What a page is to say; what it does not say is emptied by the form that leaves it out."""

    title: str
    published: datetime
    body: list[str]
    source: str | None = None
    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    precision: str = "time"  # or "date"


def person(pick: random.Random, *, letters: int | None = None) -> str:
    """A name of two or three characters."""
    given = [name for name in GIVEN if letters is None or len(name) == letters - 1]
    return pick.choice(SURNAMES) + pick.choice(given)


def people(pick: random.Random, number: int, *, letters: int | None = None) -> list[str]:
    """So many different names."""
    found: dict[str, None] = {}
    while len(found) < number:
        found[person(pick, letters=letters)] = None
    return list(found)


def invent(pick: random.Random) -> Facts:
    """The facts of one article: title, minute, three to nine paragraphs, and who made it."""
    place, thing = pick.choice(PLACES), pick.choice(THINGS)

    def told(form: str) -> str:
        return form.format(
            place=place, thing=thing, who=person(pick), n=pick.randint(12, 980),
            m=pick.randint(3, 11), d=pick.randint(1, 28),
        )  # fmt: skip

    middles = pick.sample(MIDDLES, pick.randint(1, 7))
    body = [told(pick.choice(OPENINGS)), *map(told, middles), told(pick.choice(CLOSINGS))]
    moment = datetime(
        pick.randint(2005, 2025), pick.randint(1, 12), pick.randint(1, 28), tzinfo=BEIJING
    )
    moment += timedelta(minutes=pick.randint(6 * 60, 23 * 60 + 50))
    return Facts(
        title=told(pick.choice(TITLES)), published=moment, body=body,
        source=pick.choice(MEDIA), authors=people(pick, pick.choice((1, 1, 1, 2, 2, 3))),
        editors=people(pick, pick.choice((1, 1, 1, 2))),
    )  # fmt: skip
