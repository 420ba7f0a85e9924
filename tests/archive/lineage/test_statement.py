"""One official document in two reports: a common source in any language, and no copy."""

# ruff: noqa: E501 - texts are read more easily on fewer lines

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.archives import new_archive
from support.lineages import article, hold, parents, ties

from archive.store.archive import Archive

DOCUMENTS = {
    "zh": (
        "情况通报：\n7月22日凌晨，北门桥下游四百米处发现一艘无人小船，船上有渔网三副、马灯一盏。水上大队用两小时把船"
        "拖到西津码头，登记为待领物品。经查看船身编号，此船去年冬天从云沱河上游漂失，失主覃某已经联系上，"
        "本周内前来认领。目前河道通航正常，请过往船只减速慢行。",
        ("桥头的茶馆老板第一个看见它，当时天还没有亮，他以为是钓鱼的人落了水，拿着手电喊了半天。",
         "这已经是入汛以来的第三艘，码头的老船工说，拴船的桩子该换了，去年报上去的申请还没有回音。"),
    ),
    "en": (
        "statement: \nAt dawn on 22 July an unmanned boat with three nets and a lantern was found four hundred"
        " metres below the north bridge. Officers needed two hours to tow it to the west landing, where it was"
        " registered as lost property. According to the number on its hull it drifted away from the upper river"
        " last winter. The owner has been informed and will collect it within the week.",
        ("The keeper of the tea house was the first to see it, and shouted with a torch in his hand, for he"
         " believed that an angler had fallen into the water.",
         "It is the third one since the floods began, and the oldest boatman of the landing says that the"
         " mooring posts ought to have been replaced long ago."),
    ),
    "de": (
        "Mitteilung: \nAm frühen Morgen des 22. Juli wurde vierhundert Meter unterhalb der Nordbrücke ein"
        " unbemannter Kahn mit drei Netzen und einer Laterne gefunden. Die Beamten schleppten ihn in zwei"
        " Stunden zum Westanleger, wo er als Fundsache verzeichnet ist. Der Nummer am Rumpf nach trieb er im"
        " vergangenen Winter vom Oberlauf ab. Der Eigentümer ist verständigt und holt ihn in dieser Woche ab.",
        ("Der Wirt des Teehauses sah ihn als Erster und rief mit der Lampe in der Hand, weil er glaubte, ein"
         " Angler sei ins Wasser gefallen.",
         "Es ist der dritte seit Beginn des Hochwassers, und der älteste Schiffer am Anleger meint, die Pfähle"
         " hätten längst erneuert werden müssen."),
    ),
    "ja": (
        "公表文は以下のとおり。\n七月二十二日の未明、北門橋の下流四百メートルで、網三枚と提灯一つを積んだ無人の小舟が見つかった。"
        "水上署の署員が二時間かけて西津の船着き場まで曳航し、遺失物として登録した。船体の番号によると、"
        "昨年の冬に雲沱川の上流から流された舟で、持ち主には連絡がつき、今週中に引き取りに来るとのことである。",
        ("最初に気づいたのは橋のたもとの茶店の主人で、まだ暗いうちに釣り人が落ちたと思い、懐中電灯を振って叫び続けたという。",
         "増水が始まってからこれで三艘目になり、最年長の船頭は、杭はとうに打ち直すべきだったと話している。"),
    ),
}  # fmt: skip
INTRODUCED = {
    "zh": ("警方发布{}", "水上大队当天的{}"),
    "en": ("The police issued a {}", "Later in the day came the officers' {}"),
    "ja": ("水上署が出した{}", "同じ日の夕方、署の{}"),
    "de": ("Die Polizei schreibt in einer {}", "Am Abend folgte die amtliche {}"),
}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    with new_archive(tmp_path / "archive") as archive:
        yield archive


@pytest.mark.parametrize("language", DOCUMENTS)
def test_two_reports_of_one_document_have_a_common_source(archive: Archive, language: str) -> None:
    """Each introduces it, and adds words of its own."""
    document, own = DOCUMENTS[language]
    for number, (words, introduction) in enumerate(zip(own, INTRODUCED[language], strict=True)):
        hold(
            archive,
            article(
                f"{'ab'[number]}:1",
                words,
                *introduction.format(document).split("\n"),
                at=f"2026-07-22T{11 + number}:00:00+08:00",
                title=words[:12],
            ),
        )
    assert ties(archive) == [("b:1", "a:1", "common_source")]


def test_a_report_that_takes_up_another_one_with_its_document_is_a_copy(archive: Archive) -> None:
    """What is shared begins before the document: it is the other's report."""
    document, own = DOCUMENTS["zh"]
    report = (own[0], *INTRODUCED["zh"][0].format(document).split("\n"))
    hold(archive, article("a:1", *report, at="2026-07-22T11:00:00+08:00"))
    hold(archive, article("b:1", *report, own[1] * 2, at="2026-07-22T12:00:00+08:00"))
    assert parents(archive)["b:1"] == ("extended", "a:1")


TAILS = {
    "现予公示": "公示期间，干部群众如对公示对象有异议，可以来信、来电、来访反映，以个人名义反映的应当签署真实姓名，"
    "以单位名义反映的应当加盖公章。反映的情况必须真实、准确、具体，严禁借机诽谤诬告。公示期为五个工作日。",
    "特此公告": "投标人对评标结果有异议的，应当在公示期内以书面形式向招标人提出，招标人自收到异议之日起三日内答复，"
    "作出答复以前暂停招标投标活动。异议书应当写明请求、理由和必要的证明材料，由法定代表人签字并加盖公章。",
    "予以通报": "各单位要以此为戒，举一反三，认真查找自身存在的问题，逐项列出清单，明确责任人和完成时限。整改情况于月底前"
    "报督查室，对逾期不报或者整改不力的，将约谈主要负责人，并在年度考核中扣减相应分值。",
}

ABOUT = (
    "覃志远（1971年3月生，大学学历）拟任北渚县交通局副局长",
    "吴秀兰（1980年11月生，研究生）拟任沙河县文化馆馆长",
    "何大明（1968年5月生，大专学历）拟任临浦县水利站站长",
)


@pytest.mark.parametrize("words", TAILS)
def test_a_notice_that_names_itself_is_one_of_its_form(archive: Archive, words: str) -> None:
    """What stands behind is how all of them end, and no document that two reports carry."""
    for number, about in enumerate(ABOUT):
        told = f"{about}，{words}。{TAILS[words]}"
        hold(archive, article(f"{'abc'[number]}:1", told, at=f"2026-07-2{number}T11:00:00+08:00"))
    assert {relation for _, _, relation in ties(archive)} == {"template"}
