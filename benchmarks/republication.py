"""A republication set with a known truth: lineages, quotations, roundups and notices of one form.

Nothing in it is anybody's but ours: the texts are composed of short pieces, so that two articles
share no more than a phrase, and stations, editors and notices are invented. Whoever has texts of
their own gives them instead.

    python benchmarks/republication.py --seed 1 --lineages 300 --output set.jsonl --gold gold.jsonl
"""

# ruff: noqa: E501, SIM905 - tables of words are read more easily on one line

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

from archive.analysis.terms import folds

BEIJING = timezone(timedelta(hours=8))

TIMES = "清晨 上午 中午 午后 傍晚 入夜 连日来 周末 开春后 入夏以来 秋收前 冬至那天 前不久 雨停之后 放学时分 天刚亮 节后第一天 月底 汛期里 开园当天".split()
PLACES = "桐花巷 学宫路 北门桥 青石渡 西津码头 松岫岭 云沱河畔 竹溪村 白果坪 南渡老街 望月桥头 石鼓湾 柳林小学 枫树坳 沙洲尾 老粮站 卫生院门口 水厂里 大塘边 文庙广场 苗圃 砖窑旧址 梨树冲 东门市场 汽车站旁".split()
WHO = "周师傅 几位老人 值班的小何 村支书老谭 放羊的覃伯 守渡人 新来的医生 退休教师 快递员 维修班 社区网格员 卖豆腐的夫妻 水文员 护林员 三个大学生 理发店主 校车司机 养蜂人 合作社 志愿者 老木匠 图书管理员 种粮大户 电工 民警 环卫工 厨师长 摄影爱好者".split()
DOES = "修好了 搬走了 量了三遍 重新漆过 一笔笔记下 连夜清点 借给邻居 种上了 拆掉了 试着改造 挨户送去 守了一夜 请人看过 编成册子 抬到高处 分成四份 接通了 换下了 仔细擦洗 画在墙上 带回家去 晒干收好 讲给孩子听 卖到外县 存进柜子 登在簿上".split()
WHAT = "一段旧水管 半亩秧苗 四十年的账本 漏雨的屋顶 两口石缸 巷口的灯 掉漆的长椅 发霉的档案 一只木船 新打的井 八间教室 废弃的磅秤 祖传的方子 歪了的路牌 晒谷场 露天的舞台 借来的抽水机 三筐枇杷 断了弦的二胡 一排梧桐 老式电话 生锈的栏杆 过冬的柴火 学生的课桌 停摆的钟 渡口的缆绳 几本族谱 青砖 路边的沟 菜窖".split()
WHY = "因为怕再涨水 只为省下一道工 说是给后来人看 免得夜里摔跤 好让车能掉头 算下来并不贵 也算还了一个愿 不过是举手之劳 总比空着强 孩子们等不及了 邻居都说该做 上头没有催过 图的是个安心 省得来回跑 反正闲不住 谁也没多想 迟早要用得上 为的是那句承诺".split()
THEN = "第二天就有人照着做 到现在没有坏过 街坊送来两碗凉粉 排队的人少了一半 账目贴在门口 夜路亮堂多了 连外乡人也来打听 娃娃们跑得更欢 省下的钱买了种子 井水又清了 邮递员不用绕路 戏台重新热闹起来 会上有人提了三条意见 雨再大也不慌 隔壁村跟着动了工 鱼又回到浅滩 老人学会了用手机 灶火烧得正旺 镇上把它写进了日程 秤杆终于平了".split()
SAID = "他说 她笑着讲 大伙都认为 账上写得明白 隔壁的人补充道 按老规矩 照图纸看 翻开记录 问起缘由 站在门口数了数".split()
LINKS = "可 于是 后来 其实 谁知 好在 再往后 另一头 同一天 反过来 说到底 没过多久".split()
TITLES = "{place}的{what} {who}和{what} {place}：{then} {who}{does}{what} 问一问{place} {what}回来了".split()

SURNAMES = "覃谭邓姚卓欧苏程何林罗温石柳卢秦高贺白许"
#: Names of two of these make that phrases of different articles differ, as they do in the world.
CHARACTERS = "安柏辰川岱恩帆枫谷瀚禾泓淮嘉鉴江瑾景君凯康澜黎良林霖陵洛茂铭沐宁培沛鹏淇琪岐谦乔勤清秋然仁荣睿若珊尚绍诗书舒朔松素泰棠桃腾庭桐望微维文汐希溪夏贤翔晓欣星秀轩雪雅砚彦瑶野宜奕音英咏悠宇羽玉苑岳云韵泽章昭哲真知钟舟竹卓子宗"
GIVEN = "小满 知秋 晚舟 砚秋 一帆 谷雨 静远 书白 明溪 听雨 青禾 依依 若溪 思源 望舒 立冬 春生 云起".split()
SYNONYMS = dict(
    pair.split("/")
    for pair in "后来/此后 其实/实际上 于是/因此 好在/所幸 大伙/大家 现在/如今 因为/由于 终于/总算 一半/五成 门口/门前 老人/长者 孩子/小孩 邻居/街坊 已经/业已 表示/称 目前/当前 进行/开展 可以/能够 我们/咱们 问题/难题 工作/任务 发展/进步 重要/关键 认为/觉得 非常/十分 但是/不过 如果/倘若 没有/未曾".split()
)


@dataclass(frozen=True, slots=True)
class Outlet:
    """A station as its pages print: name, dateline, what stands before and after an article."""

    name: str
    short: str
    desk: str
    head: tuple[str, ...]
    tail: tuple[str, ...]
    links: str  # heading of its list of other articles


OUTLETS = (
    Outlet(
        "澜江时刻市站",
        "澜江时刻",
        "市站",
        ("打开客户端", "首页 要闻 民生 专题 影像", "大字 中字 小字"),
        ("展开全文", "返回列表", "本网原创内容，转载请注明出处。"),
        "大家都在看",
    ),
    Outlet(
        "云沱在线",
        "云沱在线",
        "采编中心",
        ("当前位置：首页 > 新闻", "分享 收藏 打印"),
        ("上一篇", "下一篇", "增值电信业务许可证 云B2-2020001"),
        "相关报道",
    ),
    Outlet(
        "南渡融媒体",
        "南渡融媒",
        "编辑部",
        ("听新闻", "A+ A-"),
        ("点赞", "举报", "版权归原作者所有，如有侵权请联系我们。"),
        "推荐阅读",
    ),
    Outlet(
        "青棠网",
        "青棠网",
        "青棠",
        ("网站首页 本地 国内 财经",),
        ("回到顶部", "扫描二维码关注青棠网公众号"),
        "热门文章",
    ),
)
PAPERS = ("澜江日报", "澜江晚报", "云沱日报", "松岫时报")


@dataclass(frozen=True, slots=True)
class Article:
    """One generated article and what is true of it."""

    id: str
    station: str
    at: datetime
    title: str
    body: str
    source: str
    lineage: str
    kind: str
    contains: tuple[tuple[str, str, int], ...] = ()  # lineage, quote or roundup, characters

    def record(self) -> dict[str, Any]:
        """The article as `archive load` takes it."""
        return {
            "id": self.id, "station": self.station, "url": f"https://{self.id}.example/",
            "title": self.title, "published_at": self.at.isoformat(), "published_precision": "minute",
            "source": self.source or None, "body": self.body,
        }  # fmt: skip

    def truth(self) -> list[dict[str, Any]]:
        """What is true of it, as rows of the gold file."""
        rows: list[dict[str, Any]] = [{"id": self.id, "lineage": self.lineage, "kind": self.kind}]
        for lineage, how, characters in self.contains:
            rows.append({"id": self.id, "contains": lineage, "as": how, "characters": characters})
        return rows


@dataclass(slots=True)
class Maker:
    """Makes a whole set from a seed; `bodies` are used as originals before any is composed."""

    seed: int
    bodies: list[str] = field(default_factory=list)
    chance: random.Random = field(init=False)
    count: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def make(self, lineages: int) -> list[Article]:
        """Lineages, and for each three of them a text that quotes, a single and some notices."""
        articles: list[Article] = []
        origins: list[Article] = []
        for number in range(lineages):
            made = self._lineage(f"F{number:05}")
            origins.append(made[0])
            articles += made
        for number in range(lineages // 3):
            articles.append(self._carrier(f"C{number:05}", origins))
            articles.append(self._article(self._text(), f"S{number:05}", "single"))
        for number in range(lineages // 10):
            articles.append(self._roundup(f"R{number:05}", origins))
        for form in NOTICES:
            articles += self._notices(form, lineages // 12)
        return articles

    # --- articles ----------------------------------------------------------------------------

    def _lineage(self, lineage: str) -> list[Article]:
        text = self._text()
        paper = self.chance.choice(PAPERS)
        origin = self._article(text, lineage, "origin", station=paper, source=paper)
        made = [origin]
        known = text
        for _ in range(1 + min(9, int(self.chance.expovariate(0.35)))):
            kind = self.chance.choices(list(EDITS), [weight for weight, _ in EDITS.values()])[0]
            changed = EDITS[kind][1](self, known if self.chance.random() < 0.3 else text)
            at = origin.at + timedelta(minutes=self.chance.expovariate(1 / 600))
            title = origin.title if self.chance.random() < 0.5 else self._headline(origin.title)
            made.append(self._article(changed, lineage, kind, source=paper, at=at, title=title))
            if kind == "copyedit":
                known = changed
        return made

    def _carrier(self, lineage: str, origins: Sequence[Article]) -> Article:
        quoted = self.chance.choice(origins)
        passage = self._passage(_plain(quoted.body), self.chance.randint(45, 260))
        paragraphs = self._text().split("\n")
        at = self.chance.randrange(len(paragraphs) + 1)
        paragraphs.insert(at, f"据{quoted.source}报道，{passage}")
        holds = ((quoted.lineage, "quote", len(re.sub(r"\W", "", passage))),)
        return self._article("\n".join(paragraphs), lineage, "carrier", contains=holds)

    def _roundup(self, lineage: str, origins: Sequence[Article]) -> Article:
        lines, holds = ["早上好，今天有这些消息。"], []
        for each in self.chance.sample(origins, min(len(origins), self.chance.randint(3, 5))):
            opening = _plain(each.body)[: self.chance.randint(90, 180)]
            lines.append(f"【{each.title}】{opening}")
            holds.append((each.lineage, "roundup", len(re.sub(r"\W", "", opening))))
        return self._article("\n".join(lines), lineage, "roundup", contains=tuple(holds))

    def _notices(self, form: str, count: int) -> Iterator[Article]:
        for number in range(count):
            text = NOTICES[form](self.chance)
            made = self._article(text, f"T{form}{number:04}", f"template:{form}")
            yield made
            if self.chance.random() < 0.15:
                at = made.at + timedelta(minutes=90)
                yield self._article(
                    text, made.lineage, f"template-reprint:{form}", at=at, title=made.title
                )

    def _article(self, text: str, lineage: str, kind: str, **given: Any) -> Article:
        self.count += 1
        outlet = self.chance.choice(OUTLETS)
        fallback = datetime(2024, 1, 1, tzinfo=BEIJING) + timedelta(
            minutes=self.chance.randrange(400_000)
        )
        at = given.get("at") or fallback
        source = given.get("source", self.chance.choice((*PAPERS, "")))
        is_origin = given.get("station") is not None
        return Article(
            id=f"g{self.seed}-{self.count:06}",
            station=given.get("station") or outlet.name,
            at=at,
            title=given.get("title") or self._title(),
            body=text
            if is_origin and self.chance.random() < 0.5
            else self._dressed(text, outlet, source, at),
            source=source if self.chance.random() < 0.9 else "",
            lineage=lineage,
            kind=kind,
            contains=given.get("contains", ()),
        )

    def _dressed(self, text: str, outlet: Outlet, source: str, at: datetime) -> str:
        """A text as a station's page shows it, with some of the furniture around it."""
        chance = self.chance
        head = [line for line in outlet.head if chance.random() < 0.4]
        tail = [line for line in outlet.tail if chance.random() < 0.5]
        if chance.random() < 0.5:
            text = f"{outlet.short}{at.month}月{at.day}日讯（记者 {self._name()} 通讯员 {self._name()}）{text}"
        credits = [
            f"来源：{source}",
            f"作者：{self._name()} {self._name()}",
            f"编辑：{self._name()}-{outlet.desk}",
        ]
        credits = [line for line in credits if chance.random() < 0.7]
        if chance.random() < 0.3:
            tail += [outlet.links, *(self._title() for _ in range(chance.randint(3, 7)))]
        return "\n".join([*head, text, *credits, *tail])

    # --- texts -------------------------------------------------------------------------------

    def _text(self) -> str:
        if self.bodies:
            return self.bodies.pop()
        paragraphs = range(self.chance.randint(3, 8))
        return "\n".join(
            "".join(self._sentence() for _ in range(self.chance.randint(2, 4))) for _ in paragraphs
        )

    def _sentence(self) -> str:
        pick = self.chance.choice
        number = self.chance.randint(2, 9_800)
        who, place, whose = self._who(), self._place(), self._who()
        forms = (
            f"{pick(TIMES)}，{who}在{place}{pick(DOES)}{whose}的{pick(WHAT)}，{pick(WHY)}。",
            f"{pick(LINKS)}{who}把{pick(WHAT)}{pick(DOES)}，{pick(THEN)}，前后花了{number}元，{whose}也来帮忙。",
            f"“{pick(WHY)}，”{who}{pick(SAID)}，“{whose}的{pick(WHAT)}{pick(DOES)}，{pick(THEN)}。”",
            f"{place}离{self._place()}{number}米，{pick(TIMES)}{who}{pick(DOES)}{pick(WHAT)}。",
            f"{whose}{pick(SAID)}，{pick(THEN)}；{pick(LINKS)}{place}的{pick(WHAT)}，{who}也{pick(DOES)}。",
        )
        return pick(forms)

    def _who(self) -> str:
        return (
            self.chance.choice(WHO)
            + self.chance.choice(SURNAMES)
            + "".join(self.chance.sample(CHARACTERS, 2))
        )

    def _place(self) -> str:
        return "".join(self.chance.sample(CHARACTERS, 2)) + self.chance.choice(PLACES)

    def _title(self) -> str:
        pick = self.chance.choice
        words = {
            "place": pick(PLACES),
            "who": pick(WHO),
            "what": pick(WHAT),
            "then": pick(THEN),
            "does": pick(DOES),
        }
        return pick(TITLES).format(**words)

    def _headline(self, title: str) -> str:
        return self.chance.choice(
            (f"聚焦｜{title}", f"最新：{title}", title[: max(6, len(title) // 2)], self._title())
        )

    def _name(self) -> str:
        return self.chance.choice(SURNAMES) + self.chance.choice(GIVEN)

    def _passage(self, text: str, length: int) -> str:
        start = self.chance.randrange(max(1, len(text) - length))
        return text[start : start + length]

    # --- edits -------------------------------------------------------------------------------

    def copyedit(self, text: str) -> str:
        """Some words exchanged, some marks, now and then a clause left out."""
        for word, other in SYNONYMS.items():
            if self.chance.random() < 0.6:
                text = text.replace(word, other)
        clauses = re.split(r"(?<=[，。])", text)
        kept = [clause for clause in clauses if "\n" in clause or self.chance.random() > 0.04]
        return "".join(kept)

    def rewrite(self, text: str) -> str:
        """Clauses turned and words put in throughout, about every thirtieth character."""
        out = []
        for clause in re.split(r"(?<=[，。！？])", text):
            chance = self.chance.random()
            if chance < 0.25 and len(clause) > 8:
                cut = self.chance.randrange(3, len(clause) - 3)
                word = self.chance.choice(("当时", "大约", "的确", "也就"))
                out.append(clause[:cut] + word + clause[cut:])
            elif chance >= 0.3:
                out.append(clause)
        return "".join(out)

    def truncate(self, text: str) -> str:
        """The beginning: 15 to 45 per cent."""
        least = max(70, int(len(text) * self.chance.uniform(0.15, 0.45)))
        end = text.find("。", least)
        return text[: end + 1] if end >= 0 else text[:least]

    def drop(self, text: str) -> str:
        """One or two paragraphs less."""
        paragraphs = text.split("\n")
        for _ in range(self.chance.randint(1, 2)):
            if len(paragraphs) > 2:
                paragraphs.pop(self.chance.randrange(1, len(paragraphs)))
        return "\n".join(paragraphs)

    def extend(self, text: str) -> str:
        """Paragraphs of another origin before or after it, 0.3 to 1.2 times as much."""
        wanted = len(text) * self.chance.uniform(0.3, 1.2)
        more: list[str] = []
        while sum(map(len, more)) < wanted:
            more.append("".join(self._sentence() for _ in range(3)))
        cut = self.chance.randrange(len(more) + 1)
        return "\n".join([*more[:cut], text, *more[cut:]])

    def reorder(self, text: str) -> str:
        """The same paragraphs in another order."""
        paragraphs = text.split("\n")
        if len(paragraphs) < 3:
            sentences = re.findall(r"[^。]*。", text)
            middle = len(sentences) // 2
            return "".join(sentences[middle:] + sentences[:middle]) or text
        first, *rest = paragraphs
        self.chance.shuffle(rest)
        return "\n".join([rest[0], first, *rest[1:]])

    def widths(self, text: str) -> str:
        """Marks and digits in the other width."""
        return text.translate(
            str.maketrans("，。：；！？（）0123456789", ",.:;!?()０１２３４５６７８９")
        )

    def traditional(self, text: str) -> str:
        """Traditional script."""
        return text.translate(_traditional())

    def noise(self, text: str) -> str:
        """One character in sixty is wrong, missing, or an entity stands before it."""
        out = []
        for character in text:
            chance = self.chance.random()
            if chance < 0.008:
                out.append(self.chance.choice("曰己末士干日王土\ufffd"))
            elif chance < 0.012:
                continue
            else:
                out.append(("&nbsp;" if chance < 0.016 else "") + character)
        return "".join(out)


#: Kind → how often it is made, and how.
EDITS: dict[str, tuple[float, Callable[[Maker, str], str]]] = {
    "verbatim": (6, lambda _, text: text),
    "copyedit": (3, Maker.copyedit),
    "rewrite": (1, Maker.rewrite),
    "truncate": (3, Maker.truncate),
    "drop": (2, Maker.drop),
    "extend": (2, Maker.extend),
    "reorder": (1, Maker.reorder),
    "fmt": (1, Maker.widths),
    "trad": (1, Maker.traditional),
    "noise": (1, Maker.noise),
}


def _plain(body: str) -> str:
    """A body's longest lines in one: the text without most of its furniture."""
    return "".join(line for line in body.split("\n") if len(line) > 40) or body


@cache
def _traditional() -> dict[int, str]:
    """Simplified → one traditional character, from the archive's own table."""
    table: dict[int, str] = {}
    for printed, folded in folds().items():
        if 0x4E00 <= printed <= 0x9FFF:
            table.setdefault(ord(folded), chr(printed))
    return table


def _weather(c: random.Random) -> str:
    low = c.randint(-3, 24)
    return (
        f"{c.choice(PLACES)}气象站{c.randint(1, 12)}月{c.randint(1, 28)}日{c.choice((6, 11, 17))}时发布：今夜到明天{c.choice(('晴', '多云', '阴有小雨', '中雨'))}，"
        f"{c.choice(('东', '南', '西', '北'))}风{c.randint(1, 3)}到{c.randint(4, 6)}级，最低气温{low}℃，最高气温{low + c.randint(4, 13)}℃，相对湿度{c.randint(35, 95)}%。\n"
        "请大家留意天气变化，早晚添减衣物，行车走路注意安全，农户看好大棚，渔船按要求回港避风。"
    )


def _police(c: random.Random) -> str:
    return (
        f"{c.randint(1, 12)}月{c.randint(1, 28)}日{c.randint(0, 23)}时{c.randint(0, 59)}分，{c.choice(PLACES)}派出所接到报警，称有人因琐事争吵。民警随即到场，"
        f"将{c.choice(SURNAMES)}某（{c.choice('男女')}，{c.randint(18, 70)}岁）带回调查。经查，双方因{c.choice(('停车', '欠款', '噪声', '排水'))}起争执，均无大碍。\n"
        "目前案件正在依法办理。警方提醒：遇到矛盾请冷静处理，保留证据，拨打报警电话，不信谣也不传谣。"
    )


def _market(c: random.Random) -> str:
    return (
        f"{c.randint(1, 12)}月{c.randint(1, 28)}日早市行情：空心菜每斤{c.randint(15, 60) / 10}元，豆角{c.randint(20, 80) / 10}元，黄瓜{c.randint(15, 50) / 10}元，"
        f"猪后腿肉{c.randint(110, 180) / 10}元，鲫鱼{c.randint(70, 130) / 10}元，鸡蛋{c.randint(40, 70) / 10}元，比上周{c.choice('涨跌')}{c.randint(1, 90) / 10}%。\n"
        "以上为三家市场的零售均价，由值班员在开市后采集，仅作参考，实际以摊位标价为准。"
    )


def _lottery(c: random.Random) -> str:
    balls = "、".join(f"{n:02}" for n in sorted(c.sample(range(1, 34), 6)))
    return (
        f"澜江彩票第{c.randint(2024001, 2024150)}期开奖结果：红球{balls}，蓝球{c.randint(1, 16):02}。本期一等奖{c.randint(1, 20)}注，每注{c.randint(500, 900)}万元；"
        f"二等奖{c.randint(50, 300)}注，每注{c.randint(90_000, 400_000)}元。本期销量{c.randint(10**8, 4 * 10**8)}元，奖池余额{c.randint(10**8, 2 * 10**9)}元。"
    )


def _posts(c: random.Random) -> str:
    name = "".join(c.sample(SURNAMES, 1)) + c.choice(GIVEN)
    return (
        f"经会议研究决定：{name}任{c.choice(PLACES)}管理所所长，试用期一年；免去{c.choice(SURNAMES)}{c.choice(GIVEN)}的{c.choice(PLACES)}服务站站长职务。\n"
        f"上述任免自{c.randint(2021, 2025)}年{c.randint(1, 12)}月{c.randint(1, 28)}日起执行，文号为澜人发〔{c.randint(2021, 2025)}〕{c.randint(1, 99)}号，请各单位遵照办理并按程序做好交接。"
    )


def _hiring(c: random.Random) -> str:
    return (
        f"因工作需要，{c.choice(PLACES)}服务中心面向社会招聘{c.randint(2, 60)}人，其中窗口岗{c.randint(1, 20)}人、技术岗{c.randint(1, 20)}人、后勤岗{c.randint(1, 20)}人，年龄在{c.randint(30, 45)}周岁以下，月薪{c.randint(28, 80) * 100}元。\n"
        f"报名时间为{c.randint(1, 12)}月{c.randint(1, 15)}日至{c.randint(16, 28)}日，笔试在{c.randint(1, 12)}月{c.randint(1, 28)}日举行，请携带身份证和学历证明到现场报名，逾期不再受理，最终解释权归招聘单位所有。"
    )


#: Forms of notices: another draw gives another notice, never a copy.
NOTICES: dict[str, Callable[[random.Random], str]] = {
    "weather": _weather,
    "police": _police,
    "market": _market,
    "lottery": _lottery,
    "posts": _posts,
    "hiring": _hiring,
}


def write(articles: Sequence[Article], records: Path, gold: Path) -> None:
    """The set as records to load, and what is true of them."""
    with records.open("w", encoding="utf-8") as file:
        for article in articles:
            file.write(json.dumps(article.record(), ensure_ascii=False) + "\n")
    with gold.open("w", encoding="utf-8") as file:
        for article in articles:
            for row in article.truth():
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lineages", type=int, default=300)
    parser.add_argument(
        "--texts", type=Path, help="a text a line (JSON strings), used as originals"
    )
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    said = parser.parse_args()
    bodies = said.texts.read_text("utf-8").splitlines() if said.texts else []
    made = Maker(said.seed, [json.loads(body) for body in bodies]).make(said.lineages)
    write(made, said.output, said.gold)


if __name__ == "__main__":
    main()
