"""The slot test: what differs between two texts of one form, and what makes them two notices."""

from __future__ import annotations

from datetime import datetime

import pytest

from archive.compare.alignment import Aligner
from archive.compare.normalise import information_of, normalise, offsets_of
from archive.compare.slot_pieces import Side
from archive.compare.slots import Differences, differences


def side(text: str) -> Side:
    """A text as the slot test takes it."""
    letters = normalise(text)
    return Side(letters, text, offsets_of(text), information_of(letters))


def between(one: str, other: str) -> Differences:
    """What differs between two texts."""
    left, right = side(one), side(other)
    return differences(left, right, Aligner(left.letters).align(right.letters))


FERRY = (
    "受上游来水影响，{place}渡口自{day}日起停航，恢复时间另行通知，已购票的乘客可以全额退票，"
    "请沿岸居民注意安全，不要下河游泳。"
)
SALE = "近日抽检发现{firm}食品店销售的干果不合格，有关部门已责令下架召回，并依法予以查处。"
POST = "经会议研究决定，任命{who}为青石渡服务站的站长，试用期一年，请各单位遵照办理并做好交接。"
FROST = "气象台今晨发布道路结冰{level}色预警信号，请驾驶人注意路况减速慢行，老人尽量不要出门。"
RESULTS = (
    "{place}考试中心消息：本年度自学考试成绩今起公布，考生可凭证件号码登录网站查询，"
    "对成绩有异议的可在五个工作日内申请复核。"
)
STORM = (
    "The county office has closed the bridge at {place} until further notice because of high water."
)


@pytest.mark.parametrize(
    ("form", "one", "other"),
    [
        (FERRY, {"place": "松岫县", "day": "3"}, {"place": "竹溪镇", "day": "3"}),
        (SALE, {"firm": "恒福旺"}, {"firm": "临达佳"}),
        (POST, {"who": "覃知秋"}, {"who": "卓晚舟"}),
        (FROST, {"level": "黄"}, {"level": "红"}),
        (RESULTS, {"place": "松岫县"}, {"place": "竹溪市"}),
        (RESULTS, {"place": "松岫"}, {"place": "竹溪"}),
        (STORM, {"place": "Harrow"}, {"place": "Kelsoe"}),
    ],
    ids=["place", "firm", "person", "level", "office", "its short name", "english place"],
)
def test_one_named_thing_in_the_slot_makes_another_notice(
    form: str, one: dict[str, str], other: dict[str, str]
) -> None:
    """No number differs: what the notice is about does."""
    found = between(form.format(**one), form.format(**other))
    assert (found.names, found.numbers) == (1, 0)
    assert found.is_another


def test_a_corrected_number_in_a_long_text_is_no_other_notice() -> None:
    """One place of a report was mended; all the rest agrees."""
    report = "".join(
        f"第{n}组量了巷口的路灯，把灯杆从两侧改到一侧，好让搬家的车掉头。" for n in "甲乙丙丁"
    )
    found = between(report + "共节省4万元。街坊都说好。", report + "共节省5万元。街坊都说好。")
    assert found.numbers == 1
    assert not found.is_another


def test_withheld_names_and_other_numerals_are_no_difference() -> None:
    """覃某 may be anybody of that name, and 三 is 3."""
    assert between(POST.format(who="覃知秋"), POST.format(who="覃某某")).is_none
    day = FERRY.replace("{place}", "松岫县")
    assert between(day.format(day="3"), day.format(day="三")).is_none


def test_bylines_are_no_slots() -> None:
    """Each outlet sends its own reporter."""
    report = (
        "桐花巷的路灯昨晚一起亮了，居民搬出竹椅坐在灯下。本报记者{who}在现场看到，孩子们跑来跑去。"
    )
    assert between(report.format(who="覃知秋"), report.format(who="卓晚舟")).is_none


def test_many_misread_characters_are_no_slots() -> None:
    """A page that was read by a machine differs in single characters."""
    text = (
        "渡船一天走二十趟，最早一趟送学生，最晚一趟接下夜班的人，票价一直是一块钱，镇上说要修桥。"
    )
    misread = text.replace("学", "字").replace("夜", "液").replace("修", "佟").replace("块", "决")
    found = between(text, misread)
    assert found.characters >= 3
    assert not found.is_another


RAIN = (
    "水文站今天早上公布澜江水情：截至7月{day}日8时，西津码头水位平稳，没有新增超警戒的河段，"
    "渡口照常开放，在岸上看守的八名工人都已回家休息。"
)


def at_eight(text: str, day: str) -> Side:
    """A text that was printed at eight o'clock of a day."""
    letters = normalise(text)
    printed = datetime.fromisoformat(f"{day}T08:00:00+08:00").timestamp()
    return Side(letters, text, offsets_of(text), information_of(letters), printed)


@pytest.mark.parametrize(
    ("printed", "days"),
    [(("2026-07-22", "2026-07-23"), 1), (("2026-07-22", "2026-07-22"), 0)],
    ids=["each its own day", "one day"],
)
def test_the_day_of_print_in_the_slot_makes_another_bulletin(
    printed: tuple[str, str], days: int
) -> None:
    """Each names the day on which it was printed; on one day the other number is a correction."""
    left, right = (
        at_eight(RAIN.format(day=number), day)
        for number, day in zip(("21", "22"), printed, strict=True)
    )
    found = differences(left, right, Aligner(left.letters).align(right.letters))
    assert (found.days, found.numbers) == (days, 1 - days)
    assert found.is_another == bool(days)


def test_the_whole_province_is_the_one_that_another_text_names() -> None:
    """全省 in the paper of a province, 松岫省 in a paper outside it."""
    text = "入汛以来，据气象台统计，{}省平均降雨三百毫米，比常年同期多两成，各地水库总体平稳。"
    assert between(text.format("全"), text.format("松岫")).is_none


def test_a_sentence_in_other_words_differs_in_one_thing() -> None:
    """Its names and numbers stand in no slots: the sentence was written again."""
    rest = "".join(
        f"第{n}组量了巷口的路灯，把灯杆从两侧改到一侧，好让搬家的车掉头，街坊都说好。" * 2
        for n in "甲乙丙丁"
    )
    found = between(
        rest + "工头覃知秋在松岫县验收时数了12盏，打算下周先去竹溪镇。" + rest,
        rest + "站长卓晚舟到临泉县之后清点出37盏，准备月底再回青石镇。" + rest,
    )
    assert found.things == 1
    assert not found.is_another
