"""What becomes of an article that was read again."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from support.archives import ARTICLE, URL, capture, events, history, hold, new_archive

from archive.history.comparison import changed_fields, is_prefix
from archive.history.store_result import StoreResult
from archive.model.article import Article, Block, Capture, PrintedTime
from archive.model.errors import NothingFound
from archive.store.archive import Archive

FIRST = "20220722005112"
RETITLED = replace(ARTICLE, title="湘潭新建路灯三百二十盏")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path / "archive") as made:
        yield made


def row(archive: Archive) -> dict:
    cursor = archive.connection.execute("SELECT * FROM articles")
    return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))


# --- seen again ---------------------------------------------------------------------------------


def test_a_new_article_is_cited_by_the_moment_of_its_first_capture(archive):
    """In UTC; the article, its credits, its address and its capture are held together."""
    held = hold(archive, ARTICLE, capture())

    assert held == StoreResult("new", "example:646", "20220722005112")
    assert archive.article("example:646") == ARTICLE
    assert archive.captures_of("example:646") == [capture()]
    assert archive.connection.execute("SELECT url, role FROM addresses").fetchall() == [
        (URL, "canonical")
    ]
    assert events(archive) == [("new", FIRST, "success")]
    assert (row(archive)["first_seen_at"], row(archive)["state"]) == (
        "2022-07-22T00:51:12Z",
        "live",
    )


def test_holding_the_same_capture_twice_changes_nothing(archive):
    """A crawl that died between commit and acknowledgement does just that."""
    hold(archive, ARTICLE, capture())
    before = row(archive)

    assert hold(archive, ARTICLE, capture()).outcome == "unchanged"
    assert row(archive) == before
    assert events(archive) == [("new", FIRST, "success")]


def test_the_same_text_seen_later_is_only_seen(archive):
    """No revision, no event; the capture is kept and the moment noted."""
    hold(archive, ARTICLE, capture())

    assert hold(archive, ARTICLE, capture(60)) == StoreResult("unchanged", "example:646", FIRST)
    assert row(archive)["last_seen_at"] == "2022-07-22T01:51:12Z"
    assert row(archive)["first_seen_at"] == "2022-07-22T00:51:12Z"
    assert events(archive) == [("new", FIRST, "success")]


# --- revisions ----------------------------------------------------------------------------------


def test_another_text_at_the_same_address_is_a_revision(archive):
    """The former one stays, whole, with its credits; the event says what was changed."""
    hold(archive, ARTICLE, capture())
    changed = replace(RETITLED, source="红网", credits=ARTICLE.credits[:1])

    held = hold(archive, changed, capture(60))

    assert held == StoreResult("revised", "example:646", "20220722015112")
    assert archive.article("example:646") == changed
    assert archive.article("example:646", FIRST) == ARTICLE
    assert history(archive) == [
        (FIRST, "湘潭：新建路灯三百盏", "2022-07-22T01:51:12Z"),
        ("20220722015112", "湘潭新建路灯三百二十盏", None),
    ]
    assert archive.captures_of("example:646", FIRST) == [capture()]
    assert archive.captures_of("example:646") == [capture(60)]
    assert row(archive)["state"] == "changed"
    (detail,) = archive.connection.execute(
        "SELECT detail FROM events WHERE type = 'correction'"
    ).fetchone()
    assert json.loads(detail) == {
        "fields": ["title", "source", "credits"],
        "former_revision": FIRST,
    }


def test_two_revisions_within_one_second_have_two_names(archive):
    """The second one, by the id of its capture, counts up."""
    hold(archive, ARTICLE, capture())
    twin = capture(id="urn:uuid:00000000-0000-4000-8000-000000009999")

    assert hold(archive, RETITLED, twin).revision == "20220722005112-2"


def test_a_text_that_comes_back_is_a_third_revision(archive):
    """The station changed it twice."""
    hold(archive, ARTICLE, capture())
    hold(archive, RETITLED, capture(60))
    hold(archive, ARTICLE, capture(120))

    assert [title for _, title, _ in history(archive)] == [
        "湘潭：新建路灯三百盏", "湘潭新建路灯三百二十盏", "湘潭：新建路灯三百盏",
    ]  # fmt: skip


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_older_captures_find_their_place_in_history(tmp_path, order):
    """As when an older crawl is imported: in whatever order, the latest capture is current."""
    texts = [ARTICLE, RETITLED, replace(ARTICLE, title="湘潭路灯亮了")]
    with new_archive(tmp_path) as archive:
        for index in order:
            hold(archive, texts[index], capture(index * 60))

        assert history(archive) == [
            ("20220722005112", "湘潭：新建路灯三百盏", "2022-07-22T01:51:12Z"),
            ("20220722015112", "湘潭新建路灯三百二十盏", "2022-07-22T02:51:12Z"),
            ("20220722025112", "湘潭路灯亮了", None),
        ]
        assert row(archive)["first_seen_at"] == "2022-07-22T00:51:12Z"
        assert row(archive)["last_seen_at"] == "2022-07-22T02:51:12Z"
        assert row(archive)["state"] == "changed"


def test_an_older_capture_of_the_same_text_is_where_the_revision_begins(archive):
    """What was cited stays citable: `id@moment` is what stood there at that moment."""
    hold(archive, ARTICLE, capture())

    assert hold(archive, ARTICLE, capture(-60)) == StoreResult(
        "unchanged", "example:646", "20220721235112"
    )
    assert row(archive)["first_seen_at"] == "2022-07-21T23:51:12Z"
    assert row(archive)["revised_at"] == "2022-07-21T23:51:12Z"
    assert archive.article("example:646", FIRST) == ARTICLE
    assert events(archive) == [
        ("new", FIRST, "success"),
        ("redated", "20220721235112", "success"),
    ]


def test_a_text_seen_in_passing_is_history_and_not_current(archive):
    """Before and after it, the page said what it says now."""
    hold(archive, ARTICLE, capture())
    hold(archive, ARTICLE, capture(120))

    assert hold(archive, RETITLED, capture(60)).outcome == "revised"
    assert archive.article("example:646") == ARTICLE
    assert archive.article("example:646", "20220722015112") == RETITLED
    assert history(archive)[1] == (
        "20220722015112", "湘潭新建路灯三百二十盏", "2022-07-22T02:51:12Z",
    )  # fmt: skip


# --- two readers --------------------------------------------------------------------------------


class Reader:
    """Reads every capture as one given article, and remembers what it was asked for."""

    def __init__(self, article: Article | None) -> None:
        self.article = article
        self.asked: list[str] = []

    def __call__(self, captures: Sequence[Capture]) -> Article | None:
        self.asked += [each.id for each in captures]
        return self.article


def test_a_better_reader_makes_no_revision(archive):
    """The former capture is read again first, and says the same as the new one."""
    better = replace(ARTICLE, source="湘潭日报社", reader="2")
    reader = Reader(better)
    hold(archive, ARTICLE, capture())

    held = hold(archive, better, capture(60), read_again=reader)

    assert held == StoreResult("reread", "example:646", FIRST)
    assert reader.asked == [capture().id]
    assert archive.article("example:646") == better
    assert events(archive) == [("new", FIRST, "success"), ("rereading", FIRST, "success")]
    assert archive.captures_of("example:646") == [capture()]


def test_a_better_reader_and_a_correction_are_told_apart(archive):
    """One rereading of the former capture, then one revision that names only the real change."""
    former = replace(ARTICLE, source="湘潭日报社", reader="2")
    today = replace(former, title="湘潭新建路灯三百二十盏")
    hold(archive, ARTICLE, capture())

    held = hold(archive, today, capture(60), read_again=Reader(former))

    assert held.outcome == "revised"
    assert archive.article("example:646", FIRST) == former
    assert archive.article("example:646") == today
    assert [kind for kind, _, _ in events(archive)] == ["new", "rereading", "correction"]
    (detail,) = archive.connection.execute(
        "SELECT detail FROM events WHERE type = 'correction'"
    ).fetchone()
    assert json.loads(detail)["fields"] == ["title"]


def test_readings_that_cannot_be_compared_are_marked(archive):
    """Today's reader cannot read the former capture: it may be a correction or not."""
    hold(archive, ARTICLE, capture())

    held = hold(archive, replace(RETITLED, reader="2"), capture(60), read_again=Reader(None))

    assert held.outcome == "revised"
    assert events(archive)[1] == ("correction", "20220722015112", "read by two readers")


def test_a_damaged_former_capture_does_not_stop_the_new_one(archive, tmp_path):
    """It is told by `archive verify`; the new capture is held all the same."""
    hold(archive, ARTICLE, capture())
    (warc,) = (tmp_path / "archive" / "warc").iterdir()
    (begin,) = archive.connection.execute("SELECT warc_offset FROM captures").fetchone()
    data = bytearray(warc.read_bytes())
    data[begin + 99] ^= 1
    warc.write_bytes(data)
    reader = Reader(ARTICLE)

    held = hold(archive, replace(RETITLED, reader="2"), capture(60), read_again=reader)

    assert (held.outcome, reader.asked) == ("revised", [])


def test_a_rereading_keeps_the_former_reading_with_its_evidence(archive):
    """A reread is our change, not the station's: no revision, and nothing is forgotten."""
    hold(archive, ARTICLE, capture())
    better = replace(ARTICLE, source=None, credits=ARTICLE.credits[1:], evidence=(), reader="2")

    with archive.transaction():
        held = archive.reread(better, [capture().id])

    assert held == StoreResult("reread", "example:646", FIRST)
    assert archive.article("example:646") == better
    assert archive.article("example:646").evidence == ()
    (detail,) = archive.connection.execute(
        "SELECT detail FROM events WHERE type = 'rereading'"
    ).fetchone()
    former = json.loads(detail)["former"]
    assert former["source"] == "湘潭日报"
    assert former["reader"] == "1"
    assert json.loads(former["evidence"])["source"]["printed"] == "来源:湘潭日报"
    assert [credit["name"] for credit in former["credits"]] == ["付鼎臣", "凌雨晴"]
    assert "title" not in former


def test_a_superseded_revision_can_be_reread(archive):
    """By its own captures; the current one is not touched."""
    hold(archive, ARTICLE, capture())
    hold(archive, RETITLED, capture(60))
    better = replace(ARTICLE, source="湘潭日报社", reader="2")

    with archive.transaction():
        archive.reread(better, [capture().id])

    assert archive.article("example:646", FIRST) == better
    assert archive.article("example:646") == RETITLED


def test_a_rereading_that_says_the_same_is_no_event(archive):
    """Rereading an archive twice changes nothing the second time."""
    hold(archive, ARTICLE, capture())

    with archive.transaction():
        assert archive.reread(ARTICLE, [capture().id]).outcome == "unchanged"
    assert events(archive) == [("new", FIRST, "success")]


def test_what_was_never_read_cannot_be_reread(archive):
    """The message names the article and the capture."""
    hold(archive, ARTICLE, capture())

    with archive.transaction(), pytest.raises(NothingFound, match="example:646"):
        archive.reread(ARTICLE, [capture(60).id])


# --- parts --------------------------------------------------------------------------------------

PART_ONE = replace(ARTICLE, blocks=ARTICLE.blocks[:1], credits=ARTICLE.credits[:1], complete=False)


def test_a_missing_part_completes_the_reading_and_makes_no_revision(archive):
    """The first part was held; the second comes with a later capture of the first."""
    hold(archive, PART_ONE, capture())
    second = capture(61, url="https://xt.example.cn/content/646_2.html", kind="part")

    held = hold(archive, ARTICLE, capture(60), second)

    assert held == StoreResult("completed", "example:646", FIRST)
    assert archive.article("example:646") == ARTICLE
    assert archive.captures_of("example:646") == [capture(60), second]
    assert events(archive) == [("new", FIRST, "success"), ("completed", FIRST, "success")]
    assert history(archive) == [(FIRST, "湘潭：新建路灯三百盏", None)]


def test_a_part_fetched_alone_completes_the_reading(archive):
    """The first capture is the one that is held already."""
    hold(archive, PART_ONE, capture())
    second = capture(1, url="https://xt.example.cn/content/646_2.html", kind="part")

    assert hold(archive, ARTICLE, capture(), second).outcome == "completed"
    assert archive.captures_of("example:646") == [capture(), second]


def test_an_incomplete_reading_never_replaces_a_complete_one(archive):
    """The second part could not be fetched this time; what the first part says is the same."""
    hold(archive, ARTICLE, capture(), capture(1, kind="part"))

    assert hold(archive, PART_ONE, capture(60)).outcome == "unchanged"
    assert archive.article("example:646") == ARTICLE
    assert row(archive)["last_seen_at"] == "2022-07-22T01:51:12Z"


def test_an_incomplete_reading_that_says_something_else_is_a_revision(archive):
    """The first part itself was changed."""
    hold(archive, ARTICLE, capture(), capture(1, kind="part"))
    other = replace(PART_ONE, title="湘潭新建路灯三百二十盏")

    assert hold(archive, other, capture(60)).outcome == "revised"


# --- addresses ----------------------------------------------------------------------------------


def test_an_article_on_two_channels_is_one_article_with_two_addresses(archive):
    """The row stays with the first; what the second shows makes no revision."""
    hold(archive, ARTICLE, capture())
    elsewhere = replace(RETITLED, station="changsha", url="https://cs.example.cn/content/646.html")

    held = hold(archive, elsewhere, capture(60, url=elsewhere.url))

    assert held == StoreResult("unchanged", "example:646", FIRST)
    assert archive.article("example:646") == ARTICLE
    assert row(archive)["last_seen_at"] == "2022-07-22T01:51:12Z"
    assert archive.connection.execute(
        "SELECT url, station, role FROM addresses ORDER BY rowid"
    ).fetchall() == [
        (URL, "xiangtan", "canonical"),
        ("https://cs.example.cn/content/646.html", "changsha", "also"),
    ]


def test_a_mobile_twin_makes_no_revision(archive):
    """It was read because the canonical address failed; it says things in its own way."""
    mobile = "https://m.example.cn/646"
    hold(archive, ARTICLE, capture())
    with archive.transaction():
        archive.add_address("example:646", mobile, station="xiangtan", role="mobile")

    assert hold(archive, RETITLED, capture(60, url=mobile)).outcome == "unchanged"
    assert archive.article("example:646") == ARTICLE


def test_the_canonical_address_replaces_what_a_twin_gave(archive):
    """The twin was read first, for want of the canonical page; that is no correction."""
    mobile = "https://m.example.cn/646"
    hold(archive, replace(ARTICLE, credits=()), capture(url=mobile))
    with archive.transaction():
        archive.add_address("example:646", mobile, station="xiangtan", role="mobile")

    assert hold(archive, ARTICLE, capture(60)) == StoreResult("completed", "example:646", FIRST)
    assert archive.article("example:646") == ARTICLE


# --- gone ---------------------------------------------------------------------------------------


def see(archive: Archive, minutes: int, status: int, sight: str, address: str = URL) -> None:
    seen = capture(minutes, status=status, body=b"")
    archive.write_capture(seen)
    with archive.transaction():
        archive.index_capture(seen)
        archive.note_status(address, seen, sight)  # type: ignore[arg-type]


def test_an_article_that_is_gone_stays_held(archive):
    """Its state says so, once, with the capture that showed it."""
    hold(archive, ARTICLE, capture())
    see(archive, 60, 410, "gone")
    see(archive, 120, 410, "gone")

    assert archive.article("example:646") == ARTICLE
    assert row(archive)["state"] == "gone"
    assert row(archive)["last_seen_at"] == "2022-07-22T00:51:12Z"
    assert archive.connection.execute(
        "SELECT at, capture FROM events WHERE type = 'gone'"
    ).fetchall() == [("2022-07-22T01:51:12Z", capture(60).id)]


def test_an_article_that_comes_back_is_live_again(archive):
    """Unchanged, it is live; otherwise it is changed."""
    hold(archive, ARTICLE, capture())
    see(archive, 60, 404, "gone")
    hold(archive, ARTICLE, capture(120))
    assert row(archive)["state"] == "live"

    see(archive, 180, 404, "withdrawn", "example:646")
    assert row(archive)["state"] == "withdrawn"
    hold(archive, RETITLED, capture(240))
    assert row(archive)["state"] == "changed"
    assert [kind for kind, _, _ in events(archive)] == [
        "new", "gone", "returned", "withdrawn", "returned", "correction",
    ]  # fmt: skip


def test_a_304_is_a_sighting(archive):
    """The server says that nothing changed."""
    hold(archive, ARTICLE, capture())
    see(archive, 60, 304, "unchanged")

    assert row(archive)["last_seen_at"] == "2022-07-22T01:51:12Z"


def test_an_old_404_does_not_outweigh_a_later_sighting(archive):
    """As when an older crawl is imported."""
    hold(archive, ARTICLE, capture())
    see(archive, -60, 404, "gone")

    assert row(archive)["state"] == "live"


def test_a_capture_from_before_it_was_gone_does_not_bring_it_back(archive):
    """It was there then; it is gone now."""
    hold(archive, ARTICLE, capture())
    see(archive, 120, 404, "gone")
    hold(archive, ARTICLE, capture(60))

    assert row(archive)["state"] == "gone"
    assert row(archive)["last_seen_at"] == "2022-07-22T01:51:12Z"


def test_only_the_canonical_address_can_be_gone(archive):
    """Another channel took it off; the article is still where it was."""
    also = "https://cs.example.cn/646"
    hold(archive, ARTICLE, capture())
    with archive.transaction():
        archive.add_address("example:646", also, station="changsha", role="also")
    see(archive, 60, 404, "gone", also)

    assert row(archive)["state"] == "live"


def test_what_was_never_held_cannot_be_gone(archive):
    """Its address was found and never answered with an article."""
    see(archive, 0, 404, "gone", "example:999")

    assert archive.connection.execute("SELECT count(*) FROM events").fetchone() == (0,)


# --- loaded -------------------------------------------------------------------------------------


def test_a_record_without_captures_is_held_once(archive):
    """It was never seen by us, so it has no moments."""
    assert hold(archive, ARTICLE).outcome == "new"
    assert hold(archive, ARTICLE).outcome == "unchanged"
    assert (row(archive)["first_seen_at"], row(archive)["revised_at"]) == (None, None)
    assert archive.captures_of("example:646") == []


# --- comparing ----------------------------------------------------------------------------------


def test_a_text_is_a_prefix_of_another_with_the_same_title_and_first_blocks():
    """Credits do not count: they often stand on the last part."""
    assert is_prefix(PART_ONE, ARTICLE)
    assert not is_prefix(replace(PART_ONE, title="另一条"), ARTICLE)
    assert not is_prefix(replace(PART_ONE, blocks=(Block(text="另一段"),)), ARTICLE)


def test_every_field_that_a_station_can_change_is_named():
    """In the order of the record."""
    other = replace(
        ARTICLE, title="甲", kicker="乙", subtitle="丙", original_title="丁",
        published=PrintedTime.from_iso("2022-07-23", "day"), source=None, credits=(), blocks=(),
    )  # fmt: skip

    assert changed_fields(ARTICLE, other) == [
        "title", "kicker", "subtitle", "original_title", "published", "source", "credits", "body",
    ]  # fmt: skip
    assert changed_fields(ARTICLE, replace(ARTICLE, reader="9", complete=False)) == []


# --- moved --------------------------------------------------------------------------------------

MOVED = "https://xt.example.cn/2023/646.shtml"


def kept(archive: Archive, *captures: Capture) -> None:
    """Captures from which nothing was read: redirects, pages that are gone."""
    for each in captures:
        archive.write_capture(each)
    with archive.transaction():
        for each in captures:
            archive.index_capture(each)


@pytest.mark.parametrize("status", [301, 302, 308, 404, 410])
def test_a_new_form_of_address_becomes_canonical_once_the_old_one_leads_away_or_is_gone(
    archive, status
):
    """A station that changes its publishing system goes on making revisions."""
    hold(archive, ARTICLE, capture())
    kept(archive, capture(60, status=status, body=b"", kind="redirect"))
    moved = replace(ARTICLE, url=MOVED)

    assert hold(archive, moved, capture(61, url=MOVED)).outcome == "unchanged"
    assert hold(archive, replace(moved, title="更正"), capture(90, url=MOVED)).outcome == "revised"

    assert row(archive)["url"] == MOVED
    assert archive.connection.execute("SELECT url, role FROM addresses ORDER BY 2").fetchall() == [
        (MOVED, "canonical"),
        (URL, "redirect"),
    ]
    assert [kind for kind, _, _ in events(archive)] == ["new", "moved", "correction"]


def test_a_second_address_stays_one_while_the_canonical_one_answers(archive):
    """Two channels may print one article in two ways: that is no revision."""
    hold(archive, ARTICLE, capture())
    other = replace(ARTICLE, url=MOVED, title="另一频道的题目")

    assert hold(archive, other, capture(60, url=MOVED)).outcome == "unchanged"
    kept(archive, capture(70, status=404, body=b""))
    hold(archive, ARTICLE, capture(80))
    assert hold(archive, other, capture(90, url=MOVED)).outcome == "unchanged"
    assert row(archive)["url"] == URL


def test_an_article_does_not_move_to_its_form_for_telephones(archive):
    """It is read there for want of the canonical page, until that one is back."""
    hold(archive, ARTICLE, capture())
    with archive.transaction():
        archive.add_address("example:646", MOVED, station="xiangtan", role="mobile")
    kept(archive, capture(60, status=404, body=b""))
    twin = replace(ARTICLE, url=MOVED)
    assert hold(archive, twin, capture(61, url=MOVED)).outcome == "unchanged"
    assert row(archive)["url"] == URL


@pytest.mark.parametrize(("status", "sight"), [(410, "gone"), (200, "withdrawn")])
def test_an_article_that_is_imported_after_it_had_left_is_known_to_have_left(
    archive, status, sight
):
    """The capture that shows it away came in first."""
    see(archive, 60, status, sight)
    assert events(archive) == [("withdrawn", None, "success")] * (sight == "withdrawn")

    hold(archive, ARTICLE, capture())

    assert row(archive)["state"] == sight
    assert row(archive)["last_seen_at"] == "2022-07-22T00:51:12Z"
    assert events(archive)[-2:] == [("new", FIRST, "success"), (sight, FIRST, "success")]
