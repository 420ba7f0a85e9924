"""Is everything that is held still what was put there?"""

import json
import multiprocessing
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click
import pytest
from support import lineages
from support.archives import ARTICLE, URL, capture, hold, new_archive

from archive.cli.custody.verify import verify as verify_command
from archive.custody.opening import open_archive
from archive.db import record_digests
from archive.db.lock import WriterLock
from archive.model.article import Block
from archive.model.errors import Damaged, StorageError, UsageError
from archive.store.archive import Archive
from archive.verification import parts
from archive.verification.repair import accept, repair
from archive.verification.verification_state import STATE
from archive.verification.verify import Verification, Verified, verify

FIRST = "20220722005112"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of several articles, one of them with two revisions and a revisit."""
    folder = tmp_path_factory.mktemp("fixity") / "archive"
    with new_archive(folder) as archive:
        hold(archive, ARTICLE, capture())
        hold(archive, replace(ARTICLE, title="湘潭新建路灯三百二十盏"), capture(60))
        same = capture(90, body=capture(60).body)
        archive.write_capture(same, capture(60).id)
        with archive.transaction():
            archive.index_capture(same)
            archive.station({"name": "xiangtan", "title": "湘潭站", "tested_on": "fixture",
                             "digest": "sha256:a"}, "title = '湘潭站'")  # fmt: skip
            archive.begin_crawl("harvest crawl", ["xiangtan"])
        for number in range(2, 12):
            url = f"{URL}?{number}"
            blocks = tuple(Block(text=f"第{number}条第{line}行，路灯。") for line in range(9))
            page = capture(number * 100, url=url, body=f"<p>{number}".encode() * 40)
            hold(archive, replace(ARTICLE, id=f"example:{number}", url=url, blocks=blocks), page)
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy that a test may damage."""
    return Path(shutil.copytree(made, tmp_path / "archive"))


def verified(folder: Path, **asked: object) -> Verified:
    with Archive.read_only(folder) as archive:
        return verify(archive, Verification(**asked))  # type: ignore[arg-type]


def records(done: Verified) -> list[str]:
    return [problem.record for problem in done.problems]


def foreign(folder: Path, *statements: str) -> None:
    """What another program writes."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def without_triggers(folder: Path, statement: str) -> None:
    """A change that no trigger sees: as damage, or a program that went behind our back."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection, connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.executescript(statement)
        for _, text in triggers:
            connection.execute(text)


def test_an_archive_that_nobody_touched_is_whole(folder):
    """Everything is looked at, and nothing is found."""
    done = verified(folder)

    assert done.problems == []
    assert done.left_out == []
    assert done.checked["WARC file"] == 1
    assert done.checked["WARC record"] == 1 + 13 * 3
    assert done.checked["index"] == 1


def test_every_column_that_is_stored_is_sealed(folder):
    """A column that somebody adds later must be sealed too, or be named here with its reason."""
    derived = {"articles": set(), "events": set()}
    with Archive.read_only(folder) as archive:
        for parts in record_digests.RECORDS.values():
            for part in parts:
                named = {row[1] for row in archive.connection.execute(
                    f"PRAGMA table_info({part.table})")}  # fmt: skip
                assert named - derived.get(part.table, set()) == set(part.columns), part.table


# --- damage -------------------------------------------------------------------------------------


def said(path: Path) -> object:
    """What all sealed tables say; of a file that cannot be read, nothing."""
    names = sorted({part.table for parts in record_digests.RECORDS.values() for part in parts})
    try:
        with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as connection:
            connection.text_factory = bytes
            return [connection.execute(f"SELECT * FROM {name}").fetchall() for name in names]
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return None


def is_found(folder: Path) -> bool:
    """Whether verification tells of damage, or the archive does not even open."""
    try:
        return verified(folder, remember=False).damaged
    except Damaged:
        return True


def test_every_flipped_bit_of_a_stored_field_is_found(made, tmp_path):
    """Whatever bit makes any table say something else, somewhere in its pages."""
    work = tmp_path / "archive"
    shutil.copytree(made, work)
    path = work / "archive.db"
    original, whole = path.read_bytes(), said(path)
    chance = random.Random(7)
    texts = [value for table in whole for row in table for value in row if value]
    changed, missed = 0, []
    while changed < 50:
        text = chance.choice([value for value in texts if isinstance(value, bytes)])
        place = original.find(text) + chance.randrange(len(text))
        damaged = bytearray(original)
        damaged[place] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        if said(path) != whole:
            changed += 1
            if not is_found(work):
                missed.append(place)
    assert missed == []


def test_every_flipped_bit_of_a_warc_file_is_found(made, tmp_path):
    """In payloads, headers, and the packing between them; with the offset of the record."""
    work = tmp_path / "archive"
    shutil.copytree(made, work)
    (path,) = (work / "warc").iterdir()
    original = path.read_bytes()
    chance = random.Random(11)
    for _ in range(60):
        damaged = bytearray(original)
        damaged[chance.randrange(len(original))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        done = verified(work, remember=False)
        assert done.damaged
        assert all("warc/" in record or "WARC file" in record for record in records(done))


def test_a_problem_names_the_record_what_was_expected_and_what_to_do(folder):
    """An archivist reads it in a mail from cron."""
    without_triggers(folder, "UPDATE articles SET source = '湘潭日报社' WHERE id = 'example:3'")

    (problem, counts, index) = verified(folder).problems

    with Archive.read_only(folder) as archive:
        (expected,) = archive.connection.execute(
            "SELECT digest FROM fixity WHERE id = 'example:3'"
        ).fetchone()
        found = record_digests.digest_of(archive.connection, "article", "example:3")
    assert found is not None
    assert str(problem) == (
        f"article example:3: articles is not what was stored: expected {expected},"
        f" found {found.digest}; `harvest reread --rebuild` makes it again from its captures"
    )
    assert (counts.record, index.record) == ("table source_counts", "full-text index")


@pytest.mark.parametrize(
    ("statements", "tables"),
    [
        ("UPDATE articles SET title = '路灯' WHERE id = 'example:3'", "articles"),
        ("UPDATE articles SET evidence = '{' WHERE id = 'example:3'", "articles"),
        ("UPDATE articles SET authors = '路灯' WHERE id = 'example:3';"
         " UPDATE credits SET name = '林' WHERE article = 'example:3'", "articles, credits"),
        ("UPDATE revisions SET layout = 'x'", "revisions"),
        ("UPDATE addresses SET role = 'also' WHERE article = 'example:3'", "addresses"),
        ("UPDATE sightings SET at = '' WHERE article = 'example:3'", "sightings"),
        ("UPDATE revision_captures SET part = 2 WHERE article = 'example:3';"
         " UPDATE events SET outcome = 'x' WHERE article = 'example:3'",
         "revision_captures, events"),
    ],
)  # fmt: skip
def test_the_tables_in_which_an_article_differs_are_named(folder, statements, tables):
    """Each table has a digest of its own; which of its columns was changed, none of them says."""
    without_triggers(folder, statements)
    problems = verified(folder).problems  # the full-text index may differ too
    problem = next(each for each in problems if each.record.startswith("article example:"))
    assert problem.found.startswith(f"{tables} is not what was stored: expected ")


@pytest.mark.parametrize(
    ("statement", "record"),
    [
        ("DELETE FROM credits WHERE article = 'example:3'", "article example:3"),
        ("UPDATE events SET outcome = 'x' WHERE article = 'example:4'", "article example:4"),
        ("UPDATE captures SET status = 404 WHERE url LIKE '%?5'", "capture urn:uuid:"),
        ("DELETE FROM station_files", "station file sha256:a"),
        ("UPDATE runs SET counts = '{}'", "run "),
        ("DELETE FROM fixity WHERE id = 'example:6'", "article example:6"),
        ("UPDATE fixity SET digest = 'sha256:0' WHERE id = 'example:7'", "article example:7"),
        ("UPDATE warc_files SET bytes = 1", "WARC file "),
    ],
)
def test_what_was_changed_past_the_triggers_is_named(folder, statement, record):
    """Rows of any table, and the digests themselves."""
    without_triggers(folder, statement)
    done = verified(folder)
    assert done.damaged
    assert any(name.startswith(record) for name in records(done))


def test_rows_without_a_file_and_captures_without_a_row_are_told(folder):
    """Orphans both ways."""
    without_triggers(folder, "UPDATE captures SET id = 'urn:uuid:other' WHERE url LIKE '%?5'")
    told = [str(problem) for problem in verified(folder).problems]
    assert any("no such row in captures" in line for line in told)
    assert any("its id is urn:uuid:" in line for line in told)
    (path,) = (folder / "warc").iterdir()
    path.rename(path.with_name("other.warc.gz"))
    told = [str(problem) for problem in verified(folder).problems]
    assert any("it is missing, with 13 captures" in line for line in told)
    assert any("no row points at it; `archive verify --repair` mends it" in line for line in told)


_TOO_MANY = "INSERT INTO articles_fts (rowid, title) VALUES (3, '电灯')"


def test_an_index_that_lags_behind_is_found(folder):
    """It has words that the article has not."""
    foreign(folder, _TOO_MANY)
    assert "full-text index" in records(verified(folder))


def test_an_index_that_calls_a_station_otherwise_is_found_and_repaired(folder):
    """The title of the station was changed past the triggers: the index still has the former."""
    without_triggers(folder, "UPDATE stations SET title = '湘潭新站'")
    (index, station) = verified(folder).problems
    assert station.record == "station xiangtan"
    assert index.found == "it does not say what the stations are called"
    with open_archive(folder) as archive:
        repair(archive, [index])
    assert records(verified(folder)) == ["station xiangtan"]


def test_an_index_that_credits_others_is_found_and_repaired(folder):
    """The credits were changed past the triggers: search still finds the former names alone."""
    without_triggers(folder, "UPDATE credits SET name = '付鼎成' WHERE role = 'reporter'")
    (index,) = (each for each in verified(folder).problems if each.record == "full-text index")
    assert index.found == "it does not say who is credited"
    with open_archive(folder) as archive:
        repair(archive, [index])
        taken_over = "SELECT DISTINCT name FROM search_credits WHERE role = 'reporter'"
        assert archive.connection.execute(taken_over).fetchall() == [("付鼎成",)]
    assert "full-text index" not in records(verified(folder))


# --- other programs -----------------------------------------------------------------------------


def test_what_another_program_wrote_is_a_difference_until_somebody_accepts_it(folder):
    """It is not damage, and our own next commit does not vouch for it."""
    foreign(folder, "UPDATE articles SET source = '红网' WHERE id = 'example:3'",
            "UPDATE articles SET state = 'gone' WHERE id = 'example:4'")  # fmt: skip
    with open_archive(folder) as archive:
        hold(archive, ARTICLE, capture(2000))
        hold(
            archive, replace(ARTICLE, id="example:4", url=f"{URL}?4"), capture(2001, url=f"{URL}?4")
        )
    done = verified(folder)
    assert [(problem.record, problem.severity) for problem in done.problems] == [
        ("article example:3", "difference"),
        ("article example:4", "difference"),
    ]
    assert not done.damaged

    with open_archive(folder) as archive:
        assert accept(archive) == ["article example:3", "article example:4"]
    assert verified(folder).problems == []


def test_a_foreign_replace_or_fail_still_works(folder):
    """The triggers give way to whatever the writer's own statement says."""
    credit = "INTO credits VALUES ('example:3', '20220722055112', {}, 'author', NULL, '{}', NULL)"
    foreign(
        folder,
        f"INSERT OR FAIL {credit.format(8, 'A')}",
        f"INSERT OR REPLACE {credit.format(8, 'B')}",
        f"INSERT OR ROLLBACK {credit.format(9, 'C')}",
    )
    assert records(verified(folder)) == ["article example:3"]


# --- what has no digest -------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["digest", "parts"])
def test_a_changed_digest_is_told_from_a_changed_record(folder, column):
    """The other column proves that the record is whole, so that the digest can be made again."""
    foreign(folder, f"UPDATE fixity SET {column} = 'x' WHERE id = 'example:3'")
    (problem,) = verified(folder).problems
    assert problem.record == "article example:3"
    assert problem.found.startswith("only its row in fixity was changed: expected ")
    with open_archive(folder) as archive:
        assert repair(archive, [problem]) == ["article example:3: its row in fixity made again"]
    assert verified(folder).problems == []


def test_rows_without_their_article_are_told_once_by_its_name(folder):
    """Not each row, and not by a number that a table without rowid has not."""
    without_triggers(folder, "DELETE FROM articles WHERE id = 'example:3'")
    told = [str(problem) for problem in verified(folder).problems if "such row" in problem.found]
    assert told == [
        f"archive.db, {place} example:3: no such row in articles, but {rows} in {table};"
        " `harvest reread --rebuild` makes it again from its captures"
        for table, place, rows in [
            ("addresses", "addresses.article", 1),
            ("credits", "credits.article", 2),
            ("revision_captures", "revision_captures.article", 1),
            ("sightings", "sightings.article", 1),
        ]
    ]


def test_a_row_left_in_search_waiting_is_told_and_what_waited_is_indexed(folder):
    """Another program began to index by itself and died: since then no trigger indexes."""
    foreign(folder, "INSERT INTO search_pending VALUES (0)",
            "UPDATE articles SET title = '电灯' WHERE id = 'example:3'")  # fmt: skip
    done = verified(folder)
    assert [str(problem) for problem in done.problems] == [
        "table search_pending: 2 rows were left in it: what other programs write is not indexed;"
        " `archive verify --repair` mends it",
        "full-text index: 1 articles are not in it; `archive verify --repair` mends it",
        "article example:3: written by another program; look at it; `archive verify --accept`"
        " vouches for it as it stands",
    ]
    with open_archive(folder) as archive:
        assert repair(archive, done.problems) == [
            "search_pending emptied: what waited in it is in the index"
        ]
    assert records(verified(folder)) == ["article example:3"]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("DELETE FROM lineage_members", "1 links of articles that have no lineage"),
        ("DELETE FROM article_links", "1 copies without the link to what they were taken from"),
        ("UPDATE lineages SET articles = 5", "1 lineages whose number of articles is another one"),
        ("UPDATE lineage_members SET article = 99 WHERE article = 3",
         "1 lineages of articles that are not held"),
    ],
)  # fmt: skip
def test_lineages_that_contradict_the_articles_are_told(folder, statement, found):
    """They have no digests; what can be seen at a glance is."""
    with open_archive(folder) as archive:
        lineages.outlet(archive, "zhuzhou", "株洲站")
        for name in ("xiangtan:91", "zhuzhou:92"):
            lineages.hold(archive, lineages.article(name))
    assert verified(folder).problems == []
    without_triggers(folder, statement)
    problem = verified(folder).problems[0]
    assert (problem.record, problem.found, problem.severity) == ("lineage", found, "difference")


def test_the_summary_says_what_was_not_compared(folder):
    """Nobody takes `0 problems` for more than it is."""
    assert (
        verified(folder)
        .summary()
        .endswith("1 index (not compared: lineage and frontier, which have no digests)")
    )
    foreign(folder, "DELETE FROM articles_fts_docsize WHERE id = 3")
    sampled = verified(folder, sample="1")
    assert records(sampled) == ["full-text index"]
    assert sampled.summary() == (
        "1 record, 1 capture (not compared: lineage and frontier, which have no digests;"
        " the words of the full-text index)"
    )


@pytest.mark.parametrize("sample", ["150%", "0%", "0", "x"])
def test_a_sample_is_a_part(sample):
    """More than everything, or nothing, is a slip of the pen in a cron job."""
    with pytest.raises(UsageError):
        Verification(sample=sample)


# --- repaired -----------------------------------------------------------------------------------


def test_what_follows_from_whole_things_is_repaired_and_proved(folder):
    """A capture's row, a derived column, the index; each has its stored digest again."""
    without_triggers(folder, "UPDATE captures SET status = 404 WHERE url LIKE '%?5'")
    without_triggers(folder, "UPDATE articles SET body = 'x' WHERE id = 'example:3'")
    without_triggers(folder, "DELETE FROM characters WHERE first > 60000")

    done = verified(folder)
    assert done.damaged
    with open_archive(folder) as archive:
        repair(archive, done.problems)
        assert archive.connection.execute(
            "SELECT type FROM events WHERE type = 'repair'"
        ).fetchall() == [("repair",)]
    assert verified(folder).problems == []


def test_what_cannot_be_proved_is_left_as_it_is(folder):
    """A changed title is in no other column: it is for the rebuild, or a backup."""
    without_triggers(folder, "UPDATE articles SET title = 'x' WHERE id = 'example:3'")
    with open_archive(folder) as archive:
        repair(archive, verified(folder).problems)
        assert archive.article("example:3").title == "x"
    assert records(verified(folder)) == ["article example:3"]


def test_a_capture_that_lost_its_row_gets_it_back(folder):
    """From its WARC record, with the digest that was stored."""
    without_triggers(folder, "DELETE FROM revision_captures WHERE article = 'example:5'")
    without_triggers(folder, "DELETE FROM captures WHERE url LIKE '%?5'")
    with open_archive(folder) as archive:
        repair(archive, verified(folder).problems)
    assert records(verified(folder)) == ["article example:5"]


# --- sampled, resumed, beside a run -------------------------------------------------------------


def test_samples_go_round_until_everything_was_seen(folder):
    """Night after night the next part; damage anywhere is found within one round."""
    without_triggers(folder, "UPDATE events SET outcome = 'x' WHERE article = 'example:9'")
    nights = [verified(folder, sample="25%") for _ in range(4)]

    assert [night.damaged for night in nights].count(True) == 1
    assert sum(night.checked["capture"] for night in nights) >= 13


def test_an_interrupted_verification_goes_on_where_it_stopped(folder, monkeypatch):
    """What it found before is told at the end."""
    without_triggers(folder, "UPDATE events SET outcome = 'x' WHERE article = 'example:9'")
    monkeypatch.setattr("archive.verification.warc_check.findings_in", interrupted)
    with pytest.raises(KeyboardInterrupt):
        verified(folder)
    monkeypatch.undo()
    assert json.loads((folder / STATE).read_text())["full"]["phase"] == "files"

    without_triggers(folder, "UPDATE events SET outcome = 'x' WHERE article = 'example:8'")
    done = verified(folder, resume=True)

    assert records(done) == ["article example:9"]
    assert done.checked["WARC file"] == 1
    assert records(verified(folder)) == ["article example:8", "article example:9"]


def test_an_interrupt_names_the_option_that_goes_on(folder, monkeypatch, capsys):
    """As the message of a process that was killed does."""
    monkeypatch.setattr("archive.verification.warc_check.findings_in", interrupted)
    with pytest.raises((click.Abort, KeyboardInterrupt)):
        verify_command.main(["--archive", str(folder)], standalone_mode=False)
    assert "`archive verify --resume` goes on from there" in capsys.readouterr().err


def interrupted(*_: object) -> Iterator[object]:
    raise KeyboardInterrupt
    yield


def test_beside_a_run_the_index_is_checked_in_a_copy(folder):
    """A crawl is not blocked by the night's check, and the check leaves nothing out."""
    lock = WriterLock(folder / "archive.lock")
    try:
        assert (verified(folder).problems, verified(folder).left_out) == ([], [])
        foreign(folder, _TOO_MANY)
        done = verified(folder)
    finally:
        lock.release()
    assert "full-text index" in records(done)
    assert done.checked["index"] == 1
    assert not list(folder.glob("archive.db.verification-*"))


def test_a_growing_file_is_verified_as_far_as_it_has_rows(folder):
    """What the run appends meanwhile is the run's."""
    with open_archive(folder) as archive:
        hold(archive, ARTICLE, capture(3000))
        archive.write_capture(capture(3001))
        assert verified(folder).problems == []


@pytest.fixture
def in_two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the archive were large, and the machine had two cores."""
    monkeypatch.setattr(parts, "_WORTH_PROCESSES", 1)
    monkeypatch.setattr(parts, "available_cores", lambda: 2)


def test_two_processes_find_what_one_finds_also_after_one_was_killed(folder, request):
    """A large archive is checked on all cores: no problem may be lost, doubled or out of order."""
    without_triggers(folder, "UPDATE events SET outcome = 'x' WHERE article = 'example:9'")
    without_triggers(folder, "UPDATE articles SET body = '星河' WHERE id = 'example:3'")
    with next((folder / "warc").glob("*.warc.gz")).open("r+b") as file:
        file.seek(900)
        file.write(b"\0")
    in_place = verified(folder)
    assert {"article example:3", "article example:9", "full-text index"} < set(records(in_place))

    request.getfixturevalue("in_two_processes")
    with Archive.read_only(folder) as archive, pytest.raises(StorageError, match="--resume"):
        verify(archive, Verification(), on_progress=kill_while_records_are_checked)
    assert not multiprocessing.active_children()
    resumed, anew = verified(folder, resume=True), verified(folder)

    for done in (resumed, anew):
        assert done.problems == in_place.problems
        assert done.checked == in_place.checked


def kill_while_records_are_checked(done: Verified) -> None:
    if done.phase == "records":
        for process in multiprocessing.active_children():
            process.kill()
