"""Which article a person means who gives an address, or the content id alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.archives import ARTICLE, URL, capture, hold, new_archive
from support.commands import Harvest

from archive.model.errors import NothingFound
from archive.store.archive import Archive
from archive.store.naming import article_named


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path / "archive") as made:
        hold(made, ARTICLE, capture())
        yield made


@pytest.mark.parametrize(
    "given",
    [
        "example:646",
        URL,
        f" {URL}#comments",
        URL.replace("https", "http"),
        URL.replace("xt.example.cn", "XT.Example.CN"),
        f"{URL}/",
        URL.replace(".cn/", ".cn:443/"),
        URL.replace("https://", "https://reader@"),
        URL.replace("https://", ""),
    ],
)
def test_an_article_is_named_by_its_id_or_by_an_address(archive: Archive, given: str) -> None:
    """As it is copied from a browser or from a list of links."""
    assert article_named(archive.connection, given) == "example:646"


@pytest.mark.parametrize(
    "given",
    [
        "http://xn--fsqu00a.example/n/%E6%A0%91.html?a=%E4%B8%AD",
        "http://例子.example/n/树.html?a=中",
        "http://例子.example:80/n/%e6%a0%91.html?a=%e4%b8%ad",
        "例子.example/n/树.html?a=中",
    ],
)
def test_an_address_in_other_scripts_is_known_in_each_spelling(
    archive: Archive, given: str
) -> None:
    """Browsers show the letters, and copy the escapes."""
    held = "http://xn--fsqu00a.example/n/%E6%A0%91.html?a=%E4%B8%AD"
    hold(archive, replace(ARTICLE, id="other:1", url=held), capture(60, url=held))
    assert article_named(archive.connection, given) == "other:1"


def test_a_content_id_alone_is_proposed_with_what_stands_before_it(archive: Archive) -> None:
    """Two stations may use one number: it is not guessed which is meant."""
    hold(archive, replace(ARTICLE, id="other:646", url=f"{URL}2"), capture(60, url=f"{URL}2"))

    message = r"^646: no such article; did you mean example:646 or other:646\?$"
    with pytest.raises(NothingFound, match=message):
        article_named(archive.connection, "646")


def test_an_address_with_parameters_that_is_not_held_is_proposed_without_them(
    archive: Archive,
) -> None:
    """?from=timeline is added on the way, but ?id=7 may be another article: it is not guessed."""
    message = r"from=timeline: no such article; did you mean example:646\?$"
    with pytest.raises(NothingFound, match=message):
        article_named(archive.connection, f"{URL}?from=timeline")
    assert article_named(archive.connection, f"{URL}0?id=7") == f"{URL}0?id=7"


@pytest.mark.parametrize("given", ["46", "example:64", "https://", "http://[", "%646", ""])
def test_what_names_no_article_stays_as_it_is(archive: Archive, given: str) -> None:
    """The command says that there is no such article."""
    assert article_named(archive.connection, given) == given


def test_the_commands_take_an_address(archive: Archive, archive_command: Harvest) -> None:
    """Those that show one article, and the search."""
    for command in ("show", "log", "search", "similar"):
        done = archive_command(command, URL, "--archive", archive.folder)
        assert done.returncode == (3 if command == "similar" else 0), done.stderr
    done = archive_command("lineage", "show", URL, "--archive", archive.folder)
    assert done.returncode == 0, done.stderr
    done = archive_command("show", f"{URL}@20220722005112", "--archive", archive.folder)
    assert "湘潭：新建路灯三百盏" in done.stdout
    done = archive_command("show", "646", "--archive", archive.folder)
    assert (done.returncode, "did you mean example:646?" in done.stderr) == (3, True)
    done = archive_command("search", "646", "--archive", archive.folder)
    assert (done.returncode, "nothing found for 646; did you mean example:646?" in done.stderr) == (
        3,
        True,
    )
