"""What an export holds: the filters, columns, forms and related tables that are asked for."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.archives import capture, hold, new_archive

from archive.dataset.articles import ARTICLES, RECORD_KEYS
from archive.dataset.cited import Citation
from archive.dataset.csv import unguarded
from archive.dataset.export import Shape, export
from archive.dataset.load import load
from archive.dataset.output import Output
from archive.dataset.selection import Selection
from archive.model.article import Article, Block, Credit, Image, PrintedTime
from archive.model.errors import BadRecord, UsageError
from archive.search.search import Filters
from archive.store.archive import Archive

TEXT = (
    "六月三日上午，青棠县桐花巷的三百盏新路灯一起亮了起来。",
    "这条巷子长八百米，住着四百多户人家，过去十年里没有一盏灯是好的。",
    "居委会主任何小满说，为了这些灯，大家开了三次会，写了两封信，一共等了十四个月。",
    "县城管局介绍，今年还要为另外十二条巷子装灯，所需的钱已经列入预算。",
)
FIRST = Article(
    id="demo:1",
    station="qingtang",
    url="https://qt.example/1.html",
    title="桐花巷亮灯记",
    blocks=tuple(Block(text=line) for line in TEXT),
    published=PrintedTime.from_iso("2022-06-03T23:30:00+08:00", "minute"),
    source="青棠日报",
    credits=(
        Credit(role="reporter", role_printed="记者", name="周一帆", position=1),
        Credit(role="editor", role_printed="编辑", name="林知秋", affiliation="青棠站", position=2),
    ),
    images=(Image(url="https://qt.example/1.jpg", caption="灯亮了", credit="周一帆摄"),),
)
COPY = replace(
    FIRST, id="demo:2", station="lanjiang", url="https://lj.example/2.html", credits=(), images=(),
    published=PrintedTime.from_iso("2022-06-05", "day"),
)  # fmt: skip
OTHER = Article(
    id="demo:3",
    station="abroad",
    url="https://de.example/3",
    title="Lampen",
    blocks=(Block(text="-5 °C"),),
)
STATIONS = [
    ("abroad", "Bote", "DE-BE", "Germany (DE-BE)"),
    ("lanjiang", "澜江时刻", "430300", "湖南省湘潭市"),
    ("qingtang", "青棠日报", "430321", "湖南省湘潭市湘潭县"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with an article that was corrected once, its copy, and one from abroad."""
    folder = tmp_path_factory.mktemp("forms") / "archive"
    with new_archive(folder) as archive:
        with archive.transaction() as connection:
            connection.executemany(
                "INSERT INTO stations (name, title, place, place_name, tested_on)"
                " VALUES (?, ?, ?, ?, 'fixture')",
                STATIONS,
            )
        hold(archive, replace(FIRST, title="桐花巷亮灯"), capture(0, station="qingtang"))
        hold(archive, FIRST, capture(5, station="qingtang"))
        with archive.transaction():
            for article in (COPY, OTHER):
                archive.store_article(article, [])
    return folder


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    """It, opened for reading."""
    with Archive.read_only(folder) as archive:
        yield archive


def cells(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, as the standard library reads them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def lines(archive: Archive, tmp_path: Path, shape: Shape, **filters: Any) -> list[dict[str, Any]]:
    """The exported articles as JSON lines."""
    exported = export(archive, Selection(filters=Filters(**filters)), shape, tmp_path / "out")
    return [json.loads(line) for line in exported.data.read_bytes().splitlines()]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"station": ["qingtang", "abroad"]}, ["demo:1", "demo:3"]),
        ({"source": "青棠日报"}, ["demo:1", "demo:2"]),
        ({"source": ["青棠日报", "别的"], "station": "lanjiang"}, ["demo:2"]),
        ({"place": "430300"}, ["demo:1", "demo:2"]),
        ({"place": "430321"}, ["demo:1"]),
        ({"place": "430000"}, ["demo:1", "demo:2"]),
        ({"place": "湘潭县"}, ["demo:1"]),
        ({"place": ["DE", "430321"]}, ["demo:1", "demo:3"]),
        ({"state": "changed"}, ["demo:1"]),
        ({"state": ["live", "changed"], "since": "2022-06-05"}, ["demo:2"]),
        ({"lineage": "origin"}, ["demo:1", "demo:3"]),
    ],
)
def test_filters_say_which_articles_are_written(
    archive: Archive, tmp_path: Path, filters: dict[str, Any], ids: list[str]
) -> None:
    """Of several stations, sources, places or states one holds; of several filters all."""
    assert [line["id"] for line in lines(archive, tmp_path, Shape(), **filters)] == ids


def test_an_unknown_place_is_refused(archive: Archive, tmp_path: Path) -> None:
    """No station lies there: more likely a slip than a finding."""
    with pytest.raises(UsageError, match="no station lies in '长沙'"):
        lines(archive, tmp_path, Shape(), place="长沙")


def test_each_article_tells_of_its_lineage(archive: Archive, tmp_path: Path) -> None:
    """Its role, what it was taken from, what was done to it, and after how long.

    From half past eleven on the third to the end of the fifth are 48.5 hours.
    """
    names = ("lineage", "lineage_role", "lineage_articles", "parent", "relation", "text_coverage")
    first, copy, alone = lines(archive, tmp_path, Shape(columns=(*names, "lag_at_most")))
    assert first == {
        "lineage": "demo:1", "lineage_role": "origin", "lineage_articles": 2, "parent": None,
        "relation": None, "text_coverage": None, "lag_at_most": None,
    }  # fmt: skip
    assert copy == {
        "lineage": "demo:1", "lineage_role": "copy", "lineage_articles": 2, "parent": "demo:1",
        "relation": "identical", "text_coverage": 1.0, "lag_at_most": 97 * 1800,
    }  # fmt: skip
    assert (alone["lineage"], alone["lineage_role"]) == ("demo:3", None)


def test_days_are_those_that_are_printed(archive: Archive, tmp_path: Path) -> None:
    """Half past eleven in the evening in China is still that day, and afternoon in UTC."""
    names = ("published_at", "published_precision", "published_day", "published_at_utc")
    first, copy, none = lines(archive, tmp_path, Shape(columns=names))
    assert first == {
        "published_at": "2022-06-03T23:30:00+08:00", "published_precision": "minute",
        "published_day": "2022-06-03", "published_at_utc": "2022-06-03T15:30:00Z",
    }  # fmt: skip
    assert copy == {
        "published_at": "2022-06-05", "published_precision": "day",
        "published_day": "2022-06-05", "published_at_utc": None,
    }  # fmt: skip
    assert set(none.values()) == {None}


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (("id", "titel"), "no column has the name 'titel'; did you mean title"),
        (("id", "id"), "the column id is named twice"),
    ],
)
def test_columns_that_cannot_be_given_are_refused(
    archive: Archive, tmp_path: Path, columns: tuple[str, ...], message: str
) -> None:
    """Before anything is written."""
    with pytest.raises(UsageError, match=message):
        lines(archive, tmp_path, Shape(columns=columns))
    assert not (tmp_path / "out").exists()


def test_metadata_repeat_nothing_of_the_text(archive: Archive, tmp_path: Path) -> None:
    """Neither the body nor captions nor evidence, also not in related tables."""
    shape = Shape(related=("images", "revisions"))
    exported = export(archive, Selection(profile="metadata"), shape, tmp_path / "out")
    written = [json.loads(line) for line in exported.data.read_bytes().splitlines()]
    assert {"body", "blocks", "captions", "evidence", "images"}.isdisjoint(written[0])
    assert written[0]["characters"] == len("\n".join(TEXT))
    for path in (tmp_path / "out").iterdir():
        assert "路灯一起亮" not in path.read_text("utf-8"), path
        assert "灯亮了" not in path.read_text("utf-8"), path


def test_related_tables_are_joined_by_ids(archive: Archive, tmp_path: Path) -> None:
    """One file each, of what is selected alone, each vouched for and described."""
    names = ("credits", "images", "lineage", "links", "revisions", "captures", "stations")
    lines(archive, tmp_path, Shape(related=names), place="湘潭")
    tables = {
        name: [
            json.loads(line) for line in (tmp_path / f"out/{name}.jsonl").read_bytes().splitlines()
        ]
        for name in names
    }
    first = {"article": "demo:1", "revision": "20220722005612"}
    assert tables["credits"] == [
        first | {"position": 1, "role": "reporter", "role_printed": "记者", "name": "周一帆",
                 "affiliation": None},
        first | {"position": 2, "role": "editor", "role_printed": "编辑", "name": "林知秋",
                 "affiliation": "青棠站"},
    ]  # fmt: skip
    assert tables["images"] == [
        first | {"position": 1, "url": "https://qt.example/1.jpg", "caption": "灯亮了",
                 "credit": "周一帆摄"}
    ]  # fmt: skip
    assert tables["lineage"] == [
        {"lineage": "demo:1", "articles": 2, "stations": 2, "origin": "demo:1",
         "origin_basis": "credit", "credited": "青棠日报"}
    ]  # fmt: skip
    (link,) = tables["links"]
    assert (link["article"], link["other"], link["is_parent"]) == ("demo:2", "demo:1", True)
    (former,) = tables["revisions"]
    assert (former["revision"], former["title"]) == ("20220722005112", "桐花巷亮灯")
    assert [(row["article"], row["status"]) for row in tables["captures"]] == [("demo:1", 200)]
    assert [row["name"] for row in tables["stations"]] == ["lanjiang", "qingtang"]
    manifest = json.loads((tmp_path / "out/manifest.json").read_bytes())
    rows = {file["name"]: file["rows"] for file in manifest["files"]}
    assert rows.pop("codebook.md") is None
    assert rows == {"articles.jsonl": 2} | {
        f"{name}.jsonl": len(table) for name, table in tables.items()
    }
    book = (tmp_path / "out/codebook.md").read_text("utf-8")
    assert [line for line in book.splitlines() if line.startswith("# ")] == [
        f"# Codebook of {name}.jsonl" for name in ("articles", *names)
    ]


def forget_tables(manifest: Path) -> None:
    """A manifest as earlier versions wrote it, which does not say what tables were asked for."""
    said = json.loads(manifest.read_bytes())
    del said["related"]
    manifest.write_text(json.dumps(said))


def test_tables_that_are_no_longer_asked_for_go(archive: Archive, tmp_path: Path) -> None:
    """What an export takes the place of leaves nothing behind that no manifest vouches for."""
    lines(archive, tmp_path, Shape(related=("credits",)))
    forget_tables(tmp_path / "out/manifest.json")
    lines(archive, tmp_path, Shape())
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["articles.jsonl", "codebook.md", "manifest.json"]


@pytest.mark.parametrize(
    ("taken", "shape"),
    [
        ("articles/mine.txt", Shape(form="parquet", partition="year")),
        ("articles.csv/mine.txt", Shape(form="csv")),
        ("articles.csv", Shape(form="csv")),
        ("credits.csv", Shape(form="csv", related=("credits",))),
        ("codebook.md", Shape()),
    ],
)
def test_what_is_not_of_an_export_is_not_replaced(
    archive: Archive, tmp_path: Path, taken: str, shape: Shape
) -> None:
    """A folder or file that has a name of ours by chance stays, with or without a manifest."""
    mine = tmp_path / taken
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine")
    with pytest.raises(UsageError, match="no part of an earlier dataset"):
        export(archive, Selection(), shape, tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [mine]


def test_a_table_beside_is_replaced_only_where_the_manifest_lists_it(
    archive: Archive, tmp_path: Path
) -> None:
    """An export stands there, and a table of another program that it does not know of."""
    export(archive, Selection(), Shape(form="csv"), tmp_path)
    forget_tables(tmp_path / "manifest.json")
    (tmp_path / "credits.csv").write_text("mine")
    with pytest.raises(UsageError, match=r"credits\.csv: it is no part of an earlier dataset"):
        export(archive, Selection(), Shape(form="csv", related=("credits",)), tmp_path)
    assert (tmp_path / "credits.csv").read_text() == "mine"


def test_what_a_killed_export_left_is_not_published(archive: Archive, tmp_path: Path) -> None:
    """Its files of another year would be in the dataset, and no manifest would list them."""
    left = tmp_path / "out/.articles.unfinished/year=1999/part-0.parquet"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"torn")
    shape = Shape(form="parquet", partition="year")
    exported = export(archive, Selection(), shape, tmp_path / "out")
    assert not (exported.data / "year=1999").exists()


def test_an_export_that_was_killed_while_it_named_its_files_is_made_again(
    archive: Archive, tmp_path: Path
) -> None:
    """Its data have their name and its manifest has not: they are ours all the same."""
    shape = Shape(form="parquet", partition="year", related=("credits",))
    export(archive, Selection(), shape, tmp_path)
    (tmp_path / "manifest.json").rename(tmp_path / ".manifest.json.unfinished")
    (tmp_path / "codebook.md").rename(tmp_path / ".codebook.md.unfinished")
    export(archive, Selection(), shape, tmp_path)
    names = ["articles", "codebook.md", "credits.parquet", "manifest.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_csv_for_programs_has_no_byte_order_mark(archive: Archive, tmp_path: Path) -> None:
    """Some readers take it for a part of the first column's name."""
    shape = Shape(form="csv", mark=False, columns=("id", "body"))
    exported = export(archive, Selection(), shape, tmp_path / "out")
    assert exported.data.read_bytes().startswith(b'id,body\r\n"demo:1",')
    *_, last = cells(exported.data)
    assert (last["body"], unguarded(last["body"])) == ("'-5 °C", "-5 °C")


def test_articles_are_news_articles_of_schema_org(archive: Archive, tmp_path: Path) -> None:
    """Search engines and libraries read them; what a page does not say is no property."""
    exported = export(archive, Selection(), Shape(form="jsonld"), tmp_path / "out")
    first, copy, other = (json.loads(line) for line in exported.data.read_bytes().splitlines())
    assert exported.data.name == "articles.jsonld"
    assert first | {"version": None} == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "identifier": "demo:1",
        "url": "https://qt.example/1.html",
        "headline": "桐花巷亮灯记",
        "datePublished": "2022-06-03T23:30:00+08:00",
        "articleBody": "\n".join(TEXT),
        "version": None,
        "author": [{"@type": "Person", "name": "周一帆"}],
        "editor": [{"@type": "Person", "name": "林知秋"}],
        "publisher": {"@type": "NewsMediaOrganization", "name": "青棠日报"},
        "sourceOrganization": {"@type": "NewsMediaOrganization", "name": "青棠日报"},
        "contentLocation": {
            "@type": "Place", "name": "湖南省湘潭市湘潭县", "identifier": "430321",
        },
        "image": [
            {"@type": "ImageObject", "contentUrl": "https://qt.example/1.jpg",
             "caption": "灯亮了", "creditText": "周一帆摄"},
        ],
    }  # fmt: skip
    assert copy["isBasedOn"] == {"@type": "NewsArticle", "identifier": "demo:1"}
    assert "author" not in other
    with pytest.raises(UsageError, match="needs another form"):
        lines(archive, tmp_path, Shape(form="jsonld", related=("credits",)))


def test_parquet_is_typed(archive: Archive, tmp_path: Path) -> None:
    """Days are dates, moments are UTC, lists are lists; the meaning stands beside each column."""
    exported = export(archive, Selection(), Shape(form="parquet"), tmp_path / "out")
    table = pq.read_table(exported.data)
    row = table.to_pylist()[0]
    assert row["published_day"] == date(2022, 6, 3)
    assert row["published_at_utc"] == datetime.fromisoformat("2022-06-03T15:30:00Z")
    assert (row["authors"], row["complete"]) == (["周一帆"], True)
    assert row["body"] == "\n".join(TEXT)
    assert table.schema.field("title").metadata == {b"description": b"headline"}
    file = pq.ParquetFile(exported.data)
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"


def test_parquet_holds_lists_of_objects_on_request(archive: Archive, tmp_path: Path) -> None:
    """A column that a table for spreadsheets has not."""
    shape = Shape(form="parquet", columns=("id", "credits", "blocks", "images", "evidence"))
    exported = export(archive, Selection(), shape, tmp_path / "out")
    first = pq.read_table(exported.data).to_pylist()[0]
    assert first["credits"][0]["position"] == 1
    assert first["blocks"][0] == {"kind": "paragraph", "text": TEXT[0]}
    assert json.loads(first["evidence"]) == {}


def test_parquet_is_divided_by_month_on_request(archive: Archive, tmp_path: Path) -> None:
    """Programs that know Hive's paths read the month from them; no date is a place of its own."""
    shape = Shape(form="parquet", partition="month")
    exported = export(archive, Selection(), shape, tmp_path / "out")
    paths = sorted(
        str(path.relative_to(exported.data)) for path in exported.data.rglob("*.parquet")
    )
    assert paths == [
        "year=2022/month=06/part-0.parquet",
        "year=__HIVE_DEFAULT_PARTITION__/month=__HIVE_DEFAULT_PARTITION__/part-0.parquet",
    ]
    held = pa.dataset.dataset(exported.data, partitioning="hive").to_table()
    assert sorted(held["id"].to_pylist()) == ["demo:1", "demo:2", "demo:3"]
    assert exported.articles == 3
    export(archive, Selection(), replace(shape, partition="year"), tmp_path / "out")
    assert sorted(path.name for path in exported.data.iterdir()) == [
        "year=2022", "year=__HIVE_DEFAULT_PARTITION__",
    ]  # fmt: skip


def test_citations_in_any_order_are_divided_without_loss(archive: Archive, tmp_path: Path) -> None:
    """A month that comes back after another one is still one file, which the manifest lists once.

    The three are cited as 2022-06, no date, 2022-06.
    """
    held = dict(archive.connection.execute("SELECT id, revision FROM articles"))
    cited = tuple(Citation(name, held[name]) for name in ("demo:2", "demo:3", "demo:1"))
    shape = Shape(form="parquet", partition="month")
    exported = export(archive, Selection(cited=cited), shape, tmp_path / "out")
    table = pa.dataset.dataset(exported.data, partitioning="hive").to_table()
    assert sorted(table["id"].to_pylist()) == ["demo:1", "demo:2", "demo:3"]
    files = json.loads((tmp_path / "out/manifest.json").read_bytes())["files"]
    june = "articles/year=2022/month=06/part-0.parquet"
    assert [(file["name"], file["rows"]) for file in files if file["name"] == june] == [(june, 2)]
    assert len({file["name"] for file in files}) == len(files)


def test_a_file_of_a_dataset_is_written_once(tmp_path: Path) -> None:
    """A second one would take the place of the first, and the manifest would list both."""
    with Output(tmp_path) as output:
        output.write("a/part-0", b"1")
        with pytest.raises(ValueError, match="a/part-0: written twice"):
            output.write("a/part-0", b"2")


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_rows_are_in_groups_and_none_is_lost(folder: Path, tmp_path: Path, form: Any) -> None:
    """More articles than pass from one step to the next together."""
    with new_archive(tmp_path / "many") as archive:
        with archive.transaction() as connection:
            connection.execute(
                "INSERT INTO stations (name, title, tested_on) VALUES ('abroad', 'Bote', '')"
            )
            connection.execute(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1203)"
                " INSERT INTO articles (id, station, url, title, body, blocks, images, complete,"
                " evidence, content_digest, revision, state) SELECT printf('d:%04d', i), 'abroad',"
                " '', i, '', '[]', '[]', 1, '{}', '', '1', 'live' FROM n"
            )
        told: list[tuple[int, int]] = []

        def tell(done: int, total: int) -> None:
            told.append((done, total))

        exported = export(archive, Selection(), Shape(form=form), tmp_path / "out", tell)
    assert exported.articles == 1203
    assert told == [(500, 1203), (1000, 1203), (1203, 1203)]
    if form == "parquet":
        assert pq.read_table(exported.data)["title"].to_pylist() == [
            str(n + 1) for n in range(1203)
        ]


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_an_interrupt_leaves_nothing(archive: Archive, tmp_path: Path, form: Any) -> None:
    """No half result under a final name, and no unfinished one either."""

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    shape = Shape(form=form, related=("credits",))
    with pytest.raises(KeyboardInterrupt):
        export(archive, Selection(), shape, tmp_path / "out", interrupt)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_a_disk_without_room_is_told_and_leaves_nothing(
    folder: Path, tmp_path: Path, form: str
) -> None:
    """A limit on the size of files stands for it; rows are written by a thread of their own."""
    program = (
        "import resource, sys; from archive.cli import main;"
        " resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)); main()"
    )
    arguments = ["export", "--format", form, "--output", tmp_path / "out", "--archive", folder]
    ran = subprocess.run(
        # -B: bytecode would be cut off as well, and be taken for whole by the next program
        [sys.executable, "-B", "-c", program, *map(str, arguments)],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert ran.returncode == 74, ran.stderr
    (line,) = ran.stderr.splitlines()
    assert line == f"archive: {tmp_path / 'out'}: File too large; nothing is exported"
    assert not (tmp_path / "out").exists()


#: NUL is replaced by U+FFFD in every record, as in HTML.
ANY_TEXT = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=40
)
FIXED = ("=1+1", "路灯\r\n亮了", "\x01\x1f\x7f", "🏮👩‍🚒", "'tis", "a\u2028b", '"', "灯" * 40_000)
TEXTS = st.one_of(ANY_TEXT, st.sampled_from(FIXED))


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, Archive, Path]]:
    """Two archives for all examples, and a folder: what one exports is loaded into the other."""
    here = tmp_path_factory.mktemp("two")
    with new_archive(here / "one") as one, new_archive(here / "two") as other:
        with one.transaction() as connection:
            connection.execute(
                "INSERT INTO stations (name, title, tested_on) VALUES ('x', 'x', '')"
            )
        yield one, other, here


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.lists(TEXTS, max_size=3), st.lists(ANY_TEXT.filter(str.strip), max_size=3))
def test_export_load_and_export_lose_nothing(
    two: tuple[Archive, Archive, Path], title: str, blocks: list[str], names: list[str]
) -> None:
    """Every character: controls, line ends, formulas, emoji, bodies of 40,000 characters."""
    one, other, here = two
    (number,) = one.connection.execute("SELECT count(*) FROM articles").fetchone()
    article = Article(
        id=f"x:{number}",
        station="x",
        url=f"https://x.example/{number}",
        title=title,
        subtitle=title if title.strip() else None,  # no page says a blank
        blocks=tuple(Block(text=text) for text in blocks),
        credits=tuple(
            Credit(role="author", name=name, position=at) for at, name in enumerate(names, start=1)
        ),
        images=(Image(url="https://x.example/1.jpg", caption=title if title.strip() else None),),
    )  # fmt: skip
    with one.transaction():
        one.store_article(article, [], linking=False)
    selection = Selection(ids=(article.id,))

    def refuse(error: BadRecord) -> None:
        raise error

    def written(archive: Archive, form: Any) -> Path:
        shape = Shape(form=form, columns=() if form != "jsonl" else RECORD_KEYS)
        return export(archive, selection, shape, folder_of[archive] / form).data

    folder_of = {one: here / "from one", other: here / "from other"}
    first = written(one, "jsonl").read_bytes()
    load(other, first.splitlines(keepends=True), refuse=refuse)
    assert written(other, "jsonl").read_bytes() == first
    assert json.loads(first) == article.to_dict()
    (row,) = cells(written(one, "csv"))
    assert (unguarded(row["title"]), unguarded(row["body"])) == (title, article.body)
    (typed,) = pq.read_table(written(one, "parquet")).to_pylist()
    assert (typed["title"], typed["body"]) == (title, article.body)
    assert typed["authors"] == list(article.authors)


def test_every_column_says_what_it_means() -> None:
    """A codebook without holes."""
    for column in ARTICLES.columns:
        assert column.meaning
        assert column.meaning[0] not in " ABCDEFGHIJKLMNOPQRSTUVWXYZ"
