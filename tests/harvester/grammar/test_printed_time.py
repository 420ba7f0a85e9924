"""Printed times are read with their precision, or not at all."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.grammar.printed_time import read_epoch, read_relative_time, read_time

BEIJING = ZoneInfo("Asia/Shanghai")
SEEN = datetime(2022, 7, 22, 4, 0, tzinfo=UTC)  # noon in Beijing


def told(printed: str, *, seen: datetime | None = None) -> str | None:
    read = read_time(printed, zone=BEIJING, captured_at=seen)
    return read and f"{read.iso()} {read.precision}"


SECOND = "2022-07-22T08:51:12+08:00 second"
MINUTE = "2022-07-22T08:51:00+08:00 minute"
DAY = "2022-07-22 day"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("2022-07-22 08:51:12 字号:", SECOND),
        ("2022-7-22 8:51:12", SECOND),
        ("2022年07月22日08时51分12秒", SECOND),
        ("2022年7月22日 8点51分12秒", SECOND),
        ("2022/07/22 08:51:12", SECOND),
        ("2022.07.22 08:51:12", SECOND),
        ("2022 07/ 22 08:51:12", SECOND),
        ("08:51:12 2022-07-22", SECOND),
        ("7/22/2022, 8:51:12 AM", SECOND),
        ("20220722085112", SECOND),
        ("2022-07-22T08:51:12+08:00", SECOND),
        ("2022-07-21 19:51:12 -0500", SECOND),
        ("2022-07-21T19:51-05:00", MINUTE),
        ("2022-07-21T19:51:12.000-05:00", SECOND),
        ("2022-07-21 19:51:12.123  -0500", SECOND),
        ("2022-07-22 08:51:12-10:30:00", SECOND),
        ("2022-07-22 08:51-10:30", MINUTE),
        ("2022-07-22 08:51 -28:45", MINUTE),
        ("2022-07-22 08:51 +24:00", MINUTE),
        ("2022-07-22T08:51:12.000+08:00", SECOND),
        ("2022-07-22T08:51:12+0800", SECOND),
        ("2022-07-22T00:51:12Z", SECOND),
        ("2022-07-22T00:51:12.345Z", SECOND),
        ("2022-07-22 00:51:12 GMT", SECOND),
        ("2022-07-22 8:51:12 AM", SECOND),
        ("发布时间：2022-07-22 08:51:12 来源：红网", SECOND),
        ("http://news.example.cn/ 2022-07-22 08:51:12", SECOND),
        ("2022年07月22日08:51", MINUTE),
        ("2022年07月22日 08:51 来源：湘潭日报", MINUTE),
        ("2022年 7月 22日 8:51", MINUTE),
        ("2022-07-22 08:51", MINUTE),
        ("2022-07-2208:51", MINUTE),
        ("2022-07-22  |  08:51", MINUTE),
        ("2022 07/22 08:51", MINUTE),
        ("2022年07月22日 星期五 08:51", MINUTE),
        ("2022年07月22日（周五）08:51", MINUTE),
        ("2022年7月22日上午8:51", MINUTE),
        ("2022年7月22日 8时51分", MINUTE),
        ("２０２２－０７－２２　０８：５１", MINUTE),
        ("TNW中文站2022年07月22日08:51", MINUTE),
        ("时间：2022-07-22 08∶51", MINUTE),
        ("2022-07-22 08:51发布于湖南", MINUTE),
        ("2022-07-22 HKT 08:51", MINUTE),
        ("2022年07月22日 - 08:51", MINUTE),
        ("8:51am 22/07/2022", MINUTE),
        ("22/07/2022 - 08:51", MINUTE),
        ("22.07.2022 08:51", MINUTE),
        ("08:51 | 2022-07-22", MINUTE),
        ("2022年7月22日(五) 08:51", MINUTE),
        ("2022/07/22 (Fri) 08:51", MINUTE),
        ("Jul 22, 2022 - 8:51 a.m.", MINUTE),
        ("2022-07-22 08:51 (UTC+8)", MINUTE),
        ("2022-07-21 20:51 ET", MINUTE),
        ("2022-07-21 17:51 PT", MINUTE),
        ("2022-07-21 20:51（美东时间）", MINUTE),
        ("2022-07-22 08:51 北京时间", MINUTE),
        ("2022-07-22 08:51 CNN", MINUTE),
        ("2022-07-22 03:05 下午", "2022-07-22T15:05:00+08:00 minute"),
        ("下午3:05 2022-07-22", "2022-07-22T15:05:00+08:00 minute"),
        ("2022年7月22日下午3:05", "2022-07-22T15:05:00+08:00 minute"),
        ("2022年7月22日晚8:00", "2022-07-22T20:00:00+08:00 minute"),
        ("2022年7月22日 晚上11点半", "2022-07-22T23:30:00+08:00 minute"),
        ("2022年7月22日 凌晨1:30", "2022-07-22T01:30:00+08:00 minute"),
        ("2022年7月22日 中午12:10", "2022-07-22T12:10:00+08:00 minute"),
        ("2022-07-22 12:05:00 AM", "2022-07-22T00:05:00+08:00 second"),
        ("2022-07-22 9:38:01 PM", "2022-07-22T21:38:01+08:00 second"),
        ("2022-07-22 00:00:00", "2022-07-22T00:00:00+08:00 second"),
        ("2022-07-22 23:59", "2022-07-22T23:59:00+08:00 minute"),
        ("2022年7月22日", DAY),
        ("2022年07月22日 星期五", DAY),
        ("2022-07-22", DAY),
        ("2022.07.22", DAY),
        ("2022/7/22", DAY),
        ("20220722", DAY),
        ("二〇二二年七月二十二日", DAY),
        ("二○二二年七月二十二日", DAY),
        ("二零二二年七月廿二日", None),
        ("一九九八年十二月三十一日", "1998-12-31 day"),
        ("二〇二二年十月十日", "2022-10-10 day"),
        ("《青棠日报》（2022年07月22日 02版）", DAY),
        ("July 22, 2022", DAY),
        ("Published: Jul. 22nd, 2022 08:51", MINUTE),
        ("Fri, 22 Jul 2022 00:51:12 GMT", SECOND),
        ("Mayor 22, 2022", None),
        ("2022年7月22日8时", DAY),
        ("2022-07-22 25:10", DAY),
    ],
)
def test_a_full_date_is_read_as_it_is_printed(printed: str, read: str | None) -> None:
    """Whatever its separators, a full date is a second, a minute or a day, never midnight."""
    assert told(printed) == read


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("昨天 08:51", "2022-07-21T08:51:00+08:00 minute"),
        ("昨天", "2022-07-21 day"),
        ("前天 10:00", "2022-07-20T10:00:00+08:00 minute"),
        ("今天08:51", MINUTE),
        ("3小时前", "2022-07-22 day"),
        ("3小时前发布", "2022-07-22 day"),
        ("5分钟前", "2022-07-22 day"),
        ("2分鐘前", "2022-07-22 day"),
        ("2天前", "2022-07-20 day"),
        ("刚刚", "2022-07-22 day"),
        ("半小时前", "2022-07-22 day"),
        ("十三小时之前", "2022-07-21 day"),
        ("兩天以前", "2022-07-20 day"),
        ("发布于一天前 来源：湘潭日报", "2022-07-21 day"),
        ("07-22 08:51", MINUTE),
        ("7月22日 8时51分", MINUTE),
        ("07-2208:51", MINUTE),
        ("12-31 10:00", "2021-12-31T10:00:00+08:00 minute"),
        ("11-05", "2021-11-05 day"),
    ],
)
def test_a_date_without_a_year_is_read_from_the_day_it_was_seen(printed: str, read: str) -> None:
    """昨天 and 07-22 mean nothing without the moment of the capture, and are never ahead of it."""
    assert told(printed, seen=SEEN) == read
    assert told(printed) is None


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "2019年",
        "2022年7月",
        "2022年13月1日",
        "2022-02-30",
        "2022-07-32 08:51",
        "1987-01-01 08:00",
        "2199-01-01 08:00",
        "12",
        "08:51",
        "电话 0731-58223344",
        "ICP备2022072212345号",
        "7月7月7月",
        "2022年" * 4000,
    ],
)
def test_what_is_no_date_is_nothing(printed: str) -> None:
    """A month 13, a year alone, a time alone, a number: nothing is guessed."""
    assert told(printed) is None


@pytest.mark.parametrize("printed", ["2022-02-30 08:51", "2022年13月1日", "2023-11-17 20:52"])
def test_a_wrong_full_date_is_not_read_as_one_without_a_year(printed: str) -> None:
    """2023-11-17, seen in 2022, is not 17 November 2021."""
    assert told(printed, seen=SEEN) is None


def test_what_lies_after_the_capture_is_no_publication() -> None:
    """Two days of clock error are allowed, not more."""
    assert told("2022-07-23 10:00", seen=SEEN) == "2022-07-23T10:00:00+08:00 minute"
    assert told("2022-08-22 10:00", seen=SEEN) is None


def test_the_first_plausible_date_counts() -> None:
    """A wrong date is passed over for the next one."""
    assert told("1900-01-01 2022-07-22 08:51") == MINUTE


def test_seconds_and_milliseconds_since_1970_are_moments() -> None:
    """var ct = "1659274471" is 31 July 2022, 21:34:31 in Beijing."""
    for printed in ("1659274471", "1659274471000"):
        read = read_epoch(printed, zone=BEIJING)
        assert read is not None
        assert read.iso() == "2022-07-31T21:34:31+08:00"
    assert read_epoch("165927447", zone=BEIJING) is None


@given(
    st.text(
        alphabet=st.sampled_from("0123456789年月日时分秒-/.: 昨今前天小上下午晚点半TZ一二十〇"),
        max_size=40,
    )
)
def test_the_clock_never_raises(printed: str) -> None:
    """Any text is a time or none, and a day is never given a clock time."""
    read = read_time(printed, zone=BEIJING, captured_at=SEEN)
    assert read is None or (read.precision == "day") == (len(read.iso()) == 10)


@given(st.datetimes(min_value=datetime(1995, 1, 1), max_value=datetime(2022, 7, 22)))  # noqa: DTZ001 (hypothesis wants naive bounds)
def test_every_printed_second_is_read_back(moment: datetime) -> None:
    """What is printed to the second is read to the second."""
    moment = moment.replace(microsecond=0)
    read = read_time(moment.strftime("%Y年%m月%d日 %H:%M:%S"), zone=BEIJING)
    assert read is not None
    assert read.value == moment.replace(tzinfo=BEIJING)


def test_two_numbers_that_may_both_be_months_are_told_by_the_american_clock_alone() -> None:
    """1/3/2017 is no third of January of this year; with 6:06:00 PM it is that of 2017."""
    assert told("1/3/2017, 6:06:00 PM") == "2017-01-03T18:06:00+08:00 second"
    assert told("1/3/2017", seen=SEEN) is None
    assert told("18/03/2026 9:20 AM") == "2026-03-18T09:20:00+08:00 minute"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Wed Jul 01 2026 08:00:00 GMT+0800 (中国标准时间)", "2026-07-01T08:00:00+08:00 second"),
        ("Wed Jul 01 2026 00:00:00 GMT+0000", "2026-07-01T08:00:00+08:00 second"),
        ("Wed Jul 01 08:00:00 CST 2026", "2026-07-01T08:00:00+08:00 second"),
        ("Wed Jul  1 08:00:00 CST 2026", "2026-07-01T08:00:00+08:00 second"),
        ("Wed Jul  1 08:00:00 2026", "2026-07-01T08:00:00+08:00 second"),
        ("Wed Jul 01 09:00:00 GMT+09:00 2026", "2026-07-01T08:00:00+08:00 second"),
        ("Wed Jul 01 00:00:00 GMT 2026", "2026-07-01T08:00:00+08:00 second"),
        ("2026-07-01 08:00:00 UTC+08:00", "2026-07-01T08:00:00+08:00 second"),
        ("2026-07-01 上午 12:05", "2026-07-01T00:05:00+08:00 minute"),
        ("2026-07-01 凌晨12:05", "2026-07-01T00:05:00+08:00 minute"),
        ("2026-07-01 中午 12:05", "2026-07-01T12:05:00+08:00 minute"),
        ("2026-07-01 下午 12:05", "2026-07-01T12:05:00+08:00 minute"),
        ("２０２６－０７－０１　０８：００", "2026-07-01T08:00:00+08:00 minute"),
        ("２０２６年７月１日８时５分", "2026-07-01T08:05:00+08:00 minute"),
        ("20260701 08:00", "2026-07-01T08:00:00+08:00 minute"),
        ("20260701 08:00:12", "2026-07-01T08:00:12+08:00 second"),
    ],
)
def test_times_as_scripts_and_other_desks_print_them(printed: str, read: str) -> None:
    """JavaScript's and Java's own forms, hours of half a day, wide digits, days without marks."""
    found = read_time(printed, zone=BEIJING)
    assert found is not None
    assert f"{found.iso()} {found.precision}" == read


@pytest.mark.parametrize("printed", ["3周前", "两个月前", "半个月以前", "更新于 1 星期前"])
def test_weeks_and_months_ago_name_no_day(printed: str) -> None:
    """Such words are a time all the same: what prints them next week is no correction."""
    words = read_relative_time(printed, zone=BEIJING)
    assert words is not None
    assert words.on(SEEN) is None


@pytest.mark.parametrize("printed", ["他在三天前离开", "三个月前，记者到过这里", "大赛十天前开幕"])
def test_prose_that_counts_days_in_words_is_no_time(printed: str) -> None:
    """It tells of something else than the page."""
    assert read_relative_time(printed, zone=BEIJING) is None


def test_a_day_without_a_year_is_of_the_year_that_is_known() -> None:
    """An address of 2024 prints 10-08: that is no day of last year."""
    words = read_relative_time("10-08 12:00", zone=BEIJING)
    assert words is not None
    seen = datetime(2026, 7, 1, tzinfo=UTC)
    assert [each.iso() for each in (words.on(seen, 2024), words.on(seen)) if each] == [
        "2024-10-08T12:00:00+08:00", "2025-10-08T12:00:00+08:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("民國115年3月5日 14:32", "2026-03-05T14:32:00+08:00"),
        ("中華民國一百一十四年十二月二十一日", "2025-12-21"),
        ("發布日期：115年03月05日", "2026-03-05"),
        ("2026年3月5日下午2點32分", "2026-03-05T14:32:00+08:00"),
        ("2026年3月5日 14時32分", "2026-03-05T14:32:00+08:00"),
    ],
)
def test_times_of_taiwan_are_read(printed: str, read: str) -> None:
    """Years of the Republic, and hours and minutes in traditional characters."""
    time = read_time(printed, zone=ZoneInfo("Asia/Taipei"))
    assert time is not None
    assert time.iso() == read


@pytest.mark.parametrize("offset", ["GMT-41", "UTC+24", "GMT+99", "GMT+15:00", "UTC-1234"])
def test_an_offset_that_no_zone_has_is_none(offset: str) -> None:
    """A broken template must not stop the reading: the time is that of the station's zone."""
    read = read_time(f"2026-07-01 08:00:00 {offset}", zone=BEIJING)
    assert read is not None
    assert read.iso() == "2026-07-01T08:00:00+08:00"
