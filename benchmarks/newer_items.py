"""Newer kinds of notices, serials, reprints, roundups and common sources for `items.py`.

Each makes a family of drafts, as `further_items.py` does. The reprints change how a text is set:
numbered, in reverse, with subheads, captions or teasers between its paragraphs.
"""

# ruff: noqa: E501 - sentences are read more easily on one line

from __future__ import annotations

from collections.abc import Callable

from further_items import Maker, apart, copied, in_language, notices, number_of, written_in
from prose import Prose
from relation_forms import Draft, Family, body_of

_HOUR, _DAY = 60, 1_440


# --- notices ---------------------------------------------------------------------------------


def _missing(prose: Prose, _at: int) -> str:
    return prose.fill(
        f"寻人：{{person}}，{number_of(prose, 61, 92)}岁，身高约一米{number_of(prose, 4, 7)}，"
        f"{number_of(prose, 1, 28)}日早晨从{{place}}家中外出后至今未归。走失时上身穿深色外套，脚穿布鞋，"
        "随身带有一只帆布提包，说话带本地口音，记忆力不好，可能说不清家庭住址。"
        "有知情者请与家属或者就近的派出所联系，提供准确线索的，家属当面酬谢，盼好心人转告。"
    )


def _appointment(prose: Prose, _at: int) -> str:
    return prose.fill(
        f"经研究，拟任命{{person}}同志（19{number_of(prose, 66, 88)}年{number_of(prose, 1, 12)}月生，大学学历）"
        "为{place}{syllable}{syllable}局副局长，现予公示。公示期间，干部群众如对公示对象有异议，"
        "可通过来信、来电、来访等形式反映，以个人名义反映的应当签署真实姓名，以单位名义反映的应当加盖公章。"
        "反映的情况必须真实、准确、具体，严禁借机诽谤诬告。公示期为五个工作日，自发布之日起计算。"
    )


def _award(prose: Prose, _at: int) -> str:
    return prose.fill(
        "{place}{syllable}{syllable}桥维修工程评标工作已经结束，中标人为{syllable}{syllable}建设有限公司，"
        f"中标价{number_of(prose, 90, 990)}.{number_of(prose, 10, 99)}万元，工期{number_of(prose, 60, 400)}日历天，"
        "质量标准为合格。投标人及其他利害关系人对评标结果有异议的，应当在公示期间以书面形式向招标人提出，"
        "招标人自收到异议之日起三日内作出答复，作出答复前暂停招标投标活动，特此公告。"
    )


def _recall(prose: Prose, _at: int) -> str:
    return prose.fill(
        "{syllable}{syllable}电器公司向市场监管部门备案了召回计划，决定即日起召回部分"
        f"{{syllable}}{{syllable}}牌电热水壶，批号为{number_of(prose, 1000, 9999)}，涉及数量{number_of(prose, 100, 9000)}台。"
        "本次召回范围内的产品由于供应商制造原因，壶底密封圈在长期使用后可能老化，极端情况下有渗水漏电的隐患。"
        "公司将为用户免费更换壶底组件，用户可拨打客服热线了解详情，在维修前应停止使用该产品并拔下插头。"
    )


def _blood(prose: Prose, _at: int) -> str:
    return prose.fill(
        f"流动献血车本月{number_of(prose, 1, 28)}日停靠{{place}}{{syllable}}{{syllable}}广场，"
        "年满十八周岁的健康公民都可以带上身份证前往。献血前一天晚上要早睡，早餐以清淡饮食为宜，不要空腹；"
        "献血后请按压针眼十分钟，当天不做剧烈运动，多喝水。两次献血的间隔不少于六个月，感谢每一位伸出手臂的人。"
    )


def _obituary(prose: Prose, _at: int) -> str:
    return in_language("en", prose).fill(
        f"{{person}}, {number_of(prose, 61, 99)}, of {{place}}, passed away peacefully at home, surrounded by"
        " family. A service will be held at the chapel on the hill, followed by light refreshments in the"
        " parish hall, to which all friends are invited. Family flowers only, please; donations in lieu may"
        " be left in the box by the door for the lifeboat fund. The family would like to thank the district"
        f" nurses for their kindness over the last {number_of(prose, 2, 30)} months."
    )


def _match(prose: Prose, _at: int) -> str:
    return in_language("en", prose).fill(
        f"{{place}} beat {{place}} {number_of(prose, 3, 6)}-{number_of(prose, 0, 2)} in the county league on Saturday."
        f" {{person}} opened the scoring after {number_of(prose, 2, 40)} minutes, and the visitors never recovered"
        " from going in behind at the break on a heavy pitch. The manager praised the effort of the substitutes"
        " and said there were no fresh injuries to report. Tickets for the next home game go on sale on Monday"
        " at the club shop, and season-ticket holders are admitted as usual through the north gate."
    )


def _burglary(prose: Prose, _at: int) -> str:
    return in_language("de", prose).fill(
        f"Unbekannte sind in der Nacht zum {number_of(prose, 2, 28)}. in ein Einfamilienhaus in {{place}}"
        " eingebrochen. Sie hebelten nach Angaben der Polizei ein Kellerfenster auf, durchsuchten mehrere"
        f" Räume und erbeuteten Schmuck im Wert von {number_of(prose, 300, 9000)} Talern. Die Kriminalpolizei"
        " sicherte Spuren und fragt, wer in der Umgebung verdächtige Personen oder Fahrzeuge gesehen hat."
        " Hinweise nimmt jede Dienststelle entgegen, auf Wunsch auch vertraulich."
    )


def _delay(prose: Prose, _at: int) -> str:
    return in_language("ja", prose).fill(
        f"鉄道会社によると、{number_of(prose, 1, 28)}日午前{number_of(prose, 6, 11)}時ごろ、{{place}}駅の構内で信号の不具合があり、"
        f"上下線で運転を見合わせた。約{number_of(prose, 12, 90)}分後に再開したが、列車に遅れが出て"
        f"{number_of(prose, 300, 9000)}人に影響した。けが人はなかった。同社は利用者におわびするとともに、"
        "設備の点検を進め、原因を詳しく調べるとしている。振り替え輸送は夕方までに終わった。"
    )


def _storm(prose: Prose, _at: int) -> str:
    return in_language("es", prose).fill(
        "El servicio meteorológico mantiene activo el aviso por tormentas en {place}, donde se esperan hasta"
        f" {number_of(prose, 20, 90)} litros por metro cuadrado y rachas de {number_of(prose, 50, 120)} kilómetros por hora."
        " Protección Civil recomienda cerrar puertas y ventanas, retirar de los balcones las macetas y evitar los"
        " desplazamientos que no sean imprescindibles. Los parques permanecerán cerrados mientras dure el aviso,"
        " y el teléfono de emergencias atenderá todas las incidencias de los vecinos."
    )


# --- serials ---------------------------------------------------------------------------------


def _mended_twice(prose: Prose) -> Family:
    """A report of which first one number is mended and then another."""
    sentences = prose.sentences(10)
    told = [
        (f"清单上列有{one}件旧物。", f"参加的共有{two}户人家。")
        for one, two in ((312, 87), (321, 87), (321, 78))
    ]
    bodies = [
        body_of(prose, [*sentences[:4], a, *sentences[4:8], b, *sentences[8:]]) for a, b in told
    ]
    title = prose.headline()
    return copied(*(Draft(title, body, at * 2 * _HOUR) for at, body in enumerate(bodies)))


def _newest_first(prose: Prose) -> Family:
    """A live text that grows at its head."""
    entries = [f"{18 - at}:{20 + at} {prose.line(prose.sentences(3))}" for at in range(6)]
    title = prose.headline()
    return copied(*(Draft(title, "\n".join(entries[3 - at :]), at * _HOUR) for at in range(4)))


def _parts(prose: Prose) -> Family:
    """Three parts of a series under one note of the editors."""
    note = prose.line(prose.sentences(2))
    bodies = [f"{note}\n{body_of(prose, prose.sentences(9))}" for _ in range(3)]
    return apart([Draft(prose.headline(), body, at * _DAY) for at, body in enumerate(bodies)])


def _framed(prose: Prose) -> Family:
    """A column with the same two sentences at its head and at its end each week."""
    head, end = (prose.line(prose.sentences(2)) for _ in range(2))
    bodies = ["\n".join([head, body_of(prose, prose.sentences(8)), end]) for _ in range(5)]
    title = prose.headline()
    return apart([Draft(title, body, at * 7 * _DAY) for at, body in enumerate(bodies)])


# --- reprints that are set in another way ------------------------------------------------------


def _reset(change: Callable[[Prose, list[str]], str], size: int = 12) -> Maker:
    """A report, and the same as it is set by another paper three hours later."""

    def make(prose: Prose) -> Family:
        sentences, title = prose.sentences(size), prose.headline()
        whole = Draft(title, body_of(prose, sentences))
        return copied(whole, Draft(prose.headline(), change(prose, sentences), 3 * _HOUR))

    return make


def _numbered(_prose: Prose, sentences: list[str]) -> str:
    return "\n".join(f"{at}. {each}" for at, each in enumerate(sentences, start=1))


def _reversed(prose: Prose, sentences: list[str]) -> str:
    paragraphs = [prose.line(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
    return "\n".join(paragraphs[::-1])


def _between(lines: Callable[[Prose], str]) -> Callable[[Prose, list[str]], str]:
    """Every third sentence a line of the page."""

    def change(prose: Prose, sentences: list[str]) -> str:
        paragraphs = [prose.line(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
        return "\n".join(f"{lines(prose)}\n{each}" for each in paragraphs)

    return change


def _caption(prose: Prose) -> str:
    return prose.fill("图为{person}在{place}{site}。{person} 摄")


def _with_teasers(prose: Prose, sentences: list[str]) -> str:
    teasers = "\n".join(prose.headline() for _ in range(6))
    return f"{body_of(prose, sentences)}\n相关阅读\n{teasers}"


def _full_width(prose: Prose, sentences: list[str]) -> str:
    wide = {ord(each): ord(each) + 0xFEE0 for each in "0123456789,:;!?()%abcdefghij"}
    return body_of(prose, sentences).translate(wide)


def _bulleted(_prose: Prose, sentences: list[str]) -> str:
    return "\n".join(f"● {sentences[at]}" for at in (0, 4, 8, 13))


# --- several texts in one ----------------------------------------------------------------------


def _morning_list(prose: Prose) -> Family:
    """Five reports, and an article of their first two sentences."""
    reports = [prose.sentences(9) for _ in range(5)]
    drafts = [
        Draft(prose.headline(), body_of(prose, each), at * 20) for at, each in enumerate(reports)
    ]
    items = "\n".join(f"【{at}】{prose.line(each[:2])}" for at, each in enumerate(reports, start=1))
    return apart([*drafts, Draft("早间速览", items, 12 * _HOUR)])


def _week(prose: Prose) -> Family:
    """Four short items, and an article of all of them whole."""
    items = [prose.line(prose.sentences(3)) for _ in range(4)]
    drafts = [Draft(prose.headline(), each, at * _DAY) for at, each in enumerate(items)]
    return apart([*drafts, Draft("一周回顾", "\n".join(items), 5 * _DAY)])


def _statement(prose: Prose) -> Family:
    """Two reports of their own, each with one statement that is longer than either."""
    statement = prose.line(prose.sentences(9))
    bodies = [
        f"{prose.line(prose.sentences(4))}\n声明全文如下：\n{statement}\n{prose.line(prose.sentences(3))}"
        for _ in range(2)
    ]
    return apart([Draft(prose.headline(), body, at * _HOUR) for at, body in enumerate(bodies)])


_IN_ANY_LANGUAGE: dict[str, Maker] = {
    "serial: parts under one note": _parts,
    "serial: framed column": _framed,
    "reprint: numbered": _reset(_numbered),
    "reprint: paragraphs reversed": _reset(_reversed),
    "reprint: subheads": _reset(_between(Prose.headline)),
    "digest: bullets": _reset(_bulleted, size=15),
    "roundup: morning list": _morning_list,
    "roundup: week": _week,
}
NEWER_KINDS: dict[str, Maker] = {
    "notices: missing person": notices("寻人启事", _missing),
    "notices: appointment": notices("任前公示", _appointment),
    "notices: award": notices("中标公告", _award),
    "notices: recall": notices("召回公告", _recall),
    "notices: blood": notices("献血车停靠安排", _blood),
    "notices: obituary, English": notices("Obituary", _obituary),
    "notices: match, English": notices("County league", _match),
    "notices: burglary, German": notices("Polizeibericht", _burglary),
    "notices: delay, Japanese": notices("列車の遅れ", _delay),
    "notices: storm, Spanish": notices("Aviso por tormentas", _storm),
    "serial: mended twice": _mended_twice,
    "serial: newest first": _newest_first,
    "reprint: captions": _reset(_between(_caption)),
    "reprint: teasers": _reset(_with_teasers),
    "reprint: full width": _reset(_full_width),
    "source: statement": _statement,
    **_IN_ANY_LANGUAGE,
    **{
        f"{kind}, {language}": written_in(code, make)
        for kind, make in _IN_ANY_LANGUAGE.items()
        for language, code in {"English": "en", "Russian": "ru"}.items()
    },
}
