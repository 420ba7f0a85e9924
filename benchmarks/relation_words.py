"""The words of the generated families, by language: greetings, quotations, notices and the like."""

# ruff: noqa: E501 - patterns are read more easily on one line

GREETINGS = {
    "zh": "早上好，今天有这些消息。", "en": "Good morning. Here is what to know today.",
    "de": "Guten Morgen, das ist heute wichtig.", "ja": "おはようございます。今日の主なニュースです。",
    "ko": "안녕하세요. 오늘 아침 소식입니다.", "es": "Buenos días. Esto es lo que importa hoy.",
    "ru": "Доброе утро. Вот что важно сегодня.",
}  # fmt: skip
BYLINES = {
    "zh": "记者 {person} 通讯员 {person}",
    "en": "By {person}",
    "de": "Von {person}",
    "ja": "文・{person}",
    "ko": "{person} 기자",
    "es": "Por {person}",
    "ru": "Автор: {person}",
}
LABELS = {
    "zh": "聚焦｜",
    "en": "Watch: ",
    "de": "Video: ",
    "ja": "【速報】",
    "ko": "[속보] ",
    "es": "Vídeo: ",
    "ru": "Видео: ",
}
QUOTES = {
    "zh": "据{source}报道，{passage}", "en": "{source} reported: “{passage}”",
    "de": "Wie {source} berichtet: „{passage}“", "ja": "{source}によると、{passage}",
    "ko": "{source}에 따르면 “{passage}”", "es": "Según informó {source}: «{passage}»",
    "ru": "Как сообщает {source}: «{passage}»",
}  # fmt: skip
FURNITURE = {
    "zh": (
        "首页 新闻 民生 专题",
        "编辑：{person}\n上一篇\n下一篇\n版权归原作者所有，如有侵权请联系我们。",
    ),
    "en": ("Listen to this article", "Share this story\nRead more\nSign up to our newsletter"),
    "de": ("Artikel anhören", "Artikel teilen\nMehr zum Thema\nNewsletter abonnieren"),
    "ja": ("記事を印刷する", "シェアする\n関連記事\n無断転載を禁じます"),
    "ko": ("기사 듣기", "공유하기\n관련 기사\n무단 전재 및 재배포 금지"),
    "es": ("Escuchar la noticia", "Compartir\nLeer más\nSuscríbete al boletín"),
    "ru": ("Слушать новость", "Поделиться\nЧитать далее\nПодписаться на рассылку"),
}
STATEMENTS = {
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
    "ko": {
        "notice": "{place} 경찰서는 다음과 같이 발표했다.\n{document}",
        "quoted": "{place} 당국은 성명을 내고 “{document}”라고 밝혔다.",
        "within": "발표문 전문은 다음과 같다: {document}",
    },
    "es": {
        "notice": "La policía de {place} difundió el siguiente comunicado:\n{document}",
        "quoted": "En un comunicado, el ayuntamiento de {place} dijo: «{document}»",
        "within": "El aviso dice lo siguiente: {document}",
    },
    "ru": {
        "notice": "Полиция города {place} распространила сообщение:\n{document}",
        "quoted": "В заявлении администрации города {place} говорится: «{document}»",
        "within": "Текст объявления: {document}",
    },
}
#: Language → form → headline and text of a notice; another draw is another notice.
NOTICES: dict[str, dict[str, tuple[str, str]]] = {
    "zh": {
        "police": ("警情通报", "近日，{place}公安局接到群众报警，称{syllable}{syllable}{site}附近有人因琐事争吵并动手。民警迅速赶到现场处置，依法将嫌疑人{person}控制，伤者{person}已送医治疗，暂无生命危险。目前案件正在进一步办理中，请广大群众不信谣、不传谣。\n{place}公安局"),
        "weather": ("天气预报", "{place}气象台{number}号预报：今天夜里到明天，{place}多云转小雨，偏北风{number}级，最高气温{number}度，最低气温{number}度。请市民注意添减衣物，出行注意交通安全，农户加固大棚，做好防风防寒工作。"),
        "recall": ("食品抽检不合格通报", "{place}市场监督管理局近期组织食品安全监督抽检，发现{person}经营部销售的一批产品不符合食品安全国家标准，不合格项目由{place}检测中心检出。已责令经营者立即下架、召回，并依法查处。请消费者注意查看标签标识，如有发现请拨打投诉举报电话。"),
        "closure": ("停水通知", "因{syllable}{syllable}{site}供水管道改造，{place}自来水公司定于近日对沿线用户停水，影响范围为{syllable}{syllable}{site}一带居民及单位。请相关用户提前做好储水准备，关好水龙头，恢复供水初期可能出现短时浑浊，请放水片刻后再使用，不便之处敬请谅解。"),
        "appointment": ("人事任免", "经{place}人民代表大会常务委员会会议通过，决定任命{person}为{place}教育局局长，免去{person}的{place}水利局局长职务。以上任免自公布之日起生效，请有关单位按程序办理交接手续，做好工作衔接。"),
        "exam": ("招聘公告", "{place}所属事业单位面向社会公开招聘工作人员{number}名，报名人员须具有大专以上学历，年龄在{number}周岁以下。报名采取网上方式进行，笔试成绩占总成绩的{number}%，请考生持身份证和准考证按时参加，逾期视为自动放弃。联系人：{person}，电话：{number}{number}。"),
        "road": ("交通管制公告", "为配合{syllable}{syllable}{site}道路施工，{place}公安局交通警察大队决定对{syllable}{syllable}{site}至{syllable}{syllable}{site}路段实行临时交通管制，禁止机动车通行，行人和非机动车可借道通过。请过往驾驶员按照现场标志绕行，服从执勤民警指挥，违者将依法处罚。"),
        "tender": ("中标公告", "{place}公共资源交易中心受{syllable}{syllable}{site}管理处委托，就维修改造项目组织公开招标，项目编号{number}，中标单位为{person}建筑有限公司，中标金额{number}元，工期{number}天。各有关当事人对中标结果有异议的，可在公示期内以书面形式提出质疑。"),
        "power": ("计划停电公告", "为保障线路安全运行，{place}供电所计划对{syllable}{syllable}线进行检修。停电范围包括{place}{syllable}{syllable}{site}及周边用户。施工期间请勿靠近作业现场，检修完毕后线路随时恢复送电，恕不另行通知。联系人：{person}，服务热线尾号{number}。"),
        "missing": ("寻人启事", "{person}，现年约{number}岁的说法不确，家住{place}，于日前在{syllable}{syllable}{site}一带走失。走失时身穿深色上衣，不善言谈。如有知情者请尽快与其家属{person}联系，或者拨打当地派出所电话，必有重谢。望好心人帮忙留意并转发。"),
        "enrolment": ("招生公告", "{place}第一小学面向片区招收新生{number}名。请适龄儿童的监护人携带户口簿和房产证明，到{syllable}{syllable}{site}登记，由{person}老师负责接待。逾期未登记的，由教育主管部门统筹安排。学校不收取任何与入学挂钩的费用，请家长相互转告。"),
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
        "power": ("Planned power outage", "Electricity supplies in {place} will be interrupted for maintenance of the line to {place}. Households near {place} are affected. Please treat all wires as live at all times, and keep freezers closed. Supplies will be restored as soon as the work is complete. Enquiries to {person}, extension {number}."),
        "missing": ("Missing person", "Concern is growing for {person}, who was last seen near the station in {place}. The family is asking residents of {place} to check their sheds and outbuildings. Anyone who believes they have seen the missing person should call the control room and not approach. Officers thank the public for sharing this appeal. Log number {number}."),
        "enrolment": ("School places", "Parents in {place} can now apply for a place at the primary school. There are {number} places in the first year. Applications should be handed to {person} at the school office in {place} together with proof of address. Late applications will be considered only after all others. Open mornings will be held during term time."),
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
        "power": ("Stromabschaltung", "Wegen Arbeiten an der Leitung nach {place} wird in {place} der Strom abgeschaltet. Betroffen sind die Haushalte zwischen {place} und dem Umspannwerk. Bitte halten Sie Kühlgeräte geschlossen und betrachten Sie alle Leitungen als unter Spannung stehend. Für Rückfragen steht {person} unter der Durchwahl {number} bereit."),
        "missing": ("Vermisstensuche", "Gesucht wird {person}, zuletzt gesehen am Bahnhof in {place}. Die Angehörigen bitten die Bewohner von {place}, in Schuppen und Garagen nachzusehen. Wer die vermisste Person gesehen hat, wird gebeten, den Notruf zu wählen und sie nicht anzusprechen. Die Beamten danken für jede Weitergabe. Vorgangsnummer {number}."),
        "enrolment": ("Anmeldung zur Schule", "Eltern aus {place} können ihre Kinder ab sofort für die Grundschule anmelden. Im ersten Jahrgang stehen {number} Plätze bereit. Die Unterlagen nimmt {person} im Sekretariat in {place} entgegen; ein Nachweis der Anschrift ist beizufügen. Spätere Anmeldungen können nur nachrangig berücksichtigt werden."),
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
        "power": ("計画停電のお知らせ", "送電線の保守作業のため、{place}で停電を行います。対象は{place}から{place}までの世帯です。作業中は現場に近づかないでください。作業が終わり次第、予告なく送電を再開します。お問い合わせは担当の{person}、内線{number}まで。"),
        "missing": ("行方不明者の情報提供のお願い", "{place}にお住まいの{person}さんの行方がわからなくなっています。最後に姿が見られたのは{place}の駅前でした。お心当たりのある方は、本人には声をかけず、最寄りの警察署までお知らせください。家族の{person}さんは広く情報提供を呼びかけています。受付番号{number}。"),
        "enrolment": ("入学手続きのご案内", "{place}立小学校では新入生{number}人を受け入れます。保護者の方は住所を証明する書類を持って、{place}役場の窓口で{person}までお申し出ください。期限を過ぎた申し込みは、ほかの方の手続きが済んだ後の扱いとなります。見学は学期中に随時受け付けます。"),
    },
    "ko": {
        "power": ("정전 안내", "송전선 점검으로 {place} 일대의 전기 공급이 중단됩니다. 대상은 {place}부터 {place}까지의 가구입니다. 작업 중에는 현장에 가까이 가지 마시고 냉장고 문을 닫아 두시기 바랍니다. 작업이 끝나는 대로 예고 없이 전기를 다시 보냅니다. 문의는 담당자 {person}, 내선 {number}번으로 해 주십시오."),
        "missing": ("실종자를 찾습니다", "{place}에 사는 {person} 씨가 집을 나간 뒤 돌아오지 않고 있습니다. 마지막으로 목격된 곳은 {place} 버스 정류장입니다. 비슷한 사람을 보신 분은 말을 걸지 마시고 가까운 경찰서로 연락해 주시기 바랍니다. 가족은 주변의 창고와 빈집을 살펴 달라고 부탁했습니다. 접수 번호 {number}."),
        "enrolment": ("신입생 모집", "{place} 초등학교에서 신입생 {number}명을 모집합니다. 보호자께서는 주소를 증명하는 서류를 가지고 {place} 행정실의 {person} 선생님에게 신청하시기 바랍니다. 기간이 지난 신청은 다른 신청을 모두 처리한 뒤에 검토합니다. 학교 견학은 학기 중에 언제든지 하실 수 있습니다."),
        "police": ("목격자를 찾습니다", "{place} 경찰서는 {place} 시장 근처에서 일어난 다툼의 목격자를 찾고 있습니다. 경찰은 현장에서 {person} 씨를 붙잡아 조사하고 있습니다. 다친 {person} 씨는 병원으로 옮겨졌으며 생명에는 지장이 없는 것으로 알려졌습니다. 사정을 아는 분은 가까운 지구대로 알려 주시기 바랍니다."),
        "closure": ("도로 통제 안내", "{place}와 {place} 사이의 도로가 보수 공사로 통제됩니다. 공사 기간에는 표지판을 따라 우회하여 주시고, 주민의 출입은 되도록 보장합니다. 이의가 있는 분은 {place} 사무소의 {person} 앞으로 서면을 내 주십시오. 불편을 드려 죄송합니다. 길이는 {number}미터입니다."),
        "exam": ("직원 채용 공고", "{place} 사무소에서 직원 {number}명을 뽑습니다. 지원서는 {person}에게서 받을 수 있으며 면접은 {place} 강당에서 치릅니다. 경력자를 우대하고, 보수는 규정에 따라 월 {number}천 원으로 합니다. 제출한 서류는 돌려주지 않으니 이 점 널리 헤아려 주시기 바랍니다."),
    },
    "es": {
        "power": ("Corte de luz programado", "Por obras en la línea de {place} se cortará el suministro eléctrico en {place}. Quedan afectadas las viviendas próximas a {place}. Se ruega mantener cerrados los frigoríficos y considerar que los cables siguen en tensión. El servicio volverá en cuanto acaben los trabajos. Consultas a {person}, extensión {number}."),
        "missing": ("Persona desaparecida", "Se busca a {person}, cuya pista se perdió cerca de la estación de {place}. La familia pide a los habitantes de {place} que revisen cobertizos y patios. Quien crea haber visto a la persona desaparecida debe llamar a la centralita y no acercarse. Los agentes agradecen la difusión de este aviso. Expediente {number}."),
        "enrolment": ("Plazas escolares", "Las familias de {place} ya pueden solicitar plaza en la escuela primaria. Hay {number} plazas para el primer curso. La solicitud se entrega a {person} en la secretaría de {place}, junto con un justificante de domicilio. Las que lleguen tarde se atenderán solo después de todas las demás. Habrá visitas durante el curso."),
        "police": ("Se buscan testigos", "La policía de {place} busca testigos de un altercado ocurrido cerca del mercado de {place}. Los agentes detuvieron a {person}, que sigue bajo custodia. {person} fue trasladada al hospital con heridas que no revisten gravedad. Se ruega a quien tenga información que se ponga en contacto con la comisaría o llame al número gratuito."),
        "closure": ("Corte de carretera", "El ayuntamiento de {place} comunica que el camino entre {place} y {place} quedará cerrado al tráfico mientras duren las obras. El desvío estará señalizado y se mantendrá el acceso de los vecinos siempre que sea posible. Las alegaciones se dirigirán por escrito a {person}. Se ruega disculpar las molestias."),
        "exam": ("Oferta de empleo", "Se convoca una plaza de auxiliar en el ayuntamiento de {place}. El sueldo es de {number} al año por {number} horas al mes, y se valorará la experiencia en la atención al público. Los impresos se recogen con {person} y las entrevistas se harán en el salón de {place}. No se devolverá la documentación entregada."),
    },
    "ru": {
        "power": ("Плановое отключение", "В связи с ремонтом линии до посёлка {place} в посёлке {place} будет отключено электричество. Отключение затронет дома у станции {place}. Просим не открывать холодильники и считать провода находящимися под напряжением. Подача возобновится сразу по окончании работ. Справки: {person}, добавочный {number}."),
        "missing": ("Пропал человек", "Разыскивается {person}, житель посёлка {place}. В последний раз его видели у автобусной остановки посёлка {place}. Родные просят жителей осмотреть сараи и подвалы. Тех, кто видел пропавшего, просят позвонить дежурному и не подходить близко. Полиция благодарит всех, кто распространит это обращение. Номер заявки {number}."),
        "enrolment": ("Набор в школу", "Начальная школа посёлка {place} объявляет набор учеников, всего {number} мест. Заявления принимает {person} в канцелярии посёлка {place}; при себе нужно иметь справку о месте жительства. Опоздавшие заявления рассматриваются в последнюю очередь. Познакомиться со школой можно в любой день учебного года."),
        "police": ("Поиск очевидцев", "Полиция посёлка {place} разыскивает очевидцев драки, которая произошла возле рынка посёлка {place}. Сотрудники задержали подозреваемого, им оказался {person}. Пострадавшего зовут {person}, он доставлен в больницу, его жизни ничто не угрожает. Всех, кому что-либо известно, просят обратиться в ближайший участок."),
        "closure": ("Перекрытие дороги", "Администрация посёлка {place} сообщает, что дорога от посёлка {place} до посёлка {place} будет закрыта на время ремонта. Объезд обозначат знаками, проезд жителей по возможности сохранят. Возражения в письменном виде принимает {person}. Приносим извинения за неудобства. Длина участка {number} метров."),
        "exam": ("Вакансия", "Администрация посёлка {place} ищет делопроизводителя. Оклад составляет {number} рублей за {number} часов в месяц, приветствуется опыт работы с посетителями. Бланки выдаёт {person}, собеседование пройдёт в клубе посёлка {place}. Поданные документы не возвращаются, о решении сообщат каждому отдельно."),
    },
}  # fmt: skip
