"""`archive lineage` and `archive reprints`, as a user calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.archives import new_archive
from support.commands import Harvest
from support.lineages import LAMPS, article, hold, outlet

from archive.custody.opening import open_archive
from archive.store.archive import Archive

OTHER = (
    "清晨六点，望月桥头的豆腐摊已经排起了队，石柳青把第一板豆腐切成四十八块。\n"
    "她用的还是父亲留下的两口石缸，水从北门桥的老井里挑来，来回要走六百米。\n"
    "隔壁理发店的主人每天第一个来，坐在门口吃完一碗豆花，再把自己的卷帘门拉上去。"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive of one article with a shortened and an identical copy, and one of another text."""
    with new_archive(tmp_path / "archive") as archive:
        outlet(archive, "a", "澜江日报")
        outlet(archive, "b", "云沱在线")
        hold(
            archive,
            article("a:1", source="澜江日报"),
            article("b:1", *LAMPS[:2], title="巷口有灯", at="2026-07-22T11:09:00+08:00"),
            article("c:1", at="2026-07-23T08:30:00+08:00", source="澜江日报"),
            article("c:2", "渡口停摆了。", at="2026-07-23T08:30:00+08:00", title="渡口"),
        )
    return tmp_path / "archive"


def test_show_tells_who_when_how_much_later_and_what_changed(
    archive_command: Harvest, folder: Path
) -> None:
    """A tree from the earliest copy down."""
    ran = archive_command("lineage", "show", "c:1", "--archive", folder)
    assert ran.stdout.splitlines() == [
        "origin a:1, credited as 澜江日报",
        "澜江日报  2026-07-22T08:30:00+08:00  a:1  桐花巷的路灯亮了",
        "├─ 云沱在线  2026-07-22T11:09:00+08:00  b:1  巷口有灯",
        "│     shortened: 60% of the other is not in it",
        "│     100% of it is in its parent, 40% of that in it",
        "│     2 h 39 min later",
        "│     printed without source; earliest known copy is a:1",
        "└─ c  2026-07-23T08:30:00+08:00  c:1  桐花巷的路灯亮了",
        "      identical: the same text under the same headline",
        "      100% of it is in its parent, 100% of that in it",
        "      1 d later",
    ]


@pytest.mark.parametrize("command", [("lineage", "show"), ("similar",)])
def test_an_article_that_was_taken_down_is_said_to_be(
    archive_command: Harvest, folder: Path, command: tuple[str, ...]
) -> None:
    """Not to be unknown; and who asks for an unknown one learns which archive was meant."""
    where = ("--archive", folder)
    down = archive_command("hide", "c:1", "--reason", "asked", "--basis", "court", *where)
    assert down.returncode == 0
    hidden = archive_command(*command, "c:1", *where)
    assert (hidden.returncode, hidden.stdout) == (3, "")
    assert hidden.stderr.startswith("archive: c:1: hidden since ")
    unknown = archive_command(*command, "c:9", *where)
    assert unknown.stderr == f"archive: c:9: no such article in {folder}\n"


def test_a_chain_of_thousands_of_copies_is_shown(archive_command: Harvest, folder: Path) -> None:
    """Each the parent of the next; from the twelfth on they stand no further to the right."""
    with open_archive(folder) as archive, archive.transaction() as connection:
        for number in range(1500):
            archive.store_article(article(f"d:{number}", f"第{number}页。"), [], linking=False)
        held = connection.execute("SELECT key FROM articles WHERE station = 'd' ORDER BY key")
        keys = [row[0] for row in held]
        connection.executemany(
            "INSERT INTO lineage_members"
            " (article, digest, excluded, lineage, parent, fingerprint_version, is_representative)"
            " VALUES (?, 0, '', ?, ?, 1, 0)",
            [(key, keys[0], parent) for key, parent in zip(keys, [None, *keys], strict=False)],
        )
    ran = archive_command("lineage", "show", "d:9", "--diff", "--archive", folder)
    lines = ran.stdout.splitlines()
    assert sum("桐花巷的路灯亮了" in line for line in lines) == 1500
    assert "d:1498 → d:1499" in lines
    assert any(line.endswith("its parent is d:1498") for line in lines)
    assert max(map(len, lines)) < 120


def test_show_diff_marks_what_each_copy_changed(archive_command: Harvest, folder: Path) -> None:
    """The headline, and the three paragraphs that are gone."""
    ran = archive_command("lineage", "show", "b:1", "--diff", "--archive", folder)
    told = ran.stdout.splitlines()
    assert "a:1 → b:1" in told
    assert f"[-{LAMPS[4]}-]" in told


def test_show_as_json_gives_every_measure(archive_command: Harvest, folder: Path) -> None:
    """For programs."""
    ran = archive_command("lineage", "show", "b:1", "--json", "--archive", folder)
    said = json.loads(ran.stdout)
    copy = next(each for each in said["copies"] if each["id"] == "b:1")
    assert (said["origin"], said["origin_basis"]) == ("a:1", "credit")
    assert (copy["relation"], copy["parent"], copy["lag"]) == ("shortened", "a:1", [9480, 9600])


def test_export_writes_a_row_for_each_article(
    archive_command: Harvest, folder: Path, tmp_path: Path
) -> None:
    """Also for the one that nobody carries."""
    output = tmp_path / "lineages.jsonl"
    assert (
        archive_command("lineage", "export", "--output", output, "--archive", folder).stdout == ""
    )
    rows = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    assert rows == [
        {"article": "a:1", "lineage": "a:1", "relation": None, "parent": None},
        {"article": "b:1", "lineage": "a:1", "relation": "shortened", "parent": "a:1"},
        {"article": "c:1", "lineage": "a:1", "relation": "identical", "parent": "a:1"},
        {"article": "c:2", "lineage": "c:2", "relation": None, "parent": None},
    ]


def test_rebuild_and_reconcile_say_what_they_did(archive_command: Harvest, folder: Path) -> None:
    """One for cron, one for after an update."""
    ran = archive_command("lineage", "reconcile", "--archive", folder)
    assert (ran.returncode, ran.stdout) == (0, "4 articles looked at again\n")
    ran = archive_command("lineage", "rebuild", "--archive", folder)
    assert (ran.returncode, ran.stdout) == (0, "4 articles, 1 lineage of two or more\n")


def test_overrule_unties_and_refuses_what_is_not_held(
    archive_command: Harvest, folder: Path
) -> None:
    """Exit code 3 where one of the two is unknown."""
    words = ("lineage", "overrule", "c:1", "--relation", "none", "--reason", "one release")
    ran = archive_command(*words, "a:1", "--archive", folder)
    assert ran.stdout == "c:1 and a:1: none, by decision\n"
    assert archive_command(*words, "z:9", "--archive", folder).returncode == 3
    shown = archive_command("lineage", "show", "c:1", "--archive", folder).stdout.splitlines()
    assert shown == ["c  2026-07-23T08:30:00+08:00  c:1  桐花巷的路灯亮了"]


def test_reprints_is_a_table_for_people_and_for_spreadsheets(
    archive_command: Harvest, folder: Path
) -> None:
    """Who takes from whom, how fast, how much is kept."""
    ran = archive_command("reprints", "--station", "b", "--csv", "--archive", folder)
    assert ran.stdout.splitlines() == [
        "station,taken_from_station,articles,unchanged,edited,shortened,extended,"
        "shortest_lag_hours,mean_lag_hours,longest_lag_hours,undecided,printed_earlier,mean_kept,without_source",
        '"b","a",1,0,0,1,0,2.7,2.7,2.7,0,0,0.4,1',
    ]
    ran = archive_command("reprints", "--from", "2026-07-23", "--archive", folder)
    assert ran.stdout.splitlines()[1].split()[:4] == ["c", "a", "1", "1"]
    assert archive_command("reprints", "--to", "2025", "--archive", folder).returncode == 3


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["reprints", "--from", "2026-13"], "'2026-13' is no date"),
        (["reprints", "--to", "x"], "'x' is no date"),
        (["reprints", "--station", "zz"], "no station has the name 'zz'"),
        (["events", "--since", "x"], "'x' is no date"),
    ],
)
def test_what_cannot_be_meant_is_told_and_not_looked_for(
    archive_command: Harvest, folder: Path, words: list[str], told: str
) -> None:
    """Exit code 2, as `archive search` has it: nothing found would be no answer."""
    ran = archive_command(*words, "--archive", folder)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(f"archive: {told}")


def test_an_undecided_order_is_counted_and_has_no_lag(
    archive_command: Harvest, folder: Path
) -> None:
    """A copy that prints only its day may be older than its parent."""
    with open_archive(folder) as archive:
        hold(archive, article("d:1", at="2026-07-22"), article("d:2", OTHER, title="豆腐摊"))
    ran = archive_command("reprints", "--station", "d", "--csv", "--archive", folder)
    assert ran.stdout.splitlines()[1] == '"d","a",1,1,0,0,0,,,,1,0,1.0,1'


def test_an_origin_that_prints_later_than_its_copies_is_the_root_everywhere(
    archive_command: Harvest, folder: Path, tmp_path: Path
) -> None:
    """The paper of the next day is credited: tree, JSON, export, views and flows name it alike."""
    with open_archive(folder) as archive:
        outlet(archive, "p", "松岫时报")
        hold(
            archive,
            article("e:1", OTHER, title="豆腐摊", at="2026-07-21T20:00:00+08:00"),
            article(
                "f:1", OTHER, title="豆腐摊", at="2026-07-21T21:00:00+08:00", source="松岫时报"
            ),
            article("p:1", OTHER, title="豆腐摊", at="2026-07-22"),
        )
        summary = archive.connection.execute(
            "SELECT lineage, origin, earliest_published_at FROM lineage_summary"
            " WHERE origin = 'p:1'"
        ).fetchone()
        flows = archive.connection.execute(
            "SELECT station, undecided, printed_earlier FROM who_reprints_whom"
            " WHERE taken_from_station = 'p'"
        ).fetchall()
    assert summary == ("p:1", "p:1", "2026-07-21T20:00:00+08:00")
    assert flows == [("e", 0, 1)]
    lines = archive_command("lineage", "show", "e:1", "--archive", folder).stdout.splitlines()
    assert lines[0] == "origin p:1, credited as 松岫时报"
    assert lines[1].startswith("松岫时报  2026-07-22  p:1")
    assert "printed 3 h 59 min to 1 d 4 h before its parent" in "\n".join(lines)
    shown = json.loads(
        archive_command("lineage", "show", "f:1", "--json", "--archive", folder).stdout
    )
    assert (shown["lineage"], shown["origin"], shown["origin_basis"]) == ("p:1", "p:1", "credit")
    assert [copy["parent"] for copy in shown["copies"] if copy["id"] == "p:1"] == [None]
    output = tmp_path / "lineages.jsonl"
    archive_command("lineage", "export", "--output", output, "--archive", folder)
    rows = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    assert {row["lineage"] for row in rows if row["article"][0] in "efp"} == {"p:1"}
    taken = archive_command("reprints", "--station", "p", "--csv", "--archive", folder)
    assert [line.split(",")[:3] for line in taken.stdout.splitlines()[1:]] == [['"e"', '"p"', "1"]]


def test_a_quotation_is_told_from_both_sides(archive_command: Harvest, folder: Path) -> None:
    """Which of the two quotes the other."""
    quoting = (*OTHER.split("\n"), f"报道说：{LAMPS[3]}{LAMPS[4]}")
    with open_archive(folder) as archive:
        hold(archive, article("d:1", *quoting, at="2026-07-25T08:30:00+08:00", title="豆腐摊"))
    for name, told in (
        ("c:1", "a:1 is quoted in d:1  豆腐摊"),
        ("d:1", "d:1 quotes a:1  桐花巷的路灯亮了"),
    ):
        ran = archive_command("lineage", "show", name, "--archive", folder)
        assert told in ran.stdout.splitlines()


def test_bulk_load_finds_lineages_at_the_end(
    archive_command: Harvest, folder: Path, tmp_path: Path
) -> None:
    """The same as article by article."""
    records = tmp_path / "records.jsonl"
    with Archive.read_only(folder) as archive, records.open("w", encoding="utf-8") as file:
        for name in ("a:1", "b:1", "c:1", "c:2"):
            file.write(json.dumps(archive.record_of(name), ensure_ascii=False) + "\n")
    other = tmp_path / "bulk"
    archive_command("load", records, "--bulk", "--archive", other)
    one = archive_command("lineage", "export", "--archive", folder).stdout
    assert archive_command("lineage", "export", "--archive", other).stdout == one
