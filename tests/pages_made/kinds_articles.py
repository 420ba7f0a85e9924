"""Pages that are articles, though some look as if they were none."""

# ruff: noqa: E501, SIM905 - rows of markup and lists of words are read more easily on one line

from __future__ import annotations

import random

from pages_made.invented import PLACES, invent, people, person
from pages_made.kinds_frames import Kind, links, page, paragraphs, story

ARTICLES: dict[str, Kind] = {}


def _article(kind: Kind) -> Kind:
    ARTICLES[kind.__name__.strip("_").replace("_", " ")] = kind
    return kind


@_article
def _plain_news(pick: random.Random) -> str:
    facts = invent(pick)
    return story(pick, facts.title, paragraphs(facts.body))


@_article
def _one_sentence(pick: random.Random) -> str:
    facts = invent(pick)
    return story(pick, facts.title, f"<p>{facts.body[0]}</p>")


@_article
def _very_short(pick: random.Random) -> str:
    place = pick.choice(PLACES)
    said = pick.choice(
        (
            f"{place}今晨发生3.1级地震。",
            f"{place}大桥今日8时恢复通行。",
            f"{place}城区明日全天停水。",
            f"记者获悉，{person(pick)}任{place}代理区长。",
        )
    )
    return story(pick, said.strip("。"), f"<p>{said}</p>")


@_article
def _flash_with_many_links(pick: random.Random) -> str:
    facts = invent(pick)
    below = (
        f"<h3>相关新闻</h3><ul>{links(pick, 30)}</ul><h3>热门排行</h3><ul>{links(pick, 30)}</ul>"
    )
    return story(pick, facts.title, paragraphs(facts.body[:2]), below)


@_article
def _notice_of_works(pick: random.Random) -> str:
    place = pick.choice(PLACES)
    rows = (
        f"因管网改造施工，{place}部分区域将临时停水，现将有关事项通知如下：",
        "一、停水时间：10月8日22:00至10月9日6:00。", "二、停水范围：解放路、建设路沿线。",
        "三、请广大用户提前做好储水准备。", "咨询电话：0000-0000000", "特此通知。", f"{place}自来水公司", "2024年10月7日",
    )  # fmt: skip
    return story(pick, f"{place}关于临时停水的通知", paragraphs(rows))


@_article
def _list_of_names(pick: random.Random) -> str:
    names = people(pick, 30)
    rows = [f"{i + 1}．{name}　{pick.choice(PLACES)}" for i, name in enumerate(names)]
    inner = pick.choice((paragraphs(rows), "<br>".join(rows)))
    return story(
        pick,
        f"{pick.choice(PLACES)}“十佳教师”候选人公示",
        f"<p>现将候选人名单公示如下，公示期五天：</p>{inner}",
    )


@_article
def _table_of_prices(pick: random.Random) -> str:
    goods = "大米 面粉 菜籽油 猪肉 牛肉 鸡蛋 大白菜 土豆 西红柿 黄瓜 青椒 苹果 香蕉".split()
    rows = "".join(
        f"<tr><td>{g}</td><td>{pick.randint(2, 40)}.{pick.randint(10, 99)}</td><td>元/公斤</td></tr>"
        for g in goods
    )
    return story(
        pick,
        f"{pick.choice(PLACES)}今日菜价",
        f"<table><tr><td>品名</td><td>均价</td><td>单位</td></tr>{rows}</table>",
    )


@_article
def _ranking(pick: random.Random) -> str:
    rows = [
        f"{i + 1}. {place}　{pick.randint(60, 99)}.{pick.randint(0, 9)}分"
        for i, place in enumerate(PLACES)
    ]
    return story(pick, "上半年城乡环境考评结果公布", paragraphs(["上半年考评结果如下：", *rows]))


VERSES = (
    "晨雾从河面升起", "石桥记得每一双鞋", "父亲把犁铧插进春天", "灯火一盏一盏醒来", "我在车窗外认出故乡",
    "稻花香里有人喊我的小名", "炊烟是最慢的钟", "山路弯成一张弓", "把远行的人射向黎明", "雨落下来，屋檐不说话",
    "旧信封里还有去年的蝉声", "月亮是一枚不肯生锈的钉子", "钉住了整个夜晚",
)  # fmt: skip


@_article
def _poem(pick: random.Random) -> str:
    lines = [pick.choice(VERSES) for _ in range(pick.randint(8, 24))]
    inner = pick.choice(
        (
            paragraphs(lines),
            "<p>" + "<br>".join(lines) + "</p>",
            "".join(f'<p align="center">{x}</p>' for x in lines),
        )
    )
    return story(pick, pick.choice(("故乡的石桥", "在棠溪（外一首）", "诗歌｜河边的灯火")), inner)


@_article
def _couplets(pick: random.Random) -> str:
    lines = [
        "春风又绿江南岸，",
        "新燕重归旧画梁。",
        "十里棠花开似雪，",
        "一湾溪水绕村庄。",
    ] * pick.randint(1, 2)
    return story(pick, "七绝·棠溪春行", paragraphs([person(pick), *lines]))


@_article
def _photo_story(pick: random.Random) -> str:
    captions = [
        f"{pick.randint(1, 28)}日，{pick.choice(PLACES)}村民在田间劳作。{person(pick)} 摄"
        for _ in range(pick.randint(3, 8))
    ]
    return story(
        pick,
        f"组图：{pick.choice(PLACES)}春耕忙",
        "".join(
            f'<p align="center"><img src="/p/{i}.jpg"></p><p align="center">{c}</p>'
            for i, c in enumerate(captions)
        ),
    )


@_article
def _video_page(pick: random.Random) -> str:
    facts = invent(pick)
    return story(
        pick,
        f"视频｜{facts.title}",
        f'<div class="player"><video src="/v/1.mp4"></video></div><p>{facts.body[0]}</p>',
    )


@_article
def _questions_and_answers(pick: random.Random) -> str:
    facts = invent(pick)
    rows = [
        x
        for text in facts.body
        for x in (
            "<strong>记者：</strong>目前进展如何？",
            f"<strong>{person(pick)}：</strong>{text}",
        )
    ]
    return story(pick, f"访谈：{facts.title}", paragraphs(rows))


@_article
def _chronicle(pick: random.Random) -> str:
    rows = [f"2024年{m}月{pick.randint(1, 28)}日，{invent(pick).body[0]}" for m in range(1, 10)]
    return story(pick, f"{pick.choice(PLACES)}2024年大事记", paragraphs(rows))


@_article
def _morning_digest(pick: random.Random) -> str:
    rows = [f"<strong>{invent(pick).title}</strong></p><p>{invent(pick).body[0]}" for _ in range(6)]
    return story(pick, "早读｜今日要闻", paragraphs(rows))


@_article
def _digest_with_links(pick: random.Random) -> str:
    rows = [
        f'{i + 1}. {invent(pick).body[0]}（<a href="/n/{i}.html">详细报道</a>）' for i in range(6)
    ]
    return story(pick, "一周要闻回顾", paragraphs(rows))


@_article
def _forecast(pick: random.Random) -> str:
    rows = [
        f"{d}日：多云转晴，{pick.randint(2, 9)}～{pick.randint(10, 25)}℃，北风{pick.randint(1, 4)}级"
        for d in range(3, 10)
    ]
    return story(
        pick, "未来一周天气预报", paragraphs(["气象台预计，未来一周以晴好天气为主：", *rows])
    )


@_article
def _decree(pick: random.Random) -> str:
    place = pick.choice(PLACES)
    table = f"<table><tr><td>索引号：</td><td>000014349/2024-00012</td><td>发布机构：</td><td>{place}人民政府</td></tr><tr><td>成文日期：</td><td>2024-03-01</td><td>发文字号：</td><td>棠政发〔2024〕3号</td></tr></table>"
    text = paragraphs(
        (
            "各镇人民政府，各有关部门：",
            f"为做好{place}防汛工作，现就有关事项通知如下。",
            "一、提高认识，落实责任。各单位要把防汛工作摆在突出位置，明确分工，责任到人。",
            "二、加强值守，及时报告。汛期实行二十四小时值班制度，重要情况第一时间上报。",
            f"{place}人民政府",
            "2024年3月1日",
        )
    )
    return page(
        pick,
        f"{place}人民政府关于做好防汛工作的通知",
        f"{table}<h1>{place}人民政府关于做好防汛工作的通知</h1><p>发布时间：2024-03-04</p><div class='TRS_Editor'>{text}</div>",
    )


@_article
def _about_a_404(pick: random.Random) -> str:
    facts = invent(pick)
    return story(
        pick,
        "某平台页面不存在 客服：正在修复",
        paragraphs(
            [
                f"近日有市民反映，{pick.choice(PLACES)}政务平台打开后提示“404 页面不存在”。",
                *facts.body[1:],
            ]
        ),
    )
