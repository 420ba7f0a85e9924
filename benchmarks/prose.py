"""News texts of our own in seven languages, composed of short pieces.

Two texts share no more than a phrase: names are made of syllables, and every sentence has two.
"""

# ruff: noqa: E501 - tables of words are read more easily on one line

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import republication as chinese

Words: TypeAlias = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Language:
    """The words of a language, and the patterns of its sentences, headlines and names."""

    code: str
    space: str  # between two sentences
    words: Words
    sentences: tuple[str, ...]
    titles: tuple[str, ...]
    person: str
    place: str
    stations: tuple[str, ...]
    synonyms: tuple[tuple[str, str], ...]


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|"))


CHINESE = Language(
    "zh", "",
    {
        "time": tuple(chinese.TIMES), "site": tuple(chinese.PLACES), "who": tuple(chinese.WHO),
        "does": tuple(chinese.DOES), "what": tuple(chinese.WHAT), "why": tuple(chinese.WHY),
        "then": tuple(chinese.THEN), "said": tuple(chinese.SAID), "link": tuple(chinese.LINKS),
        "surname": tuple(chinese.SURNAMES), "syllable": tuple(chinese.CHARACTERS),
        "town": _split("县|市|区|镇"),
    },
    (
        "{time}，{who}{person}在{syllable}{syllable}{site}{does}{who}{person}的{what}，{why}。",
        "{link}{who}{person}把{what}{does}，{then}，前后花了{number}元，{person}也来帮忙。",
        "“{why}，”{who}{person}{said}，“{person}的{what}{does}，{then}。”",
        "{syllable}{syllable}{site}离{place}{number}米，{time}{who}{person}{does}{what}。",
        "{person}{said}，{then}；{link}{syllable}{syllable}{site}的{what}，{who}{person}也{does}。",
    ),
    ("{site}的{what}{then}", "{who}{person}和{what}", "{place}：{then}", "{who}{does}{what}", "问一问{site}的{what}"),
    "{surname}{syllable}{syllable}", "{syllable}{syllable}{town}",
    ("澜江日报", "云沱在线", "南渡融媒体", "青棠网", "松岫时报", "澜江晚报", "桐城发布", "石鼓新闻网"),
    tuple(chinese.SYNONYMS.items()),
)  # fmt: skip

ENGLISH = Language(
    "en", " ",
    {
        "time": _split("Early on Monday|Before sunrise|On market day|After the thaw|Late last week|During the harvest|At closing time|Since midsummer|In the small hours|Over the weekend|Just after noon|When the rain stopped"),
        "who": _split("the ferryman|a retired teacher|the night porter|her neighbour|the parish clerk|a roofing crew|the beekeeper|two apprentices|the school cook|a volunteer|the signalman|the bookbinder|his cousin|the warden|an orchard owner|the district nurse"),
        "does": _split("repaired|measured twice|carried off|repainted|catalogued|lent out|replanted|took apart|numbered|photographed|buried|weighed|insulated|auctioned|inherited|rewired"),
        "what": _split("{few} {old} {things}|the {things} of {place}|{few} {things} from {place}"),
        "why": _split("for fear of another flood|to spare a day of work|because nobody else would|as a favour to the children|so that carts could turn|since the money had run out|to settle an old promise|because idle hands grow cold|for the sake of quiet|as the statute allows"),
        "then": _split("the {things} of {place} are {state}|{few} {old} {things} {gone}|{person} has {things} to spare|{few} {things} hang by the door|strangers ask for {old} {things}|the {old} {things} are {state}|{place} got {few} {things}"),
        "said": _split("recalled|wrote|explained|admitted|joked|insisted|noted"),
        "link": _split("Meanwhile|Later|Even so|On the far side|To be fair|In the end|That same day|By contrast"),
        "few": _split("two|three|four|seven|nine|eleven|a dozen|twenty|forty|some|most|several"),
        "old": _split("old|leaking|broken|borrowed|painted|heavy|narrow|forgotten|numbered|rusty|spare|wooden|tall|crooked|blue|patched"),
        "things": _split("pipes|ropes|ledgers|roofs|troughs|lamps|boats|desks|looms|scales|lindens|cisterns|cabinets|clocks|benches|pears|posts|ladders|barrels|kites|gates|wheels|shutters|maps|chairs|jars"),
        "state": _split("halved|bright again|paid for|clear|crowded|empty|dry|safe|gone|back|full|sold|shut|mended"),
        "gone": _split("went north|stayed behind|were burnt|fell silent|found a buyer|stood idle|sank|reached the hall|came loose|were counted"),
        "first": _split("Alder|Bram|Cor|Dun|Ester|Fal|Gart|Hol|Ing|Jar|Kel|Lam|Mor|Nor|Ored|Pel|Quin|Ras|Sel|Tor|Ul|Var|Wen|Yar"),
        "last": _split("bury|combe|dale|ford|gate|ham|hurst|ley|mere|ness|port|ridge|shaw|stead|thorpe|wick|worth|by|don|ston"),
        "given": _split("Ada|Bert|Clem|Dora|Edith|Frank|Grace|Hugh|Iris|Joan|Karl|Lena|Miles|Nora|Owen|Paula|Ruth|Silas|Tess|Vera"),
    },
    (
        "{time}, {who} {person} {does} {what} in {place}, {why}.",
        "{link}, {person} {does} {what} for {number} crowns and {then}.",
        "“{then},” {said} {person} of {place}, who {does} {what} {why}.",
        "{what} lay {number} yards from {place}, where {person} {does} it, and {then}.",
        "{person} {said} that {who} {person} {does} {what}; {then}.",
    ),
    ("{place} and {what}", "{person} {does} {what}", "How {then} in {place}", "{who} of {place} looks back", "{place}: {then}"),
    "{given} {first}{last}", "{first}{last}",
    ("Lannick Herald", "Morven Gazette", "The Esk Courier", "Tarn Valley News", "Orrin Post", "Daily Fell", "Brae Online", "Coldwater Star"),
    (("repaired", "mended"), ("recalled", "remembered"), ("Meanwhile", "In the meantime"), ("Later", "Afterwards"), ("strangers ask for", "people come for"), ("explained", "said"), ("for the sake of quiet", "for quiet's sake"), ("a volunteer", "a helper"), ("to spare", "left over"), ("noted", "remarked"), ("carried off", "took away"), ("her neighbour", "a neighbour"), ("insisted", "maintained"), ("to spare a day of work", "to save a working day")),
)  # fmt: skip

GERMAN = Language(
    "de", " ",
    {
        "time": _split("Am frühen Montag|Vor Sonnenaufgang|Nach der Schneeschmelze|Ende vergangener Woche|Während der Ernte|Kurz vor Ladenschluss|Seit dem Hochsommer|In den Nachtstunden|Am Wochenende|Gleich nach Mittag|Als der Regen aufhörte"),
        "who": _split("die Fährfrau|ein pensionierter Lehrer|der Nachtpförtner|die Nachbarin|der Gemeindeschreiber|die Imkerin|zwei Lehrlinge|der Schulkoch|eine Freiwillige|der Stellwerker|die Buchbinderin|sein Vetter|der Förster|eine Obstbäuerin"),
        "does": _split("reparierte|vermaß|verkaufte|strich|verzeichnete|verlieh|bepflanzte|zerlegte|nummerierte|fotografierte|vergrub|wog|versteigerte|erbte|erneuerte"),
        "what": _split("{few} {old} {things}|die {things} von {place}|{few} {things} aus {place}"),
        "why": _split("aus Furcht vor dem nächsten Hochwasser|um einen Arbeitstag zu sparen|weil es sonst niemand tat|den Kindern zuliebe|damit Karren wenden können|weil das Geld ausging|um ein Versprechen einzulösen|der Ruhe wegen|so wie es die Satzung erlaubt"),
        "then": _split("die {things} von {place} sind {state}|{few} {old} {things} {gone}|{person} hat nun {things}|{few} {things} hängen an der Tür|Fremde fragen nach {things}|{old} {things} sind {state}|{place} bekam {few} {things}"),
        "said": _split("erinnert sich|schreibt|erklärt|räumt ein|scherzt|beteuert|ergänzt"),
        "link": _split("Unterdessen|Später|Trotzdem|Auf der anderen Seite|Zugegeben|Am Ende|Am selben Tag|Dagegen"),
        "few": _split("zwei|drei|vier|sieben|neun|elf|zwölf|zwanzig|vierzig|einige|mehrere|etliche"),
        "old": _split("alte|undichte|kaputte|geliehene|bemalte|schwere|schmale|vergessene|nummerierte|rostige|hölzerne|hohe|schiefe|blaue|geflickte"),
        "things": _split("Rohre|Seile|Hefte|Dächer|Tröge|Laternen|Kähne|Bänke|Webstühle|Waagen|Linden|Zisternen|Schränke|Uhren|Birnen|Pfähle|Leitern|Fässer|Drachen|Tore|Räder|Karten|Stühle|Krüge"),
        "state": _split("halbiert|wieder hell|bezahlt|klar|überfüllt|leer|trocken|sicher|fort|zurück|voll|verkauft|geschlossen"),
        "gone": _split("zogen nordwärts|blieben zurück|verbrannten|verstummten|fanden Käufer|standen still|versanken|kamen an|lösten sich|wurden gezählt"),
        "first": _split("Alm|Birk|Dorn|Eber|Falk|Grün|Hasel|Immen|Kalk|Lauter|Moos|Nieder|Ober|Rapp|Stein|Tann|Ulm|Wald|Weiden|Zell"),
        "last": _split("ach|au|bach|berg|brunn|burg|dorf|feld|furt|hausen|heim|hofen|kirchen|leben|lingen|moor|rode|see|stedt|thal"),
        "given": _split("Anke|Bernd|Dörte|Ernst|Frauke|Gesine|Heiner|Ilse|Jörg|Käthe|Lutz|Maren|Norbert|Ortrud|Rolf|Silke|Till|Ute|Volker|Wiebke"),
    },
    (
        "{time} {does} {who} {person} in {place} {what}, {why}.",
        "{link} {does} {person} {what} für {number} Taler, und {then}.",
        "„{then}“, {said} {person} aus {place}, {why}.",
        "{number} Schritte vor {place} {does} {person} {what}, und {then}.",
        "{person} {said}, {who} {person} {does} {what}; {then}.",
    ),
    ("{place} und {what}", "{person} {does} {what}", "{place}: {then}", "{who} aus {place} blickt zurück", "Warum {person} {what} {does}"),
    "{given} {first}{last}er", "{first}{last}",
    ("Lautertaler Bote", "Moosacher Anzeiger", "Tannauer Kurier", "Zellbacher Nachrichten", "Falkenpost", "Birkheimer Blatt", "Steinfurt Online", "Kalksee-Echo"),
    (("Unterdessen", "Derweil"), ("Später", "Danach"), ("reparierte", "flickte"), ("erklärt", "sagt"), ("Trotzdem", "Dennoch"), ("der Ruhe wegen", "um der Ruhe willen"), ("beteuert", "versichert"), ("hängen an der Tür", "stehen bereit"), ("Am Ende", "Schließlich"), ("ergänzt", "fügt hinzu"), ("die Nachbarin", "eine Nachbarin"), ("verkaufte", "veräußerte")),
)  # fmt: skip

JAPANESE = Language(
    "ja", "",
    {
        "time": _split("月曜の早朝|日の出前|市の日に|雪解けのあと|先週末|収穫のころ|閉店まぎわ|真夏から|夜更けに|正午すぎ|雨が上がると|祭りの翌日"),
        "who": _split("渡し守の|元教員の|夜警の|隣家の|役場の|養蜂家の|見習いの|給食係の|ボランティアの|信号係の|製本職人の|いとこの|森番の|果樹農家の"),
        "does": _split("修理した|測り直した|運び出した|塗り替えた|記録した|貸し出した|植え直した|取り外した|撮影した|埋めた|量った|競りにかけた|受け継いだ|配り直した"),
        "what": _split("{few}{old}{things}|{place}の{things}|{person}さんの{old}{things}"),
        "why": _split("また水が出るのを恐れて|一日の手間を省くため|ほかに誰もいないので|子どもたちのために|荷車が回れるように|お金が尽きたので|古い約束を果たすため|静けさを守ろうと|決まりに沿って"),
        "then": _split("{place}の{things}は{state}|{few}{old}{things}が{gone}|{person}さんに{things}が残った|{old}{things}は戸口にある|よそからも{things}を見に来た|{place}には{few}{things}が届いた"),
        "said": _split("振り返った|書いた|説明した|認めた|笑った|言い切った|付け加えた"),
        "link": _split("一方で|その後|それでも|川向こうでは|正直なところ|結局|同じ日に|これに対し"),
        "few": _split("二つの|三つの|四つの|七つの|九つの|十の|十二の|二十の|四十の|いくつかの|多くの"),
        "old": _split("古い|雨漏りの|壊れた|借りた|塗り直した|重い|細い|忘れられた|錆びた|木の|高い|傾いた|青い|継ぎはぎの"),
        "things": _split("水道管|綱|帳簿|屋根|石桶|街灯|小舟|机|織機|秤|並木|貯水槽|地図棚|時計|長椅子|梨|杭|はしご|樽|凧|門|車輪|雨戸|椅子|壺"),
        "state": _split("半分になった|また明るくなった|払い終えた|澄んだ|混み合った|空になった|乾いた|無事だった|なくなった|戻った|満ちた|売れた|閉じた"),
        "gone": _split("北へ移った|残された|焼けた|静まった|買い手がついた|止まったままだ|沈んだ|届いた|外れた|数えられた"),
        "first": _split("青|石|梅|小|柏|北|桐|栗|沢|霜|杉|滝|竹|鳥|中|萩|蓮|浜|藤|松|水|森|柳|若"),
        "last": _split("井|浦|江|岡|川|木|倉|崎|島|瀬|田|谷|塚|野|橋|原|淵|牧|村|本|屋|山"),
        "given": _split("あかね|一郎|うた|栄治|かおる|健二|さくら|俊夫|すみれ|大吾|千尋|なつみ|春彦|ひかり|文子|正人|みどり|良子|涼太"),
        "town": _split("町|村|市|地区"),
    },
    (
        "{time}、{who}{person}さんは{place}で{what}を{why}{does}。",
        "{link}{person}さんが{what}を{number}円で{does}ところ、{then}。",
        "「{then}」と{place}の{person}さんは{said}。",
        "{what}は{place}から{number}歩の所にあり、{who}{person}さんが{why}{does}。",
        "{person}さんは、{who}{person}さんが{what}を{does}と{said}が、{then}。",
    ),
    ("{place}の{what}", "{person}さん、{what}を{does}", "{place}：{then}", "{who}{person}さんに聞く", "{then}　{place}"),
    "{first}{last}{given}", "{first}{last}{town}",
    ("青浦新聞", "若瀬日報", "霜谷タイムス", "藤原通信", "浜牧ニュース", "栗橋新報", "滝本オンライン", "柳塚放送"),
    (("一方で", "他方で"), ("その後", "のちに"), ("修理した", "直した"), ("説明した", "話した"), ("結局", "最後には"), ("それでも", "しかし"), ("戸口にある", "門口にある"), ("振り返った", "思い返した"), ("静けさを守ろうと", "静かさを守ろうと"), ("付け加えた", "言い添えた")),
)  # fmt: skip

KOREAN = Language(
    "ko", " ",
    {
        "time": _split("월요일 새벽|해 뜨기 전|장날에|눈이 녹은 뒤|지난 주말|추수 무렵|문 닫기 직전|한여름부터|한밤중에|정오가 지나|비가 그치자"),
        "who": _split("뱃사공|퇴직 교사|야간 경비원|이웃 주민|면사무소 직원|양봉가|견습생|급식 조리사|자원봉사자|신호수|제본사|사촌|산림 감시원|과수원 주인"),
        "does": _split("고쳤다|다시 쟀다|실어 냈다|새로 칠했다|적어 두었다|빌려주었다|옮겨 심었다|떼어 냈다|사진에 담았다|파묻었다|달아 보았다|경매에 부쳤다|물려받았다"),
        "what": _split("{few} {old} {things}|{place}의 {things}|{person} 씨의 {old} {things}"),
        "why": _split("또 물이 넘칠까 봐|하루 품을 아끼려고|달리 할 사람이 없어서|아이들을 위해|수레가 돌 수 있게|돈이 떨어져서|오랜 약속을 지키려고|조용히 지내려고|규정에 따라"),
        "then": _split("{place}의 {things} {state}|{few} {old} {things} {gone}|{person} 씨에게 {things} 남았다|{old} {things} 문가에 놓였다|외지인도 {things} 보러 왔다|{place}에 {few} {things} 도착했다"),
        "said": _split("돌아보았다|적었다|설명했다|인정했다|웃었다|잘라 말했다|덧붙였다"),
        "link": _split("한편|그 뒤|그래도|강 건너에서는|솔직히|결국|같은 날|이와 달리"),
        "few": _split("두 개의|세 개의|네 개의|일곱 개의|아홉 개의|열두 개의|스무 개의|마흔 개의|몇몇|수많은"),
        "old": _split("낡은|새는|부서진|빌려 온|덧칠한|무거운|좁은|잊힌|녹슨|나무로 된|높은|기운|푸른|기운 자국 난"),
        "things": _split("수도관|밧줄|장부|지붕|물통|가로등|나룻배|책상|베틀|저울|가로수|저수조|시계|긴 의자|배나무|말뚝|사다리|나무통|연|대문|수레바퀴|덧문|항아리"),
        "state": _split("절반으로 줄었다|다시 밝아졌다|값을 다 치렀다|맑아졌다|북적였다|텅 비었다|말랐다|무사했다|사라졌다|돌아왔다|가득 찼다|팔렸다|닫혔다"),
        "gone": _split("북쪽으로 갔다|그대로 남았다|불에 탔다|조용해졌다|주인을 찾았다|멈춰 섰다|가라앉았다|도착했다|풀렸다|세어졌다"),
        "first": _split("청|돌|매|솔|북|오동|밤|모래|서리|삼|폭포|대|새|들|연|갯|등|물|숲|버들"),
        "last": _split("골|내|개|못|재|바위|나루|마을|들|섬|여울|고개|다리|벌"),
        "given": _split("가람|다온|나래|보람|슬기|아름|은별|하늘|한결|힘찬|도윤|서준|지우|민서|하린|유나"),
        "surname": _split("김|이|박|최|정|강|조|윤|장|임|한|오|서|신"),
        "town": _split("면|읍|군|시|리"),
    },
    (
        "{time} {who} {person} 씨는 {place}에서 {why} {what} {does}.",
        "{link} {person} 씨가 {number}원을 들여 {what} {does}, 그리고 {then}.",
        "“{then}”라고 {place}의 {person} 씨는 {said}.",
        "{what}은 {place}에서 {number}걸음 떨어져 있는데 {who} {person} 씨가 {why} {does}.",
        "{person} 씨는 {who} {person} 씨가 {what} {does}고 {said}. {then}.",
    ),
    ("{place}의 {what}", "{person} 씨, {what} {does}", "{place}, {then}", "{who} {person} 씨에게 묻다"),
    "{surname}{given}", "{first}{last}{town}",
    ("솔내일보", "청여울신문", "북재타임스", "버들통신", "갯마을뉴스", "오동신보", "폭포온라인", "숲들방송"),
    (("한편", "이와 함께"), ("그 뒤", "이후"), ("고쳤다", "손봤다"), ("설명했다", "말했다"), ("결국", "마침내"), ("그래도", "하지만"), ("돌아보았다", "회상했다"), ("덧붙였다", "말을 보탰다"), ("달리 할 사람이 없어서", "나서는 이가 없어서"), ("문가에 놓였다", "문 앞에 있다")),
)  # fmt: skip

SPANISH = Language(
    "es", " ",
    {
        "time": _split("El lunes temprano|Antes del alba|El día de mercado|Tras el deshielo|A fines de semana|Durante la cosecha|A la hora del cierre|Desde el verano|De madrugada|Poco después del mediodía|Cuando cesó la lluvia"),
        "who": _split("el barquero|una maestra jubilada|el sereno|la vecina|el secretario|la apicultora|dos aprendices|el cocinero|una voluntaria|el guardavía|la encuadernadora|su primo|el guardabosques|una hortelana"),
        "does": _split("reparó|midió|vendió|pintó|catalogó|prestó|trasplantó|desmontó|numeró|fotografió|enterró|pesó|subastó|heredó|renovó"),
        "what": _split("{few} {things} {old}|las {things} de {place}|{few} {things} de {place}"),
        "why": _split("por miedo a otra riada|para ahorrar un jornal|porque nadie más lo haría|por los niños|para que giren los carros|pues se acabó el dinero|para cumplir una promesa|en favor del silencio|como manda el estatuto"),
        "then": _split("las {things} de {place} están {state}|{few} {things} {old} {gone}|{person} tiene {things} de sobra|{few} {things} cuelgan junto a la puerta|hay forasteros que piden {things}|{place} recibió {few} {things}"),
        "said": _split("recordó|escribió|explicó|admitió|bromeó|insistió|señaló"),
        "link": _split("Mientras tanto|Más tarde|Aun así|En la otra orilla|A decir verdad|Al final|Ese mismo día|En cambio"),
        "few": _split("dos|tres|cuatro|siete|nueve|once|doce|veinte|cuarenta|algunas|varias"),
        "old": _split("viejas|rotas|prestadas|pintadas|pesadas|estrechas|olvidadas|numeradas|oxidadas|altas|torcidas|azules|remendadas"),
        "things": _split("tuberías|sogas|libretas|pilas|lámparas|barcas|mesas|balanzas|cisternas|vitrinas|campanas|peras|estacas|escaleras|cometas|verjas|ruedas|persianas|sillas|tinajas"),
        "state": _split("rotas|pagadas|limpias|llenas|vacías|secas|a salvo|perdidas|de vuelta|vendidas|cerradas"),
        "gone": _split("se fueron al norte|quedaron atrás|ardieron|callaron|hallaron comprador|se pararon|se hundieron|llegaron a la sala|se soltaron|fueron contadas"),
        "first": _split("Al|Bar|Cor|Dur|Esc|Fuen|Gal|Hor|Lor|Mon|Nav|Oli|Pal|Ras|Sal|Tor|Val|Zar"),
        "last": _split("ada|alba|ejo|ena|era|illa|ina|osa|uela|ares|edo|anca|ibia|ueña"),
        "given": _split("Adela|Bruno|Clara|Diego|Elvira|Fermín|Gloria|Hugo|Inés|Jacinto|Lola|Marcos|Nuria|Óscar|Pilar|Ramón|Sara|Tomás|Vera"),
    },
    (
        "{time}, {who} {person} {does} {what} en {place}, {why}.",
        "{link}, {person} {does} {what} por {number} pesos, y {then}.",
        "«{then}», {said} {person}, de {place}, {why}.",
        "A {number} pasos de {place}, {person} {does} {what}, y {then}.",
        "{person} {said} que {who} {person} {does} {what}; {then}.",
    ),
    ("{place} y {what}", "{person} {does} {what}", "{place}: {then}", "{who} de {place} hace memoria"),
    "{given} {first}{last}", "{first}{last}",
    ("El Eco de Toralba", "La Voz de Olivera", "Diario de Navares", "Fuencosa Digital", "El Correo de Salinera", "Hoja de Montejo", "Radio Valuela", "Gaceta de Horibia"),
    (("Mientras tanto", "Entretanto"), ("Más tarde", "Después"), ("reparó", "arregló"), ("explicó", "contó"), ("Aun así", "Con todo"), ("Al final", "Finalmente"), ("insistió", "recalcó"), ("señaló", "apuntó"), ("la vecina", "una vecina"), ("vendió", "despachó")),
)  # fmt: skip

RUSSIAN = Language(
    "ru", " ",
    {
        "time": _split("В понедельник утром|До рассвета|В базарный день|После ледохода|В конце недели|Во время жатвы|Перед закрытием|С середины лета|Глубокой ночью|Сразу после полудня|Когда кончился дождь"),
        "who": _split("паромщик|учительница на пенсии|ночной сторож|соседка|писарь|пасечник|два подмастерья|школьный повар|доброволец|стрелочник|переплётчик|двоюродный брат|лесник|садовод"),
        "does": _split("починил|измерил|вывез|покрасил|описал|одолжил|пересадил|разобрал|пронумеровал|снял на плёнку|закопал|взвесил|утеплил|унаследовал"),
        "what": _split("{few} {old} {things}|{things} посёлка {place}|{few} {things} из посёлка {place}"),
        "why": _split("опасаясь нового паводка|чтобы сберечь день|потому что больше некому|ради детей|чтобы телеги могли развернуться|когда кончились деньги|исполняя старое обещание|ради тишины|как велит устав"),
        "then": _split("{things} посёлка {place} теперь {state}|{few} {old} {things} {gone}|у жителя по имени {person} остались {things}|{few} {things} висят у двери|приезжие спрашивают про {things}|{place} получил {few} {things}"),
        "said": _split("вспоминает|пишет|объясняет|признаёт|шутит|настаивает|отмечает"),
        "link": _split("Тем временем|Позже|Всё же|На том берегу|По правде говоря|В итоге|В тот же день|Напротив"),
        "few": _split("два|три|четыре|семь|девять|одиннадцать|дюжина|двадцать|сорок|несколько|многие"),
        "old": _split("старые|дырявые|сломанные|чужие|крашеные|тяжёлые|узкие|забытые|ржавые|деревянные|высокие|кривые|синие|латаные"),
        "things": _split("трубы|канаты|книги|крыши|корыта|фонари|лодки|парты|станки|весы|липы|баки|шкафы|часы|скамьи|груши|столбы|лестницы|бочки|ворота|колёса|ставни|карты|стулья|кувшины"),
        "state": _split("пусты|снова светят|оплачены|чисты|полны|сухи|целы|пропали|вернулись|проданы|закрыты"),
        "gone": _split("ушли на север|остались позади|сгорели|смолкли|нашли покупателя|простаивают|затонули|дошли до зала|развязались|сочтены"),
        "first": _split("Берёз|Вер|Горь|Дуб|Ель|Зар|Ив|Кам|Лип|Мор|Ник|Ольх|Пес|Рос|Сос|Тал|Чер|Яс"),
        "last": _split("ово|ино|цы|ское|нец|овка|ичи|город|поль|ец|аново|енка|ухино"),
        "given": _split("Анна|Борис|Вера|Глеб|Дарья|Егор|Зоя|Иван|Кира|Лев|Марфа|Нина|Олег|Павел|Роза|Степан|Тихон|Ульяна|Фёдор"),
        "family": _split("Белых|Гончар|Дрозд|Журавель|Зима|Коваль|Лютый|Мороз|Новак|Осень|Пчёлка|Ручей|Седых|Толстых|Черных"),
    },
    (
        "{time} {who} {person} в посёлке {place} {does} {what}, {why}.",
        "{link} {person} {does} {what} за {number} рублей, и {then}.",
        "«{then}», — {said} {person} из посёлка {place}, {why}.",
        "В {number} шагах от посёлка {place} {person} {does} {what}, и {then}.",
        "{person} {said}, что {who} {person} {does} {what}; {then}.",
    ),
    ("{place}: {what}", "{person} {does} {what}", "Как {then}", "{who} из посёлка {place} вспоминает"),
    "{given} {family}", "{first}{last}",
    ("Дубовские вести", "Липецкий голос", "Ольховская правда", "Вечерний Росполь", "Заря Соснова", "Камичи онлайн", "Новости Яснца", "Чероград сегодня"),
    (("Тем временем", "Между тем"), ("Позже", "Потом"), ("починил", "отремонтировал"), ("объясняет", "говорит"), ("Всё же", "И всё-таки"), ("В итоге", "В конце концов"), ("настаивает", "уверяет"), ("отмечает", "замечает"), ("вывез", "увёз"), ("висят у двери", "стоят у входа")),
)  # fmt: skip

LANGUAGES = {
    each.code: each for each in (CHINESE, ENGLISH, GERMAN, JAPANESE, KOREAN, SPANISH, RUSSIAN)
}


@dataclass(frozen=True, slots=True)
class Prose:
    """Composes text of one language by chance."""

    language: Language
    chance: random.Random

    def fill(self, pattern: str) -> str:
        """A pattern with words in its slots: `{person}`, `{place}`, `{number}`, or a word list."""
        return re.sub(r"\{(\w+)\}", lambda found: self._word(found[1]), pattern)

    def _word(self, slot: str) -> str:
        if slot == "number":
            return str(self.chance.randint(12, 9_800))
        if slot in ("person", "place"):
            return self.fill(getattr(self.language, slot))
        return self.fill(self.chance.choice(self.language.words[slot]))

    def sentence(self) -> str:
        """One sentence."""
        made = self.fill(self.chance.choice(self.language.sentences))
        return made[0].upper() + made[1:]

    def sentences(self, count: int) -> list[str]:
        """So many sentences."""
        return [self.sentence() for _ in range(count)]

    def headline(self) -> str:
        """A headline."""
        made = self.fill(self.chance.choice(self.language.titles))
        return made[0].upper() + made[1:]

    def text(self, sentences: list[str]) -> str:
        """Sentences as a body, two to four in a paragraph."""
        paragraphs, rest = [], list(sentences)
        while rest:
            size = self.chance.randint(2, 4)
            paragraphs.append(self.language.space.join(rest[:size]))
            rest = rest[size:]
        return "\n".join(paragraphs)

    def line(self, sentences: list[str]) -> str:
        """Sentences as one paragraph."""
        return self.language.space.join(sentences)

    def reworded(self, text: str) -> str:
        """A text with some words exchanged for others of the same meaning."""
        for word, other in self.language.synonyms:
            text = text.replace(word, other)
        return text
