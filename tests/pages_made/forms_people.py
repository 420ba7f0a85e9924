"""How pages print their authors and editors."""

# ruff: noqa: E501 - rows of markup and lists of words are read more easily on one line

from __future__ import annotations

from pages_made.forms_draft import Draft, Form, each_of, inside, item, joined, padded
from pages_made.invented import people, person


def _no_author(draft: Draft) -> None:
    draft.facts.authors = []


def _header_author(label: str, separator: str) -> Form:
    def form(draft: Draft) -> None:
        draft.items.append((label, joined(draft.facts.authors, separator)))

    return form


def _dateline(pattern: str, separator: str = "、") -> Form:
    def form(draft: Draft) -> None:
        said = pattern.format(
            names=joined([padded(n) if separator == " " else n for n in draft.facts.authors], separator),
            month=draft.facts.published.month, day=draft.facts.published.day,
        )  # fmt: skip
        draft.facts.body[0] = said + draft.facts.body[0]

    return form


def _two_roles(draft: Draft) -> None:
    first, second = draft.facts.authors = people(draft.pick, 2)
    draft.facts.body[0] = f"本报讯（记者 {first} 通讯员 {second}）{draft.facts.body[0]}"


def _own_line(pattern: str, separator: str, *, first: bool) -> Form:
    def form(draft: Draft) -> None:
        said = pattern.format(names=joined(draft.facts.authors, separator))
        (draft.lead if first else draft.tail).append(f"<p>{said}</p>")

    return form


def _signature(pattern: str, separator: str) -> Form:
    def form(draft: Draft) -> None:
        draft.facts.body[-1] += pattern.format(names=joined(draft.facts.authors, separator))

    return form


def _titled_author(draft: Draft) -> None:
    draft.facts.authors = draft.facts.authors[:1]
    draft.facts.body[-1] += f"（作者：{draft.facts.authors[0]}，江州大学教授）"


def _editor_as_meta_author(draft: Draft) -> None:
    draft.metas.append(f'<meta name="author" content="{draft.facts.editors[0]}">')


def _name_in_text(draft: Draft) -> None:
    draft.facts.body.append(f"读者{person(draft.pick)}（化名）给本报来信说，希望早日办好。")


AUTHORS: dict[str, Form] = {
    "none": _no_author,
    "header 作者": _header_author("作者：", " "),
    "header 作者 、": _header_author("作者：", "、"),
    "header 记者": _header_author("记者：", " "),
    "header 作者 记者 X": lambda d: d.items.append(("作者：", "记者 " + " ".join(d.facts.authors))),
    "dateline 记者": _dateline("本报讯（记者 {names}）"),
    "dateline 记者 glued": _dateline("本报讯（记者{names}）"),
    "dateline padded": _dateline("本报{month}月{day}日讯 （记者 {names}） ", " "),
    "dateline 电": _dateline("新华社北京{month}月{day}日电（记者{names}）"),
    "dateline 中新网": _dateline("中新网青棠{month}月{day}日电 ({names})", " "),
    "dateline 红网": _dateline("红网时刻新闻{month}月{day}日讯（记者 {names}）", " "),
    "dateline 人民网": _dateline("人民网青棠{month}月{day}日电 （{names}）", "、"),
    "dateline two roles": _two_roles,
    "dateline /": _dateline("青棠网讯（记者/{names}）", " "),
    "dateline 全媒体": _dateline("青棠日报讯（全媒体记者 {names}）", "、"),
    "first □": _own_line("□ 本报记者 {names}", " ", first=True),
    "first medium": _own_line("青棠日报记者 {names}", " ", first=True),
    "first 文/": _own_line("文/本报记者 {names}", " ", first=True),
    "first ■": _own_line("■ {names}", " ", first=True),
    "last 记者": _own_line("记者 {names}", " ", first=False),
    "last 文丨": _own_line("文丨{names}", " ", first=False),
    "last 文字": _own_line("文字：{names}", " ", first=False),
    "last 撰稿": _own_line("撰稿：{names}", "、", first=False),
    "last 作者": _own_line("作者：{names}", "、", first=False),
    "last 供稿": _own_line("（{names}）", " ", first=False),
    "dateline 发自": _dateline("本报记者{names}发自北京 ", "、"),
    "dateline 报道：": _dateline("青棠网记者{names}{month}月{day}日报道：", "、"),
    "dateline （A 上海报道）": _dateline("（{names} 上海报道）", " "),
    "dateline 本报讯 记者": _dateline("本报讯 记者{names}报道 ", "、"),
    "dateline 通讯员": _dateline("青棠网讯（通讯员 {names}）", " "),
    "dateline 分站": _dateline("红网时刻青棠{month}月{day}日讯（通讯员 {names}）", " "),
    "first 记者 文/图": _own_line("本报记者 {names} 文/图", " ", first=True),
    "first A/报": _own_line("{names}/青棠日报", " ", first=True),
    "first 【文/】": _own_line("【文/观察网 {names}】", " ", first=True),
    "first 采写": _own_line("采写：青棠都市报记者 {names}", " ", first=True),
    "first 撰文": _own_line("撰文｜{names}", " ", first=True),
    "last 执笔": _own_line("执笔/{names}", "、", first=False),
    "last 文：": _own_line("文：{names}", " ", first=False),
    "last 采访": _own_line("采访：{names}", "、", first=False),
    "last 作者 丨": _own_line("作者丨{names}", "、", first=False),
    "signature 本报记者": _signature("（本报记者 {names}）", "、"),
    "signature 作者 titled": _titled_author,
    "header 佚名": each_of(item("作者：", "佚名"), _no_author),
    "header blank": each_of(item("作者：", ""), _no_author),
    "header 网": each_of(item("作者：", "青棠网"), _no_author),
    "meta is editor": each_of(_editor_as_meta_author, _no_author),
    "hidden name in text": each_of(_no_author, _name_in_text),
    "signature names": _signature("（{names}）", " "),
    "signature 记者": _signature("（记者 {names}）", "、"),
    "signature 文/": _signature("（文/{names}）", " "),
    "signature 通讯员": _signature("（通讯员 {names}）", " "),
    "signature plain": _signature(" 本报记者 {names}", " "),
}


def _no_editor(draft: Draft) -> None:
    draft.facts.editors = []


def _trailer_editor(pattern: str, separator: str = " ", *, inside: bool = True) -> Form:
    def form(draft: Draft) -> None:
        others = people(draft.pick, 3)
        said = pattern.format(
            names=joined(draft.facts.editors, separator), a=others[0], b=others[1], c=others[2],
            padded=joined([padded(n) for n in draft.facts.editors], "、"),
        )  # fmt: skip
        (draft.tail if inside else draft.below).append(said)

    return form


def _header_editor(label: str) -> Form:
    return lambda draft: draft.items.append((label, joined(draft.facts.editors, "、")))


EDITORS: dict[str, Form] = {
    "none": _no_editor,
    "header 编辑：": _header_editor("编辑："),
    "header 责任编辑：": _header_editor("责任编辑："),
    "header 责编：": _header_editor("责编："),
    "(责编：)": _trailer_editor('<p class="edit">(责编：{names})</p>', "、"),
    "（责任编辑：）": _trailer_editor("<p>（责任编辑：{names}）</p>", "、"),
    "【编辑:】": _trailer_editor('<div class="adEditor">【编辑:{names}】</div>', inside=False),
    "[责任编辑：]": _trailer_editor("<div>[责任编辑： {names} ]</div>", inside=False),
    "编辑：": _trailer_editor("<p>编辑：{names}</p>", "、"),
    "code": _trailer_editor('<div class="ep-editor">责任编辑：{names}_QT1208</div>', "、", inside=False),
    "code after space": _trailer_editor("<p>责任编辑：{names} QT183</p>", " "),
    "padded": _trailer_editor("<p>责　　编：{padded}</p>"),
    "span in label": _trailer_editor('<p><span>责任编辑</span><span>：</span><em>{names}</em></p>', "、"),
    "丨": _trailer_editor("<p>编辑丨{names}</p>", " "),
    "/": _trailer_editor("<p>编辑/{names}　校对/{a}</p>", " "),
    "三审 line": _trailer_editor("<p>编辑：{names}　一审：{a}　二审：{b}　三审：{c}</p>", "、"),
    "三审 lines": _trailer_editor("<p>责编：{names}</p><p>一审：{a}</p><p>二审：{b}</p><p>三审：{c}</p>", "、"),
    "三审 丨": _trailer_editor("<p>一审丨{a} 二审丨{b} 三审丨{c}</p><p>编辑丨{names}</p>", " "),
    "初审": _trailer_editor("<p>编辑：{names}<br>初审：{a}<br>复审：{b}<br>终审：{c}</p>", "、"),
    "监制": _trailer_editor("<p>编辑：{names} 校对：{a} 审核：{b} 监制：{c}</p>", " "),
    "签发": _trailer_editor("<p>责任编辑：{names} | 责任校对：{a} | 审核：{b} | 签发：{c}</p>", "、"),
    "open label": _trailer_editor("<p>编辑：{names} 联络：{a} 值守：{b}</p>", "、"),
    "list": _trailer_editor("<ul><li>责任编辑：{names}</li><li>校对：{a}</li></ul>", "、"),
    "table": _trailer_editor("<table><tr><td>责任编辑：{names}</td><td>审核：{a}</td></tr></table>", "、", inside=False),
    "admin": each_of(inside("<p>责任编辑：admin</p>"), _no_editor),
    "blank": each_of(inside("<p>责任编辑：</p>"), _no_editor),
    "only reviewers": each_of(_trailer_editor("<p>一审：{a} 二审：{b} 三审：{c}</p>"), _no_editor),
    "(编辑 A)": _trailer_editor("<p>(编辑 {names})</p>", " "),
    "（青棠网编辑 A）": _trailer_editor("<p>（青棠网编辑 {names}）</p>", " "),
    "本期编辑": _trailer_editor("<p>本期编辑 {names}　本期校对 {a}</p>", " "),
    "编辑 | bars": _trailer_editor("<p>编辑 | {names}</p><p>审核 | {a}</p>", " "),
    "two labels glued": _trailer_editor("<p>来源：青棠发布责编：{names}审核：{a}</p>", "、"),
    "right": _trailer_editor('<p align="right">责任编辑：{names}</p>', "、"),
    "融媒": _trailer_editor("<p>编辑:{names}　初审:{a}　复审:{b}　终审:{c}</p>", " "),
    "出品 lines": _trailer_editor("<p>青棠县融媒体中心出品</p><p>责编：{names}</p><p>监制：{a}</p>", "、"),
    "视觉": _trailer_editor("<p>编辑：{names}｜视觉：{a}｜校对：{b}</p>", "、"),
    "网络编辑": _trailer_editor("<p>网络编辑：{names}</p>", " "),
    "选稿": _trailer_editor("<p>选稿：{names}</p>", " ", inside=False),
    "affiliation": _trailer_editor("<p>编辑：{names}</p>", "、"),
}  # fmt: skip
