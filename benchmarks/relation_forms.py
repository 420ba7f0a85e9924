"""Families of articles whose relation is known: one form for each way in which texts are related."""

# ruff: noqa: E501 - patterns are read more easily on one line

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from zlib import crc32

from prose import Prose

Maker = Callable[[Prose], "Family"]
_HOUR, _DAY = 60, 1_440


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before it has a station and an id. `after`: minutes after its family began."""

    title: str
    body: str
    after: int = 0
    credits_first: bool = False  # whether it names the station of the first draft as its source


@dataclass(frozen=True, slots=True)
class Expected:
    """The relation that one draft has to one of some others, by their numbers."""

    article: int
    others: tuple[int, ...]
    relation: str


@dataclass(slots=True)
class Family:
    """Drafts in the order of print, the lineage of each, and how they are related."""

    drafts: list[Draft]
    lineages: list[int]
    expected: list[Expected] = field(default_factory=list)


def relation_of(form: str) -> str:
    """The relation that a form is made for."""
    return form.partition(":")[0]


def is_built_on(form: str) -> bool:
    """Whether a form may be looked at while something is built; the others give figures only."""
    return crc32(form.encode()) % 2 == 0


def another_name(prose: Prose) -> Family:
    """A report and a copy that differs in one person's name."""
    sentences, title = prose.sentences(11), prose.headline()
    patterns = [each for each in prose.language.sentences if "{person}" in each]
    sentence = prose.fill(prose.chance.choice(patterns).replace("{person}", "<name>", 1))
    bodies = [
        _body(prose, [*sentences[:4], sentence.replace("<name>", name), *sentences[4:]])
        for name in (prose.fill("{person}"), prose.fill("{person}"))
    ]
    drafts = [Draft(title, bodies[0]), Draft(title, bodies[1], 3 * _HOUR)]
    return Family(drafts, [0, 0], [Expected(1, (0,), "edited")])


def copy(relation: str, change: Callable[[Prose, list[str]], str], after: int = 3 * _HOUR) -> Maker:
    """A report and a copy of it whose body `change` makes of the sentences."""

    def make(prose: Prose) -> Family:
        sentences = prose.sentences(prose.chance.randint(11, 15))
        title = prose.headline()
        first = Draft(title, _body(prose, sentences))
        credits = prose.chance.random() < 0.5
        later = Draft(title, change(prose, sentences), after, credits)
        return Family([first, later], [0, 0], [Expected(1, (0,), relation)])

    return make


def retitled(change: Callable[[Prose, str], str]) -> Maker:
    """A report, and the same text under the headline that `change` makes."""

    def make(prose: Prose) -> Family:
        body, title = _body(prose, prose.sentences(10)), prose.headline()
        drafts = [Draft(title, body), Draft(change(prose, title), body, 2 * _HOUR)]
        return Family(drafts, [0, 0], [Expected(1, (0,), "retitled")])

    return make


def quoted(sentences: int, own: int, after: int, *, with_source: bool) -> Maker:
    """A report, and another one that holds so many of its sentences in a row."""

    def make(prose: Prose) -> Family:
        source = prose.sentences(12)
        at = prose.chance.randrange(2, len(source) - sentences)
        passage = prose.line(source[at : at + sentences])
        if with_source:
            passage = _QUOTES[prose.language.code].format(source="{source}", passage=passage)
        host = prose.sentences(own)
        middle = prose.chance.randrange(2, own - 1)
        body = "\n".join([_body(prose, host[:middle]), passage, _body(prose, host[middle:])])
        drafts = [
            Draft(prose.headline(), _body(prose, source)),
            Draft(prose.headline(), body, after),
        ]
        return Family(drafts, [0, 1], [Expected(1, (0,), "excerpt")])

    return make


def roundup(
    line: Callable[[Prose, int, Draft, list[str]], str], *, greeting: bool = False
) -> Maker:
    """Reports of several stations, and an article that is made of their openings."""

    def make(prose: Prose) -> Family:
        count = prose.chance.randint(4, 7)
        texts = [prose.sentences(8) for _ in range(count)]
        drafts = [
            Draft(prose.headline(), _body(prose, text), 30 * number)
            for number, text in enumerate(texts)
        ]
        lines = [
            line(prose, number, draft, text)
            for number, (draft, text) in enumerate(zip(drafts, texts, strict=True))
        ]
        first = [_GREETINGS[prose.language.code]] if greeting else []
        drafts.append(Draft(prose.headline(), "\n".join(first + lines), _DAY))
        expected = [Expected(count, (number,), "roundup") for number in range(count)]
        return Family(drafts, [*range(count + 1)], expected)

    return make


def whole_items(prose: Prose) -> Family:
    """Items of three sentences, each an article, and one article that has all of them."""
    count = prose.chance.randint(3, 6)
    drafts = [
        Draft(prose.headline(), prose.line(prose.sentences(3)), 20 * number)
        for number in range(count)
    ]
    lines = [f"{draft.title}\n{draft.body}" for draft in drafts]
    drafts.append(Draft(prose.headline(), "\n".join(lines), _DAY))
    expected = [Expected(count, (number,), "roundup") for number in range(count)]
    return Family(drafts, [*range(count + 1)], expected)


def background(count: int, *, in_middle: bool) -> Maker:
    """Reports of some weeks that repeat one background of three sentences."""

    def make(prose: Prose) -> Family:
        shared = prose.line(prose.sentences(3))
        drafts = []
        for number in range(count):
            own = prose.sentences(prose.chance.randint(9, 12))
            at = prose.chance.randint(4, 7) if in_middle else len(own)
            parts = [_body(prose, own[:at]), shared, _body(prose, own[at:])]
            drafts.append(
                Draft(prose.headline(), "\n".join(filter(None, parts)), number * 4 * _DAY)
            )
        others = {
            number: tuple(at for at in range(count) if at != number) for number in range(count)
        }
        expected = [
            Expected(number, others[number], "shared_passage") for number in range(1, count)
        ]
        return Family(drafts, [*range(count)], expected)

    return make


def statement(before: int, after: int, introduction: str) -> Maker:
    """Two reports of one document that is longer than what either adds."""

    def make(prose: Prose) -> Family:
        document = prose.line(prose.sentences(6))
        place = prose.fill("{place}")
        drafts = []
        for number in range(2):
            introduced = _STATEMENTS[prose.language.code][introduction].format(
                place=place, document=document
            )
            parts = [
                prose.line(prose.sentences(before + number % 2)), introduced,
                prose.line(prose.sentences(after)),
            ]  # fmt: skip
            drafts.append(Draft(prose.headline(), "\n".join(filter(None, parts)), number * 40))
        return Family(drafts, [0, 1], [Expected(1, (0,), "common_source")])

    return make


def notices(form: str) -> Maker:
    """Nine notices of one form, a day or more apart, and one of them again."""

    def make(prose: Prose) -> Family:
        title, pattern = _NOTICES[prose.language.code][form]
        drafts, at = [], 0
        for _ in range(9):
            drafts.append(Draft(prose.fill(title), prose.fill(pattern), at))
            at += prose.chance.randint(1, 9) * _DAY
        again = prose.chance.randrange(9)
        drafts.append(Draft(drafts[again].title, drafts[again].body, drafts[again].after + _HOUR))
        others = {number: tuple(at for at in range(9) if at != number) for number in range(9)}
        expected = [Expected(number, others[number], "template") for number in range(9)]
        expected.append(Expected(9, (again,), "identical"))
        return Family(drafts, [*range(9), again], expected)

    return make


def _body(prose: Prose, sentences: Sequence[str]) -> str:
    """Sentences in paragraphs of three."""
    return "\n".join(prose.line(list(sentences[at : at + 3])) for at in range(0, len(sentences), 3))


# --- changes of a text -----------------------------------------------------------------------


def _line_breaks(prose: Prose, sentences: list[str]) -> str:
    return prose.text(sentences)


def _furniture(prose: Prose, sentences: list[str]) -> str:
    before, after = _FURNITURE[prose.language.code]
    return "\n".join([prose.fill(before), _body(prose, sentences), prose.fill(after)])


def _other_width(prose: Prose, sentences: list[str]) -> str:
    wide = str.maketrans("，：；！？（）0123456789", ",:;!?()０１２３４５６７８９")
    curly = str.maketrans("“”„「」", '"""""')
    return _body(prose, sentences).translate(wide).translate(curly)


def _blanks(prose: Prose, sentences: list[str]) -> str:
    return "　　" + _body(prose, sentences).replace("\n", "\n\n　　")


def _exchanged(prose: Prose, sentences: list[str]) -> str:
    return prose.reworded(_body(prose, sentences))


def _one_rewritten(prose: Prose, sentences: list[str]) -> str:
    at = prose.chance.randrange(len(sentences))
    changed = list(sentences)
    changed[at] = prose.sentence()
    return _body(prose, changed)


def _corrected(prose: Prose, sentences: list[str]) -> str:
    """The first three numbers are others."""
    body = _body(prose, sentences)
    for number in re.findall(r"\d+", body)[:3]:
        body = body.replace(number, str(prose.chance.randint(12, 9_800)), 1)
    return body


def _one_left_out(prose: Prose, sentences: list[str]) -> str:
    at = prose.chance.randrange(1, len(sentences) - 1)
    return _body(prose, sentences[:at] + sentences[at + 1 :])


def _reordered(prose: Prose, sentences: list[str]) -> str:
    first, second, *rest = _body(prose, sentences).split("\n")
    return "\n".join([second, first, *reversed(rest)])


def _opening(prose: Prose, sentences: list[str]) -> str:
    return _body(prose, sentences[: prose.chance.randint(3, 5)])


def _without_end(prose: Prose, sentences: list[str]) -> str:
    return _body(prose, sentences[: int(len(sentences) * 0.65)])


def _fewer_paragraphs(prose: Prose, sentences: list[str]) -> str:
    paragraphs = _body(prose, sentences).split("\n")
    paragraphs.pop(prose.chance.randrange(1, len(paragraphs)))
    return "\n".join(paragraphs)


def _own_after(prose: Prose, sentences: list[str]) -> str:
    return "\n".join([_body(prose, sentences), _body(prose, prose.sentences(5))])


def _own_before(prose: Prose, sentences: list[str]) -> str:
    return "\n".join([_body(prose, prose.sentences(5)), _body(prose, sentences)])


def _own_around(prose: Prose, sentences: list[str]) -> str:
    own = _body(prose, prose.sentences(3)), _body(prose, prose.sentences(4))
    return "\n".join([own[0], _body(prose, sentences), own[1]])


def _own_within(prose: Prose, sentences: list[str]) -> str:
    middle = len(sentences) // 2
    parts = sentences[:middle], prose.sentences(6), sentences[middle:]
    return "\n".join(_body(prose, part) for part in parts)


def _spread(prose: Prose, sentences: list[str]) -> str:
    return prose.line([sentences[at] for at in range(1, len(sentences), 4)] + [sentences[-1]])


def _lead_and_spread(prose: Prose, sentences: list[str]) -> str:
    return prose.line([sentences[0], sentences[len(sentences) // 2], sentences[-2]])


def _halves(prose: Prose, sentences: list[str]) -> str:
    """Every third sentence, up to its last comma."""
    kept = sentences[::3]
    cut = [re.sub(r"[,，、；;][^,，、；;]*$", "", sentence) for sentence in kept]
    stop = "。" if prose.language.code in ("zh", "ja") else "."
    return prose.line([part.rstrip(stop) + stop for part in cut])


# --- headlines and lines of a roundup --------------------------------------------------------


def _new_headline(prose: Prose, _title: str) -> str:
    return prose.headline()


def _cut_headline(_prose: Prose, title: str) -> str:
    return title[: max(4, len(title) // 2)].strip()


def _labelled(prose: Prose, title: str) -> str:
    return {"zh": "聚焦｜", "en": "Watch: ", "de": "Video: ", "ja": "【速報】"}[
        prose.language.code
    ] + title


def _headline_and_more(prose: Prose, title: str) -> str:
    return f"{title} {prose.headline()}"


def _numbered(prose: Prose, number: int, _draft: Draft, text: list[str]) -> str:
    return f"{number + 1}. {prose.line(text[:2])}"


def _headed(prose: Prose, _number: int, draft: Draft, text: list[str]) -> str:
    return f"【{draft.title}】{prose.line(text[:2])}"


def _plain_opening(prose: Prose, _number: int, _draft: Draft, text: list[str]) -> str:
    return prose.line(text[: prose.chance.randint(2, 3)])


_GREETINGS = {
    "zh": "早上好，今天有这些消息。", "en": "Good morning. Here is what to know today.",
    "de": "Guten Morgen, das ist heute wichtig.", "ja": "おはようございます。今日の主なニュースです。",
}  # fmt: skip
_QUOTES = {
    "zh": "据{source}报道，{passage}", "en": "{source} reported: “{passage}”",
    "de": "Wie {source} berichtet: „{passage}“", "ja": "{source}によると、{passage}",
}  # fmt: skip
_FURNITURE = {
    "zh": (
        "首页 新闻 民生 专题",
        "编辑：{person}\n上一篇\n下一篇\n版权归原作者所有，如有侵权请联系我们。",
    ),
    "en": ("Listen to this article", "Share this story\nRead more\nSign up to our newsletter"),
    "de": ("Artikel anhören", "Artikel teilen\nMehr zum Thema\nNewsletter abonnieren"),
    "ja": ("記事を印刷する", "シェアする\n関連記事\n無断転載を禁じます"),
}
_STATEMENTS = {
    "zh": {
        "notice": "{place}公安局发布情况通报：\n{document}",
        "quoted": "{place}人民政府随后发表声明称：“{document}”",
        "within": "当天的公告内容如下：{document}",
    },
    "en": {
        "notice": "The police of {place} issued the following statement:\n{document}",
        "quoted": "In a statement, the council of {place} said: “{document}”",
        "within": "The notice reads as follows: {document}",
    },
    "de": {
        "notice": "Die Polizei {place} teilte mit:\n{document}",
        "quoted": "In einer Erklärung der Stadt {place} heißt es: „{document}“",
        "within": "Die Mitteilung im Wortlaut: {document}",
    },
    "ja": {
        "notice": "{place}警察署の発表は次の通り。\n{document}",
        "quoted": "{place}は声明を出し、「{document}」と述べた。",
        "within": "発表文は以下の通り：{document}",
    },
}
#: Language → form → headline and text of a notice; another draw is another notice.
_NOTICES: dict[str, dict[str, tuple[str, str]]] = {
    "zh": {
        "police": ("警情通报", "近日，{place}公安局接到群众报警，称{syllable}{syllable}{site}附近有人因琐事争吵并动手。民警迅速赶到现场处置，依法将嫌疑人{person}控制，伤者{person}已送医治疗，暂无生命危险。目前案件正在进一步办理中，请广大群众不信谣、不传谣。\n{place}公安局"),
        "weather": ("天气预报", "{place}气象台{number}号预报：今天夜里到明天，{place}多云转小雨，偏北风{number}级，最高气温{number}度，最低气温{number}度。请市民注意添减衣物，出行注意交通安全，农户加固大棚，做好防风防寒工作。"),
        "recall": ("食品抽检不合格通报", "{place}市场监督管理局近期组织食品安全监督抽检，发现{person}经营部销售的一批产品不符合食品安全国家标准，不合格项目由{place}检测中心检出。已责令经营者立即下架、召回，并依法查处。请消费者注意查看标签标识，如有发现请拨打投诉举报电话。"),
        "closure": ("停水通知", "因{syllable}{syllable}{site}供水管道改造，{place}自来水公司定于近日对沿线用户停水，影响范围为{syllable}{syllable}{site}一带居民及单位。请相关用户提前做好储水准备，关好水龙头，恢复供水初期可能出现短时浑浊，请放水片刻后再使用，不便之处敬请谅解。"),
        "appointment": ("人事任免", "经{place}人民代表大会常务委员会会议通过，决定任命{person}为{place}教育局局长，免去{person}的{place}水利局局长职务。以上任免自公布之日起生效，请有关单位按程序办理交接手续，做好工作衔接。"),
        "exam": ("招聘公告", "{place}所属事业单位面向社会公开招聘工作人员{number}名，报名人员须具有大专以上学历，年龄在{number}周岁以下。报名采取网上方式进行，笔试成绩占总成绩的{number}%，请考生持身份证和准考证按时参加，逾期视为自动放弃。联系人：{person}，电话：{number}{number}。"),
        "road": ("交通管制公告", "为配合{syllable}{syllable}{site}道路施工，{place}公安局交通警察大队决定对{syllable}{syllable}{site}至{syllable}{syllable}{site}路段实行临时交通管制，禁止机动车通行，行人和非机动车可借道通过。请过往驾驶员按照现场标志绕行，服从执勤民警指挥，违者将依法处罚。"),
        "tender": ("中标公告", "{place}公共资源交易中心受{syllable}{syllable}{site}管理处委托，就维修改造项目组织公开招标，项目编号{number}，中标单位为{person}建筑有限公司，中标金额{number}元，工期{number}天。各有关当事人对中标结果有异议的，可在公示期内以书面形式提出质疑。"),
    },
    "en": {
        "police": ("Appeal for witnesses", "Police in {place} are appealing for witnesses after a disturbance near the market in {place}. Officers attended and detained {person}, who remains in custody. {person} was taken to hospital with injuries that are not thought to be life-threatening. Anyone with information is asked to contact the station at {place} or to call the free hotline."),
        "weather": ("Forecast", "The weather office in {place} expects rain to spread from the west tonight, with gusts of up to {number} and a high of {number} degrees by the afternoon. Residents of {place} are advised to secure loose items and to allow extra time for journeys. The river gauge stood at {number} this morning, and further updates will follow."),
        "recall": ("Product recall", "The food safety office in {place} has announced the recall of a batch sold by {person} and Sons of {place} because it may contain an allergen that is not declared on the label. Customers should not eat the product and can return it to the shop for a full refund. No receipt is needed. For more information please contact the customer helpline."),
        "closure": ("Road closure notice", "The council of {place} gives notice that the lane between {place} and {place} will be closed to all traffic while repairs are carried out. A diversion will be signed on site and access for residents will be maintained wherever possible. Objections may be sent in writing to {person} at the town hall. The council apologises for any inconvenience."),
        "appointment": ("New appointment", "The board of governors of {place} is pleased to announce the appointment of {person} as head of the school. The appointment follows an open selection process and takes effect at the beginning of the next term. The board would like to thank {person}, who is stepping down, for many years of dedicated service and wishes all concerned well for the future."),
        "exam": ("Job vacancy", "Applications are invited for the post of clerk to the parish of {place}. The salary is {number} a year for {number} hours a month, and the successful candidate will have good communication skills and experience of working with the public. Application forms can be obtained from {person}, and interviews will be held at {place} hall. Reference: {number}."),
        "road": ("Temporary speed limit", "Drivers are reminded that a temporary speed limit applies on the road from {place} to {place} while resurfacing is under way. Cameras have been installed near {place}, and those who ignore the limit will be prosecuted. Buses will stop at the usual places. Questions should be addressed to the highways officer, {person}."),
        "tender": ("Planning applications", "The following application has been received by the planning office of {place}: reference {number}, conversion of a barn into {number} dwellings, applicant {person}, site at {place}. Plans can be inspected during office hours, and comments must be made in writing within the statutory period, quoting the reference number given above."),
    },
    "de": {
        "police": ("Zeugen gesucht", "Die Polizei in {place} sucht Zeugen einer Auseinandersetzung, die sich in der Nähe des Bahnhofs von {place} ereignet hat. Die Beamten nahmen {person} vorläufig fest. {person} wurde leicht verletzt und in ein Krankenhaus gebracht. Wer Hinweise zum Hergang geben kann, wird gebeten, sich bei der Wache in {place} oder jeder anderen Dienststelle zu melden."),
        "weather": ("Das Wetter", "Der Wetterdienst in {place} erwartet für die kommende Nacht Regen bei Böen von bis zu {number} und Höchstwerten um {number} Grad. In {place} kann es örtlich zu Glätte kommen. Der Pegel stand am Morgen bei {number}. Autofahrer werden um vorsichtige Fahrweise gebeten, Gegenstände im Freien sollten gesichert werden."),
        "recall": ("Rückruf", "Das Veterinäramt {place} hat den Rückruf einer Charge angeordnet, die von der Firma {person} in {place} in den Handel gebracht wurde, weil nicht ausgeschlossen werden kann, dass Fremdkörper enthalten sind. Vom Verzehr wird dringend abgeraten. Kunden können das Produkt gegen Erstattung des Kaufpreises auch ohne Vorlage des Kassenbons zurückgeben."),
        "closure": ("Straßensperrung", "Wegen Bauarbeiten wird die Kreisstraße zwischen {place} und {place} für den gesamten Verkehr voll gesperrt. Eine Umleitung über {place} ist ausgeschildert, Anlieger können bis zur Baustelle fahren. Die Gemeinde bittet die Verkehrsteilnehmer um Verständnis. Ansprechpartner im Bauamt ist {person}."),
        "appointment": ("Neue Leitung", "Der Stadtrat von {place} hat in nichtöffentlicher Sitzung beschlossen, die Leitung des Kulturamts an {person} zu übertragen. Die Stelle war öffentlich ausgeschrieben und wird zum nächsten Quartal besetzt. Der Bürgermeister dankte {person} für die langjährige Arbeit und wünschte für den Ruhestand alles Gute."),
        "exam": ("Stellenausschreibung", "Bei der Gemeinde {place} ist zum nächstmöglichen Zeitpunkt eine Stelle in der Verwaltung mit {number} Wochenstunden zu besetzen. Geboten wird eine Vergütung von {number} Talern und eine betriebliche Altersvorsorge. Bewerbungen mit den üblichen Unterlagen sind unter der Kennziffer {number} an {person} im Rathaus von {place} zu richten."),
        "road": ("Blitzer der Woche", "Der Landkreis kündigt Geschwindigkeitskontrollen zwischen {place} und {place} sowie in der Ortsdurchfahrt von {place} an. Darüber hinaus muss im gesamten Kreisgebiet mit weiteren Messungen gerechnet werden. Die Kontrollen dienen der Verkehrssicherheit. Rückfragen beantwortet {person} von der Straßenverkehrsbehörde."),
        "tender": ("Öffentliche Ausschreibung", "Die Gemeinde {place} vergibt unter der Nummer {number} Arbeiten an der Turnhalle in {place}. Der geschätzte Auftragswert beträgt {number} Taler, die Ausführungsfrist {number} Tage. Die Vergabeunterlagen sind bei {person} erhältlich, Angebote müssen verschlossen und fristgerecht im Rathaus eingehen. Ein Anspruch auf Erstattung besteht nicht."),
    },
    "ja": {
        "police": ("事件のお知らせ", "{place}警察署によると、{place}の路上で男性同士が口論となり、通行人から通報があった。署員が現場に駆けつけ、{person}容疑者を現行犯で逮捕した。けがをした{person}さんは病院に運ばれたが、命に別状はないという。同署が詳しい経緯を調べている。情報をお持ちの方は最寄りの交番までお寄せください。"),
        "weather": ("今夜の天気", "{place}気象台の発表では、今夜から明日にかけて{place}では雨が降り、最大風速は{number}、最高気温は{number}度の見込み。河川の水位は{number}に達した。低い土地の浸水や突風に注意し、外出の際は時間に余裕を持って行動してください。次の情報は夕方に発表される予定です。"),
        "recall": ("自主回収のお知らせ", "{place}保健所は、{place}の{person}商店が製造した商品の一部に表示の誤りがあったとして、自主回収を行うと発表した。これまでに健康被害の報告はない。対象の商品をお持ちの方は食べずに購入した店舗へお持ちいただくか、着払いで送っていただければ代金を返金する。"),
        "closure": ("断水のお知らせ", "{place}水道局は、配水管の工事に伴い、{place}および{place}の一部で断水を実施すると発表した。工事の後は一時的に水が濁ることがあるため、しばらく流してから使用してほしいとしている。給水車は{place}公民館の前に待機する。ご不便をおかけしますが、ご理解とご協力をお願いします。"),
        "appointment": ("人事", "{place}教育委員会は定例の会議で、{place}中学校の校長に{person}さんを充てる人事を決めた。前任の{person}さんは退任し、長年の功績に対して感謝状が贈られる。発令は来月一日付。新校長は着任後、保護者に向けた説明会を開く予定で、詳しい日程は学校を通じて知らせる。"),
        "exam": ("職員募集", "{place}役場は来年度の一般職員{number}人を募集する。受験資格は高校卒業以上で、筆記試験の配点は{number}点、面接は{number}点。申込書は役場の窓口で配布し、郵送でも受け付ける。問い合わせは総務課の{person}さんまで。受験票は後日郵送され、当日は筆記用具を持参すること。"),
        "road": ("通行止めのお知らせ", "{place}土木事務所は、のり面の補修工事のため、{place}から{place}までの区間を全面通行止めにすると発表した。迂回路は現地の案内板で示す。歩行者と緊急車両は通行できる。担当の{person}さんは、早めに出発し、誘導員の指示に従ってほしいと呼びかけている。"),
        "tender": ("入札結果", "{place}は体育館の改修工事について一般競争入札を行い、案件番号{number}は{person}建設が{number}円で落札した。工期は{number}日間。結果に異議がある場合は、公告の日から所定の期間内に書面で申し立てることができる。関係書類は{place}役場の契約課で閲覧できる。"),
    },
}  # fmt: skip

#: Each form by its name, which begins with the relation that it is made for.
FORMS: dict[str, Maker] = {
    "identical: other line breaks": copy("identical", _line_breaks),
    "identical: furniture around it": copy("identical", _furniture),
    "identical: marks of the other width": copy("identical", _other_width),
    "identical: blank lines and blanks": copy("identical", _blanks),
    "retitled: a new headline": retitled(_new_headline),
    "retitled: the headline cut": retitled(_cut_headline),
    "retitled: a label before the headline": retitled(_labelled),
    "retitled: the headline and a further one": retitled(_headline_and_more),
    "edited: words exchanged": copy("edited", _exchanged),
    "edited: one name replaced": another_name,
    "edited: one sentence rewritten": copy("edited", _one_rewritten),
    "edited: numbers corrected": copy("edited", _corrected),
    "edited: a sentence left out": copy("edited", _one_left_out),
    "edited: paragraphs reordered": copy("edited", _reordered),
    "shortened: the opening": copy("shortened", _opening),
    "shortened: the last third cut": copy("shortened", _without_end),
    "shortened: paragraphs dropped": copy("shortened", _fewer_paragraphs),
    "shortened: the opening after seventy days": copy("shortened", _opening, 70 * _DAY),
    "extended: own report after it": copy("extended", _own_after),
    "extended: own report before it": copy("extended", _own_before),
    "extended: own report around it": copy("extended", _own_around),
    "extended: own report within it": copy("extended", _own_within),
    "digest: sentences from all over": copy("digest", _spread),
    "digest: the lead, the middle and the end": copy("digest", _lead_and_spread),
    "digest: the ends of sentences dropped": copy("digest", _halves),
    "excerpt: a quotation with its source": quoted(3, 12, _DAY, with_source=True),
    "excerpt: a passage lifted": quoted(3, 12, _DAY, with_source=False),
    "excerpt: a long block quoted": quoted(5, 14, _DAY, with_source=True),
    "excerpt: quoted a year later": quoted(3, 12, 365 * _DAY, with_source=True),
    "roundup: numbered openings": roundup(_numbered),
    "roundup: headlines and openings": roundup(_headed),
    "roundup: whole short items": whole_items,
    "roundup: a greeting and openings": roundup(_plain_opening, greeting=True),
    "shared_passage: background at the end": background(3, in_middle=False),
    "shared_passage: background in the middle": background(3, in_middle=True),
    "shared_passage: a serial of five": background(5, in_middle=False),
    "common_source: a notice in full": statement(2, 0, "notice"),
    "common_source: a statement after a lead": statement(2, 1, "quoted"),
    "common_source: a statement between own words": statement(1, 2, "within"),
    **{f"template: {form}": notices(form) for form in _NOTICES["zh"]},
}


def forms(*, built_on: bool) -> Iterator[str]:
    """The names of the forms of one half."""
    yield from (form for form in FORMS if is_built_on(form) == built_on)
