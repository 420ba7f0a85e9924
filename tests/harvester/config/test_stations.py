"""Station files: what is refused, with which words, and how a station is put together."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvester.config.stations import Stations, from_text
from harvester.model.errors import NoStation, StationError
from harvester.model.station import Layout, Twin, unknown_station

PLATFORM = r"""
publisher = "青棠报业"
id_space  = "qingtang"
delay     = 3
encoding  = "gb18030"
domains   = ["qt.example"]
articles  = ['/news/(?P<id>\d+)\.html']
parts     = ['/news/\d+_\d+\.html']

[[twin]]
pattern   = '^(https?://)m\.'
canonical = '\1www.'

[[layout]]
name  = "plain"
title = "h1"
body  = "#body"
drop  = [".share"]
"""

STATION = """
title     = "青棠·城区站"
platforms = ["papers"]
place     = "430300"
home      = "https://www.qt.example/"
"""


def folder(tmp_path: Path, station: str = STATION, platform: str = PLATFORM) -> Path:
    """A folder with one station file, city, and one platform file, papers."""
    for kind, name, text in (("stations", "city", station), ("platforms", "papers", platform)):
        (tmp_path / kind).mkdir(exist_ok=True)
        (tmp_path / kind / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def problems(tmp_path: Path, station: str = STATION, platform: str = PLATFORM) -> list[str]:
    """The lines that `get` raises for the station file."""
    with pytest.raises(StationError) as raised:
        Stations.load(folder(tmp_path, station, platform)).get("city")
    return str(raised.value).splitlines()


def test_a_station_has_what_its_file_and_its_platform_say(tmp_path: Path) -> None:
    """Five lines and a platform make a whole station."""
    station = Stations.load(folder(tmp_path)).get("city")
    assert station.title == "青棠·城区站"
    assert station.place_name == "湖南省湘潭市"
    assert station.hosts == ("www.qt.example",)
    assert station.lists == ("https://www.qt.example/",)
    assert station.publisher == "青棠报业"
    assert station.delay == 3.0
    assert station.encoding == "gb18030"
    assert station.reads == "unverified"
    assert station.id_spaces == ("qingtang",)
    assert station.layouts == (
        Layout(name="plain", platform="papers", title="h1", body="#body", drop=(".share",)),
    )
    assert station.twins == (Twin(pattern=re.compile(r"^(https?://)m\."), canonical=r"\1www."),)


def test_the_text_of_a_station_is_its_files_and_the_digest_is_of_that_text(tmp_path: Path) -> None:
    """An archive can store the files by digest and prove later what it read with."""
    station = Stations.load(folder(tmp_path)).get("city")
    assert station.text == (
        f"# stations/city.toml\n\n{STATION}\n# platforms/papers.toml\n\n{PLATFORM}"
    )
    again = Stations.load(folder(tmp_path, STATION + "delay = 9\n")).get("city")
    assert station.digest is not None
    assert station.digest.startswith("sha256:")
    assert again.digest != station.digest


def test_a_station_overrides_its_platform_and_puts_its_lists_first(tmp_path: Path) -> None:
    """A station may say otherwise, and its own layouts and patterns are tried first."""
    station = Stations.load(
        folder(
            tmp_path,
            STATION
            + r"""
delay    = 0.5
articles = ['/own/\d+\.html']
[[layout]]
name  = "own"
title = "h2"
body  = ".text"
""",
        )
    ).get("city")
    assert station.delay == 0.5
    assert [pattern.pattern for pattern in station.articles] == [
        r"/own/\d+\.html",
        r"/news/(?P<id>\d+)\.html",
    ]
    assert station.id_spaces == (None, "qingtang")
    assert [(layout.platform, layout.name) for layout in station.layouts] == [
        (None, "own"),
        ("papers", "plain"),
    ]


def test_ids_of_two_platforms_are_never_in_one_id_space(tmp_path: Path) -> None:
    """A station that changed its system keeps the ids of both apart."""
    place = folder(tmp_path, STATION.replace('["papers"]', '["papers", "other"]'))
    (place / "platforms/other.toml").write_text(r"articles = ['/b/(?P<id>\d+)']", encoding="utf-8")
    assert Stations.load(place).get("city").id_spaces == ("qingtang", None)


def test_the_operators_file_replaces_the_shipped_one_of_the_same_name(tmp_path: Path) -> None:
    """Who disagrees with a shipped station writes one of the same name."""
    place = folder(tmp_path)
    (place / "stations/city.toml").rename(place / "stations/rednet-xiangtan.toml")
    assert Stations.load(place).get("rednet-xiangtan").title == "青棠·城区站"
    assert Stations.load().get("rednet-xiangtan").title == "红网·湘潭站"


def test_station_files_may_lie_in_the_folder_itself(tmp_path: Path) -> None:
    """`--station-files DIR` may name the folder that holds the files."""
    place = folder(tmp_path)
    (place / "stations/city.toml").rename(place / "city.toml")
    (place / "stations").rmdir()
    assert Stations.load(place).get("city").title == "青棠·城区站"


def test_history_is_kept_with_the_station(tmp_path: Path) -> None:
    """Former names and the days between which a station published."""
    station = Stations.load(
        folder(tmp_path, STATION + 'formerly = ["qt.old.example"]\nuntil = 2024-12-31\n')
    ).get("city")
    assert station.formerly == ("qt.old.example",)
    assert station.until_date == date(2024, 12, 31)
    assert station.is_open(date(2024, 12, 31))
    assert not station.is_open(date(2025, 1, 1))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "soruce = 'a'",
            "no such key: soruce (did you mean source? it belongs in [[layout]])",
        ),
        ("tilte = 'a'", "no such key: tilte (did you mean title?)"),
        ("Delay = 2", "no such key: Delay (did you mean delay?)"),
        (
            "domains = []",
            "no such key: domains (it belongs in a platform file)",
        ),
        ("delay = '2'", "delay: a number of seconds is expected, not '2'"),
        ("delay = true", "delay: a number of seconds is expected, not True"),
        ("delay = -1", "delay: a number of seconds from 0 to 3600 is expected, not -1"),
        ("pictures = 'yes'", "pictures: true or false is expected, not 'yes'"),
        ("feeds = 'https://a.example/'", "feeds: a list is expected, in [ ], not 'https://a.example/'"),
        (
            "feeds = ['ftp://a.example/']",
            "feeds: an http(s) address is expected: not an http(s) address: 'ftp://a.example/'",
        ),
        ("publisher = ''", "publisher: words in quotes are expected, not ''"),
        (
            "timezone = 'Asia/Shanghia'",
            "timezone: no such time zone: Asia/Shanghia (did you mean Asia/Shanghai?)",
        ),
        ("timezone = '../zone'", "timezone: no such time zone: ../zone"),
        ("encoding = 'gb18003'", "encoding: no such encoding: gb18003 (did you mean gb18030?)"),
        (
            "reads = 'verifed'",
            "reads: one of verified, fixture, unverified is expected, not 'verifed'"
            " (did you mean verified?)",
        ),
        ("language = 'Chinese!'", "language: a language tag is expected (zh-CN), not 'Chinese!'"),
        ("from = '2020'", "from: a day without quotes is expected (2022-07-22), not '2020'"),
        (
            "id_space = 'url'",
            "id_space: a name of a-z, 0-9 and - is expected, other than url, not 'url'",
        ),
        (
            "articles = ['(']",
            "articles: '(' is no pattern: missing ), unterminated subpattern at position 0",
        ),
        ("articles = ['']", "articles: a pattern in single quotes is expected, not ''"),
        ("articles = ['.*']", "articles: '.*' is found in every address"),
        (
            "next_page = 'a::attr(href)'",
            "next_page: 'a::attr(href)' selects text; name the element, without ::",
        ),
        (
            "next_page = 'a:not(:has(b))'",
            "next_page: 'a:not(:has(b))': :has() within :not() is not understood",
        ),
        (
            "hosts = ['https://www.qt.example/']",
            "hosts: a host alone is expected (xt.rednet.cn), not 'https://www.qt.example/'",
        ),
        ("hosts = ['a.example']", "home: www.qt.example is not among hosts; add it there"),
        ("lists = ['https://a.example/']\nhosts = ['www.qt.example']",
         "lists: a.example is not among hosts; add it there"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_told_with_file_key_and_mend(
    tmp_path: Path, line: str, problem: str
) -> None:
    """Each message names the file and the key, says what is expected, and proposes what it can."""
    assert problems(tmp_path, STATION + line) == [f"stations/city.toml: {problem}"]


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ('"430399"', "no such place: 430399 (did you mean 430300, 湖南省湘潭市?)"),
        ('"4303"', "no such place: 4303 (did you mean 430300, 湖南省湘潭市?)"),
        ('"湘潭市"', "no such place: 湘潭市 (did you mean 430300, 湖南省湘潭市?)"),
        ("430300", 'a code in quotes is expected ("430300"), not 430300'),
    ],
)
def test_a_wrong_place_is_answered_with_the_nearest(
    tmp_path: Path, code: str, problem: str
) -> None:
    """A code that does not exist, and a name instead of a code."""
    station = STATION.replace('"430300"', code)
    assert problems(tmp_path, station) == [f"stations/city.toml: place: {problem}"]


def test_an_unknown_platform_is_answered_with_the_nearest(tmp_path: Path) -> None:
    """A slip in the name of a platform."""
    assert problems(tmp_path, STATION.replace("papers", "paper")) == [
        "stations/city.toml: platforms: no such platform: paper (did you mean papers?)"
    ]


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """An operator mends a file once, not once a mistake."""
    assert problems(
        tmp_path, 'platforms = ["papers"]\nhome = "https://a.example/"\ndelay = "2"\nsoruce = 1\n'
    ) == [
        "stations/city.toml: title: a station needs one (红网·湘潭站)",
        "stations/city.toml: delay: a number of seconds is expected, not '2'",
        "stations/city.toml: no such key: soruce (did you mean source? it belongs in [[layout]])",
    ]


def test_a_syntax_error_is_told_with_its_line(tmp_path: Path) -> None:
    """TOML that is none."""
    assert problems(tmp_path, 'title = "a"\nplace 430300\n') == [
        "stations/city.toml, line 2, column 7: Expected '=' after a key in a key/value pair"
    ]
    (told,) = problems(tmp_path, 'title = "a"\nlists = [\n')  # Python's words differ by version
    assert told.startswith("stations/city.toml, line 3: ")


def test_a_file_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    """Notepad saves GBK."""
    place = folder(tmp_path)
    (place / "stations/city.toml").write_bytes('delay = 2\ntitle = "青棠"\n'.encode("gbk"))
    with pytest.raises(StationError, match=r"stations/city\.toml, line 2: not UTF-8"):
        Stations.load(place).get("city")


def test_a_byte_order_mark_and_windows_lines_are_read(tmp_path: Path) -> None:
    """So does it save UTF-8."""
    place = folder(tmp_path)
    text = STATION.replace("\n", "\r\n")
    (place / "stations/city.toml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert Stations.load(place).get("city").title == "青棠·城区站"


LAYOUT = '[[layout]]\nname = "a"\ntitle = "h1"\nbody = "p"\n'


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        (LAYOUT.replace('body = "p"\n', ""), "[[layout]] a: a layout needs body"),
        ('[[layout]]\ntitle = "h1"\n', "[[layout]] 1: a layout needs name, body"),
        (LAYOUT + LAYOUT, "[[layout]] a: there is a layout of this name already"),
        (
            LAYOUT.replace("h1", "h1 >"),
            "[[layout]] a: title: 'h1 >' is no CSS selector: Expected selector, got <EOF at 4>",
        ),
        (
            LAYOUT + 'drop = ["p:foo"]\n',
            "[[layout]] a: drop: 'p:foo' is no CSS selector: The pseudo-class :foo is unknown",
        ),
        (
            LAYOUT + 'source = "h1 + p:has(a)"\n',
            "[[layout]] a: source: 'h1 + p:has(a)' is not understood; write it as an XPath",
        ),
        (
            LAYOUT + "source = '//p[foo()]'\n",
            "[[layout]] a: source: '//p[foo()]' is no XPath: unknown name foo",
        ),
        (
            LAYOUT + "drop = ['//p/text()']\n",
            "[[layout]] a: drop: '//p/text()' selects text; name the element",
        ),
        (
            LAYOUT + 'soruce = "p"\n',
            "[[layout]] a: no such key: soruce (did you mean source?)",
        ),
        ("[layout]\nname = 'a'\n", "layout: tables are expected, each headed [[layout]]"),
        ("[[twin]]\npattern = 'a'\n", "[[twin]] 1: a twin needs canonical"),
        (
            "[[twin]]\npattern = 'a'\ncanonical = '\\1'\n",
            r"[[twin]] 1: canonical: '\\1': invalid group reference 1 at position 1",
        ),
    ],
)
def test_a_wrong_table_is_told_with_its_name(tmp_path: Path, table: str, problem: str) -> None:
    """Layouts and twins, in a station file as in a platform file."""
    where = re.match(r"\[\[\w+\]\] \w+: ", problem)
    separator = ", " if where else ": "
    assert problems(tmp_path, STATION + table) == [f"stations/city.toml{separator}{problem}"]


def test_a_wrong_platform_is_told_by_each_of_its_stations(tmp_path: Path) -> None:
    """A station cannot be read with a platform that cannot be read."""
    assert problems(tmp_path, platform="delay = 'x'\n") == [
        "platforms/papers.toml: delay: a number of seconds is expected, not 'x'"
    ]


def test_a_wrong_file_keeps_no_other_station_from_being_used(tmp_path: Path) -> None:
    """One slip must not stop the nightly crawl of forty stations."""
    stations = Stations.load(folder(tmp_path, "title = 3\n"))
    assert stations.get("rednet-xiangtan").title == "红网·湘潭站"
    assert "city" not in [station.name for station in stations]
    assert stations.errors == ("stations/city.toml: title: words in quotes are expected, not 3",)


def test_a_glob_leaves_out_the_files_that_cannot_be_used(tmp_path: Path) -> None:
    """And says so; one that matches no other, and a name, are refused with what is wrong."""
    stations = Stations.load(folder(tmp_path, "title = 3\n"))
    problem = "stations/city.toml: title: words in quotes are expected, not 3"
    chosen = [station.name for station in stations.chosen(["*"])]
    assert "rednet-xiangtan" in chosen
    assert "city" not in chosen
    assert stations.left_out(["*", "city*"]) == [problem]
    assert stations.left_out(["rednet-*"]) == []
    for wanted in ("cit?", "city"):
        with pytest.raises(StationError) as raised:
            stations.chosen([wanted])
        assert str(raised.value) == problem


def test_a_host_of_two_stations_is_told_with_both_files(tmp_path: Path) -> None:
    """An address must belong to one station; the operator's keeps it."""
    stations = Stations.load(folder(tmp_path, STATION.replace("www.qt.example", "xt.rednet.cn")))
    assert stations.errors == (
        "stations/rednet-xiangtan.toml: xt.rednet.cn is the host of stations/city.toml already;"
        " to replace that station, give this file its name, or divide the host with `paths`",
    )
    found = stations.for_url("https://xt.rednet.cn/")
    assert found is not None
    assert found.name == "city"


@pytest.mark.parametrize("name", ["City", "城区", "a_b", "a" * 64])
def test_a_file_must_have_a_plain_name(tmp_path: Path, name: str) -> None:
    """The name of a station goes into ids of runs, folders and addresses."""
    place = folder(tmp_path)
    (place / "stations/city.toml").rename(place / f"stations/{name}.toml")
    (told,) = Stations.load(place).errors
    assert told == f"stations/{name}.toml: a file is named with a-z, 0-9 and -, and ends in .toml"


def test_a_slip_in_a_station_name_is_answered_with_the_nearest() -> None:
    """What an operator types at night."""
    with pytest.raises(NoStation) as raised:
        Stations.load().get("rednet-xiangtn")
    assert str(raised.value) == (
        "no such station: rednet-xiangtn (did you mean rednet-xiangtan?);"
        " `harvest stations` lists them all"
    )


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\0b", "x" * 5000, "", "\ud800"])
def test_a_hostile_name_is_only_a_station_that_does_not_exist(name: str) -> None:
    """No name leads out of the folder, and the message can be printed."""
    with pytest.raises(NoStation) as raised:
        Stations.load().get(name)
    assert len(str(raised.value).encode()) < 500
    assert str(raised.value).isprintable()


def test_a_page_for_telephones_belongs_to_its_station(tmp_path: Path) -> None:
    """A twin's host need not be listed."""
    found = Stations.load(folder(tmp_path)).for_url("https://m.qt.example/news/1.html")
    assert found is not None
    assert found.name == "city"


def test_a_host_that_no_file_names_has_the_layouts_of_its_platforms_domain(tmp_path: Path) -> None:
    """A county site of a known platform can be read before anyone has written its file."""
    stations = Stations.load(folder(tmp_path))
    page = stations.for_page("http://county.qt.example/news/1.html")
    assert (page.name, page.hosts) == ("host:county.qt.example", ("county.qt.example",))
    assert [layout.name for layout in page.layouts] == ["plain"]
    assert stations.for_name("host:county.qt.example") == page
    assert stations.for_page("http://nowhere.example/") == unknown_station("nowhere.example")
    assert stations.for_url("http://nowhere.example/") is None


TOML_VALUES = st.sampled_from(
    ["1", "-1", "1e999", "nan", "true", '""', '"a"', "'('", '"\\u0000"', "[]", "[1]", "[['a']]",
     "{a = 1}", "2022-07-22", "2022-07-22T00:00:00Z", "07:32:00", '"http://[::1"', '"../x"',
     "'(?P<id>a)'", "'a{9999999999}'", "'[[a]'", '":not("', '"h1, p > a"', '["http://a b/"]']
)  # fmt: skip
TOML_KEYS = st.sampled_from(
    ["title", "reads", "platforms", "place", "home", "hosts", "lists", "from", "articles", "twin",
     "layout", "delay", "timezone", "encoding", "next_page", "id_space", "language", "'ключ'"]
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=st.dictionaries(TOML_KEYS, TOML_VALUES, max_size=6))
def test_no_file_brings_the_loader_down(tmp_path: Path, lines: dict[str, str]) -> None:
    """Whatever a file says, it is a station or it is told what is wrong."""
    text = "\n".join(f"{key} = {value}" for key, value in lines.items())
    stations = Stations.load(folder(tmp_path, text))
    try:
        stations.get("city")
    except StationError as error:
        lines_told = str(error).splitlines()
    else:
        lines_told = ["stations/city.toml"]
    assert all(line.startswith("stations/city.toml") for line in lines_told)


def test_the_text_that_an_archive_keeps_of_a_station_gives_the_station_again() -> None:
    """Of every shipped one, with all its platforms; and what is no such text gives none."""
    for station in Stations.load():
        assert from_text(station.text) == station
    assert from_text("") is None
    assert from_text("title = '湘潭'") is None
    assert from_text("# stations/a.toml\n\ntitle = '湘潭'\nplatforms = ['rednet']\n") is None
