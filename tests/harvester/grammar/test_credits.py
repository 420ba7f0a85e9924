"""The label grammar reads what Chinese pages print around an article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.grammar.bylines import read_byline, read_dateline, read_names_line, read_signature
from harvester.grammar.credits import Credits, read_credits
from harvester.grammar.printed_value import read_medium


def told(found: Credits) -> list[tuple[str, str, str | None]]:
    return [(credit.role, credit.name, credit.affiliation) for credit in found.credits]


@pytest.mark.parametrize(
    ("printed", "source"),
    [
        ("来源:湘潭日报", "湘潭日报"),
        ("来源： 新华社", "新华社"),
        ("来　源：经济日报", "经济日报"),
        ("信息来源：市水利局", "市水利局"),
        ("稿件来源:新华社", "新华社"),
        ("稿源：长沙晚报 作者：", "长沙晚报"),
        ("本文来源于人民日报", "人民日报"),
        ("转载自：半月谈", "半月谈"),
        ("来源丨湖南日报", "湖南日报"),
        ("来源：[ 青棠网 ]", "青棠网"),
        ("来源：《南方日报》", "南方日报"),
        ("来源：人民网－人民日报", "人民网－人民日报"),
        ("来源：光明网-《光明日报》", "光明网-《光明日报》"),
        ("来源：IT之家(青岛)", "IT之家(青岛)"),
        ("来源：央视新闻客户端 青棠网", "央视新闻客户端"),
        ("来源：新华社 | 字体：大 中 小", "新华社"),
        ("来源：青棠日报 2022年07月22日 08:51", "青棠日报"),
        ("來源：中央社 記者：王小明", "中央社"),
        ("发布机构：市水利局 信息来源：市防汛办", "市防汛办"),
        ("发布机构：市水利局 责任编辑：王明", "市水利局"),
        ("来源：", None),
        ("来源： 作者： 责任编辑：张明", None),
    ],
)
def test_the_source_is_what_stands_after_its_label(printed: str, source: str | None) -> None:
    """A source ends where the next label, a date, a bar or a second medium begins."""
    assert read_credits(printed).source == source


@pytest.mark.parametrize(
    ("printed", "credits"),
    [
        ("作者:付一鸣 谭小波", [("author", "付一鸣", None), ("author", "谭小波", None)]),
        ("编辑:凌晓雨-湘潭站", [("editor", "凌晓雨", "湘潭站")]),
        ("责　　编：方　敏", [("editor", "方敏", None)]),
        ("责任编辑：张明、李红", [("editor", "张明", None), ("editor", "李红", None)]),
        ("责任编辑 张明 网编 李红", [("editor", "张明", None), ("editor", "李红", None)]),
        ("(责编：胡一秋、杨小宇)", [("editor", "胡一秋", None), ("editor", "杨小宇", None)]),
        ("[责任编辑：杨倩_NF4425]", [("editor", "杨倩", None)]),
        ("[责任编辑：韩林 PK155]", [("editor", "韩林", None)]),
        ("责任编辑：支明 SF183", [("editor", "支明", None)]),
        ("（青棠网编辑 孙芳）", [("editor", "孙芳", "青棠网")]),
        ("选稿：张明", [("editor", "张明", None)]),
        ("编辑：Amy Lin", [("editor", "Amy Lin", None)]),
        ("□ 本报记者 张三", [("reporter", "张三", "本报")]),
        (
            "湘潭日报记者 赵六 通讯员 钱七",
            [("reporter", "赵六", "湘潭日报"), ("correspondent", "钱七", None)],
        ),
        (
            "光明日报记者 王宏 张帆",
            [("reporter", "王宏", "光明日报"), ("reporter", "张帆", "光明日报")],
        ),
        ("记者 阿依努尔·艾买提", [("reporter", "阿依努尔·艾买提", None)]),
        ("文丨湘江评论特约评论员 周九", [("commentator", "周九", "湘江评论")]),
        ("采写：南都见习记者 陈晨", [("reporter", "陈晨", "南都")]),
        ("文/图 本报记者 孙明", [("reporter", "孙明", "本报")]),
        (
            "执笔/李响、王维&张华",
            [("author", "李响", None), ("author", "王维", None), ("author", "张华", None)],
        ),
        ("文：张明 图：李红", [("author", "张明", None), ("photographer", "李红", None)]),
        ("编辑 周一 ｜ 排版 魏二", [("editor", "周一", None), ("designer", "魏二", None)]),
        (
            "一审丨张明 二审丨李红 三审丨王芳",
            [("reviewer", "张明", None), ("reviewer", "李红", None), ("reviewer", "王芳", None)],
        ),
        (
            "校对：张明 审核：李红 签发：王芳 监制：赵亮",
            [
                ("proofreader", "张明", None),
                ("reviewer", "李红", None),
                ("reviewer", "王芳", None),
                ("producer", "赵亮", None),
            ],
        ),
        ("作者：张明，湘潭大学教授", [("author", "张明", "湘潭大学教授")]),
        ("作者：方敏北京大学经济学院教授", [("author", "方敏", "北京大学经济学院教授")]),
        ("作者：张明（湘潭大学）", [("author", "张明", None)]),
        ("新华社记者 李梦 摄", [("photographer", "李梦", "新华社")]),
        ("供稿：青棠镇宣传部", [("organisation", "青棠镇宣传部", None)]),
    ],
)
def test_names_are_read_with_role_and_affiliation(
    printed: str, credits: list[tuple[str, str, str | None]]
) -> None:
    """Each form of label, separator, padding and code gives the people and what they did."""
    assert told(read_credits(printed)) == credits


@pytest.mark.parametrize(
    "printed",
    [
        "责任编辑：HN666",
        "责任编辑：系统管理员",
        "作者：网络整理",
        "作者：未知",
        "记者从市政府获悉，路灯亮了",
        "记者近日在现场看到",
        "记者观察",
        "本报评论员",
        "全国优秀地理科技工作者 全国青年地理科技奖",
        "地图 | 设为首页 | 文字版",
    ],
)
def test_accounts_codes_and_sentences_name_nobody(printed: str) -> None:
    """What follows a label is not always a name, and not every 记者 is a label."""
    assert read_credits(printed).credits == ()


def test_labels_glued_together_are_told_apart() -> None:
    """来源：IT之家作者：骑士责编：骑士 has no separator but its labels."""
    found = read_credits("来源：青棠之家作者：骑士责编：骑士")
    assert found.source == "青棠之家"
    assert told(found) == [("author", "骑士", None), ("editor", "骑士", None)]
    assert found.whole


def test_the_editor_is_never_given_as_author() -> None:
    """Editors and authors on one line keep their roles."""
    found = read_credits("作者：张明 编辑：李红 校对：王芳")
    assert [(c.role_printed, c.role, c.position) for c in found.credits] == [
        ("作者", "author", 1),
        ("编辑", "editor", 2),
        ("校对", "proofreader", 3),
    ]


def test_an_unknown_label_is_a_role_of_its_own() -> None:
    """Roles stay open: 联络 is kept as printed, not dropped."""
    found = read_credits("编辑：李红 联络：王芳")
    assert told(found) == [("editor", "李红", None), ("联络", "王芳", None)]


def test_the_original_title_is_kept_apart() -> None:
    """（原标题：…） is no title of this page, and its brackets are not part of it."""
    assert read_credits("（原标题：路灯亮了 步道热闹了）").original_title == "路灯亮了 步道热闹了"


@pytest.mark.parametrize(
    ("paragraph", "credits"),
    [
        ("新华社巴黎12月9日电（记者唐明）法国9日", [("reporter", "唐明", None)]),
        ("本报讯（记者叶小婉）近日，青棠镇", [("reporter", "叶小婉", None)]),
        (
            "红网时刻7月22日讯（记者 付一鸣 通讯员 谭小波）近日",
            [("reporter", "付一鸣", None), ("correspondent", "谭小波", None)],
        ),
        (
            "中新网长沙5月9日电 (张明 李红)5月9日",
            [("author", "张明", None), ("author", "李红", None)],
        ),
        ("（张明 上海报道）近日", [("author", "张明", None)]),
        ("东方网记者张明5月13日报道：近日", [("reporter", "张明", "东方网")]),
        ("本报记者罗明发自北京", [("reporter", "罗明", "本报")]),
        ("据新华社拉萨电（记者 格桑边久）记者近日获悉", [("reporter", "格桑边久", None)]),
        (
            "南方网讯（记者/张明 通讯员/李红）",
            [("reporter", "张明", None), ("correspondent", "李红", None)],
        ),
        ("《关于路灯的通知》（以下简称《通知》）近日发布", []),
        ("市水利局（记者站旁）的河堤", []),
        ("张明（化名）说，以前天黑", []),
    ],
)
def test_a_dateline_names_who_reported(
    paragraph: str, credits: list[tuple[str, str, str | None]]
) -> None:
    """The first paragraph names its writers in brackets, or before 发自 and 报道."""
    assert told(read_dateline(paragraph)) == credits


@pytest.mark.parametrize(
    ("paragraph", "credits"),
    [
        (
            "明天会更好。（评论员 罗明 萧小川）",
            [("commentator", "罗明", None), ("commentator", "萧小川", None)],
        ),
        ("路灯亮了。（张明）", [("author", "张明", None)]),
        ("路灯亮了。 本报记者 张明", [("reporter", "张明", "本报")]),
        ("路灯亮了。（编辑：张明）", [("editor", "张明", None)]),
        ("路灯亮了。（完）", []),
        ("路灯亮了。【全文总结】", []),
        ("（实习生王金对此文亦有贡献）", []),
    ],
)
def test_a_signature_ends_the_last_paragraph(
    paragraph: str, credits: list[tuple[str, str, str | None]]
) -> None:
    """The last paragraph may end in its writers' names."""
    assert told(read_signature(paragraph)) == credits


def test_a_signature_may_name_the_source() -> None:
    """（来源：上海证券报） after the last sentence."""
    assert read_signature("特此公告。（来源：青棠证券报）").source == "青棠证券报"


def test_a_name_before_a_stroke_and_a_medium_is_a_byline() -> None:
    """张伟/中国青年报 names the writer and the paper."""
    assert told(read_byline("张伟/中国青年报")) == [("author", "张伟", "中国青年报")]
    assert told(read_byline("吃/住在河边")) == []


def test_a_bracket_of_a_source_without_a_partner_is_dropped() -> None:
    """青棠星空[整理] keeps its brackets, （青棠网 loses its half one."""
    assert read_medium("青棠星空[整理]") == "青棠星空[整理]"
    assert read_medium("（青棠网") == "青棠网"


@given(
    st.text(
        alphabet=st.sampled_from("来源：:作者记编辑责文图 　/丨（）()【】、张明李红报社网0_AN\n"),
        max_size=200,
    )
)
def test_the_grammar_never_raises(printed: str) -> None:
    """Any text is read, or gives nothing."""
    for read in (read_credits, read_dateline, read_signature, read_byline):
        found = read(printed)
        assert all(credit.name and credit.role for credit in found.credits)


@given(st.text(max_size=300))
def test_the_grammar_reads_any_text(printed: str) -> None:
    """Also text that is no Chinese."""
    assert read_credits(printed) is not None


@pytest.mark.parametrize(
    "printed",
    [
        "来源:" + " " * 100_000,
        "记者 " * 50_000,
        "责任编辑：" * 20_000,
        "（" * 100_000,
        "（记者" * 50_000,
        "编 " * 100_000,
        ("甲" * 13 + " ") * 10_000,
    ],
)
def test_hostile_text_costs_no_more_than_its_head(printed: str) -> None:
    """Only the head of a line is read, and no class in a pattern is unbounded."""
    for read in (read_credits, read_dateline, read_signature):
        assert read(printed).source is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("■ 张明 李红", ["张明", "李红"]),
        ("张明/青棠日报", ["张明"]),
        ("By John Smith and Li Hong | Qingtang Daily", ["John Smith", "Li Hong"]),
        ("By the way, the canal was repaired", []),
        ("■ 一条新路", []),
    ],
)
def test_a_byline_without_a_label_is_read(line: str, names: list[str]) -> None:
    """A bullet before names, a bar before a medium, By before names in Latin letters."""
    assert [credit.name for credit in read_byline(line).credits] == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("张明 李红", ["张明", "李红"]),
        ("张明、李红", ["张明", "李红"]),
        ("张明", []),
        ("青棠 日报", []),
    ],
)
def test_a_line_of_names_is_two_people_or_more(line: str, names: list[str]) -> None:
    """One short word may be anything."""
    assert [credit.name for credit in read_names_line(line).credits] == names


@pytest.mark.parametrize(
    ("paragraph", "credits"),
    [
        (
            "羊城晚报讯 记者张明、通讯员李红报道：近日",
            [("reporter", "张明", None), ("correspondent", "李红", None)],
        ),
        ("（中央社記者王小明台北13日電）近日", [("reporter", "王小明", "中央社")]),
        ("〔記者王小明／台北報導〕近日", [("reporter", "王小明", None)]),
        ("［記者王小明／台北報導］近日", [("reporter", "王小明", None)]),
        ("記者王小明／台北報導 近日", [("reporter", "王小明", None)]),
        ("【青棠晚報／記者王小明／台北報導】近日", [("reporter", "王小明", None)]),
        ("【青棠社訊】（青棠社記者王小明報導）近日", [("reporter", "王小明", "青棠社")]),
        ("（記者王小明花蓮報導）近日", [("reporter", "王小明", None)]),
        ("（記者王明花蓮縣報導）近日", [("reporter", "王明", None)]),
        ("記者王小明／台北、新北連線報導 近日", [("reporter", "王小明", None)]),
        ("【特派員王小明東京專電】近日", [("author", "王小明", None)]),
        ("（潮聲新聞王小明／台東報導）近日", [("author", "王小明", None)]),
        ("王小明／台北報導 近日", [("author", "王小明", None)]),
        ("政治中心／王小明報導 近日", [("author", "王小明", "政治中心")]),
    ],
)
def test_a_dateline_of_several_roles_or_places_is_read(
    paragraph: str, credits: list[tuple[str, str, str | None]]
) -> None:
    """The place before the day is no part of a name, and each name keeps its role."""
    assert told(read_dateline(paragraph)) == credits


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("青棠报客户端讯（付鼎臣 青棠报记者 谭利波）近日", ["付鼎臣", "谭利波"]),
        ("青棠晨报记者付鼎臣 长沙报道 近日", ["付鼎臣"]),
        ("青棠晨报记者付鼎臣 谭利波报道 近日", ["付鼎臣", "谭利波"]),
    ],
)
def test_a_dateline_may_name_people_before_a_label_and_places_after(
    printed: str, names: list[str]
) -> None:
    """A place from which someone reports is no one's name."""
    assert [credit.name for credit in read_dateline(printed).credits] == names


def test_text_and_pictures_after_a_name_are_no_name() -> None:
    """…（付鼎臣 文/图）."""
    assert [c.name for c in read_signature("明天会更好。（付鼎臣 文/图）").credits] == ["付鼎臣"]


@pytest.mark.parametrize(
    ("printed", "role", "names"),
    [
        ("谭小波 摄", "photographer", ["谭小波"]),
        ("谭小波/摄", "photographer", ["谭小波"]),
        ("谭文 摄", "photographer", ["谭文"]),
        ("谭小波 文/摄", "author", ["谭小波"]),
        ("谭小波文/图", "author", ["谭小波"]),
        ("谭小波 付鼎臣 文/摄影", "author", ["谭小波", "付鼎臣"]),
        ("谭小波 文字/摄影", "author", ["谭小波"]),
    ],
)
def test_who_only_took_the_pictures_is_not_the_author(
    printed: str, role: str, names: list[str]
) -> None:
    """…（谭小波 摄） ends the caption of a last picture."""
    expected = [(role, name, None) for name in names]
    assert told(read_signature(f"夜色里的湘江。（{printed}）")) == expected


def test_text_and_pictures_of_two_people_are_told_apart() -> None:
    """…（谭小波 文 付鼎臣 图） names the writer first."""
    signed = read_signature("夜色里的湘江。（谭小波 文 付鼎臣 图）")
    assert told(signed) == [("author", "谭小波", None), ("photographer", "付鼎臣", None)]


def test_a_source_of_pictures_is_no_name() -> None:
    """Whether a colon stands after its label or not."""
    author = [("author", "王明", None)]
    assert told(read_credits("作者 王明 图源 网络")) == author
    pictures = ("photographer", "视觉中国", None)
    assert told(read_credits("作者 王明 图片来源：视觉中国")) == [*author, pictures]


def test_what_stands_before_names_and_their_place_is_no_name() -> None:
    """A medium of two parts after 文/, a place after it, a medium before 记者."""
    read = read_credits("文/青棠日报·新棠客户端记者：张明 图/青棠日报·新棠客户端记者：李红")
    assert [(c.role, c.name) for c in read.credits if c.role != "organisation"] == [
        ("reporter", "张明"),
        ("photographer", "李红"),
    ]
    assert [c.name for c in read_credits("青棠報／ 記者李紅／台中即時報導").credits] == ["李紅"]
    line = read_credits("青棠网 新棠APP记者 陈国栋")
    assert (line.whole, [c.name for c in line.credits]) == (True, ["陈国栋"])
    placed = read_credits("青棠网 记者 张明 长沙报道 编辑 李红")
    assert [c.name for c in placed.credits] == ["张明", "李红"]
    assert [c.name for c in read_signature("灯亮了。（編輯：李紅）1130722").credits] == ["李紅"]
    assert [c.name for c in read_signature("灯亮了。（宣传科 陈国栋）").credits] == ["陈国栋"]
    assert not read_credits("这让更多人得到了好处。 本报记者 陈国栋").whole


def test_an_account_that_a_text_comes_from_is_its_source() -> None:
    """With its writer; where the picture above it comes from is no source."""
    said = "本文来自微信公众号：棠城观察（ID：tcgc），作者：刘国栋，题图来自：青棠图库"
    read = read_credits(said)
    assert (read.source, read.whole) == ("棠城观察", True)
    assert [c.name for c in read.credits if c.role == "author"] == ["刘国栋"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("社會中心林佑安／台南報導", ["林佑安"]),
        ("湯雅雯／高雄報導", ["湯雅雯"]),
        ("歐陽美玲／台南報導", ["歐陽美玲"]),
        ("潮聲新聞網 林佑安", ["林佑安"]),
        ("By 林佑安", ["林佑安"]),
        ("◎林佑安", ["林佑安"]),
        ("潮聲新聞／林佑安、陳怡君 新北市報導", ["林佑安", "陳怡君"]),
        ("生活中心／綜合報導", []),
        ("財經中心／台北報導", []),
        ("國際中心／周品妤編譯", ["周品妤"]),
        ("陳大文報道", ["陳大文"]),
        ("周品妤婚礼报导", []),
    ],
)
def test_bylines_of_taiwan_name_writers_and_no_desks(line: str, names: list[str]) -> None:
    """Desks and papers stand before a name, without a mark between; surnames are traditional."""
    assert [credit.name for credit in read_byline(line).credits] == names


@pytest.mark.parametrize(
    ("paragraph", "name"),
    [
        ("（中央社記者王小明民雄5日電）市府今天表示", "王小明"),
        ("（中央社記者王小明帕拉馬里博5日專電）市府", "王小明"),
        ("（中央社記者歐陽文德大橋頭老街5日電）市府", "歐陽文德"),
        ("（中央社記者張簡宏偉基隆5日電）市府", "張簡宏偉"),
        ("【記者簡長盛羅東報導】市府", "簡長盛"),
        ("記者黃林秀英／雲林報導 市府", "黃林秀英"),
    ],
)
def test_a_place_glued_to_a_name_is_no_part_of_it(paragraph: str, name: str) -> None:
    """Datelines print name and place without a mark between, and no list has every place."""
    assert [credit.name for credit in read_dateline(paragraph).credits] == [name]


def test_text_and_pictures_behind_a_name_are_two_labels() -> None:
    """文 圖 with a blank between is one label at the head of a line, and two behind a name."""
    credits = read_credits("文：陳大文 圖：李嘉欣").credits
    assert [(credit.role, credit.name) for credit in credits] == [
        ("author", "陳大文"),
        ("photographer", "李嘉欣"),
    ]


@pytest.mark.parametrize("line", ["黃山／報導", "衡山／報導", "雲林／綜合報導", "蘭州／專訪"])
def test_a_place_before_a_report_is_no_author(line: str) -> None:
    """Places are listed in simplified characters, and stand where a name could."""
    assert (read_byline(line).credits, read_dateline(line).credits) == ((), ())
    named = read_byline(line.replace(line[:2], "王小明")).credits
    assert [(each.role, each.name) for each in named] == [("author", "王小明")]
