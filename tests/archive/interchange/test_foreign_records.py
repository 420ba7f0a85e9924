"""Records of other programs are loaded, each field as what it is; slips in a mapping are told."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trafilatura
from hypothesis import given
from hypothesis import strategies as st
from support.archives import new_archive

from archive.dataset.article_record import article_of
from archive.dataset.export import Shape, export
from archive.dataset.load import load
from archive.dataset.selection import Selection
from archive.interchange.foreign_file import mapped_lines
from archive.interchange.mapping import FieldMapping, known
from archive.model.article import Article
from archive.model.errors import BadRecord, UsageError
from archive.store.archive import Archive

TEXT = "桐花巷的三百盏路灯亮了，街坊们搬出竹椅坐在灯下。\n\n电工班的人量了三遍。"
NEWS_PLEASE = {
    "authors": ["周一帆"], "date_download": "2022-07-23 01:00:00", "date_modify": "None",
    "date_publish": "2022-07-22 08:51:12", "description": "路灯", "filename": "1.html",
    "image_url": "https://n.example/1.jpg", "language": "zh", "localpath": None, "maintext": TEXT,
    "source_domain": "n.example", "title": "路灯亮了", "title_page": None, "title_rss": None,
    "url": "https://n.example/1.html",
}  # fmt: skip
FUNDUS = {
    "title": "Lampen", "authors": ["Anna Berg", "Jan Holm"],
    "publishing_date": "2022-07-22 08:51:12+02:00", "topics": ["Licht"], "lang": "de",
    "body": {"summary": ["Kurz."], "sections": [{"headline": ["Oben"], "paragraphs": ["Licht."]}]},
    "publisher": "Der Bote", "html": {"requested_url": "https://b.example/1", "content": "<html>"},
}  # fmt: skip


RECORD = {"id": "n:1", "station": "north", "url": "https://n.example/1", "title": "路灯"}


def articles(path: Path, mapping: str | None, station: str | None = None) -> list[Article]:
    """The articles of a file."""
    chosen = FieldMapping.named(mapping) if mapping else None
    return [article_of(json.loads(line)) for line in mapped_lines(path, chosen, station)]


def written(path: Path, value: Any, *, form: str) -> Path:
    """A file of records: one in all, a list, lines, or lines in a packed file."""
    if form == "gz":
        path = path.with_name(f"{path.name}.gz")
        path.write_bytes(gzip.compress(json.dumps(value).encode()))
    elif form == "list":
        path.write_text(json.dumps([value, value]), "utf-8")
    elif form == "lines":
        path.write_text(f"{json.dumps(value)}\n" * 2, "utf-8")
    else:
        path.write_text(json.dumps(value, indent=2, ensure_ascii=False), "utf-8-sig")
    return path


@pytest.mark.parametrize("form", ["one", "list", "lines", "gz"])
def test_articles_of_news_please(tmp_path: Path, form: str) -> None:
    """It writes a file an article; people put them together in several ways."""
    read = articles(written(tmp_path / "a.json", NEWS_PLEASE, form=form), "news-please")
    assert len(read) == (2 if form in {"list", "lines"} else 1)
    article = read[0]
    assert (article.station, article.url) == ("n.example", "https://n.example/1.html")
    assert (article.title, article.authors, article.language) == ("路灯亮了", ("周一帆",), "zh")
    assert article.published is not None
    assert article.published.iso() == "2022-07-22T08:51:12+08:00"
    assert [block.text for block in article.blocks] == TEXT.split("\n\n")
    assert article.id == "url:569072f8a59a688d"


def test_what_news_please_does_not_know_is_not_said(tmp_path: Path) -> None:
    """It writes the word None for a time that it did not find."""
    record = NEWS_PLEASE | {"date_publish": "None", "title": None, "title_rss": "渡船"}
    (article,) = articles(written(tmp_path / "a.json", record, form="one"), "news-please")
    assert (article.published, article.title) == (None, "渡船")


def test_articles_of_fundus(tmp_path: Path) -> None:
    """The address stands in an object, the body may be one of summary and sections."""
    first, _ = articles(written(tmp_path / "a.json", FUNDUS, form="list"), "fundus")
    assert (first.station, first.url) == ("Der-Bote", "https://b.example/1")
    assert first.authors == ("Anna Berg", "Jan Holm")
    assert [block.text for block in first.blocks] == ["Kurz.", "Oben", "Licht."]
    assert first.published is not None
    assert first.published.iso() == "2022-07-22T08:51:12+02:00"


def test_articles_of_trafilatura(tmp_path: Path) -> None:
    """As the program itself writes them: names in one text, the date a day."""
    page = (
        "<html><head><title>路灯亮了</title><meta name='author' content='周一帆; 林知秋'>"
        "<meta property='article:published_time' content='2022-07-22'></head><body><article>"
        f"<h1>路灯亮了</h1><p>{'桐花巷的路灯亮了。' * 20}</p><p>{'街坊们坐在灯下。' * 20}</p>"
        "</article></body></html>"
    )
    printed = trafilatura.extract(
        page, url="https://n.example/1", output_format="json", with_metadata=True
    )
    (tmp_path / "a.json").write_text(printed or "", "utf-8")
    (article,) = articles(tmp_path / "a.json", "trafilatura", "north")
    assert (article.id[:4], article.station, article.title) == ("url:", "north", "路灯亮了")
    assert article.authors == ("周一帆", "林知秋")
    assert article.published is not None
    assert article.published.iso() == "2022-07-22"
    assert article.blocks[-1].text == "街坊们坐在灯下。" * 20


def test_a_table_is_mapped_by_its_columns(tmp_path: Path) -> None:
    """A zone for times without one; a station for all; a text in quotation marks has lines."""
    (tmp_path / "a.csv").write_bytes(
        "\ufeff链接,标题,时间,记者,正文\r\n"
        'https://n.example/1,路灯,2022-07-22 08:51,"甲/乙","一\r\n二"\r\n'
        "n.example/2,渡船,,,\r\n".encode()
    )
    (tmp_path / "map.toml").write_text(
        'url = "链接"\ntitle = "标题"\npublished_at = "时间"\nauthors = "记者"\nbody = "正文"\n'
        'separator = "/"\nzone = "+09:00"\n',
        "utf-8",
    )
    mapping = FieldMapping.named(str(tmp_path / "map.toml"))
    first, second = mapped_lines(tmp_path / "a.csv", mapping, "north")
    article = article_of(json.loads(first))
    assert (article.station, article.authors) == ("north", ("甲", "乙"))
    assert [block.text for block in article.blocks] == ["一", "二"]
    assert article.published is not None
    assert article.published.iso() == "2022-07-22T08:51:00+09:00"
    with pytest.raises(BadRecord, match="url: expected an address"):
        article_of(json.loads(second))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('titel = "x"', "no such key: titel; did you mean title"),
        ("url = 3", "url: write a text, or a list of texts"),
        ('url = ["a", ""]', "url: write a text, or a list of texts"),
        ('url = "x"\nempty = 3', "empty: write a text, or a list of texts"),
        ('url = "x"\nseparator = ["a"]', "separator: write one text, not a list"),
        ('url = "x"\nseparator = ""', "separator: write one text"),
        ('url = "x"\nzone = ["+08:00"]', "zone: write one text, not a list"),
        ('title = "x"', "url: say which field"),
        ('url = "x"\nzone = "Beijing"', r"zone: write \+08:00"),
        ('url = "x"\nencoding = "base64"', "encoding: write gb18030, utf-16 or another"),
        ('url = "x"\nencoding = "klingon"', "encoding: write gb18030, utf-16 or another"),
        ('url = "x"\ndelimiter = ";;"', "delimiter: write one character"),
        ('url = "x"\ndelimiter = "\\""', "delimiter: write one character"),
        ("url", "it is no TOML"),
    ],
)
def test_slips_in_a_mapping_are_told(text: str, said: str) -> None:
    """By the name of the file and of the key."""
    with pytest.raises(UsageError, match=f"map.toml: {said}"):
        FieldMapping.parse(text, "map.toml")


@pytest.mark.parametrize("field", ["id", "station", "title", "url"])
@pytest.mark.parametrize("value", [{"name": "北"}, ["北"], True, 1.5])
def test_a_field_that_is_no_text_is_refused(field: str, value: object) -> None:
    """The print of an object would be the name of a station for ever."""
    mapping = FieldMapping.parse("\n".join(f'{name} = "{name}"' for name in RECORD), "x")
    with pytest.raises(BadRecord, match=field):
        article_of(json.loads(json.dumps(mapping.record(RECORD | {field: value}))))


def test_an_id_may_be_a_number() -> None:
    """Tables of other programs count their rows."""
    mapping = FieldMapping.parse('id = "id"\nurl = "url"', "x")
    assert mapping.record(RECORD | {"id": 7})["id"] == "7"


def test_an_unknown_program_is_told_which_there_are() -> None:
    """A name is a program's or a file's."""
    assert known() == ["fundus", "news-please", "trafilatura"]
    with pytest.raises(UsageError, match=r"one of fundus, news-please, trafilatura"):
        FieldMapping.named("newspaper4k")


def test_lines_that_are_no_records_are_refused_one_by_one(tmp_path: Path) -> None:
    """What is around them is loaded."""
    record = json.dumps(NEWS_PLEASE)
    (tmp_path / "a.jsonl").write_text(f'{record}\n{{"torn\n[]\n3\n{{}}\n', "utf-8")
    lines = mapped_lines(tmp_path / "a.jsonl", FieldMapping.named("news-please"), None)
    messages: list[str] = []
    with new_archive(tmp_path / "archive") as archive:
        loaded = load(archive, lines, refuse=lambda error: messages.append(str(error)))
    assert (loaded.outcomes["new"], loaded.refused) == (1, 4)
    assert [message.partition(":")[0] for message in messages] == [
        "line 2", "line 3", "line 4", "line 5",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("bad", "refused"),
    [
        (b'n.example/9,"torn"x', ["line 3"]),
        (b'https://n.example/9,"never closed', ["line 3"]),
        (b"https://n.example/9,\xff\xfe", ["line 3"]),
        (b'https://n.example/8,"one\nhttps://n.example/9,"two', ["line 3", "line 4"]),
    ],
)
def test_a_row_that_cannot_be_read_costs_no_other(
    tmp_path: Path, bad: bytes, refused: list[str]
) -> None:
    """It is told by its line; those before and after it are loaded."""
    (tmp_path / "a.csv").write_bytes(
        b'\xef\xbb\xbflink,name\nhttps://n.example/1,"a"\n'
        + bad
        + b'\n\nhttps://n.example/2,b\nhttps://n.example/3,"c\nd"\n'
    )
    mapping = FieldMapping.parse('url = "link"\ntitle = "name"', "x")
    messages: list[str] = []
    with new_archive(tmp_path / "archive") as archive:
        loaded = load(
            archive,
            mapped_lines(tmp_path / "a.csv", mapping, "north"),
            refuse=lambda error: messages.append(str(error)),
        )
        urls = [url for (url,) in archive.connection.execute("SELECT url FROM articles")]
    assert sorted(urls) == [f"https://n.example/{number}" for number in (1, 2, 3)]
    assert (loaded.outcomes["new"], loaded.refused) == (3, len(refused))
    assert [message.partition(" of the table: no CSV")[0] for message in messages] == refused


def test_each_row_of_many_may_be_unreadable(tmp_path: Path) -> None:
    """The rows after thousands of torn ones are read like the first."""
    torn = b'"a"x\n"b\n' * 5_000
    (tmp_path / "a.csv").write_bytes(b"id,url\n" + torn + b"n:1,c\n")
    *refused, last = mapped_lines(tmp_path / "a.csv", None, "north")
    assert len(refused) == 10_000
    assert str(refused[-1]).startswith("line 10001 of the table: no CSV")
    assert last == b'{"id": "n:1", "url": "c", "station": "north"}'


def test_a_table_without_a_header_that_can_be_read_is_refused(tmp_path: Path) -> None:
    """Nobody knows what its columns are."""
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\nhttps://n.example/1\n")
    with pytest.raises(UsageError, match=r"a\.csv: it is no CSV in utf-"):
        list(mapped_lines(tmp_path / "a.csv", None, "north"))


ROWS = '地址{0}名字{0}正文\nhttps://n.example/1{0}路燈{0}"一{0}二\n三"\nhttps://n.example/2{0}渡船{0}\n'


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter", "said"),
    [
        ("a.csv", "gbk", ",", 'encoding = "gb18030"'),
        ("a.csv", "big5hkscs", ";", 'encoding = "Big5-HKSCS"\ndelimiter = ";"'),
        ("a.csv", "utf-16", "\t", 'delimiter = "\\t"'),
        ("a.csv", "utf-16-be", "|", 'encoding = "utf-16-be"\ndelimiter = "|"'),
        ("a.csv", "utf-8-sig", ";", 'encoding = "gb18030"\ndelimiter = ";"'),
        ("a.tsv.gz", "utf-16", "\t", ""),
        ("A.CSV", "utf-8", ",", ""),
    ],
)
def test_a_table_in_another_encoding_or_with_another_delimiter(
    tmp_path: Path, name: str, encoding: str, delimiter: str, said: str
) -> None:
    """As spreadsheets of many countries save it; a byte order mark says more than a mapping."""
    content = ROWS.format(delimiter).encode(encoding)
    path = tmp_path / name
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    mapping = FieldMapping.parse(f'url = "地址"\ntitle = "名字"\nbody = "正文"\n{said}', "x")
    rows = [json.loads(line) for line in mapped_lines(path, mapping, "north")]
    assert [(row["url"], row["title"], row.get("body")) for row in rows] == [
        ("https://n.example/1", "路燈", f"一{delimiter}二\n三"),
        ("https://n.example/2", "渡船", None),
    ]


def test_a_row_with_half_a_character_costs_no_other(tmp_path: Path) -> None:
    """In encodings of two bytes too."""
    good, bad = "https://n.example/1,路灯\n".encode("gbk"), b"https://n.example/2,\x81\n"
    (tmp_path / "a.csv").write_bytes(b"link,name\n" + good + bad + good)
    mapping = FieldMapping.parse('url = "link"\nid = "name"\nencoding = "gbk"', "x")
    first, refused, last = mapped_lines(tmp_path / "a.csv", mapping, "north")
    assert first == last
    assert str(refused) == "line 3 of the table: no CSV in gbk: it has bytes that are no character"


def test_a_table_without_the_column_of_addresses_is_refused(tmp_path: Path) -> None:
    """Not each of its rows: mostly it has another delimiter."""
    (tmp_path / "a.csv").write_text(ROWS.format(";"), "utf-8")
    mapping = FieldMapping.parse('url = ["地址", "link"]', "x")
    with pytest.raises(
        UsageError, match=r"no column 地址 or link; its columns are 地址;名字;正文;"
    ):
        list(mapped_lines(tmp_path / "a.csv", mapping, "north"))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive with a record that spreadsheets would calculate."""
    record = {
        "id": "a:1", "station": "north", "url": "https://n.example/1", "title": "=1+1",
        "body": "'一\n 二\r三", "authors": ["甲", "乙"], "published_at": "2022-07-22T08:51+08:00",
        "published_precision": "minute",
    }  # fmt: skip
    with new_archive(tmp_path_factory.mktemp("own") / "archive") as archive:
        load(archive, [json.dumps(record).encode()], refuse=lambda error: None)
        yield archive


def test_a_table_of_ours_is_loaded_as_it_was(archive: Archive, tmp_path: Path) -> None:
    """The mark against formulas goes, lists are lists again, lines stay lines."""
    data = export(archive, Selection(), Shape(form="csv"), tmp_path / "out").data
    before = archive.article("a:1")
    (again,) = articles(data, None)
    assert again.to_dict() == before.to_dict()


@pytest.mark.parametrize(
    ("cell", "names"), [("甲、乙", ("甲", "乙")), ("、甲、、乙、", ("甲", "乙")), ("、", ())]
)
def test_a_separator_in_a_name_of_a_table_costs_no_row(
    tmp_path: Path, cell: str, names: tuple[str, ...]
) -> None:
    """A table joins names by it; what stands between two is no name."""
    (tmp_path / "a.csv").write_text(f'id,station,url,authors\nn:1,n,https://n.example/1,"{cell}"\n')
    (article,) = articles(tmp_path / "a.csv", None)
    assert article.authors == names


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(record=st.dictionaries(st.sampled_from([*NEWS_PLEASE, *FUNDUS, "source"]), VALUES))
def test_whatever_a_record_holds_it_is_an_article_or_refused(record: dict[str, Any]) -> None:
    """Other programs have other versions."""
    for program in known():
        line = FieldMapping.named(program).record(record)
        try:
            article_of(json.loads(json.dumps(line)))
        except BadRecord:
            continue
