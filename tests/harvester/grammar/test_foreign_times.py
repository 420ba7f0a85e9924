"""Times and zones as other languages print them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.article import COUNTED_BACK
from harvester.grammar.foreign_relative import read_foreign_relative
from harvester.grammar.foreign_times import read_foreign_time, read_iso
from harvester.grammar.zones import PageZone, named_zone, page_zone
from harvester.model.station import Station


def _station(**keys: str) -> Station:
    return Station(name="a", title="A", timezone=keys.get("timezone"), place=keys.get("place"))


BERLIN = PageZone(ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("printed", "language", "read"),
    [
        ("05.03.2026, 14:32 Uhr", "de", "2026-03-05T14:32:00+01:00"),
        ("5. juni 2026 kl. 09:05", "da", "2026-06-05T09:05:00+02:00"),
        ("Publicado el 5 de marzo de 2026", "es", "2026-03-05"),
        ("Обновлено: 5 марта 2026, 14:32", "ru", "2026-03-05T14:32:00+01:00"),
        ("입력 2026.03.05 오후 2:32", "ko", "2026-03-05T14:32:00+01:00"),
        ("2026年3月5日 14時32分", "ja", "2026-03-05T14:32:00+01:00"),
        ("5 มีนาคม 2569", "th", "2026-03-05"),
        ("٥ مارس ٢٠٢٦", "ar", "2026-03-05"),
        ("5.3.2026 klo 14.32", "fi", "2026-03-05T14:32:00+01:00"),
        ("5 Mac 2026, 2:32 petang", "ms", "2026-03-05T14:32:00+01:00"),
        ("5. mars 2026 kl. 14.32", "no", "2026-03-05T14:32:00+01:00"),
        ("05. ožujka 2026. 14:32", "hr", "2026-03-05T14:32:00+01:00"),
        ("5. märts 2026", "et", "2026-03-05"),
        ("2026 m. kovo 5 d. 14:32", "lt", "2026-03-05T14:32:00+01:00"),
        ("05 मार्च 2026, 14:32", "hi", "2026-03-05T14:32:00+01:00"),
        ("5. mar. 2026 kl. 14.32", "da", "2026-03-05T14:32:00+01:00"),
        ("Mis à jour le 6 mars 2026 à 09h10", "fr", "2026-03-06T09:10:00+01:00"),
        ("05-03-26, 14:32", "nl", "2026-03-05T14:32:00+01:00"),
        ("5 มี.ค. 69 14:32 น.", "th", "2026-03-05T14:32:00+01:00"),
        ("5 Tháng Ba, 2026", "vi", "2026-03-05"),
        ("Thứ năm, 5/3/2026, 14:32 (GMT+7)", "vi", "2026-03-05T14:32:00+07:00"),
        ("03/05/2026", "en-US", "2026-03-05"),
        ("03/05/2026", "en-GB", "2026-05-03"),
    ],
)
def test_a_displayed_date_is_read_in_its_language(printed: str, language: str, read: str) -> None:
    """Names of months, the order of day and month, other digits and another era."""
    time = read_foreign_time(printed, language, BERLIN)
    assert time is not None
    assert time.iso() == read


@pytest.mark.parametrize(
    ("printed", "language"),
    [
        ("市議会は5日、橋の計画を可決した。2028年度の完成を目指す。", "ja"),
        ("시의회는 5일 계획을 의결했다. 2028년 완공을 목표로 한다.", "ko"),
        ("Vor 5 Tagen begann der Umbau, der bis 2028 dauert.", "de"),
        ("Telefon 05.03.26.11", "fr"),
        ("05-03-26", "en"),
        ("Work on the bridge began 5 days ago and ends in 2028.", "en"),
    ],
)
def test_a_sentence_with_a_day_and_a_year_is_no_date(printed: str, language: str) -> None:
    """A day without its month is not five days before the page is read."""
    assert read_foreign_time(printed, language, BERLIN) is None


@pytest.mark.parametrize(
    "printed", ["Read more", "In 2019 he left", "31.02.2026", "1. März 3026", "14:32"]
)
def test_what_names_no_day_is_no_time(printed: str) -> None:
    """A year in a sentence is no date, and no day is invented."""
    assert read_foreign_time(printed, "de", BERLIN) is None


@given(st.datetimes(datetime(1995, 1, 1), datetime(2026, 1, 1)))  # noqa: DTZ001  (it is added)
def test_a_time_with_an_offset_is_read_back(moment: datetime) -> None:
    """Whatever the zone of the page is."""
    printed = f"{moment.replace(microsecond=0).isoformat()}+09:00"
    time = read_iso(printed, BERLIN)
    assert time is not None
    assert time.iso() == printed


@given(st.text(max_size=60), st.sampled_from(["de", "en", "ar", "th", "xx", ""]))
def test_no_line_makes_it_fail(printed: str, language: str) -> None:
    """Pages print anything."""
    read_foreign_time(printed, language, None)


@pytest.mark.parametrize(
    ("printed", "host", "zone"),
    [
        ("2:32 PM PT", "a.example", "America/Los_Angeles"),
        ("14:32 HKT", "a.example", "Asia/Hong_Kong"),
        ("14:32 (MYT)", "a.example", "Asia/Kuala_Lumpur"),
        ("14:32 IST", "a.in", "Asia/Kolkata"),
        ("14:32 IST", "a.example", "None"),
        ("14:32 Uhr", "a.example", "None"),
    ],
)
def test_zones_are_known_by_their_names(printed: str, host: str, zone: str) -> None:
    """A name that several zones have says nothing without a country."""
    assert str(named_zone(printed, host)) == zone


@pytest.mark.parametrize(
    ("station", "url", "declared", "zone", "is_guess"),
    [
        (
            _station(timezone="Asia/Tokyo"),
            "https://a.de/",
            "de",
            "Asia/Tokyo",
            False,
        ),
        (
            _station(place="MY-10"),
            "https://a.com/",
            "en",
            "Asia/Kuala_Lumpur",
            False,
        ),
        (
            _station(place="430300"),
            "https://a.com/",
            "en",
            "Asia/Shanghai",
            False,
        ),
        (_station(), "https://a.co.uk/", "en", "Europe/London", True),
        (_station(), "https://a.com/", "pt-BR", "America/Sao_Paulo", True),
        (_station(), "https://a.com/", "en-US", None, False),
    ],
)
def test_the_zone_of_a_page_is_the_stations_or_a_guess(
    station: Station, url: str, declared: str, zone: str | None, is_guess: bool
) -> None:
    """The station's file is sure; the country of a host and the region of a tag are guesses."""
    found = page_zone(station, [url], "pt" if "pt" in declared else "en", declared)
    assert (found.zone.key if found else None) == zone
    assert bool(found and found.guess) == is_guess


@pytest.mark.parametrize(
    ("printed", "language", "day"),
    [
        ("3 hours ago", "en-GB", "2026-07-03"),
        ("By Jane Roe | about 15 hours ago", "en", "2026-07-02"),
        ("il y a 3 heures", "fr", "2026-07-03"),
        ("vor einer Stunde", "de-AT", "2026-07-03"),
        ("gestern", "de", "2026-07-02"),
        ("hace 2 días", "es", "2026-07-01"),
        ("3시간 전", "ko", "2026-07-03"),
        ("그저께", "ko", "2026-07-01"),
        ("約3時間前", "ja", "2026-07-03"),
        ("5 часов назад", "ru", "2026-07-03"),
        ("for 3 timer siden", "no", "2026-07-03"),
        ("منذ ساعتين", "ar", "2026-07-03"),
        ("منذ ساعة", "ar", "2026-07-03"),
        ("قبل ساعة", "ar", "2026-07-03"),
        ("πριν 3 ώρες", "el", "2026-07-03"),
        ("3 ชั่วโมงที่แล้ว", "th", "2026-07-03"),
        ("vor 3 Wochen", "de", None),
        ("il y a quelques jours", "fr", None),
        ("1か月前", "ja", None),
        ("Heute", "de", None),
    ],
)
def test_what_is_counted_back_names_a_day_and_no_minute(
    printed: str, language: str, day: str | None
) -> None:
    """The archive takes no date that follows for a correction; weeks and months name no day."""
    read = read_foreign_relative(printed, language, BERLIN)
    assert read is not None
    assert read.doubt == COUNTED_BACK
    time = read.on(datetime(2026, 7, 3, 12, tzinfo=UTC))
    assert (time.iso() if time else None) == day


@pytest.mark.parametrize(
    ("printed", "language"),
    [
        ("Gestern, 14:32 Uhr", "de"),
        ("Yesterday at 2:32 PM", "en"),
        ("hier à 14h32", "fr"),
        ("어제 오후 2:32", "ko"),
        ("вчера, 14:32", "ru"),
        ("i går kl. 14.32", "sv"),
        ("eilen klo 14.32", "fi"),
        ("kemarin pukul 14.32", "id"),
        ("ieri, ore 14.32", "it"),
        ("wczoraj, 14:32", "pl"),
    ],
)
def test_a_named_day_with_its_clock_is_read_to_the_minute(printed: str, language: str) -> None:
    """Yesterday at a time is as sure as a date, in the zone of the page."""
    read = read_foreign_relative(printed, language, BERLIN)
    assert read is not None
    assert read.doubt is None
    time = read.on(datetime(2026, 7, 3, 12, tzinfo=UTC))
    assert time is not None
    assert time.iso() == "2026-07-02T14:32:00+02:00"


@pytest.mark.parametrize(
    ("printed", "language"),
    [
        ("Work on the bridge began 5 days ago", "en"),
        ("5 days ago the work began", "en"),
        ("Vor 5 Tagen begann der Umbau.", "de"),
        ("3 min read", "en"),
        ("Il reste 3 heures", "fr"),
        ("3日前から通行止めとなった", "ja"),
    ],
)
def test_a_sentence_that_counts_back_is_no_time_of_publication(printed: str, language: str) -> None:
    """Only a piece of a line that says nothing else is one: headlines count back as well."""
    assert read_foreign_relative(printed, language, BERLIN) is None


def test_a_clock_of_today_that_is_still_to_come_is_no_time_of_publication() -> None:
    """A programme prints when something begins; a few minutes are clocks that differ."""
    captured = datetime(2026, 7, 3, 19, 45, tzinfo=UTC)
    late = read_foreign_relative("Heute, 23:59 Uhr", "de", BERLIN)
    near = read_foreign_relative("Heute, 21:47 Uhr", "de", BERLIN)
    assert late is not None
    assert near is not None
    assert late.on(captured) is None
    assert near.on(captured) is not None
