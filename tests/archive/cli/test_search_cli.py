"""The commands that find: `archive search`, `similar` and `names`, run as a user runs them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., "subprocess.CompletedProcess[str]"]

RECORDS = (
    {
        "id": "demo:1", "station": "north", "url": "https://north.example/1",
        "title": "路灯亮了", "published_at": "2022-07-22T08:51:12+08:00",
        "authors": ["林小禾"], "editors": ["孙晚"],
        "body": "北县人大代表走进小区，路灯亮了，居民说好。",
    },
    {
        "id": "demo:2", "station": "south", "url": "https://south.example/2",
        "title": "南县也装路灯", "published_at": "2022-08-01", "authors": ["林小禾"],
        "body": "南县的路灯亮了，居民说好。",
    },
    {
        "id": "demo:3", "station": "south", "url": "https://south.example/3",
        "title": "菜价", "body": "白菜三角一斤。",
    },
)  # fmt: skip


@pytest.fixture(scope="module")
def run(
    tmp_path_factory: pytest.TempPathFactory, archive_command: Command
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`archive` with a command and its options, on an archive of three articles."""
    folder: Path = tmp_path_factory.mktemp("search-cli")
    records = folder / "records.jsonl"
    records.write_text("".join(json.dumps(record) + "\n" for record in RECORDS), "utf-8")
    archive_command("load", records, "--archive", folder / "archive")
    return lambda *arguments: archive_command(*arguments, "--archive", folder / "archive")


def test_matches_are_counted_by_station_and_month(run: Command) -> None:
    """Instead of being listed; all of them, whatever the limit."""
    assert run("search", "路灯 OR 白菜", "--counts").stdout == (
        "3 articles\n"
        "\n"
        "        1  north\n"
        "        2  south\n"
        "\n"
        "        1  without a date\n"
        "        1  2022-07\n"
        "        1  2022-08\n"
    )
    assert json.loads(run("search", "路灯", "--counts", "--json").stdout) == {
        "query": "路灯",
        "total": 2,
        "stations": {"north": 1, "south": 1},
        "months": {"2022-07": 1, "2022-08": 1},
    }
    assert run("search", "火星", "--counts").returncode == 3


def test_the_answer_says_how_exact_it_is(run: Command) -> None:
    """For programs: whether the total is exact, and whether all matches were ranked."""
    answer = json.loads(run("search", "路灯 before:2022-08", "--json").stdout)
    assert {key: answer[key] for key in ("query", "total", "at_least", "ranked_newest")} == {
        "query": "路灯 before:2022-08",
        "total": 1,
        "at_least": False,
        "ranked_newest": None,
    }
    assert [hit["id"] for hit in answer["hits"]] == ["demo:1"]


def test_an_id_and_an_address_find_their_article(run: Command) -> None:
    """Both stand in whatever was printed before."""
    for query in ("demo:2", "https://south.example/2", "south.example/2"):
        ran = run("search", query)
        assert (ran.stdout.splitlines()[0], ran.stderr) == ("1 article", "")
        assert "demo:2 · south" in ran.stdout


def test_a_query_may_begin_with_a_minus(run: Command) -> None:
    """As people type it; an option that there is not is still refused."""
    assert (
        json.loads(run("search", "-白菜 居民 -小区", "--json").stdout)["query"]
        == "-白菜 居民 -小区"
    )
    assert run("search", "-小区 居民").stdout.splitlines()[:3] == ["1 article", "", "南县也装路灯"]
    assert run("search", "--limt", "路灯").returncode == 2


def test_a_day_that_the_calendar_has_not_is_told(run: Command) -> None:
    """An option refuses it; a query takes any text, says so and looks for it as it stands."""
    for option, day in (("--from", "2026-02-30"), ("--to", "2026-13"), ("--from", "0000")):
        ran = run("search", "路灯", option, day)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert ran.stderr == f"archive: '{day}' is no date: write 2022-07-22, 2022-07 or 2022\n"
    ran = run("search", "路灯 after:2022-13")
    assert ran.returncode == 3
    assert ran.stderr == (
        "archive: after:2022-13 names no date (2022-07-22, 2022-07 or 2022);"
        " it was looked for as it stands\n"
        "archive: nothing found for 路灯 after:2022-13\n"
    )


def test_a_slip_in_a_closed_word_is_told_with_the_nearest(run: Command) -> None:
    """A field, a role, a type of event: each would silently find nothing."""
    ran = run("search", "authr:付鼎臣")
    assert ran.returncode == 3
    assert ran.stderr == (
        "archive: authr: names no field (did you mean author:?); it was looked for as it stands\n"
        "archive: nothing found for authr:付鼎臣\n"
    )
    ran = run("names", "--role", "athor")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "archive: no credit has the role 'athor'; did you mean author?\n"
    ran = run("events", "--type", "captur")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "archive: no event is of the type 'captur'; did you mean capture?\n"


def test_an_unknown_station_is_told_with_those_like_it(run: Command) -> None:
    """It would silently find nothing."""
    ran = run("search", "路灯", "--station", "nroth")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "archive: no station has the name 'nroth'; did you mean north (north), south (south)?\n"
    )
    ran = run("names", "--station", "西县")
    assert ran.returncode == 2
    assert ran.stderr == (
        "archive: no station has the name '西县'; `archive stats` lists those that there are\n"
    )


def test_a_question_may_be_asked(run: Command) -> None:
    """Any of its rarer words will do; as words, all must be there."""
    text = "谁走进了北县的小区？"
    assert run("search", text).returncode == 3
    for mode in ("question", "auto"):
        answer = json.loads(run("search", text, "--mode", mode, "--json").stdout)
        assert [hit["id"] for hit in answer["hits"]] == ["demo:1", "demo:2"]


def test_a_question_is_neither_counted_nor_sorted(run: Command) -> None:
    """An option that would do nothing is refused."""
    ran = run("search", "路灯 是谁", "--mode", "question", "--counts")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "--counts counts what has all words: leave --mode out" in ran.stderr
    ran = run("search", "路灯 是谁", "--mode", "question", "--sort", "date")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "--mode question is answered best first: leave --sort out" in ran.stderr


def test_a_long_query_that_finds_nothing_is_told_by_its_beginning(run: Command) -> None:
    """Somebody pasted a page."""
    ran = run("search", "火" * 1000)
    assert ran.returncode == 3
    assert ran.stderr == f"archive: nothing found for {'火' * 200}…\n"


def test_blank_lines_of_a_file_of_queries_are_passed_over(run: Command, tmp_path: Path) -> None:
    """An editor puts one at the end."""
    queries = tmp_path / "queries.jsonl"
    queries.write_text('\n{"query": 1, "text": "白菜"}\n  \n', "utf-8")
    assert run("search", "--queries", queries, "--output", tmp_path / "hits.jsonl").returncode == 0
    (line,) = (tmp_path / "hits.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["hits"][0]["id"] == "demo:3"


def test_the_recent_may_come_first(run: Command) -> None:
    """Newest first, and best first with a preference for the newer."""
    for sort in ("date", "recent"):
        answer = json.loads(run("search", "路灯", "--sort", sort, "--json").stdout)
        assert [hit["id"] for hit in answer["hits"]] == ["demo:2", "demo:1"]


def test_similar_articles_are_found(run: Command) -> None:
    """Most alike first; none is an answer too."""
    ran = run("similar", "demo:1")
    assert ran.returncode == 0
    assert ran.stdout.splitlines()[0] == "南县也装路灯"
    answer = json.loads(run("similar", "demo:2", "--json").stdout)
    assert (answer["article"], [hit["id"] for hit in answer["hits"]]) == ("demo:2", ["demo:1"])
    assert (run("similar", "demo:3").returncode, run("similar", "demo:4").returncode) == (3, 3)


def test_names_are_listed(run: Command) -> None:
    """How often, in which role, at how many stations, since when."""
    assert run("names").stdout == (
        "      2  林小禾  author  2 stations  2022-07-22 … 2022-08-01\n"
        "      1  孙晚  editor  1 station  2022-07-22 … 2022-07-22\n"
    )
    (row,) = json.loads(run("names", "孙", "--role", "editor", "--json").stdout)
    assert (row["name"], row["articles"]) == ("孙晚", 1)
    assert run("names", "孙", "--station", "south").returncode == 3
