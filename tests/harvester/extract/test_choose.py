"""What a page prints is chosen from and typed; what it displays wins."""

import hashlib

import pytest
from support.saved_pages import PARAGRAPHS, STATION, article, capture, html, story

from archive.model.article import COUNTED_BACK, Article
from harvester.extract.choose import READER
from harvester.extract.read_article import read_article


def with_metas(header: str, metas: str, trailer: str = "") -> Article:
    markup = story(header, trailer)
    return article(markup.replace("</head>", f"{metas}</head>"))


def published(read: Article) -> str | None:
    return read.published.iso() if read.published else None


def test_the_displayed_time_wins_over_a_meta() -> None:
    """00:26 shown, article:published_time 05:54: the page says 00:26."""
    meta = '<meta property="article:published_time" content="2022-07-22T05:54:20+08:00">'
    assert published(with_metas("2022-07-22 00:26", meta)) == "2022-07-22T00:26:00+08:00"


def test_a_meta_of_the_same_day_makes_the_time_finer() -> None:
    """The page shows the day, PubDate the minute; the evidence says why it was taken."""
    read = with_metas("发布日期：2022-07-22", '<meta name="PubDate" content="2022-07-22 09:53">')
    assert published(read) == "2022-07-22T09:53:00+08:00"
    chosen = [item for item in read.evidence if item.field == "published" and item.chosen]
    assert [(item.where, item.why) for item in chosen] == [
        (
            "meta PubDate",
            "the same day as 2022-07-22, and finer; "
            "the zone Asia/Shanghai is a guess, by the country of the host (CN)",
        )
    ]


def test_midnight_in_a_meta_is_no_time() -> None:
    """2022-07-22 00:00:00 beside a bare date is that date."""
    read = with_metas("2022-07-22", '<meta name="PubDate" content="2022-07-22 00:00:00">')
    assert published(read) == "2022-07-22"


def test_the_time_of_making_is_not_the_time_of_publication() -> None:
    """生成时间, 成文日期 and 更新时间 only count where nothing else is printed."""
    read = article(
        story("成文日期：2022-07-01 发布日期：2022-07-22 08:51 更新时间：2022-08-01 10:00")
    )
    assert published(read) == "2022-07-22T08:51:00+08:00"
    assert published(article(story("更新时间：2022-07-22 10:00"))) == "2022-07-22T10:00:00+08:00"


def test_a_time_in_utc_is_turned_into_the_zone_of_the_station() -> None:
    """JSON-LD says 14:30Z, the readers saw 22:30."""
    script = '<script type="application/ld+json">{"datePublished": "2022-07-21T14:30:00Z"}</script>'
    assert published(with_metas("来源：青棠日报", script)) == "2022-07-21T22:30:00+08:00"


def test_a_time_that_only_a_script_holds_is_read() -> None:
    """var ct = "1659274471", where the page shows 昨天."""
    read = with_metas("<span>昨天</span>", '<script>var ct = "1658451072";</script>')
    assert published(read) == "2022-07-22T08:51:12+08:00"


def test_yesterday_is_the_day_before_the_capture() -> None:
    """Where nothing else is printed, 昨天 is read from the moment of the capture."""
    for header in ("发布时间：昨天 08:51", "昨天 08:51 来源：青棠日报"):
        assert published(article(story(header))) == "2022-07-22T08:51:00+08:00"


@pytest.mark.parametrize("words", ["三周前", "2个月前", "一个月之前"])
def test_what_is_too_long_ago_to_name_a_day_is_known_as_counted_back(words: str) -> None:
    """08:51, and a month later 一个月前: the archive must not take that for a time withdrawn."""
    read = article(story(words))
    chosen = [item for item in read.evidence if item.field == "published" and item.chosen]
    assert published(read) is None
    assert [(item.printed, item.why) for item in chosen] == [(words, COUNTED_BACK)]


def test_a_page_without_a_time_has_none() -> None:
    """The dates of other articles and the day of the capture are not taken for it."""
    url = "https://news.example.cn/content/600123.html"
    undated = capture(story("来源：青棠日报"), url=url)
    assert published(read_article([undated], STATION, url)) is None
    assert published(article(story("来源：青棠日报"))) == "2022-07-22"  # as its address says


def test_the_header_wins_over_the_trailer() -> None:
    """Two sources: the one above the text is the article's; the other stays in the evidence."""
    read = article(story("2022-07-22 来源：青棠日报", "来源：青棠晚报 编辑：凌晓雨"))
    assert read.source == "青棠日报"
    assert [item.printed for item in read.evidence if item.field == "source"] == [
        "来源：青棠日报",
        "来源：青棠晚报",
    ]


@pytest.mark.parametrize("name", ["source", "dc.source", "og:article:source", "mediaid"])
def test_a_meta_of_the_template_names_no_source(name: str) -> None:
    """It is the same on all pages of a site, whoever wrote them; it is shown, and not chosen."""
    read = with_metas("2022-07-22", f'<meta name="{name}" content="云岭新闻网">')
    assert read.source is None
    assert [i.printed for i in read.evidence if i.field == "source"] == ["云岭新闻网"]


def test_the_sites_own_name_in_a_meta_is_no_source() -> None:
    """The page's own name ends with it, as those of all pages of the site do."""
    markup = story("2022-07-22").replace("</title>", "_云岭新闻网</title>")
    meta = '<meta name="ContentSource" content="云岭新闻网">'
    assert article(markup.replace("</head>", f"{meta}</head>")).source is None


def test_a_source_that_only_a_meta_names_is_taken_and_told() -> None:
    """ContentSource, where the page displays none."""
    read = with_metas("2022-07-22", '<meta name="ContentSource" content="青棠日报">')
    assert read.source == "青棠日报"
    assert [i.why for i in read.evidence if i.field == "source"] == ["no source is displayed"]


def test_a_meta_author_is_never_the_writer() -> None:
    """On real pages it is the editor, the site or a number; it stays evidence."""
    read = with_metas("2022-07-22", '<meta name="author" content="凌晓雨">', "编辑：凌晓雨")
    assert read.authors == ()
    assert read.editors == ("凌晓雨",)
    assert [i.chosen for i in read.evidence if i.field == "author"] == [False]


def test_a_medium_as_author_is_no_person() -> None:
    """作者：青棠日报 is kept as a credit of an organisation."""
    read = article(story("2022-07-22 来源：青棠日报 作者：青棠日报"))
    assert read.authors == ()
    assert [(c.role, c.role_printed, c.name) for c in read.credits] == [
        ("organisation", "作者", "青棠日报")
    ]


def test_writers_are_gathered_from_header_dateline_and_signature() -> None:
    """Each once, in the order of the page."""
    paragraphs = (
        "本报讯（记者 付一鸣 通讯员 谭小波）" + PARAGRAPHS[0],
        *PARAGRAPHS[1:3],
        PARAGRAPHS[3] + "（评论员 罗明）",
    )
    read = article(story("2022-07-22 作者：付一鸣", "编辑：凌晓雨", paragraphs=paragraphs))
    assert read.authors == ("付一鸣", "谭小波", "罗明")
    assert read.editors == ("凌晓雨",)
    assert read.blocks[0].text == paragraphs[0]
    assert read.blocks[-1].text == paragraphs[3]


def test_credits_on_lines_of_their_own_are_out_of_the_body() -> None:
    """At its head, at its end and below."""
    paragraphs = (
        "本报记者 付一鸣",
        *PARAGRAPHS,
        "（青棠网编辑 凌晓雨）",
        "《青棠日报》（2022年07月22日 02版）",
    )
    read = article(story("2022-07-22", paragraphs=paragraphs))
    assert [block.text for block in read.blocks] == list(PARAGRAPHS)
    assert read.authors == ("付一鸣",)
    assert read.editors == ("凌晓雨",)


def test_the_original_title_is_kept() -> None:
    """（原标题：…） above the text."""
    read = article(story("2022-07-22", paragraphs=("（原标题：三百盏灯）", *PARAGRAPHS)))
    assert read.original_title == "三百盏灯"
    assert read.title == "青棠镇三百盏路灯亮了"
    assert read.blocks[0].text == PARAGRAPHS[0]


def test_a_title_that_is_not_displayed_is_cut_from_the_name_of_the_page() -> None:
    """青棠镇三百盏路灯亮了_要闻_青棠网 without channel and site."""
    inner = "<p>2022-07-22</p>" + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    assert article(html("青棠镇三百盏路灯亮了_要闻_青棠网", inner)).title == "青棠镇三百盏路灯亮了"


def test_a_title_of_two_lines_is_joined_where_the_page_says_so() -> None:
    """A headline and ——a second line of it."""
    markup = story("2022-07-22").replace(
        "青棠镇三百盏路灯亮了_要闻_青棠网", "青棠镇三百盏路灯亮了——写在步道开放之际_青棠网"
    )
    markup = markup.replace("</h1>", "</h1><div>——写在步道开放之际</div>")
    assert article(markup).title == "青棠镇三百盏路灯亮了 ——写在步道开放之际"


def test_the_article_knows_its_reader_and_station() -> None:
    """Version, layout, language and station are part of each reading."""
    read = article(story("2022-07-22"))
    assert (read.reader, read.layout, read.language) == (READER, "generic", "zh-Hans")
    assert (read.station, read.id) == ("host:news.example.cn", "news:600123")


def test_the_body_has_evidence_of_its_own() -> None:
    """Where the text stands and a digest of it, by which a reading can be checked."""
    read = article(story("2022-07-22 08:51 来源：青棠日报"))
    found = next(item for item in read.evidence if item.field == "body")
    digest = hashlib.sha256(read.body.encode()).hexdigest()
    assert (found.where, found.method, found.chosen) == ("div.text", "generic", True)
    assert found.printed == f"sha256:{digest}"


def test_what_is_printed_and_not_taken_says_so() -> None:
    """A meta author is evidence, though nothing is chosen from it."""
    markup = story("2022-07-22 08:51").replace(
        "</head>", '<meta name="author" content="admin"></head>'
    )
    assert article(markup).to_dict()["evidence"]["author"] == {
        "from": None, "method": None, "printed": None, "why": "none of these was taken",
        "also": [{"from": "meta author", "method": "meta", "printed": "admin"}],
    }  # fmt: skip


def test_who_is_interviewed_is_no_writer() -> None:
    """周砚秋／专访 names the subject where the title or the text speaks of that person."""
    line = "<p>周砚秋／专访</p>"
    markup = story("2022-07-22 08:51").replace("<p>", f"{line}<p>", 1)
    title = "青棠镇三百盏路灯亮了"
    asked = article(markup.replace(title, "周砚秋：青棠镇三百盏路灯亮了"))
    assert [credit.name for credit in asked.credits] == []
    assert [credit.name for credit in article(markup).credits] == ["周砚秋"]
