"""Further kinds of notices, serials, reprints and items for `items.py`, in three languages.

Each makes a family of drafts. Those of a form differ in what they are about: a district, a level,
a line of the power grid, the parties to a lawsuit, a code, numbers alone.
"""

# ruff: noqa: E501 - sentences are read more easily on one line

from __future__ import annotations

from collections.abc import Callable

from prose import LANGUAGES, Prose
from relation_forms import Draft, Family, body_of

Maker = Callable[[Prose], Family]

_HOUR, _DAY = 60, 1_440
_NOTICES = 12  # of one form
_DISTRICTS = [
    "北渚", "沙河", "临浦", "长冈", "新圩", "石湾", "云溪", "东陂", "南塘", "古渡", "秋水", "望亭",
]  # fmt: skip
_LEVELS = "蓝黄橙红"


def apart(drafts: list[Draft]) -> Family:
    """Drafts of which each is a lineage of its own."""
    return Family(drafts, [*range(len(drafts))])


def copied(*drafts: Draft) -> Family:
    """Drafts of one lineage."""
    return Family([*drafts], [0] * len(drafts))


def number_of(prose: Prose, least: int, most: int) -> int:
    """A number by chance."""
    return prose.chance.randint(least, most)


def in_language(language: str, prose: Prose) -> Prose:
    """A writer of another language, with the same chance."""
    return Prose(LANGUAGES[language], prose.chance)


def notices(title: str, form: Callable[[Prose, int], str], apart: int = _DAY) -> Maker:
    """Notices of one form, so many minutes apart, and a reprint of the last one."""

    def make(prose: Prose) -> Family:
        bodies = [form(prose, at) for at in range(_NOTICES)]
        drafts = [Draft(title, body, at * apart) for at, body in enumerate(bodies)]
        drafts.append(Draft(title, bodies[-1], (_NOTICES - 1) * apart + _HOUR))
        return Family(drafts, [*range(_NOTICES), _NOTICES - 1])

    return make


# --- notices ---------------------------------------------------------------------------------


def _district(_prose: Prose, at: int) -> str:
    """The same warning for one district after another: nothing else differs."""
    return (
        f"市气象台今日16时发布{_DISTRICTS[at]}区雷电黄色预警信号：受强对流云团影响，预计未来六小时内"
        "上述地区将出现雷电活动，并可能伴有短时强降水和八级以上阵风，局地有冰雹。"
        "请市民尽量留在室内，关好门窗，不要在大树下、河边和空旷的田野停留，"
        "户外作业人员应当暂停作业，切勿接触天线、水管和金属门窗，注意防范雷电带来的灾害。"
    )


def _raised(_prose: Prose, at: int) -> str:
    """A warning of one district that is raised and lowered: the level and the hour differ."""
    return (
        f"{_DISTRICTS[0]}区气象台{6 + at}时{at * 4 + 3}分将暴雨预警信号变更为{_LEVELS[at % 4]}色："
        "目前辖区内多个监测站点降雨仍在持续，预计降雨还将维持两到三小时，山洪和地质灾害风险较高。"
        "请有关单位按照应急预案做好防御工作，低洼地带的居民及时转移，驾驶人员注意道路积水。"
    )


def _power_cut(prose: Prose, _at: int) -> str:
    return prose.fill(
        f"因设备检修需要，{{place}}供电所定于{number_of(prose, 1, 28)}日{number_of(prose, 5, 9)}时至"
        f"{number_of(prose, 15, 20)}时对10千伏{{syllable}}{{syllable}}线{number_of(prose, 2, 80)}号杆后段"
        "停电，停电范围：{syllable}{syllable}村、{syllable}{syllable}小区、{syllable}{syllable}路。"
        "由此给您带来不便，敬请谅解。检修工作如提前结束将提前送电，停电期间请勿触碰供电线路，"
        "并视线路始终带电，以免发生危险。如有疑问可拨打供电服务热线咨询。"
    )


def _lottery(prose: Prose, at: int) -> str:
    """Numbers alone differ."""
    balls = " ".join(f"{each:02}" for each in sorted(prose.chance.sample(range(1, 34), 6)))
    return (
        f"澜江福彩“七彩球”第2025{at + 41:03}期开奖：红球号码{balls}，蓝球号码{number_of(prose, 1, 16):02}。"
        f"当期开出一等奖{number_of(prose, 1, 20)}注，单注奖金{number_of(prose, 500, 999)}万元；"
        f"二等奖{number_of(prose, 50, 300)}注，单注奖金{number_of(prose, 5, 60)}万元。"
        f"当期销量为{number_of(prose, 10000, 99999)}万元，奖池滚存{number_of(prose, 10000, 99999)}万元。"
        "开奖结果以公证书为准，兑奖期限自开奖之日起六十个自然日，逾期未兑视为弃奖。"
    )


def _summons(prose: Prose, _at: int) -> str:
    """The names of the parties, and a number."""
    return prose.fill(
        "{person}：本院受理原告{person}诉你民间借贷纠纷一案，案号为（2025）"
        f"民初{number_of(prose, 100, 9999)}号，现依法向你公告送达起诉状副本、应诉通知书、举证通知书、"
        "开庭传票。自本公告发出之日起经过三十日即视为送达。提出答辩状和举证的期限分别为公告期满后"
        "十五日和三十日内，并定于举证期满后第三日上午九时在本院第"
        f"{number_of(prose, 1, 20)}法庭公开开庭审理，逾期将依法缺席裁判。"
    )


def _stock(prose: Prose, _at: int) -> str:
    return prose.fill(
        f"证券代码：{number_of(prose, 600000, 603999)}　证券简称：{{syllable}}{{syllable}}股份。"
        "本公司董事会及全体董事保证本公告内容不存在任何虚假记载、误导性陈述或者重大遗漏。"
        "公司于近日收到控股股东{person}的通知，其将所持有的公司无限售流通股"
        f"{number_of(prose, 100, 9000)}万股办理了质押登记手续，占公司总股本的"
        f"{number_of(prose, 1, 29)}.{number_of(prose, 10, 99)}%。本次质押不会导致公司实际控制权发生变更，"
        "公司将持续关注其质押情况，并按规定及时履行信息披露义务，敬请投资者注意投资风险。"
    )


def _exam(prose: Prose, _at: int) -> str:
    """A name of a place and a day."""
    return prose.fill(
        "{place}教育考试中心消息："
        f"本年度成人自学考试成绩将于{number_of(prose, 1, 12)}月{number_of(prose, 1, 28)}日公布。"
        "考生可凭准考证号和身份证号登录考试中心网站查询本人成绩，对成绩有异议的，可在公布之日起"
        "五个工作日内持本人证件到报名点申请复核，逾期不予受理。复核只核对有无漏评、分数合计差错，"
        "不重新评阅试卷，复核结果由报名点通知考生本人。"
    )


def _closed_road(prose: Prose, _at: int) -> str:
    return prose.fill(
        "因道路施工，交警部门决定自即日起对{syllable}{syllable}路"
        "（{syllable}{syllable}街至{syllable}{syllable}街段）实行全封闭管理，"
        "禁止一切机动车和非机动车通行。过往车辆请提前选择绕行路线，"
        "服从现场民警和交通标志的指挥，文明驾驶，安全出行。公交线路将临时调整，请留意站牌公告。"
    )


def _water(prose: Prose, _at: int) -> str:
    return in_language("en", prose).fill(
        f"Residents of {{place}} will be without water on the {number_of(prose, 2, 28)}th between"
        f" {number_of(prose, 7, 11)} a.m. and {number_of(prose, 1, 6)} p.m. while a main in {{place}} Street"
        " is replaced, the water board said. Customers are advised to store enough for drinking and"
        " cooking beforehand and to run their taps for a few minutes once the supply is back, as it may"
        " look cloudy at first. A tanker will stand outside the school for those who need it."
    )


def _diversion(prose: Prose, _at: int) -> str:
    return in_language("de", prose).fill(
        f"Die Ortsdurchfahrt {{place}} ist ab dem {number_of(prose, 1, 28)}. des Monats wegen"
        " Kanalarbeiten voll gesperrt. Eine Umleitung über {place} ist ausgeschildert, wie das"
        " Landratsamt mitteilt. Der Schulbus hält während der Bauzeit am Friedhof, Anlieger können ihre"
        " Grundstücke bis zur Baustelle erreichen. Die Arbeiten dauern nach Angaben der Gemeinde"
        f" voraussichtlich {number_of(prose, 2, 9)} Wochen; bei schlechtem Wetter kann sich das Ende"
        " verschieben. Die Verwaltung bittet um Verständnis."
    )


def _verdict(prose: Prose, _at: int) -> str:
    return in_language("en", prose).fill(
        "A judge at {place} Crown Court has fined {person} of {place}"
        f" {number_of(prose, 200, 9000)} crowns for selling goods without a licence. The court heard that"
        " officers had given several warnings before the case was brought, and that the defendant had"
        " admitted the offence at the first hearing. An order for costs was made, and the goods will be"
        " forfeited. No application to appeal has been lodged, a clerk of the court said afterwards."
    )


# --- serials ---------------------------------------------------------------------------------


def _appended(prose: Prose) -> Family:
    """A live text that grows at its end, under a new headline each time."""
    entries = [prose.line(prose.sentences(3)) for _ in range(6)]
    bodies = ["\n".join(entries[:count]) for count in range(3, 7)]
    return copied(*(Draft(prose.headline(), each, at * _HOUR) for at, each in enumerate(bodies)))


def _note_of_correction(prose: Prose) -> Family:
    """A report, and the same with a note at its head and another number in it."""
    before, after = prose.sentences(5), prose.sentences(4)
    told = [f"现场共清点出{number_of(prose, 100, 990)}件旧物。" for _ in range(2)]
    first, second = (body_of(prose, [*before, each, *after]) for each in told)
    title = prose.headline()
    note = "更正：本文此前版本的数字有误，现已改正，谨向读者致歉。"
    return copied(Draft(title, first), Draft(f"更正|{title}", f"{note}\n{second}", 5 * _HOUR))


def _levels(prose: Prose) -> Family:
    """A bulletin of every day in a long frame: six numbers differ, and the day."""

    def told(day: int) -> str:
        rows = "；".join(
            f"{name}站水位{number_of(prose, 20, 60)}.{number_of(prose, 10, 99)}米"
            for name in _DISTRICTS[:6]
        )
        return (
            f"水文中心{day}日8时通报：{rows}。各站水位均在警戒线以下，未来三天流域内无明显降水过程，"
            "水势总体平稳。中心提醒，沿河施工、捕捞和游览的单位与个人仍应留意上游水库调度信息，"
            "不要在河心洲滩过夜，遇到放水警报立即撤离；船舶应按规定航速行驶，夜间加强瞭望。"
        )

    return apart([Draft("今日水情", told(3 + at), at * _DAY) for at in range(8)])


def _merged(prose: Prose) -> Family:
    """Two reports, and one that has both of them whole."""
    one, two = (body_of(prose, prose.sentences(8)) for _ in range(2))
    drafts = [Draft(prose.headline(), one), Draft(prose.headline(), two, 2 * _HOUR)]
    return apart([*drafts, Draft(prose.headline(), f"{one}\n{two}", 9 * _HOUR)])


# --- late, short and retold ------------------------------------------------------------------


def _late_cut(prose: Prose) -> Family:
    """A report, and its first half 200 days later under another headline."""
    sentences = prose.sentences(14)
    drafts = (sentences, 0), (sentences[:7], 200 * _DAY)
    return copied(*(Draft(prose.headline(), body_of(prose, each), at) for each, at in drafts))


def _late_edit(prose: Prose) -> Family:
    """A report, and 100 days later the same with every fourth sentence written anew."""
    sentences = prose.sentences(12)
    mended = [prose.sentence() if at % 4 == 3 else each for at, each in enumerate(sentences)]
    drafts = (sentences, 0), (mended, 100 * _DAY)
    return copied(*(Draft(prose.headline(), body_of(prose, each), at) for each, at in drafts))


def _retold(prose: Prose) -> Family:
    """A report of 15 sentences, and the next day four of them from all over it."""
    sentences = prose.sentences(15)
    few = [sentences[at] for at in (0, 4, 9, 13)]
    title = prose.headline()
    return copied(Draft(title, body_of(prose, sentences)), Draft(title, prose.line(few), _DAY))


def _flash(prose: Prose) -> Family:
    """One clause with a word before it, and the same without."""
    told = prose.fill("{place}{syllable}{syllable}{site}{time}{does}{what}")
    title = prose.headline()
    return copied(Draft(title, f"快讯｜{told}。"), Draft(title, f"{told}。", _HOUR))


def _english_brief(prose: Prose) -> Family:
    """An item of two sentences, and the same behind a dateline."""
    english = in_language("en", prose)
    told, title = english.line(english.sentences(2)), english.headline()
    dateline = english.fill("{place} (Reuters) - ").upper().replace("REUTERS", "Reuters")
    return copied(Draft(title, told), Draft(title, f"{dateline}{told}", 3 * _HOUR))


def _german_cut(prose: Prose) -> Family:
    """A report of the country, and its first third."""
    german = in_language("de", prose)
    sentences, title = german.sentences(12), german.headline()
    return copied(
        Draft(title, body_of(german, sentences)),
        Draft(title, body_of(german, sentences[:4]), 6 * _HOUR),
    )


def written_in(language: str, make: Maker) -> Maker:
    """The same kind in another language."""
    return lambda prose: make(in_language(language, prose))


_LANGUAGES = {"English": "en", "German": "de", "Spanish": "es"}
_IN_ANY_LANGUAGE: dict[str, Maker] = {
    "serial: appended": _appended,
    "serial: merged": _merged,
    "late: cut": _late_cut,
    "late: edited": _late_edit,
    "item: retold": _retold,
}
FURTHER_KINDS: dict[str, Maker] = {
    "notices: warning by district": notices("气象预警", _district, apart=1),
    "notices: warning raised": notices("预警变更", _raised, apart=_HOUR),
    "notices: power cut": notices("停电通知", _power_cut),
    "notices: lottery": notices("开奖公告", _lottery),
    "notices: summons": notices("送达公告", _summons),
    "notices: stock": notices("关于股份质押的公告", _stock),
    "notices: exam results": notices("成绩公布通知", _exam),
    "notices: closed road": notices("道路封闭通告", _closed_road),
    "notices: water, English": notices("Water supply", _water),
    "notices: diversion, German": notices("Vollsperrung", _diversion),
    "notices: verdict, English": notices("Court round-up", _verdict),
    "serial: note of correction": _note_of_correction,
    "serial: water levels": _levels,
    "item: flash": _flash,
    "item: brief, English": _english_brief,
    "item: cut, German": _german_cut,
    **_IN_ANY_LANGUAGE,
    **{
        f"{kind}, {language}": written_in(code, make)
        for kind, make in _IN_ANY_LANGUAGE.items()
        for language, code in _LANGUAGES.items()
    },
}
