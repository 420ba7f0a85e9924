"""Records into the archive: what is read, what is refused and why, and all or nothing."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.archives import ARTICLE, capture, hold, new_archive
from support.lineages import LAMPS

from archive.custody import decisions
from archive.dataset.article_record import article_of
from archive.dataset.load import hold_lines, lines_of, load
from archive.lineage.reconcile import catch_up
from archive.model.article import Article, Block, Credit, Evidence, Image, PrintedTime
from archive.model.errors import BadRecord, UsageError
from archive.search.search import search
from archive.store.archive import Archive

MINIMAL: dict[str, Any] = {"id": "demo:1", "station": "north", "url": "https://north.example/1"}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    with new_archive(tmp_path / "archive") as archive:
        yield archive


def line(**more: Any) -> bytes:
    """A minimal record with more keys, as a line."""
    return json.dumps(MINIMAL | more, ensure_ascii=False).encode() + b"\n"


def check(archive: Archive) -> None:
    """Raises where the index and the articles do not agree."""
    archive.connection.execute(
        "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
    )


def refused(archive: Archive, *lines: bytes) -> list[str]:
    """What is said of the lines that are refused."""
    messages: list[str] = []
    load(archive, lines, refuse=lambda error: messages.append(str(error)))
    return messages


def test_a_minimal_record_is_an_article() -> None:
    """The lines of a body are its paragraphs; authors and editors are credits."""
    record = MINIMAL | {
        "title": "路灯亮了",
        "body": "一\n二",
        "authors": ["林小禾"],
        "editors": ["孙晚"],
        "published_at": "2022-07-22",
    }
    assert article_of(record) == Article(
        id="demo:1",
        station="north",
        url="https://north.example/1",
        title="路灯亮了",
        blocks=(Block(text="一"), Block(text="二")),
        published=PrintedTime(value=date(2022, 7, 22), precision="day"),
        credits=(
            Credit(role="author", name="林小禾", position=1),
            Credit(role="editor", name="孙晚", position=2),
        ),
    )


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)
NAME = TEXT.filter(lambda name: name.isprintable() and "@" not in name and " " not in name)
MAYBE = st.none() | TEXT.filter(str.strip)  # no page says a blank
ARTICLES = st.builds(
    Article,
    id=NAME,
    station=NAME.map(lambda name: name.translate(str.maketrans("*?[", "___"))),
    url=NAME.map("https://n.example/{}".format),
    title=TEXT,
    blocks=st.lists(
        st.builds(Block, text=TEXT, kind=st.sampled_from(["paragraph", "heading", "list"]))
    ).map(tuple),
    kicker=MAYBE,
    subtitle=MAYBE,
    original_title=MAYBE,
    published=st.none()
    | st.dates(min_value=date(1000, 1, 1)).map(lambda day: PrintedTime(value=day, precision="day"))
    | st.datetimes(timezones=st.timezones()).map(
        lambda at: PrintedTime(value=at.replace(microsecond=0, fold=0), precision="second")
    ).filter(lambda printed: len(printed.iso()) == 25 and printed.iso() > "1000"),
    source=MAYBE,
    credits=st.lists(
        st.builds(Credit, role=TEXT, name=TEXT, role_printed=MAYBE, affiliation=MAYBE,
                  position=st.integers(1, 9))
    ).map(tuple),
    images=st.lists(st.builds(Image, url=TEXT, caption=MAYBE, credit=MAYBE)).map(tuple),
    complete=st.booleans(),
    language=MAYBE,
    layout=MAYBE,
    reader=MAYBE,
)  # fmt: skip


@given(article=ARTICLES)
def test_a_record_gives_back_the_article(article: Article) -> None:
    """What the archive hands out as JSON, it can load again."""
    loaded = article_of(json.loads(json.dumps(article.to_dict())))
    assert loaded.to_dict() == article.to_dict()


def test_evidence_comes_back() -> None:
    """What was chosen, what else was printed, and why."""
    evidence = (
        Evidence(field="source", printed="来源：北县日报", where="label 来源", method="label",
                 chosen=True, why="the label stands in the body"),
        Evidence(field="source", printed="北县网", where="meta source", method="meta"),
    )  # fmt: skip
    record = Article(**MINIMAL, title="", evidence=evidence).to_dict()
    assert article_of(record).evidence == evidence


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("id", "demo 1", "a name without blanks, control characters and @"),
        ("id", "demo:1\n", "a name without blanks"),
        ("id", "demo:1@20220722005112", "a name without blanks"),
        ("id", "\u3000", "a name without blanks"),
        ("station", "north\tsouth", "a name without blanks"),
        ("station", "\x1b[2J", "a name without blanks"),
        ("station", "paper[a]", "a name without the signs of a glob"),
        ("station", "paper?", "a name without the signs of a glob"),
        ("url", "north.example/1", "an address that begins with http"),
        ("url", "javascript:alert(1)", "an address that begins with http"),
        ("url", "https://north.example/1 2", "an address that begins with http"),
        ("url", "https:///1", "an address that begins with http"),
    ],
)
def test_names_and_addresses_that_nobody_can_ask_for_are_refused(
    key: str, value: str, expected: str
) -> None:
    """They would be printed, cited and filtered by, and none of that would work."""
    with pytest.raises(BadRecord, match=f"{key}: expected {expected}"):
        article_of(MINIMAL | {key: value})


@pytest.mark.parametrize(
    ("printed", "precision", "held"),
    [
        ("2022-07-22T08:51:12+08:00", None, ("2022-07-22T08:51:12+08:00", "second")),
        ("2022-07-22T08:51:00+08:00", "minute", ("2022-07-22T08:51:00+08:00", "minute")),
        ("2022-07-22T00:51:12Z", None, ("2022-07-22T00:51:12+00:00", "second")),
        ("2022/7/22 8:51", None, ("2022-07-22T08:51:00+08:00", "minute")),
        ("2022/7/22T8:51", "minute", ("2022-07-22T08:51:00+08:00", "minute")),
        ("2022-07-22", None, ("2022-07-22", "day")),
        ("2022-07-22T08:51:00+08:00", "day", ("2022-07-22", "day")),
    ],
)
def test_times_are_read_as_they_are_written(
    printed: str, precision: str | None, held: tuple[str, str]
) -> None:
    """ISO 8601 and its spreadsheet forms; a time without a zone is Beijing time."""
    record = article_of(MINIMAL | {"published_at": printed, "published_precision": precision})
    assert (record.to_dict()["published_at"], record.to_dict()["published_precision"]) == held


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"id": None}, "id: expected a text, found nothing"),
        ({"station": ""}, 'station: expected a text, found ""'),
        ({"url": 5}, "url: expected a text, found 5"),
        ({"title": ["a"]}, 'title: expected a text, found ["a"]'),
        ({"title": "\ud800"}, "title: expected a text of whole characters (no half surrogates), "
                              'found "\ud800"'),
        ({"authors": "林小禾"}, 'authors: expected a list of texts, found "林小禾"'),
        ({"blocks": ["a"]}, 'blocks: expected a list of objects, found ["a"]'),
        ({"blocks": [{"kind": "advert", "text": "a"}]},
         "blocks 1: kind: expected one of paragraph, heading, caption, quote, list, "
         'found "advert"'),
        ({"credits": [{"role": "editor"}]}, "credits 1: name: expected a text, found nothing"),
        ({"complete": 1}, "complete: expected true or false, found 1"),
        ({"published_at": "yesterday"},
         'published_at: expected a date (ISO 8601), found "yesterday"'),
        ({"published_at": "2022-07-22", "published_precision": "minute"},
         'published_at: expected a date and time (ISO 8601), found "2022-07-22"'),
        ({"published_at": "2022-02-30"},
         'published_at: expected a date of the calendar, found "2022-02-30"'),
        ({"published_at": "2022-07-22", "published_precision": "hour"},
         'published_precision: expected one of second, minute, day, found "hour"'),
        ({"evidence": ["a"]}, 'evidence: expected an object of objects, found ["a"]'),
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_by_its_key(more: dict[str, Any], message: str) -> None:
    """The message says which key, what is expected, and what stands there."""
    with pytest.raises(BadRecord) as refusal:
        article_of(MINIMAL | more)
    assert str(refusal.value) == message


def test_bad_lines_are_told_and_the_others_held(archive: Archive) -> None:
    """Each refused line is named by its number; blank lines do not count as refused."""
    messages = refused(archive, line(), b"\n", b"{}\n", b"[1]\n", b"\xff\n", line(id="demo:2"))
    assert [message.partition(": ")[0] for message in messages] == ["line 3", "line 4", "line 5"]
    assert messages[0] == "line 3: id: expected a text, found nothing"
    assert messages[1] == "line 4: expected a JSON object, found [1]"
    assert archive.connection.execute("SELECT id FROM articles ORDER BY id").fetchall() == [
        ("demo:1",),
        ("demo:2",),
    ]


def test_a_file_without_one_record_is_refused(archive: Archive) -> None:
    """It is some other file."""
    with pytest.raises(BadRecord, match="not one line of it was loaded"):
        refused(archive, b"id,station,url\n", b"demo:1,north,https://north.example/\n")


@pytest.mark.parametrize("empty", ["", " ", "\u3000\n", None])
def test_an_optional_text_that_is_empty_is_not_there(empty: str | None) -> None:
    """`source IS NULL` finds all articles without a source, whoever wrote the records."""
    keys = ("kicker", "subtitle", "original_title", "source", "language", "layout", "reader")
    record = {"id": "a:1", "station": "a", "url": "https://a.example/1", "published_at": empty}
    article = article_of(
        record
        | dict.fromkeys(keys, empty)
        | {"credits": [{"role": "editor", "name": "孙晚", "affiliation": empty}]}
        | {"images": [{"url": "https://a.example/1.jpg", "caption": empty, "credit": empty}]}
    )
    assert [getattr(article, key) for key in keys] == [None] * len(keys)
    assert article.published is None
    assert article.credits[0].affiliation is None
    assert (article.images[0].caption, article.images[0].credit) == (None, None)


def test_an_unknown_station_gets_a_row(archive: Archive) -> None:
    """Named by itself, until its file says more; its pages are not ours to vouch for."""
    refused(archive, line())
    row = archive.connection.execute("SELECT name, title, tested_on FROM stations").fetchone()
    assert row == ("north", "north", "unverified")


@pytest.mark.parametrize("bulk", [False, True])
def test_what_is_loaded_is_found(archive: Archive, bulk: bool) -> None:
    """Loaded one by one or in bulk, twice the same id, and all again: the index is in step."""
    lines = [line(id=f"demo:{n % 7}", title=f"第{n}", body="路燈亮了" * (n % 3)) for n in range(20)]
    for _ in range(2):
        hold_lines(archive, lines, bulk=bulk, refuse=lambda error: pytest.fail(str(error)))
        check(archive)
    assert search(archive.connection, "路灯").total == 5
    assert search(archive.connection, "第19").total == 1


def test_bulk_and_plain_loading_make_the_same_index(tmp_path: Path) -> None:
    """Text segmented by Python and by SQL."""
    lines = [line(id=f"demo:{n}", title="路燈①", body="30℃_a\nＡ縣" * n) for n in range(9)]
    terms = []
    for bulk in (False, True):
        with new_archive(tmp_path / str(bulk)) as archive:
            hold_lines(archive, lines, bulk=bulk, refuse=lambda error: pytest.fail(str(error)))
            terms.append(archive.connection.execute("SELECT * FROM articles_terms").fetchall())
    assert terms[0] == terms[1]


def test_few_records_in_bulk_are_loaded_as_without_it(archive: Archive) -> None:
    """The index is not written again as a whole: that takes minutes in a large archive."""
    for number in range(3):
        one = line(id=f"demo:{number}", title=f"第{number}盏路灯")
        load(archive, [one], bulk=True, refuse=lambda error: pytest.fail(str(error)))
    pieces = archive.connection.execute("SELECT count(DISTINCT segid) FROM articles_fts_idx")
    assert pieces.fetchone() == (3,)
    linked = archive.connection.execute("SELECT count(*) FROM lineage_members WHERE NOT is_final")
    assert linked.fetchone() == (3,)


def test_after_a_bulk_load_what_is_new_or_changed_is_linked_once(archive: Archive) -> None:
    """As without it; looking at them again is left to `archive lineage reconcile`."""

    def published(station: str, *paragraphs: str) -> bytes:
        url, at = f"https://{station}.example/1", f"2026-07-22T0{ord(station) - 90}:00:00+08:00"
        body = "\n".join(paragraphs)
        return line(id=f"{station}:1", station=station, url=url, published_at=at, body=body)

    rising = [f"第{n}天，水库的水位又高了一些，镇里派人守着。" for n in range(9)]
    load(archive, [published("a", *LAMPS), published("b", *rising)], refuse=pytest.fail)
    lines = [published("b", *LAMPS), published("c", *LAMPS)]
    loaded = hold_lines(archive, lines, bulk=True, refuse=pytest.fail)
    assert loaded.changed == ["b:1"]
    catch_up(archive.connection, archive.transaction, loaded.changed)
    lineages = archive.connection.execute(
        "SELECT count(*), count(DISTINCT lineage), sum(is_final) FROM lineage_members"
    )
    assert lineages.fetchone() == (3, 1, 0)


def test_loading_twice_changes_nothing(archive: Archive) -> None:
    """The second time all is unchanged, and no revision is made."""
    load(archive, [line(title="路灯")], refuse=lambda error: pytest.fail(str(error)))
    again = load(archive, [line(title="路灯")], refuse=lambda error: pytest.fail(str(error)))
    assert again.outcomes == {"unchanged": 1}
    assert archive.connection.execute("SELECT count(*) FROM revisions").fetchone() == (0,)


@pytest.mark.parametrize("hidden", [False, True])
def test_what_was_read_from_captures_is_not_revised_by_a_record(
    archive: Archive, hidden: bool
) -> None:
    """The line is refused by its number, the others are loaded; also of a hidden article."""
    hold(archive, ARTICLE, capture())
    before = archive.record_of(ARTICLE.id)
    if hidden:
        hiding = decisions.takedown_decision("hide", ARTICLE.id, "林", "投诉", "民法典 1028")
        decisions.decide(archive, hiding)
    assert refused(archive, line(), line(id=ARTICLE.id, title="另一个题目")) == [
        "line 2: example:646: held from captures;"
        " a loaded record does not revise what a station showed"
    ]
    if hidden:
        shown = decisions.takedown_decision("unhide", ARTICLE.id, "林", "撤诉", "民法典 1028")
        decisions.decide(archive, shown)
    assert archive.record_of(ARTICLE.id) == before
    assert archive.connection.execute("SELECT count(*) FROM revisions").fetchone() == (0,)


def test_what_stands_at_the_address_of_an_erased_article_is_not_loaded(archive: Archive) -> None:
    """Whatever id it comes under; its own id is passed over."""
    refused(archive, line())
    erasing = decisions.takedown_decision("erase", "demo:1", "林", "投诉", "民法典 1028")
    decisions.decide(archive, erasing)
    elsewhere = line(id="demo:3", url="https://north.example/3")
    assert refused(archive, line(id="demo:2"), line(), elsewhere) == [
        "line 1: demo:2: what stood at https://north.example/1 was erased; it is never held again"
    ]
    assert archive.ids() == ["demo:3"]


def test_a_loaded_record_is_revised_by_another_one(archive: Archive) -> None:
    """No station showed either: what came later stands."""
    refused(archive, line(title="路灯"))
    assert refused(archive, line(title="路灯亮了")) == []
    assert archive.article("demo:1").title == "路灯亮了"


def test_an_interrupted_bulk_load_leaves_a_whole_archive(archive: Archive) -> None:
    """Nothing of the batch is held, the index is in step, and triggers are there again."""

    def interrupted() -> Iterator[bytes]:
        yield line(id="demo:2", title="路灯")

    load(archive, [line()], refuse=lambda error: pytest.fail(str(error)))
    archive.connection.execute("CREATE TRIGGER stop AFTER INSERT ON events BEGIN"
                               " SELECT RAISE(ABORT, 'pulled the plug'); END")  # fmt: skip
    with pytest.raises(sqlite3.IntegrityError, match="pulled the plug"):
        hold_lines(archive, interrupted(), bulk=True, refuse=lambda error: pytest.fail(str(error)))
    archive.connection.execute("DROP TRIGGER stop")
    check(archive)
    assert search(archive.connection, "路灯").total == 0
    load(archive, interrupted(), refuse=lambda error: pytest.fail(str(error)))
    assert search(archive.connection, "路灯").total == 1
    check(archive)


def test_packed_files_and_files_with_a_byte_order_mark_are_read(
    archive: Archive, tmp_path: Path
) -> None:
    """As spreadsheets and archives give them."""
    path = tmp_path / "records.jsonl.gz"
    path.write_bytes(gzip.compress("\ufeff".encode() + line() + line(id="demo:2")))
    assert refused(archive, *lines_of(path)) == []
    assert archive.connection.execute("SELECT count(*) FROM articles").fetchone() == (2,)


def test_a_torn_packed_file_is_told(tmp_path: Path) -> None:
    """Its lines were not all there."""
    path = tmp_path / "records.jsonl.gz"
    path.write_bytes(gzip.compress(line() * 1000)[:-20])
    with pytest.raises(UsageError, match=r"records\.jsonl\.gz: cannot be read to its end"):
        list(lines_of(path))


def test_a_line_of_gigabytes_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    """A small packed file may unpack to one line without an end."""
    path = tmp_path / "records.jsonl.gz"
    with gzip.open(path, "wb") as file:
        file.write(line())
        for _ in range(257):
            file.write(b" " * (1 << 20))
    lines = lines_of(path)
    assert next(lines) == line()
    with pytest.raises(UsageError, match=r"records\.jsonl\.gz: line 2 is longer than 256 MB"):
        next(lines)


def test_a_nul_is_shown_as_html_shows_it() -> None:
    """SQLite would end the text there."""
    assert article_of(MINIMAL | {"title": "路\0灯"}).title == "路\ufffd灯"
