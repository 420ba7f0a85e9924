"""Links of a list page that lead to articles, told from all others."""

from __future__ import annotations

import pytest

from harvester.survey.article_links import article_shapes, linked

_HOME = "http://news.example/"
_HEADLINES = ("青棠新桥今日建成通车", "南岸小学迎来首批新生", "老街改造征求居民意见")


def articles_of(*anchors: tuple[str, str]) -> set[str]:
    """The paths of the links of a page that are taken for those of articles."""
    page = "".join(f'<a href="{path}">{words}</a>' for path, words in anchors)
    groups = article_shapes(linked(page, _HOME)).values()
    return {link.url.removeprefix("http://news.example") for group in groups for link in group}


def test_words_that_many_links_bear_are_those_of_a_button() -> None:
    """A list that names each article, and once more by [详情], was taken for one of buttons."""
    buttons = [(f"/article/{number}.html", "[详情]") for number in range(5590, 5600)]
    titles = [(f"/article/{number}.html", words) for number, words in enumerate(_HEADLINES, 5600)]
    assert len(articles_of(*buttons, *titles)) == 13
    assert articles_of(*buttons) == set()


def test_the_pages_of_one_program_are_told_from_those_of_another() -> None:
    """NewsContents.aspx shows articles, CenterInfo.aspx the departments of the house."""
    centers = [(f"/CenterInfo.aspx?id={number}", "舞蹈中心") for number in range(42, 48)]
    titles = [(f"/News.aspx?id={number}", words) for number, words in enumerate(_HEADLINES, 7)]
    assert articles_of(*centers, *titles) == {f"/News.aspx?id={number}" for number in (7, 8, 9)}


def test_documents_with_headlines_are_no_articles() -> None:
    """Notices that can be loaded down stand among the news."""
    files = [(f"/files/2019100{number}.pdf", words) for number, words in enumerate(_HEADLINES)]
    titles = [(f"/n/2019100{number}.html", words) for number, words in enumerate(_HEADLINES)]
    assert articles_of(*files, *titles) == {path for path, _ in titles}


_LONG = (
    "青棠新桥今日建成通车市民争相体验", "南岸小学迎来首批三百名新生",
    "老街改造方案公开征求居民意见", "渡口夜航班次增至每日八班", "社区食堂试营业老人排起长队",
    "市博物馆上新百件民间瓷器", "城东水厂扩建工程完成主体施工",
)  # fmt: skip
_COLUMNS = ("首页", "要闻", "社会", "民生", "专题", "视频", "关于我们")


@pytest.mark.parametrize(
    ("article", "column"),
    [
        ("/channel/{}", "/about/{}.html"),
        ("/topic/{}", "/board/{}"),
        ("/node_{}.html", "/col_{}.html"),
        ("/page/55{}.html", "/list/{}.html"),
        ("/main/{}.html", "/main/l{}.html"),
        ("/index.php?m=content&a=show&catid=12&id={}", "/index.php?m=content&a=lists&catid={}"),
        ("/news.asp?act=show&id={}", "/news.asp?act=list&id={}"),
        ("/forum.php?mod=viewthread&tid={}", "/forum.php?mod=forumdisplay&fid={}"),
        ("/article.php?story=31{}&title=new-bridge", "/section.php?id={}"),
        ("/view?doc=bd-{}", "/view?col=a{}b"),
        ("/a/7f3a9c{}e.html", "/c/5b1d2f{}a.html"),
        ("/html/2026-03/01/content_1290{}.htm", "/html/2026-03/01/node_{}.htm"),
    ],
)
def test_headlines_tell_articles_whose_addresses_are_like_those_of_columns(
    article: str, column: str
) -> None:
    """Each form is that of a program in use; a name of a column is no headline."""
    titles = [(article.format(number), words) for number, words in enumerate(_LONG, 11)]
    columns = [(column.format(number), words) for number, words in enumerate(_COLUMNS, 1)]
    assert articles_of(*columns, *titles) == {path for path, _ in titles}


def test_addresses_of_words_are_those_of_articles_where_all_are_headlines() -> None:
    """/xw/xinqiao.html names its article by a word of its own; the names of columns are short."""
    names = ("xinqiao", "kaixue", "laojie", "duchuan", "shitang", "cizhan", "shuichang")
    titles = [(f"/xw/{name}.html", words) for name, words in zip(names, _LONG, strict=True)]
    columns = [(f"/{name}.html", words) for name, words in zip(names, _COLUMNS, strict=True)]
    assert articles_of(*columns, *titles) == {path for path, _ in titles}
    assert articles_of(*columns, *titles[:3]) == set()


def test_a_short_name_among_long_ones_is_of_the_same_kind() -> None:
    """Most names of this paper have four words and more, two have three."""
    titles = [
        ("/lokales/rathaus-wird-bis-mai-umgebaut.html", "Rathaus wird bis Mai umgebaut"),
        ("/lokales/stadtrat-lehnt-das-parkhaus-ab.html", "Stadtrat lehnt das Parkhaus ab"),
        ("/lokales/museum-zeigt-glas.html", "Museum zeigt hundert Jahre Glas"),
        ("/lokales/hund-steckte-fest.html", "Feuerwehr befreit Hund aus Rohr"),
    ]
    columns = [("/service/impressum.html", "Impressum"), ("/service/unser-haus.html", "Das Haus")]
    assert articles_of(*columns, *titles) == {path for path, _ in titles}


def test_short_headlines_count_beside_the_address_of_a_day() -> None:
    """The letters of doc-ifzyqqip7139674 differ as its digits do: all are of one shape."""
    titles = [
        ("/l/ds/2018-05-17/1815/doc-ifzyqqip7139674.shtml", "匠人的精神"),
        ("/l/le/2018-05-08/1800/doc-ihacuuvv0860009.shtml", "品牌出家居"),
        ("/b/mk/2018-04-23/1709/doc-ifzqvvrz7104210.shtml", "老街的夏天"),
    ]
    columns = [(f"/c/{number}11111.shtml", "本地要闻") for number in range(7)]
    assert articles_of(*columns, *titles) == {path for path, _ in titles}


def test_the_pages_of_a_paper_are_no_articles() -> None:
    """第02版：本地新闻要闻 is as long as a headline."""
    titles = [(f"/xb/20260301/4500{number}.shtml", words) for number, words in enumerate(_LONG)]
    pages = [
        (f"/xb/20260301/vA{number}.shtml", f"A{number}版 本地新闻要闻") for number in (1, 2, 3)
    ]
    assert articles_of(*pages, *titles) == {path for path, _ in titles}
