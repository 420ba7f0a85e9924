"""Content codings and character sets are undone, whatever the labels claim."""

import gzip
import time
import zlib
from datetime import UTC, datetime

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.files.unzstd import zstd
from archive.model.article import Capture
from harvester.document.decoding import content, is_gibberish, text
from harvester.model.errors import NotAnArticle

PAGE = "青棠镇三百盏路灯亮了，朱镕基路上人来人往。".encode() * 50


def coded(body: bytes, coding: str) -> Capture:
    return Capture(
        id="urn:uuid:1",
        url="https://news.example.cn/1.html",
        status=200,
        captured_at=datetime(2022, 7, 22, tzinfo=UTC),
        headers=(("Content-Encoding", coding),),
        body=body,
    )


CODED = [
    (gzip.compress(PAGE), "gzip"),
    (gzip.compress(PAGE), "x-gzip"),
    (gzip.compress(PAGE[:99]) + gzip.compress(PAGE[99:]), "gzip"),
    (zlib.compress(PAGE), "deflate"),
    (zlib.compress(PAGE)[2:-4], "deflate"),
    (gzip.compress(PAGE), "deflate"),
    (zlib.compress(PAGE), "gzip"),
    (brotli.compress(PAGE), "br"),
    (zstd.compress(PAGE), "zstd"),
    (brotli.compress(gzip.compress(PAGE)), "gzip, br"),
    (PAGE, "identity"),
    (PAGE, ""),
]


@pytest.mark.parametrize(("body", "coding"), CODED)
def test_each_content_coding_is_undone(body: bytes, coding: str) -> None:
    """gzip, also in members, deflate with and without its wrapper, br, zstd, and one on another."""
    assert content(coded(body, coding)) == PAGE


def test_a_body_that_was_unfolded_before_it_was_kept_is_left_alone() -> None:
    """Other crawls keep Content-Encoding: gzip over a body that is no longer coded."""
    assert content(coded(PAGE, "gzip")) == PAGE


@pytest.mark.parametrize(("body", "coding"), CODED[:10])
def test_a_body_that_breaks_off_is_truncated(body: bytes, coding: str) -> None:
    """What breaks off is not read as if it were whole."""
    with pytest.raises(NotAnArticle) as error:
        content(coded(body[:-9], coding))
    assert error.value.kind == "truncated"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_refused_before_it_unfolds(coding: str) -> None:
    """Three hundred kilobytes that unfold from a few hundred bytes stop at the limit."""
    bomb = {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "br": brotli.compress,
        "zstd": zstd.compress,
    }[coding](b"0" * 300_000)
    with pytest.raises(NotAnArticle) as error:
        content(coded(bomb, coding), limit=100_000)
    assert error.value.kind == "binary"


def test_codings_are_undone_five_times_at_most() -> None:
    """Each layer costs as much as the body is long; no server needs more than two."""
    body = PAGE
    for _ in range(5):
        body = zlib.compress(body)
    said = ", identity,".join(["deflate"] * 5)
    assert content(coded(body, said)) == PAGE
    with pytest.raises(NotAnArticle, match="6 content codings, one on the other") as error:
        content(coded(zlib.compress(body), said + ", deflate"))
    assert error.value.kind == "unreadable"


SIZE = 16 * 2**20


@pytest.mark.parametrize(
    ("unit", "coding"),
    [
        (gzip.compress(b"", mtime=0), "gzip"),
        (gzip.compress(b"p" * 99, mtime=0), "gzip"),
        (b"\x50\x2a\x4d\x18" + bytes(4), "zstd"),  # a frame to be skipped
        (zstd.compress(b""), "zstd"),
        (zstd.compress(b"p" * 99), "zstd"),
        (b"\x00\x00\x00\xff\xff", "deflate"),  # an empty block
        (b"\x0c" + b"\x06" * 99, "br"),  # empty blocks, all in one stream
        (zlib.compress(b""), ",".join(["deflate"] * 40)),
    ],
)
def test_a_body_made_to_cost_more_than_its_length_does_not(unit: bytes, coding: str) -> None:
    """Members, frames and blocks without number: each of these took minutes, or takes a second."""
    body = unit * (SIZE // len(unit))
    begun = time.process_time()
    with pytest.raises(NotAnArticle):
        content(coded(body, coding))
    assert time.process_time() - begun < 20


def test_a_body_in_as_many_members_as_a_server_flushes_is_read() -> None:
    """One with each four kilobytes that it sends, of a page of 32 MiB."""
    for compress, coding in ((gzip.compress, "gzip"), (zstd.compress, "zstd")):
        assert content(coded(compress(b"4 kB") * 8192, coding)) == b"4 kB" * 8192


def test_the_checksum_of_a_gzip_body_is_not_looked_at() -> None:
    """Browsers do not: some servers leave it out, or send that of another page."""
    packed = gzip.compress(PAGE)
    named = (
        packed[:3] + b"\x1e" + packed[4:10] + b"\x03\0abcpage.html\0by hand\0\x12\x34" + packed[10:]
    )
    for body in (packed[:-8], packed[:-8] + bytes(8), named, named[:-4] + packed):
        assert content(coded(body, "gzip")).startswith(PAGE)


def test_a_gzip_member_without_its_end_does_not_hide_the_next() -> None:
    """A server that is killed between two flushes leaves out the checksum."""
    member = gzip.compress("路灯亮了。".encode())
    for missing in (1, 4, 8):
        both = content(coded(member[:-missing] + member, "gzip"))
        assert both == "路灯亮了。路灯亮了。".encode()


@pytest.mark.parametrize("label", ["gb2312", "hz-gb-2312", "iso-2022-jp"])
def test_a_text_of_eight_bits_is_in_no_character_set_of_seven(label: str) -> None:
    """A script may hold the marks of one, and a page a NUL."""
    page = f'<meta charset={label}><p>湘潭的路灯亮了</p><script>x = "~{{\x1b$B"</script>\0'
    assert "湘潭的路灯亮了" in text(page.encode(), "text/html")


def test_a_damaged_coding_is_unreadable() -> None:
    """It is not guessed at."""
    with pytest.raises(NotAnArticle) as error:
        content(coded(b"\x1f\x8b\x08\x00" + b"\xff" * 40, "gzip"))
    assert error.value.kind == "unreadable"


@pytest.mark.parametrize("name", ["utf-8", "none", "text/html", "snappy", "gbk", "chunked"])
def test_a_name_that_is_no_coding_changes_nothing(name: str) -> None:
    """Servers write a character set there, or a type; browsers take the body as it is."""
    assert content(coded(PAGE, name)) == PAGE
    assert content(coded(gzip.compress(PAGE), f"gzip, {name}")) == PAGE


CHINESE = "湘潭市人大常委会的工作综述，朱镕基、牛堃在会上说：我们来到这个地方。"


@pytest.mark.parametrize(
    ("body", "header", "declared"),
    [
        (CHINESE.encode(), "text/html; charset=utf-8", None),
        (CHINESE.encode(), "text/html; charset=gb2312", None),
        (CHINESE.encode(), None, "gbk"),
        (b"\xef\xbb\xbf" + CHINESE.encode(), None, None),
        (CHINESE.encode("gb18030"), "text/html; charset=gb2312", None),
        (CHINESE.encode("gb18030"), "text/html; charset=utf-8", None),
        (CHINESE.encode("gb18030"), "text/html; charset=ISO-8859-1", None),
        (CHINESE.encode("gb18030"), "text/html", None),
        (CHINESE.encode("gb18030"), None, "gb18030"),
        (CHINESE.encode("utf-16"), None, None),
    ],
)
def test_the_bytes_win_over_every_label(
    body: bytes, header: str | None, declared: str | None
) -> None:
    """Valid UTF-8 is UTF-8; gb2312 is GB18030; a header that is wrong is noticed."""
    assert text(body, header, declared) == CHINESE


def test_a_label_in_the_page_is_read() -> None:
    """Big5 by its meta, and by its characters where nothing is declared."""
    traditional = '<meta charset="big5">這個國家的人們會來到這裡，我們還沒有對他說過。'
    assert text(traditional.encode("big5"), None) == traditional
    assert text(traditional[20:].encode("big5"), None) == traditional[20:]


def test_a_character_cut_at_the_end_does_not_change_the_character_set() -> None:
    """A UTF-8 page that breaks off within its last character loses that one only."""
    assert text(CHINESE.encode()[:-1], None) == CHINESE[:-1]


def test_one_bad_byte_does_not_turn_a_page_into_another_character_set() -> None:
    """A UTF-8 page with a stray byte keeps all its other characters."""
    body = CHINESE.encode()[:30] + b"\xff" + CHINESE.encode()[30:]
    assert text(body, None).replace("\ufffd", "") == CHINESE


@given(st.text(max_size=200).filter(lambda said: not said.startswith("\ufeff")))
def test_utf_8_is_always_read_back(said: str) -> None:
    """Whatever a header says."""
    assert text(said.encode(), "text/html; charset=gbk") == said


@given(st.binary(max_size=200))
def test_any_bytes_give_some_text(body: bytes) -> None:
    """Nothing is raised for bytes of no character set."""
    assert isinstance(text(body, "text/html; charset=big5"), str)


def test_a_label_within_a_comment_declares_nothing() -> None:
    """Templates leave former labels behind; of the two, only the later one is markup."""
    page = '<!-- <meta charset="big5"> --><meta charset="gbk"><p>湘江</p>'
    assert text(page.encode("gbk"), None) == page


def test_a_page_marked_as_utf_32_is_read_as_such() -> None:
    """Its mark begins with that of UTF-16."""
    assert text("\ufeff湘江".encode("utf-32-le"), None) == "湘江"


KOREAN = "연길시 강변도로가 일일 개통되여 시민들의 출행이 한결 편리해졌다고 밝혔다."
JAPANESE = "朝の桟橋では、渡し船がいつもより十五分早く出た。"
RUSSIAN = "Утром на пристани паром отошёл на четверть часа раньше обычного."
GREEK = "Το πρωί στην αποβάθρα το πλοίο αναχώρησε νωρίτερα."
HEBREW = "בבוקר יצאה המעבורת רבע שעה מוקדם מהרגיל, ואיש על הרציף לא מיהר."
ARABIC = "في الصباح غادرت العبارة قبل موعدها بربع ساعة، ولم يكن أحد على الرصيف مستعجلا."
FRENCH = "Le café près du quai a rouvert ; l’été déjà, on y dînait à la lumière."


@pytest.mark.parametrize(
    ("said", "charset"),
    [
        (KOREAN, "euc-kr"), (JAPANESE, "shift_jis"), (JAPANESE, "euc-jp"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"), (RUSSIAN, "iso-8859-5"), (GREEK, "windows-1253"),
        (JAPANESE, "iso-2022-jp"), (KOREAN, "iso-2022-kr"), ("湘潭市人大常委会", "hz-gb-2312"),
        (HEBREW, "iso-8859-8-i"),
        (FRENCH, "windows-1252"), ("Die Fähre fährt früher", "iso-8859-1"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("where", ["header", "page", "station"])
def test_any_character_set_is_read_as_it_is_declared(said: str, charset: str, where: str) -> None:
    """By the server, in the page, or by the operator in the station's file."""
    meta = f'<meta charset="{charset}">' if where == "page" else ""
    body = f"<html><head>{meta}</head><p>{said}".encode(charset.removesuffix("-i"))
    header = f"text/html; charset={charset}" if where == "header" else "text/html"
    declared = charset if where == "station" else None
    assert text(body, header, declared).endswith(said)


def test_a_western_label_over_chinese_is_a_servers_default() -> None:
    """Apache's AddDefaultCharset says ISO-8859-1 of every page."""
    page = f"<title>青棠镇</title><p>{CHINESE}"
    assert text(page.encode("gb18030"), "text/html; charset=ISO-8859-1") == page


def test_accents_without_a_label_are_western() -> None:
    """Bytes beyond ASCII that stand alone between letters."""
    assert text(FRENCH.encode("cp1252"), "text/html") == FRENCH


@pytest.mark.parametrize(
    ("said", "charset"),
    [
        (KOREAN, "euc-kr"), (JAPANESE, "shift_jis"), (JAPANESE, "euc-jp"),
        (JAPANESE, "iso-2022-jp"), (RUSSIAN, "windows-1251"), (RUSSIAN, "koi8-r"),
        (RUSSIAN, "iso-8859-5"), (GREEK, "windows-1253"), (HEBREW, "windows-1255"),
        (ARABIC, "windows-1256"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("header", ["text/html", "text/html; charset=utf-8"])
def test_without_a_label_that_fits_a_page_is_read_by_its_letters(
    said: str, charset: str, header: str
) -> None:
    """A page of a few lines is enough."""
    page = f"<p>{said}</p>" * 8
    assert text(page.encode(charset, "ignore"), header) == page.encode(charset, "ignore").decode(
        charset
    )


@pytest.mark.parametrize(
    ("said", "charsets"),
    [
        ("Mieszkańcy zgromadzili się, żeby zobaczyć łódź.", "cp1250 iso8859_2 mac_latin2"),
        ("Starosta řekl, že loď bude jezdit častěji.", "cp1250 iso8859_2 mac_latin2"),
        ("A hajó sűrűbben fog járni az új kikötőből.", "cp1250 iso8859_2 mac_latin2"),
        ("Gradonačelnik je rekao da će brod voziti češće.", "cp1250 iso8859_2 mac_croatian"),
        ("Primarul a spus că elevii nu vor aştepta în ceaţă.", "cp1250 iso8859_2"),
        ("Çocukların artık siste beklemeyeceğini söyledi, İstanbul.", "cp1254 mac_turkish"),
        ("Laivas plauks dažniau, žmonės džiaugiasi, šiandien šventė.", "cp1257 iso8859_13"),
        ("Mērs teica, ka kuģis kursēs biežāk, šodien ir svētki.", "cp1257 iso8859_13 iso8859_4"),
        ("Der Bürgermeister erklärte, die Fähre werde häufiger fahren.", "cp1252 mac_roman"),
        ("Le maire a déclaré que le bac passera plus souvent, grâce à l’été.", "cp1252 mac_roman"),
        ("¿Cuándo llegará? Los niños no esperarán más.", "cp1252 mac_roman"),
        ("As crianças não terão de esperar na névoa da manhã.", "cp1252 mac_roman"),
        ("Borgmästaren sade att färjan ska gå oftare.", "cp1252 mac_roman"),
        ("Börnin þyrftu ekki lengur að bíða í þokunni.", "cp1252 mac_iceland"),
        ("Мэр сообщил, что паром будет ходить чаще. Дети ждут.", "cp1251 koi8_r mac_cyrillic"),
        ("Ο δήμαρχος είπε ότι το πλοίο θα περνά. Άνοιξη.", "cp1253 iso8859_7"),
    ],
)  # fmt: skip
def test_of_several_sets_of_one_alphabet_its_languages_letters_decide(
    said: str, charsets: str
) -> None:
    """Windows, the standard and the Mac put them in other places; one has no label."""
    page = f"<h1>{said}</h1><p>{said}</p>"
    for charset in charsets.split():
        assert text(page.encode(charset), "text/html") == page


def test_a_chinese_label_over_western_bytes_is_a_templates_default() -> None:
    """The foreign edition of a Chinese site keeps the label of the Chinese one."""
    page = f"<meta charset=gbk><p>{FRENCH} Die Fähre fährt für Fußgänger früher.</p>"
    assert text(page.encode("cp1252"), "text/html; charset=gb2312") == page


@pytest.mark.parametrize(
    ("said", "charset"),
    [(KOREAN, "euc-kr"), (JAPANESE, "euc-jp"), (RUSSIAN, "koi8-r"), (RUSSIAN, "windows-1251")],
)
def test_what_was_read_with_another_character_set_is_gibberish(said: str, charset: str) -> None:
    """Rare characters only, which no text has."""
    assert is_gibberish((said * 4).encode(charset).decode("gb18030", "replace"))


def test_text_is_no_gibberish() -> None:
    """Nor are names, which have few of the common characters, and short lines."""
    assert not is_gibberish(CHINESE * 4)
    assert not is_gibberish("凌雨晴 付鼎臣 覃剑 朱镕基 牛堃")
    assert not is_gibberish(JAPANESE * 4)
    assert not is_gibberish("")


def test_a_claim_of_utf_16_over_single_bytes_is_not_believed() -> None:
    """Any two bytes would be a character of it."""
    page = f'<meta charset="utf-16"><p>{CHINESE}'
    assert text(page.encode("gb18030"), "text/html; charset=utf-16") == page
