"""Stories in many languages, of our own writing, from which `mutations_world.py` makes its pages."""

# ruff: noqa: E501 - a paragraph is read more easily on one line

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story as a regional paper prints it, on 5 March 2026 at 14:32."""

    language: str
    host: str
    offset: str  # of the paper's zone on that day
    site: str
    title: str
    paragraphs: tuple[str, ...]
    names: tuple[str, str]
    by: str  # before the name of a writer
    joint: str  # between two of them
    role: str  # what a writer is, behind the name
    photo: str  # before the name of who took the pictures
    printed: str  # the time
    published: str
    updated: str
    changed: str  # the time of a change, later than that
    related: str  # heading of a box of other articles
    newsletter: str


STORIES = (
    Story(
        language="en", host="www.flussbote.co.uk", offset="+00:00", site="Flussbote", title="Old bridge over the river closes until spring",
        paragraphs=(
            "The old bridge over the river will be closed from Monday because its pillars have to be renewed before winter.",
            "The town council approved the plan by a large majority on Tuesday, although traders on both banks had objected.",
            "Buses will take another route until the spring, and the weekly market moves to the meadow on the other side.",
            "“We have waited for this work for twenty years,” the mayor said when she presented the plan to the council.",
            "The work will cost four million pounds, half of which is paid by the county and the other half by the town itself.",
        ),
        names=("Jane Waters", "Tom Fielding"), by="By ", joint=" and ", role="Local Reporter", photo="Photos: ", printed="5 March 2026, 14:32", published="Published", updated="Updated", changed="6 March 2026, 09:10", related="Related articles", newsletter="Sign up for our newsletter",
    ),
    Story(
        language="de", host="www.flussbote.de", offset="+01:00", site="Flussbote", title="Alte Brücke über den Fluss bis zum Frühjahr gesperrt",
        paragraphs=(
            "Die alte Brücke über den Fluss wird ab Montag gesperrt, weil die Pfeiler noch vor dem Winter erneuert werden müssen.",
            "Der Rat der Stadt hat den Plan am Dienstag mit großer Mehrheit beschlossen, obwohl die Händler dagegen waren.",
            "Bis zum Frühjahr fahren die Busse einen Umweg, und der Wochenmarkt zieht auf die Wiese am anderen Ufer um.",
            "„Auf diese Arbeiten haben wir zwanzig Jahre gewartet“, sagte die Bürgermeisterin, als sie den Plan vorstellte.",
            "Die Arbeiten kosten vier Millionen Euro, von denen die Hälfte das Land bezahlt und die andere Hälfte die Stadt.",
        ),
        names=("Jana Ufer", "Kai Steinbrück"), by="Von ", joint=" und ", role="Redakteur", photo="Fotos: ", printed="5. März 2026, 14:32 Uhr", published="Veröffentlicht", updated="Aktualisiert", changed="6. März 2026, 09:10 Uhr", related="Lesen Sie auch", newsletter="Jetzt Newsletter abonnieren",
    ),
    Story(
        language="fr", host="www.lariviere.fr", offset="+01:00", site="La Rivière", title="Le vieux pont fermé à la circulation jusqu’au printemps",
        paragraphs=(
            "Le vieux pont sur la rivière sera fermé à partir de lundi, parce que ses piles doivent être refaites avant l’hiver.",
            "Le conseil municipal a adopté le projet mardi à une large majorité, malgré l’opposition des commerçants des deux rives.",
            "Les bus feront un détour jusqu’au printemps, et le marché s’installera dans le pré qui se trouve sur l’autre rive.",
            "« Nous attendons ces travaux depuis vingt ans », a déclaré la maire lorsqu’elle a présenté le projet au conseil.",
            "Les travaux coûteront quatre millions d’euros, dont la moitié sera payée par la région et l’autre par la ville.",
        ),
        names=("Jeanne Rivet", "Luc Passerat"), by="Par ", joint=" et ", role="journaliste", photo="Photos : ", printed="5 mars 2026 à 14h32", published="Publié le", updated="Mis à jour le", changed="6 mars 2026 à 09h10", related="À lire aussi", newsletter="Inscrivez-vous à notre newsletter",
    ),
    Story(
        language="es", host="www.elrio.es", offset="+01:00", site="El Río", title="El viejo puente sobre el río se cierra hasta la primavera",
        paragraphs=(
            "El viejo puente sobre el río se cerrará desde el lunes porque hay que renovar sus pilares antes de que llegue el invierno.",
            "El pleno del ayuntamiento aprobó el plan el martes por amplia mayoría, aunque los comerciantes estaban en contra.",
            "Los autobuses darán un rodeo hasta la primavera, y el mercado semanal se trasladará al prado de la otra orilla.",
            "«Llevamos veinte años esperando estas obras», dijo la alcaldesa cuando presentó el plan a los concejales.",
            "Las obras costarán cuatro millones de euros, de los que la mitad la paga la región y la otra mitad la ciudad.",
        ),
        names=("Ana Ribera", "Luis Puente"), by="Por ", joint=" y ", role="periodista", photo="Fotos: ", printed="5 de marzo de 2026, 14:32", published="Publicado", updated="Actualizado", changed="6 de marzo de 2026, 09:10", related="Te puede interesar", newsletter="Suscríbete a nuestra newsletter",
    ),
    Story(
        language="it", host="www.ilfiume.it", offset="+01:00", site="Il Fiume", title="Il vecchio ponte sul fiume chiuso fino alla primavera",
        paragraphs=(
            "Il vecchio ponte sul fiume sarà chiuso da lunedì, perché i suoi piloni devono essere rifatti prima dell’inverno.",
            "Il consiglio comunale ha approvato il piano martedì a larga maggioranza, anche se i commercianti erano contrari.",
            "Gli autobus faranno un giro più lungo fino alla primavera, e il mercato si sposterà sul prato dell’altra riva.",
            "«Aspettavamo questi lavori da vent’anni», ha detto la sindaca quando ha presentato il piano al consiglio.",
            "I lavori costeranno quattro milioni di euro, di cui la metà è pagata dalla regione e l’altra metà dal comune.",
        ),
        names=("Anna Rivalta", "Luca Ponti"), by="di ", joint=" e ", role="giornalista", photo="Foto: ", printed="5 marzo 2026, ore 14:32", published="Pubblicato il", updated="Aggiornato il", changed="6 marzo 2026, ore 09:10", related="Leggi anche", newsletter="Iscriviti alla newsletter",
    ),
    Story(
        language="nl", host="www.derivier.nl", offset="+01:00", site="De Rivier", title="Oude brug over de rivier tot het voorjaar dicht",
        paragraphs=(
            "De oude brug over de rivier gaat vanaf maandag dicht, omdat de pijlers nog voor de winter vernieuwd moeten worden.",
            "De gemeenteraad heeft het plan dinsdag met grote meerderheid aangenomen, hoewel de winkeliers ertegen waren.",
            "De bussen rijden tot het voorjaar een omweg, en de weekmarkt verhuist naar de weide aan de andere oever.",
            "“Wij hebben twintig jaar op dit werk gewacht”, zei de burgemeester toen zij het plan aan de raad voorlegde.",
            "Het werk kost vier miljoen euro, waarvan de provincie de ene helft betaalt en de gemeente de andere helft.",
        ),
        names=("Anna Waterman", "Pieter Brugge"), by="Door ", joint=" en ", role="verslaggever", photo="Foto's: ", printed="5 maart 2026, 14:32", published="Gepubliceerd op", updated="Bijgewerkt op", changed="6 maart 2026, 09:10", related="Lees ook", newsletter="Meld je aan voor de nieuwsbrief",
    ),
    Story(
        language="pt", host="www.jornaldorio.pt", offset="+00:00", site="Jornal do Rio", title="Velha ponte sobre o rio fechada até à primavera",
        paragraphs=(
            "A velha ponte sobre o rio vai fechar a partir de segunda-feira, porque os pilares têm de ser renovados antes do inverno.",
            "A assembleia municipal aprovou o plano na terça-feira por larga maioria, embora os comerciantes fossem contra.",
            "Os autocarros farão um desvio até à primavera, e o mercado semanal muda-se para o prado da outra margem.",
            "“Esperámos vinte anos por estas obras”, disse a presidente da câmara quando apresentou o plano à assembleia.",
            "As obras custam quatro milhões de euros, dos quais metade é paga pela região e a outra metade pela cidade.",
        ),
        names=("Ana Ribeiro", "Rui Pontes"), by="Por ", joint=" e ", role="jornalista", photo="Fotos: ", printed="5 de março de 2026 às 14h32", published="Publicado em", updated="Atualizado em", changed="6 de março de 2026 às 09h10", related="Leia também", newsletter="Subscreva a nossa newsletter",
    ),
    Story(
        language="sv", host="www.aabladet.se", offset="+01:00", site="Åbladet", title="Gamla bron över ån stängs fram till våren",
        paragraphs=(
            "Den gamla bron över ån stängs från och med måndag eftersom pelarna måste förnyas innan vintern kommer till staden.",
            "Kommunfullmäktige antog planen i tisdags med stor majoritet, trots att handlarna på båda sidor var emot den.",
            "Bussarna kör en omväg fram till våren, och veckomarknaden flyttar till ängen på andra sidan av ån.",
            "”Vi har väntat på det här arbetet i tjugo år”, sade kommunalrådet när hon lade fram planen för fullmäktige.",
            "Arbetet kostar fyra miljoner kronor, varav regionen betalar den ena hälften och kommunen den andra hälften.",
        ),
        names=("Anna Ström", "Nils Brolund"), by="Av ", joint=" och ", role="reporter", photo="Foto: ", printed="5 mars 2026 14:32", published="Publicerad", updated="Uppdaterad", changed="6 mars 2026 09:10", related="Läs också", newsletter="Prenumerera på vårt nyhetsbrev",
    ),
    Story(
        language="da", host="www.aabladet.dk", offset="+01:00", site="Åposten", title="Den gamle bro over åen lukkes indtil foråret",
        paragraphs=(
            "Den gamle bro over åen lukkes fra mandag, fordi pillerne skal fornyes, inden vinteren kommer til byen.",
            "Byrådet vedtog planen tirsdag med stort flertal, selv om de handlende på begge sider var imod den.",
            "Busserne kører en omvej indtil foråret, og ugemarkedet flytter ud på engen på den anden side af åen.",
            "»Vi har ventet på det arbejde i tyve år,« sagde borgmesteren, da hun fremlagde planen for byrådet.",
            "Arbejdet koster fire millioner kroner, hvoraf regionen betaler den ene halvdel og kommunen den anden.",
        ),
        names=("Anna Strøm", "Niels Brobjerg"), by="Af ", joint=" og ", role="journalist", photo="Foto: ", printed="5. marts 2026 kl. 14:32", published="Publiceret", updated="Opdateret", changed="6. marts 2026 kl. 09:10", related="Læs også", newsletter="Tilmeld dig vores nyhedsbrev",
    ),
    Story(
        language="pl", host="www.glosrzeki.pl", offset="+01:00", site="Głos Rzeki", title="Stary most nad rzeką zamknięty do wiosny",
        paragraphs=(
            "Stary most nad rzeką zostanie zamknięty od poniedziałku, ponieważ jego filary trzeba odnowić jeszcze przed zimą.",
            "Rada miasta przyjęła plan we wtorek dużą większością głosów, chociaż kupcy z obu brzegów byli temu przeciwni.",
            "Autobusy pojadą objazdem aż do wiosny, a cotygodniowy targ przeniesie się na łąkę po drugiej stronie rzeki.",
            "„Czekaliśmy na te prace dwadzieścia lat” – powiedziała pani burmistrz, kiedy przedstawiała radzie ten plan.",
            "Prace będą kosztować cztery miliony złotych, z czego połowę zapłaci województwo, a drugą połowę samo miasto.",
        ),
        names=("Anna Rzeczna", "Jan Mostowski"), by="Autor: ", joint=", ", role="dziennikarz", photo="Zdjęcia: ", printed="5 marca 2026, 14:32", published="Opublikowano", updated="Zaktualizowano", changed="6 marca 2026, 09:10", related="Czytaj też", newsletter="Zapisz się do newslettera",
    ),
    Story(
        language="ru", host="www.rechnoy.ru", offset="+03:00", site="Речной вестник", title="Старый мост через реку закрывают до весны",
        paragraphs=(
            "Старый мост через реку закроют с понедельника, потому что его опоры нужно заменить до наступления зимы.",
            "Городской совет принял план во вторник большинством голосов, хотя торговцы с обоих берегов были против.",
            "До весны автобусы поедут в объезд, а еженедельный рынок переедет на луг на другом берегу реки.",
            "«Мы ждали этих работ двадцать лет», — сказала мэр города, когда представляла план депутатам совета.",
            "Работы обойдутся в четыре миллиона рублей, из которых половину заплатит область, а другую половину город.",
        ),
        names=("Анна Речная", "Иван Мостовой"), by="Автор: ", joint=", ", role="корреспондент", photo="Фото: ", printed="5 марта 2026, 14:32", published="Опубликовано", updated="Обновлено", changed="6 марта 2026, 09:10", related="Читайте также", newsletter="Подпишитесь на нашу рассылку",
    ),
    Story(
        language="tr", host="www.irmakgazetesi.com.tr", offset="+03:00", site="Irmak Gazetesi", title="Irmak üzerindeki eski köprü ilkbahara kadar kapalı",
        paragraphs=(
            "Irmak üzerindeki eski köprü, ayaklarının kış gelmeden yenilenmesi gerektiği için pazartesi gününden itibaren kapatılacak.",
            "Belediye meclisi planı salı günü büyük çoğunlukla kabul etti, ancak iki yakadaki esnaf bu karara karşı çıktı.",
            "Otobüsler ilkbahara kadar başka bir yoldan gidecek ve haftalık pazar karşı kıyıdaki çayıra taşınacak.",
            "“Bu çalışmayı yirmi yıldır bekliyorduk” diyen belediye başkanı, planı meclise sunarken teşekkür etti.",
            "Çalışma dört milyon liraya mal olacak; bunun yarısını il, diğer yarısını ise belediyenin kendisi ödeyecek.",
        ),
        names=("Ayşe Irmaklı", "Murat Köprülü"), by="Yazan: ", joint=" ve ", role="muhabir", photo="Fotoğraf: ", printed="5 Mart 2026 14:32", published="Yayınlanma", updated="Güncelleme", changed="6 Mart 2026 09:10", related="İlgili haberler", newsletter="Bültenimize abone olun",
    ),
    Story(
        language="id", host="www.beritasungai.co.id", offset="+07:00", site="Berita Sungai", title="Jembatan lama di atas sungai ditutup sampai musim semi",
        paragraphs=(
            "Jembatan lama di atas sungai akan ditutup mulai hari Senin karena tiangnya harus diperbarui sebelum musim hujan tiba.",
            "Dewan kota menyetujui rencana itu pada hari Selasa dengan suara terbanyak, meskipun para pedagang menolaknya.",
            "Bus akan melewati jalan lain selama beberapa bulan, dan pasar mingguan pindah ke lapangan di seberang sungai.",
            "“Kami sudah menunggu pekerjaan ini selama dua puluh tahun,” kata wali kota ketika menyampaikan rencana itu.",
            "Pekerjaan itu menelan biaya empat miliar rupiah, yang separuhnya dibayar provinsi dan separuhnya oleh kota.",
        ),
        names=("Sari Wulandari", "Budi Santoso"), by="Oleh: ", joint=", ", role="wartawan", photo="Foto: ", printed="5 Maret 2026, 14:32 WIB", published="Diterbitkan", updated="Diperbarui", changed="6 Maret 2026, 09:10 WIB", related="Baca juga", newsletter="Daftar buletin kami",
    ),
    Story(
        language="ja", host="www.kawashimbun.co.jp", offset="+09:00", site="川新聞", title="川の古い橋、春まで通行止めに",
        paragraphs=(
            "川に架かる古い橋は月曜日から通行止めになり、橋脚が冬を前にすべて新しくされる予定だと市が発表した。",
            "市議会は火曜日に賛成多数でこの計画を可決したが、両岸の商店街の人々は反対していたという。",
            "春まではバスが迂回して走り、毎週の市場は対岸の広場に移ることになっていると担当者は話した。",
            "「この工事を二十年待っていた」と市長は計画を議会に示したときに述べ、住民に感謝した。",
            "工事の費用は四億円で、その半分を県が払い、残りの半分を市が自ら負担することになっている。",
        ),
        names=("青野太郎", "川田花子"), by="記者・", joint="、", role="記者", photo="撮影：", printed="2026年3月5日 14時32分", published="公開", updated="更新", changed="2026年3月6日 9時10分", related="関連記事", newsletter="メールマガジンに登録",
    ),
    Story(
        language="ko", host="www.gangmulilbo.co.kr", offset="+09:00", site="강물일보", title="강 위의 오래된 다리 봄까지 통제",
        paragraphs=(
            "강 위의 오래된 다리가 월요일부터 통제되며 교각은 겨울이 오기 전에 모두 새로 놓일 예정이라고 시가 밝혔다.",
            "시의회는 화요일 이 계획을 다수결로 통과시켰지만 양쪽 강변의 상인들은 반대한 것으로 알려졌다.",
            "봄까지 버스는 다른 길로 돌아가고 매주 열리는 장은 건너편 들판으로 옮겨 열린다고 담당자는 말했다.",
            "시장은 계획을 의회에 설명하면서 “이 공사를 이십 년 동안 기다렸다”고 말하고 주민들에게 감사했다.",
            "공사에는 사십억 원이 들며 절반은 도가 내고 나머지 절반은 시가 스스로 부담하기로 했다고 한다.",
        ),
        names=("홍길동", "강나래"), by="글 ", joint="·", role="기자", photo="사진 ", printed="2026.03.05 14:32", published="입력", updated="수정", changed="2026.03.06 09:10", related="관련 기사", newsletter="뉴스레터 구독",
    ),
    Story(
        language="vi", host="www.baosong.vn", offset="+07:00", site="Báo Sông", title="Cây cầu cũ qua sông đóng cửa đến mùa xuân",
        paragraphs=(
            "Cây cầu cũ bắc qua sông sẽ đóng cửa từ thứ hai vì các trụ cầu phải được làm mới trước khi mùa đông đến.",
            "Hội đồng thành phố đã thông qua kế hoạch vào thứ ba với đa số phiếu, mặc dù các tiểu thương phản đối.",
            "Xe buýt sẽ đi đường vòng cho đến mùa xuân, còn chợ phiên hàng tuần chuyển sang bãi cỏ ở bờ bên kia.",
            "“Chúng tôi đã chờ công trình này hai mươi năm”, bà thị trưởng nói khi trình bày kế hoạch trước hội đồng.",
            "Công trình tốn bốn tỷ đồng, trong đó một nửa do tỉnh chi trả và nửa còn lại do thành phố tự bỏ ra.",
        ),
        names=("Nguyễn Thị Hà", "Trần Văn Giang"), by="Tác giả: ", joint=", ", role="phóng viên", photo="Ảnh: ", printed="05/03/2026 14:32", published="Đăng lúc", updated="Cập nhật", changed="06/03/2026 09:10", related="Tin liên quan", newsletter="Đăng ký nhận bản tin",
    ),
    Story(
        language="ar", host="www.alnahr.ae", offset="+04:00", site="النهر", title="إغلاق الجسر القديم فوق النهر حتى الربيع",
        paragraphs=(
            "سيغلق الجسر القديم فوق النهر ابتداء من يوم الاثنين لأن أعمدته تحتاج إلى تجديد قبل حلول الشتاء القادم.",
            "وافق مجلس المدينة على الخطة يوم الثلاثاء بأغلبية كبيرة رغم اعتراض التجار على ضفتي النهر في المدينة.",
            "ستسلك الحافلات طريقا آخر حتى الربيع، وينتقل السوق الأسبوعي إلى المرج الواقع على الضفة الأخرى من النهر.",
            "وقالت رئيسة البلدية عند تقديم الخطة إلى المجلس إن السكان ينتظرون هذه الأعمال منذ عشرين عاما كاملة.",
            "تبلغ تكلفة الأعمال أربعة ملايين درهم، تدفع الإمارة نصفها وتدفع المدينة النصف الآخر من ميزانيتها.",
        ),
        names=("سعاد النهري", "كريم الجسر"), by="بقلم: ", joint=" و ", role="مراسل", photo="تصوير: ", printed="5 مارس 2026 14:32", published="نشر في", updated="آخر تحديث", changed="6 مارس 2026 09:10", related="اقرأ أيضا", newsletter="اشترك في نشرتنا البريدية",
    ),
    Story(
        language="th", host="www.maenam.co.th", offset="+07:00", site="ข่าวแม่น้ำ", title="ปิดสะพานเก่าข้ามแม่น้ำจนถึงฤดูร้อน",
        paragraphs=(
            "สะพานเก่าข้ามแม่น้ำจะปิดตั้งแต่วันจันทร์ เพราะต้องเปลี่ยนเสาใหม่ทั้งหมดก่อนถึงฤดูฝนที่จะมาถึงในไม่ช้านี้",
            "สภาเมืองเห็นชอบแผนดังกล่าวเมื่อวันอังคารด้วยเสียงข้างมาก แม้ว่าพ่อค้าทั้งสองฝั่งจะคัดค้านก็ตาม",
            "รถประจำทางจะวิ่งอ้อมไปอีกหลายเดือน และตลาดนัดประจำสัปดาห์จะย้ายไปที่ลานหญ้าอีกฝั่งของแม่น้ำ",
            "นายกเทศมนตรีกล่าวตอนเสนอแผนต่อสภาว่า ชาวเมืองรอคอยงานก่อสร้างนี้มานานถึงยี่สิบปีแล้ว",
            "งานก่อสร้างใช้งบประมาณสี่สิบล้านบาท จังหวัดจ่ายครึ่งหนึ่งและเทศบาลจ่ายอีกครึ่งหนึ่งเอง",
        ),
        names=("สมชาย ใจดี", "มาลี แม่น้ำ"), by="โดย ", joint=", ", role="ผู้สื่อข่าว", photo="ภาพ: ", printed="5 มีนาคม 2569 14:32 น.", published="เผยแพร่", updated="อัปเดต", changed="6 มีนาคม 2569 09:10 น.", related="ข่าวที่เกี่ยวข้อง", newsletter="สมัครรับจดหมายข่าว",
    ),
    Story(
        language="el", host="www.potami.gr", offset="+02:00", site="Το Ποτάμι", title="Κλείνει ως την άνοιξη η παλιά γέφυρα του ποταμού",
        paragraphs=(
            "Η παλιά γέφυρα του ποταμού θα κλείσει από τη Δευτέρα, επειδή τα βάθρα της πρέπει να ανανεωθούν πριν από τον χειμώνα.",
            "Το δημοτικό συμβούλιο ενέκρινε το σχέδιο την Τρίτη με μεγάλη πλειοψηφία, αν και οι έμποροι ήταν αντίθετοι.",
            "Τα λεωφορεία θα ακολουθούν άλλη διαδρομή ως την άνοιξη και η λαϊκή αγορά μεταφέρεται στην απέναντι όχθη.",
            "«Περιμέναμε αυτά τα έργα είκοσι χρόνια», είπε η δήμαρχος όταν παρουσίασε το σχέδιο στο συμβούλιο.",
            "Τα έργα κοστίζουν τέσσερα εκατομμύρια ευρώ, τα μισά από τα οποία πληρώνει η περιφέρεια και τα άλλα μισά η πόλη.",
        ),
        names=("Άννα Ποταμίτου", "Νίκος Γεφυρίδης"), by="Γράφει ο ", joint=", ", role="δημοσιογράφος", photo="Φωτογραφίες: ", printed="5 Μαρτίου 2026, 14:32", published="Δημοσιεύτηκε", updated="Ενημερώθηκε", changed="6 Μαρτίου 2026, 09:10", related="Διαβάστε επίσης", newsletter="Εγγραφείτε στο newsletter μας",
    ),
    Story(
        language="zh-Hant-TW", host="www.chaosheng.com.tw", offset="+08:00", site="潮聲新聞網", title="跨溪舊橋下週一起封閉整修",
        paragraphs=(
            "跨越溪流的舊橋下週一起封閉，市府工務局說明，橋墩老舊，必須趕在冬天之前全部更新完畢。",
            "市議會週二以多數通過整修計畫，雖然兩岸的商家都表示反對，仍未能改變議員們的決定。",
            "公車在明年春天以前將改道行駛，每週一次的市集也會移到對岸的草地上繼續舉行。",
            "市長向議會說明計畫時表示，這項工程大家已經等了二十年，感謝居民長期以來的體諒。",
            "工程費用四億元，其中一半由中央補助，另外一半由市府自行負擔，預計明年三月完工。",
        ),
        names=("王小明", "陳怡君"), by="記者", joint="、", role="記者", photo="攝影：", printed="2026/03/05 14:32", published="發布時間：", updated="更新時間：", changed="2026/03/06 09:10", related="延伸閱讀", newsletter="訂閱電子報",
    ),
    Story(
        language="zh-Hant-HK", host="www.hoisingnews.com.hk", offset="+08:00", site="海聲新聞", title="跨河舊橋下周一起封閉維修",
        paragraphs=(
            "跨越河道的舊橋下周一起封閉，路政署表示，由於橋墩老化，需要趕在冬季之前全面更換。",
            "區議會周二以大比數通過維修計劃，雖然兩岸的商戶都表示反對，但未能改變議員的決定。",
            "巴士在明年春季之前會改道行駛，每周一次的市集亦會移師對岸的草地繼續舉行。",
            "區議會主席介紹計劃時表示，這項工程居民已經等候了二十年，多謝市民一直以來的體諒。",
            "工程費用為四億元，其中一半由政府撥款，另外一半來自區內基金，預計明年三月完成。",
        ),
        names=("陳大文", "李嘉欣"), by="記者：", joint="、", role="記者", photo="攝影：", printed="2026-03-05 14:32", published="發佈時間：", updated="更新時間：", changed="2026-03-06 09:10", related="相關新聞", newsletter="訂閱電郵通訊",
    ),
)  # fmt: skip
