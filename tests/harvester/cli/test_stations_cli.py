"""`harvest stations`, and `--station` in the commands of both programs."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click import BadParameter
from click.testing import CliRunner, Result

from archive.cli import cli as archive
from harvester.cli import cli as harvest
from harvester.model.errors import NoContact


def call(*arguments: object) -> Result:
    """Call `harvest` in this process, where only what it prints matters."""
    own = deepcopy(harvest)  # click keeps with a command how its help was asked for
    return CliRunner().invoke(own, [str(each) for each in arguments], standalone_mode=False)


def test_a_glob_switches_stations_on_and_a_dry_run_names_them(tmp_path: Path) -> None:
    """From the catalogue to the crawl in two commands."""
    enabled = call("stations", "enable", "rednet-ch*", "--archive", tmp_path)
    assert enabled.stdout.splitlines()[0] == "3 stations on:"
    listed = json.loads(call("stations", "--json", "--archive", tmp_path).stdout)
    on = [row["name"] for row in listed if row["on"]]
    assert on == ["rednet-changde", "rednet-changsha", "rednet-chenzhou"]
    dry = call("run", "--dry-run", "--archive", tmp_path).stdout
    assert [line.partition(":")[0] for line in dry.splitlines()] == on


def test_without_a_station_that_is_on_a_run_says_how_to_switch_one_on(tmp_path: Path) -> None:
    """The first thing that a new operator tries."""
    ended = call("run", "--dry-run", "--archive", tmp_path)
    assert str(ended.exception) == (
        "no station is on: `harvest stations` lists the catalogue, `harvest stations enable NAME`"
        " switches one of it on"
    )


def test_a_station_whose_days_are_over_is_on_and_skipped(tmp_path: Path) -> None:
    """A crontab line that has done its work is no mistake of the operator's."""
    (tmp_path / "stations").mkdir()
    (tmp_path / "stations" / "ferry.toml").write_text(
        'title = "渡口"\nhome = "http://ferry.example/"\nuntil = 2020-01-01\n', encoding="utf-8"
    )
    skipped = (
        "harvest: ferry is skipped: today is not within the days (`from`, `until`) of its file\n"
    )
    ended = call("run", "--archive", tmp_path)
    assert (ended.return_value, ended.stderr) == (0, skipped)
    line = call("schedule", "--contact", "a@example.org", "--archive", tmp_path)
    assert (line.return_value, line.stderr) == (0, skipped)


def test_a_glob_names_the_files_that_it_leaves_out(tmp_path: Path) -> None:
    """One slip must not keep the other stations of a platform off."""
    (tmp_path / "stations").mkdir()
    (tmp_path / "stations" / "rednet-x.toml").write_text("title = 3\n", encoding="utf-8")
    ended = call("stations", "enable", "rednet-*", "--archive", tmp_path)
    assert ended.return_value == 1
    assert "stations/rednet-x.toml: title: words in quotes are expected, not 3" in ended.stderr
    assert "  rednet-changsha  " in ended.stdout


@pytest.mark.parametrize("command", ["run", "crawl", "backfill", "schedule", "reread", "stations"])
def test_the_former_option_is_refused_with_the_new_names(tmp_path: Path, command: str) -> None:
    """A line in cron that still has it must not crawl something else."""
    ended = call(command, "--stations", "rednet-*", "--archive", tmp_path)
    assert str(ended.exception) == (
        "--stations is no option any more: --station NAME|GLOB chooses stations, and"
        " --station-files DIR names a folder of station files"
    )
    assert "--stations" not in call(command, "--help").stdout


@pytest.mark.parametrize("name", ["../evil", "/tmp/evil", "青棠", "a b", "Ferry", "x" * 64, ""])
def test_a_station_is_added_under_no_name_that_a_file_may_not_have(
    tmp_path: Path, name: str
) -> None:
    """Refused before the site is asked; nothing is written outside the folder of stations."""
    ended = call("add", "http://ferry.example/", "--name", name, "--archive", tmp_path / "a")
    assert isinstance(ended.exception, BadParameter), ended.exception
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["rednet-xiangtan", "ferry", "raft", "barge"])
def test_a_station_is_added_under_no_name_that_another_has(tmp_path: Path, name: str) -> None:
    """Of the catalogue, of the operator, a former one, and that of a file that cannot be used."""
    (tmp_path / "stations").mkdir()
    (tmp_path / "stations" / "ferry.toml").write_text(
        'title = "渡口"\nhosts = ["ferry.example"]\nformerly = ["raft"]\n', encoding="utf-8"
    )
    (tmp_path / "stations" / "barge.toml").write_text("not TOML", encoding="utf-8")
    ended = call("add", "http://new.example/", "--name", name, "--archive", tmp_path)
    assert str(ended.exception) == f"{name}: a station has this name already; choose another --name"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("stations", "--live"), "--live is a further part of --check"),
        (("backfill", "rednet-changsha", "--from", "2999-01-01"), "--from is a day to come"),
    ],
)
def test_a_wrong_use_is_refused_before_anything_is_done(
    tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    """Nothing is printed that looks like an answer, and no site is asked."""
    ended = call(*arguments, "--archive", tmp_path)
    assert (str(ended.exception), ended.stdout) == (message, "")


def test_the_scheme_of_an_address_may_be_in_capitals(tmp_path: Path) -> None:
    """It is an address, and no name of a file: without a contact no site is asked."""
    address = "HTTPS://ferry.example/1.html"
    ended = call("read", address, "--contact", "nobody", "--archive", tmp_path)
    assert isinstance(ended.exception, NoContact)


def test_a_check_names_what_keeps_stations_from_giving_articles(tmp_path: Path) -> None:
    """A file without a slip can still give nothing."""
    (tmp_path / "stations").mkdir()
    (tmp_path / "stations" / "ferry.toml").write_text(
        'title = "渡口"\nhosts = ["ferry.example"]\nfeeds = ["http://other.example/rss"]\n',
        encoding="utf-8",
    )
    (tmp_path / "stations" / "switches.txt").write_text("on gone\n")
    assert call("stations", "--check", "--archive", tmp_path).stderr.splitlines() == [
        "harvest: stations/switches.txt: gone: there is no such station; `harvest stations disable`"
        " and `enable` write this file, or take the line out",
        "harvest: ferry: articles: no pattern says which addresses are articles, so nothing is"
        " read",
        "harvest: ferry: feeds: http://other.example/rss is on a host that is not the station's;"
        " add it to hosts",
    ]


def test_the_table_can_be_had_as_opml(tmp_path: Path) -> None:
    """A feed reader takes the feeds; a station without one is a link."""
    (tmp_path / "stations").mkdir()
    (tmp_path / "stations" / "ferry.toml").write_text(
        'title = "渡口 & 桥"\nplace = "430300"\nhome = "http://ferry.example/"\n'
        'feeds = ["http://ferry.example/rss.xml"]\n',
        encoding="utf-8",
    )
    page = call("stations", "--opml", "--station", "[fr]*", "--archive", tmp_path).stdout
    outlines = list(ElementTree.fromstring(page).iter("outline"))
    assert outlines[0].attrib == {"text": "湖南省湘潭市"}
    assert outlines[1].attrib == {
        "type": "rss", "text": "渡口 & 桥", "xmlUrl": "http://ferry.example/rss.xml",
        "htmlUrl": "http://ferry.example/",
    }  # fmt: skip
    assert outlines[2].attrib == {
        "type": "link", "text": "红网·湘潭站", "url": "https://xt.rednet.cn/",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("option", "command"),
    [
        (option, f"{program} {name}")
        for program, group in (("harvest", harvest), ("archive", archive))
        for name, command in group.commands.items()
        for option in command.params
        if "--station" in option.opts and name not in ("read", "load")  # they name one
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_command_chooses_stations_in_the_same_way(option: object, command: str) -> None:
    """By name or glob, several times."""
    assert getattr(option, "multiple", False), command
    assert getattr(option, "metavar", None) == "NAME|GLOB", command
