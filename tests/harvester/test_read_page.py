"""`read_page`: one page in, one article or a reasoned refusal out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.commands import ROOT

from harvester import NoStation, NotAnArticle, read_page

PAGE = (ROOT / "tests" / "pages" / "rednet-moment.html").read_bytes()
URL = "https://xt.rednet.cn/content/646/51/12345.html"


def test_bytes_and_text_of_a_page_give_the_same_article() -> None:
    """Whoever has decoded the page already need not encode it as the page claims to be."""
    text = PAGE.decode()
    article = read_page(PAGE, URL)
    assert article.title == "青棠新桥今日通车"
    assert article.authors == ("周一帆", "何小满")
    assert read_page(text, URL) == article
    assert read_page(text.replace('charset="utf-8"', 'charset="gb2312"'), URL) == article


def test_bytes_are_decoded_as_they_were_written() -> None:
    """A page in GB18030 needs no word from the caller."""
    gbk = PAGE.decode().replace('charset="utf-8"', 'charset="gb2312"').encode("gb18030")
    assert read_page(gbk, URL).source == "青棠日报"


@pytest.mark.parametrize(
    ("page", "kind"),
    [("", "empty"), (b"%PDF-1.4 \x00\x01", "binary"), ("<p>请输入验证码</p>", "captcha")],
)
def test_what_is_no_article_is_refused_with_its_kind(page: bytes | str, kind: str) -> None:
    """A program branches on the kind; the message is for people."""
    with pytest.raises(NotAnArticle, match="not an article") as refused:
        read_page(page, URL)
    assert refused.value.kind == kind


def test_a_named_station_reads_a_page_of_any_address() -> None:
    """A page that was saved from a mirror, read with the layouts of its own station."""
    article = read_page(PAGE, "https://mirror.example/1.html", station="rednet-xiangtan")
    assert (article.station, article.layout) == ("rednet-xiangtan", "rednet/moment")


def test_own_station_files_come_before_the_shipped_ones(tmp_path: Path) -> None:
    """As for the commands: a folder with `stations/` and `platforms/`."""
    (tmp_path / "stations").mkdir()
    (tmp_path / "stations" / "ferry.toml").write_text(
        'title = "渡口"\nhome = "https://ferry.example/"\nid_space = "ferry"\n'
        "articles = ['/(?P<id>\\d+)\\.html']\n"
        '[[layout]]\nname = "one"\ntitle = "div.title"\nbody = "div.description"\n'
    )
    article = read_page(PAGE, "https://ferry.example/7.html", station_files=tmp_path)
    assert (article.id, article.layout) == ("ferry:7", "one")


def test_an_unknown_station_is_refused_with_the_nearest_name() -> None:
    """A slip in a name is not read as another station."""
    with pytest.raises(NoStation, match=r"did you mean rednet-xiangtan\?"):
        read_page(PAGE, URL, station="rednet-xiangtam")


def test_what_is_no_address_and_a_moment_without_a_zone_are_refused() -> None:
    """Both are mistakes of the caller, not of the page."""
    with pytest.raises(ValueError, match="ftp"):
        read_page(PAGE, "ftp://a.example/1.html")
    with pytest.raises(ValueError, match="captured_at needs a zone: 2026-01-01T00:00:00"):
        read_page(PAGE, URL, captured_at=datetime(2026, 1, 1))  # noqa: DTZ001  (that is the fault)


def test_a_time_without_its_year_is_completed_from_the_moment_of_capture() -> None:
    """A page of last year, read today, keeps its year."""
    page = PAGE.decode().replace("2022-08-03 09:15:40", "08-03 09:15")
    article = read_page(page, URL, captured_at=datetime(2024, 9, 1, tzinfo=UTC))
    assert article.published is not None
    assert article.published.iso() == "2024-08-03T09:15:00+08:00"
