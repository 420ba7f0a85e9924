"""What a dataset shares in each profile: no text, no names, and nothing that was taken down."""

from __future__ import annotations

import json
import resource
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.archives import capture, new_archive
from support.archives import hold as hold_captured
from support.lineages import LAMPS, article, hold, outlet

from archive.backup.backup import backup
from archive.backup.restore import restore
from archive.compare.fingerprints import fingerprints_of
from archive.custody.decisions import decide, takedown_decision
from archive.dataset.export import Shape, export
from archive.dataset.profiles import PROFILES, Profile
from archive.dataset.pseudonyms import KEY, Replacer, key_of, pseudonym
from archive.dataset.related import RELATED
from archive.dataset.selection import Selection
from archive.db.filters import Filters
from archive.model.article import Credit, Evidence, Image
from archive.model.errors import StorageError, UsageError
from archive.publish.meta import Meta
from archive.publish.package import package
from archive.store.archive import Archive

REPORTER = Credit(role="reporter", role_printed="记者", name="周一帆", position=1)
EDITOR = Credit(role="editor", role_printed="编辑", name="Anna Berg", position=2)
NAMED = replace(
    article("north:1", *LAMPS, "周 一帆说，灯亮了。文/Anna  Berg", title="周一帆记路灯"),
    credits=(REPORTER, EDITOR),
    images=(Image(url="https://n.example/1.jpg", caption="周一帆在灯下", credit="覃小满摄"),),
    evidence=(
        Evidence(field="authors", printed="记者 周一帆", where="p", method="label", chosen=True),
    ),
)
HIDDEN = article("south:1", "巫山云雨之夜，会议开了。", title="会议")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An article whose persons stand everywhere, corrected once; a hidden one; one without."""
    with Archive.create(tmp_path_factory.mktemp("profiles") / "archive") as archive:
        former = replace(
            NAMED, title="周一帆和林知秋记路灯", credits=(REPORTER, replace(EDITOR, name="林知秋"))
        )
        hold_captured(archive, former, capture(0, station="north"))
        hold_captured(archive, NAMED, capture(5, station="north"))
        hold(archive, HIDDEN, article("west:1", "渡船加开一班。", title="渡船"))
        decide(archive, takedown_decision("hide", "south:1", "林", "投诉", "民法典 1028"))
        yield archive


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a table of JSON lines."""
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def rows(archive: Archive, folder: Path, profile: Profile, shape: Shape) -> list[dict[str, Any]]:
    """The articles of an export, as JSON lines."""
    exported = export(archive, Selection(profile=profile), shape, folder)
    return [json.loads(line) for line in exported.data.read_bytes().splitlines()]


@pytest.mark.parametrize("profile", get_args(Profile))
def test_what_was_taken_down_is_in_no_profile(
    archive: Archive, tmp_path: Path, profile: Profile
) -> None:
    """Reservations of the servers are a column of each; the manifest says what is not promised."""
    written = rows(archive, tmp_path, profile, Shape(related=tuple(RELATED)))
    assert [row["id"] for row in written] == ["north:1", "west:1"]
    assert all(row["reservations"] == [] for row in written)
    for path in tmp_path.iterdir():
        assert "巫山" not in path.read_text("utf-8"), path
    manifest = json.loads((tmp_path / "manifest.json").read_bytes())
    assert manifest["profile"] == profile
    assert "promise" in manifest["not_promised"] or profile == "full"


def test_no_name_of_the_credits_is_in_a_pseudonymous_dataset(
    archive: Archive, tmp_path: Path
) -> None:
    """In no column and no table, however it is spaced, also those of a former revision."""
    shape = Shape(related=tuple(RELATED))
    first, other = rows(archive, tmp_path / "out", "pseudonymous", shape)
    key = (archive.folder / KEY).read_bytes()
    who = {name: pseudonym(key, name) for name in ("周一帆", "Anna Berg", "林知秋")}
    for path in (tmp_path / "out").iterdir():
        text = "".join(path.read_text("utf-8").split())
        for name in ("周一帆", "AnnaBerg", "林知秋", "覃小满"):
            assert name not in text, path
    assert (first["authors"], first["editors"]) == ([who["周一帆"]], [who["Anna Berg"]])
    assert first["title"] == f"{who['周一帆']}记路灯"
    assert first["body"].endswith(f"\n{who['周一帆']}说，灯亮了。文/{who['Anna Berg']}")
    assert [each["name"] for each in first["credits"]] == [who["周一帆"], who["Anna Berg"]]
    assert (other["body"], other["authors"]) == ("渡船加开一班。", [])
    (former,) = (tmp_path / "out/revisions.jsonl").read_text("utf-8").splitlines()
    assert json.loads(former)["title"] == f"{who['周一帆']}和{who['林知秋']}记路灯"


def test_what_else_is_printed_of_a_person_has_the_pseudonym(tmp_path: Path) -> None:
    """Source, affiliation, label, the station's titles and the credited medium repeat the name."""
    who = Credit(role="author", role_printed="周一帆 撰文", name="周一帆", position=1,
                 affiliation="周一帆工作室")  # fmt: skip
    with new_archive(tmp_path / "archive") as archive:
        outlet(archive, "north", "周一帆工作室")
        hold(
            archive,
            replace(article("north:1"), credits=(who,), source="周一帆工作室"),
            article("north:2", "渡船加开一班。", title="渡船"),
            article("south:1", at="2026-07-23", source="周一帆工作室"),
        )
        shape = Shape(related=tuple(RELATED))
        first, other, _ = rows(archive, tmp_path / "out", "pseudonymous", shape)
        studio = f"{pseudonym((archive.folder / KEY).read_bytes(), '周一帆')}工作室"
    assert (first["source"], first["station_title"]) == (studio, studio)
    assert other["station_title"] == studio
    (row,) = read(tmp_path / "out/credits.jsonl")
    assert (row["affiliation"], row["role_printed"]) == (studio, studio.replace("工作室", " 撰文"))
    (lineage,) = read(tmp_path / "out/lineage.jsonl")
    assert lineage["credited"] == studio
    assert studio in [row["title"] for row in read(tmp_path / "out/stations.jsonl")]
    assert "周一帆" not in (tmp_path / "out/stations.jsonl").read_text("utf-8")


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("周一帆", Filters()),
        ("周一帆", Filters(source="林知秋")),
        ("渡船", Filters(place="覃小满")),
    ],
)
def test_a_pseudonymous_dataset_does_not_say_what_was_searched_for(
    tmp_path: Path, query: str, filters: Filters
) -> None:
    """Who searched for a name has its pseudonym beside it; the same selection is made again."""
    named = replace(NAMED, source="林知秋", blocks=(*NAMED.blocks, *HIDDEN.blocks))
    with new_archive(tmp_path / "archive") as archive:
        with archive.transaction():
            archive.station(
                {"name": "north", "title": "北", "tested_on": "fixture", "place_name": "覃小满"}
            )
        hold(archive, named, article("north:2", "渡船加开一班。", title="渡船"))
        selection = Selection(query=query, filters=filters, profile="pseudonymous")
        another = replace(selection, query=f"{query} OR 路灯")
        for _ in range(2):
            export(archive, selection, Shape(columns=("id",)), tmp_path / "out")
            package(archive, selection, Meta(), tmp_path / "package")
        with pytest.raises(UsageError, match="made with another query"):
            export(archive, another, Shape(columns=("id",)), tmp_path / "out")
        with pytest.raises(UsageError, match="of another selection"):
            package(archive, another, Meta(), tmp_path / "package")
    written = [tmp_path / "out/manifest.json", tmp_path / "package/README.md",
               tmp_path / "package/SOURCES.json"]  # fmt: skip
    for path in written:
        text = path.read_text("utf-8")
        assert "hmac-sha256:" in text, path
        for word in (query, "林知秋", "覃小满"):
            assert word not in text, path


def test_pseudonyms_stay_those_of_the_archive(archive: Archive, tmp_path: Path) -> None:
    """The same in each dataset; its key is nobody else's to read, and is in no dataset."""
    shape = Shape(columns=("id", "authors"))
    before = rows(archive, tmp_path / "a", "pseudonymous", shape)
    assert before == rows(archive, tmp_path / "b", "pseudonymous", shape)
    assert (archive.folder / KEY).stat().st_mode & 0o777 == 0o600
    assert key_of(tmp_path) != key_of(archive.folder)
    (tmp_path / KEY).write_bytes(b"short")
    with pytest.raises(StorageError, match="it is no key of 32 bytes"):
        key_of(tmp_path)


def test_a_key_that_could_not_be_written_has_no_name(tmp_path: Path) -> None:
    """A torn key would be refused by every export to come; the next one makes it again."""
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, former[1]))
    try:
        with pytest.raises(StorageError, match="the key of the pseudonyms stands there"):
            key_of(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)
    assert list(tmp_path.iterdir()) == []
    assert key_of(tmp_path) == (tmp_path / KEY).read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [KEY]


def test_several_processes_make_one_key(tmp_path: Path) -> None:
    """Exports may begin at once; each has the pseudonyms of all."""
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(key_of, [tmp_path] * 40))
    assert keys == {(tmp_path / KEY).read_bytes()}


def test_a_backup_without_a_key_gets_none(tmp_path: Path) -> None:
    """One more file would fail the check of the backup; other profiles can be exported from it."""
    with new_archive(tmp_path / "archive") as archive:
        hold(archive, NAMED)
        backup(archive, tmp_path / "backup")
    before = sorted((tmp_path / "backup").iterdir())
    with Archive.read_only(tmp_path / "backup") as copy:
        with pytest.raises(UsageError, match="this is a backup, which stays as it is"):
            rows(copy, tmp_path / "out", "pseudonymous", Shape())
        assert len(rows(copy, tmp_path / "out", "full", Shape())) == 1
    assert sorted((tmp_path / "backup").iterdir()) == before


def test_a_backup_holds_the_key(archive: Archive, tmp_path: Path) -> None:
    """A restored archive gives the same pseudonyms; the copy is closed to others, too."""
    key = key_of(archive.folder)
    backup(archive, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "restored")
    for folder in ("backup", "restored"):
        copy = tmp_path / folder / KEY
        assert (copy.read_bytes(), copy.stat().st_mode & 0o077) == (key, 0), folder


def test_a_nonconsumptive_dataset_has_counts_and_fingerprints(
    archive: Archive, tmp_path: Path
) -> None:
    """Pairs that occur once are left out: text could be put together from them."""
    first, other = rows(archive, tmp_path, "nonconsumptive", Shape())
    assert first["word_counts"] == {"anna": 1, "berg": 1, "亮了": 2}
    assert other["word_counts"] == {}
    body = "\n".join(block.text for block in NAMED.blocks)
    assert [int(each, 16) for each in first["fingerprints"]] == fingerprints_of(body)
    for path in tmp_path.iterdir():
        assert LAMPS[0][:8] not in path.read_text("utf-8"), path


def test_counts_are_in_every_form(archive: Archive, tmp_path: Path) -> None:
    """As JSON in a cell, as a map in Parquet."""
    selection = Selection(profile="nonconsumptive")
    table = pq.read_table(export(archive, selection, Shape(form="parquet"), tmp_path / "p").data)
    cells = export(archive, selection, Shape(form="csv"), tmp_path / "c").data.read_text(
        "utf-8-sig"
    )
    assert ("berg", 1) in table["word_counts"].to_pylist()[0]
    assert '""berg"":1' in cells


@pytest.mark.parametrize(
    ("profile", "column"),
    [("metadata", "body"), ("nonconsumptive", "captions"), ("pseudonymous", "evidence")],
)
def test_a_column_that_is_not_shared_is_refused(
    archive: Archive, tmp_path: Path, profile: Profile, column: str
) -> None:
    """It would be missing without a word."""
    with pytest.raises(UsageError, match=f"{column}: not shared in the profile {profile}"):
        rows(archive, tmp_path, profile, Shape(columns=("id", column)))


@pytest.mark.parametrize("profile", PROFILES)
def test_a_package_says_what_its_profile_does_not_promise(
    archive: Archive, tmp_path: Path, profile: Profile
) -> None:
    """Its card, its codebook and its schema have the columns that are shared."""
    made = package(archive, Selection(profile=profile), Meta(), tmp_path / "package").data
    card = (made / "README.md").read_text("utf-8")
    assert f"Profile `{profile}`" in card
    described = json.loads((made / "datapackage.json").read_bytes())["resources"][0]
    header = (made / "data/articles.csv").read_text("utf-8").splitlines()[0].split(",")
    assert [field["name"] for field in described["schema"]["fields"]] == header
    assert ("body" in header) == (profile in {"full", "pseudonymous"})


@pytest.mark.parametrize(
    ("name", "text", "is_there"),
    [
        ("Mark", "Market news", False),
        ("Lee", "Market news from Leeds", False),
        ("An", "An, Anna and Jan", True),
        ("Lee", "记者Lee报道", True),
        ("Lee", "7月22日2022Lee", True),
        ("Ли", "Лидия", False),
        ("李A", "李A组和李Anna", True),
        ("王明", "他姓王\n明天", False),
        ("王明", "王　明", True),
        ("Anna Berg", "Anna\nBerg", False),
    ],
)
def test_a_pseudonym_stands_only_where_the_name_stands(
    name: str, text: str, is_there: bool
) -> None:
    """A part of a word, or two ends of lines, are no name."""
    replaced = Replacer(b"key", [name]).in_text(text)
    assert replaced.count(pseudonym(b"key", name)) == is_there
    assert is_there or replaced == text


@pytest.mark.parametrize("name", ["paragraph", "reporter", "kind", "text"])
def test_what_is_a_word_of_the_archive_stays(tmp_path: Path, name: str) -> None:
    """A person may be called like a kind of block or a role: programs look for these words."""
    credit = Credit(role="reporter", role_printed=name, name=name, position=1)
    with new_archive(tmp_path / "archive") as archive:
        hold(archive, replace(article("north:1", f"文 {name}"), credits=(credit,)))
        (row,) = rows(archive, tmp_path / "out", "pseudonymous", Shape())
        who = pseudonym((archive.folder / KEY).read_bytes(), name)
    assert row["blocks"] == [{"kind": "paragraph", "text": f"文 {who}"}]
    (held,) = row["credits"]
    assert (held["role"], held["role_printed"], held["name"]) == ("reporter", who, who)


#: No sign of a pseudonym, so that none of these stands in one.
NAMES = st.lists(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4E10) | st.sampled_from("·.*( A"),
            min_size=2, max_size=4).filter(lambda name: len("".join(name.split())) > 1),
    max_size=4,
)  # fmt: skip


#: No letter of a script with blanks between words: beside one, a name is a part of a word.
TEXTS = st.text(st.characters(exclude_categories=("L", "M", "Cs")) | st.sampled_from("一丁七丈三"),
                max_size=40)  # fmt: skip


@given(names=NAMES, text=TEXTS)
def test_a_name_of_two_characters_or_more_is_found_nowhere(names: list[str], text: str) -> None:
    """Whatever the names are made of: signs of patterns, blanks, other names."""
    replaced = Replacer(b"key", names).in_text("、".join([text, *names]))
    assert not any(name in replaced for name in names)
