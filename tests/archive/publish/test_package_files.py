"""A package describes itself, and is the same to the byte wherever it is made."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from support.archives import capture, new_archive
from support.archives import hold as hold_captured
from support.lineages import article, hold

from archive.custody.decisions import decide, takedown_decision
from archive.dataset.cited import citations_in
from archive.dataset.selection import Selection
from archive.model.article import Credit
from archive.model.errors import NothingFound, UsageError
from archive.publish.cite import article_reference, package_reference
from archive.publish.meta import Creator, Meta
from archive.publish.package import package
from archive.publish.reference import Reference, written
from archive.search.search import Filters
from archive.store.archive import Archive

META = """
title = "青棠与澜江"
license = "CC-BY-4.0"
contact = "archive@example.org"
limits = "三个站，一天。"
[[creators]]
name = "林小禾"
orcid = "https://orcid.org/0000-0002-1825-0097"
"""
FILES = [
    "CITATION.cff", "CODEBOOK.md", "LINEAGE.md", "README.md", "SHA256SUMS", "SOURCES.json",
    "bag-info.txt", "bagit.txt", "croissant.json", "data", "datapackage.json",
    "manifest-sha256.txt", "tagmanifest-sha256.txt",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with an article from a capture, and a copy of another station."""
    folder = tmp_path_factory.mktemp("publish") / "archive"
    reporter = Credit(role="reporter", name="周一帆", position=1)
    with new_archive(folder) as archive:
        with archive.transaction() as connection:
            connection.executemany(
                "INSERT INTO stations (name, title, tested_on) VALUES (?, ?, 'fixture')",
                [("north", "北县站"), ("south", "南县站")],
            )
        hold_captured(archive, article("north:1", credits=(reporter,)), capture(0, station="north"))
        hold(archive, article("south:1", at="2026-07-23T08:30:00+08:00"))
    return folder


@pytest.fixture(scope="module")
def made(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of it."""
    meta = tmp_path_factory.mktemp("meta") / "meta.toml"
    meta.write_text(META, encoding="utf-8")
    return write(folder, meta.parent / "package", Meta.read(meta))


def write(folder: Path, output: Path, meta: Meta, **selected: Any) -> Path:
    """Make a package of an archive."""
    with Archive.read_only(folder) as archive:
        return package(archive, Selection(**selected), meta, output).data


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_a_package_has_data_descriptions_and_checksums(made: Path) -> None:
    """Each file is vouched for."""
    assert sorted(path.name for path in made.iterdir()) == FILES
    listed = dict(
        reversed(line.split("  ")) for line in (made / "SHA256SUMS").read_text("utf-8").splitlines()
    )
    held = contents(made)
    del held["SHA256SUMS"]
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in held.items()}


def test_a_package_is_a_bag(made: Path) -> None:
    """Archives take bags in (RFC 8493): the payload is data/, all else are tags."""
    assert (made / "bagit.txt").read_text("utf-8") == (
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    )
    payload = sorted((made / "data").iterdir())
    size = sum(path.stat().st_size for path in payload)
    about = (made / "bag-info.txt").read_text("utf-8").splitlines()
    assert f"Payload-Oxum: {size}.{len(payload)}" in about
    assert "External-Description: 青棠与澜江" in about
    listed = {}
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        lines = (made / name).read_text("utf-8").splitlines()
        listed[name] = dict(reversed(line.split("  ")) for line in lines)
    held = {name: hashlib.sha256(data).hexdigest() for name, data in contents(made).items()}
    tags = {name: digest for name, digest in held.items() if not name.startswith("data/")}
    for name in ("tagmanifest-sha256.txt", "SHA256SUMS"):
        del tags[name]
    assert listed["tagmanifest-sha256.txt"] == tags
    payload_digests = {name: held[name] for name in held if name.startswith("data/")}
    assert listed["manifest-sha256.txt"] == payload_digests


def test_two_machines_make_the_same_package(folder: Path, made: Path, tmp_path: Path) -> None:
    """A copy of the archive, another folder, another moment: every byte is the same."""
    copy = shutil.copytree(folder, tmp_path / "copy")
    meta = Meta(
        title="青棠与澜江", license="CC-BY-4.0", contact="archive@example.org",
        limits="三个站，一天。",
        creators=(Creator(name="林小禾", orcid="https://orcid.org/0000-0002-1825-0097"),),
    )  # fmt: skip
    assert contents(write(copy, tmp_path / "again", meta)) == contents(made)


def test_tables_are_the_same_in_both_forms(made: Path) -> None:
    """CSV for spreadsheets and R, Parquet for programs."""
    for name, rows in (("articles", 2), ("credits", 1), ("lineage", 1), ("stations", 2)):
        with (made / f"data/{name}.csv").open(encoding="utf-8", newline="") as file:
            read = list(csv.DictReader(file))
        table = pq.read_table(made / f"data/{name}.parquet")
        assert (len(read), table.num_rows) == (rows, rows), name
        assert list(read[0]) == table.column_names


def test_the_descriptions_name_each_column(made: Path) -> None:
    """The schema, the Croissant record sets and the codebook have the columns of the file."""
    described = json.loads((made / "datapackage.json").read_bytes())
    croissant = json.loads((made / "croissant.json").read_bytes())
    sets = {each["name"]: each["field"] for each in croissant["recordSet"]}
    book = (made / "CODEBOOK.md").read_text("utf-8")
    for resource in described["resources"]:
        with (made / resource["path"]).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert [field["name"] for field in sets[resource["name"]]] == header
        for name in header:
            assert f"| `{name}` |" in book
    assert described["licenses"] == [{"name": "CC-BY-4.0"}]
    assert described["contributors"] == [{"title": "林小禾", "role": "author"}]


def test_the_card_tells_what_its_maker_said_and_what_not(made: Path) -> None:
    """A gap in the description is to be seen."""
    card = (made / "README.md").read_text("utf-8")
    assert "三个站，一天。" in card
    assert "Why the stations were chosen: *The maker of this dataset does not say.*" in card
    assert "The archive holds 2 articles, printed to be of 2026-07-22 to\n2026-07-23" in card


def test_a_package_is_made_again_from_its_citations(
    made: Path, folder: Path, tmp_path: Path
) -> None:
    """From an archive that has gone on: what was taken down since is told and not in it."""
    copy = shutil.copytree(folder, tmp_path / "copy")
    cited = tuple(citations_in(made / "data/articles.csv"))
    with Archive.open(copy) as archive:
        decide(archive, takedown_decision("hide", "south:1", "林", "投诉", "民法典 1028"))
    with Archive.read_only(copy) as archive:
        again = package(archive, Selection(cited=cited), Meta(), tmp_path / "again")
    assert (again.articles, len(again.left_out)) == (1, 1)
    for path in (tmp_path / "again").rglob("*"):
        assert path.is_dir() or b"south.example" not in path.read_bytes(), path


def test_a_package_of_other_citations_or_of_another_archive_is_not_replaced(
    made: Path, folder: Path, tmp_path: Path
) -> None:
    """As many citations are not the same ones; the same query of another archive is not either."""
    former = tmp_path / "former"
    first, second = (Selection(cited=(each,)) for each in citations_in(made / "data/articles.csv"))
    with Archive.read_only(folder) as archive:
        package(archive, first, Meta(), former)
        package(archive, first, Meta(), former)
        with pytest.raises(UsageError, match="of another selection"):
            package(archive, second, Meta(), former)
        package(archive, Selection(), Meta(), tmp_path / "all")
    with new_archive(tmp_path / "other") as other:
        hold(other, article("west:1"))
        with pytest.raises(UsageError, match="of another archive"):
            package(other, Selection(), Meta(), tmp_path / "all")


def test_a_former_package_is_replaced_and_nothing_else(
    made: Path, folder: Path, tmp_path: Path
) -> None:
    """A folder of other things stays as it is."""
    former = shutil.copytree(made, tmp_path / "former")
    write(folder, former, Meta())
    assert sorted(path.name for path in former.iterdir()) == FILES
    with pytest.raises(UsageError, match="of another selection"):
        write(folder, former, Meta(), filters=Filters(station="north"))
    assert contents(former / "data") == contents(made / "data")
    (tmp_path / "other").mkdir()
    (tmp_path / "other/data").write_text("mine")
    with pytest.raises(UsageError, match="something else than a package"):
        write(folder, tmp_path / "other", Meta())
    with pytest.raises(NothingFound):
        write(folder, tmp_path / "new", Meta(), query="火星")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("named", [0, 1, 5, 12])
def test_a_package_that_was_killed_is_made_again(
    made: Path, folder: Path, tmp_path: Path, named: int
) -> None:
    """However many of its files had got their names: `data` first, SHA256SUMS last."""
    killed = shutil.copytree(made, tmp_path / "killed")
    in_order = ["data", "README.md", "CODEBOOK.md", "LINEAGE.md", "CITATION.cff", "SOURCES.json",
                "datapackage.json", "croissant.json", "bagit.txt", "bag-info.txt",
                "manifest-sha256.txt", "tagmanifest-sha256.txt", "SHA256SUMS"]  # fmt: skip
    assert sorted(in_order) == FILES
    for name in in_order[named:]:
        (killed / name).rename(killed / f".{name}.unfinished")
    (killed / ".data.unfinished").mkdir(exist_ok=True)
    (killed / ".data.unfinished/torn.csv").write_text("torn")
    write(folder, killed, Meta())
    assert sorted(path.name for path in killed.iterdir()) == FILES
    assert contents(killed / "data") == contents(made / "data")


def test_hidden_files_of_others_are_no_killed_package(folder: Path, tmp_path: Path) -> None:
    """A folder that a version control program has begun stays as it is."""
    (tmp_path / ".git").mkdir()
    with pytest.raises(UsageError, match="something else than a package"):
        write(folder, tmp_path, Meta())


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ('tittle = "x"', "no such key: tittle; did you mean title"),
        ("title = 3", "title: write a text"),
        ("keywords = [1]", "keywords: write a list of texts"),
        ("[[creators]]\naffiliation = 'x'", "each has a name"),
        ("title", "it is no TOML"),
    ],
)
def test_slips_in_the_description_are_told(tmp_path: Path, said: str, message: str) -> None:
    """By file and key."""
    (tmp_path / "meta.toml").write_text(said)
    with pytest.raises(UsageError, match=f"meta.toml: .*{message}|{message}"):
        Meta.read(tmp_path / "meta.toml")


def test_an_article_is_cited_at_its_revision(folder: Path) -> None:
    """The day of access is that of the revision's first capture, in UTC."""
    with Archive.read_only(folder) as archive:
        reference = article_reference(archive, "north:1", None)
    assert written(reference, "gbt7714") == (
        "周一帆. 桐花巷的路灯亮了[EB/OL]. 北县站, (2026-07-22)[2022-07-22]."
        " https://north.example/1.html. north:1@20220722005112."
    )
    assert written(reference, "bibtex").splitlines() == [
        "@online{north_1_20220722005112,",
        "  title = {{桐花巷的路灯亮了}},",
        "  author = {{周一帆}},",
        "  publisher = {北县站},",
        "  year = {2026},",
        "  date = {2026-07-22},",
        "  url = {https://north.example/1.html},",
        "  urldate = {2022-07-22},",
        "  note = {north:1@20220722005112},",
        "}",
    ]
    assert written(reference, "ris").splitlines() == [
        "TY  - NEWS",
        "TI  - 桐花巷的路灯亮了",
        "AU  - 周一帆",
        "PB  - 北县站",
        "PY  - 2026",
        "DA  - 2026/07/22",
        "UR  - https://north.example/1.html",
        "Y2  - 2022/07/22",
        "N1  - north:1@20220722005112",
        "ER  - ",
    ]


def test_a_package_is_cited_by_the_digest_of_its_checksums(made: Path, tmp_path: Path) -> None:
    """It stands for every file."""
    digest = hashlib.sha256((made / "SHA256SUMS").read_bytes()).hexdigest()
    told = written(package_reference(made), "gbt7714")
    assert told.startswith("林小禾. 青棠与澜江[DS/OL]. 1.0.0 版. (")
    assert told.endswith(f". sha256:{digest}.")
    with pytest.raises(UsageError, match=r"it is no package: .*datapackage\.json is missing"):
        package_reference(tmp_path)


def test_signs_that_tex_would_run_are_printed() -> None:
    """Titles come from anybody."""
    reference = Reference(
        kind="article", key="a b}", title="5% & {x}\\input{y}\nz", authors=(), publisher=None,
        published=None, accessed=None, url="https://a.example/{1}", exact="a_b",
    )  # fmt: skip
    assert written(reference, "bibtex").splitlines() == [
        "@online{a_b_,",
        r"  title = {{5\% \& \{x\}\textbackslash{}input\{y\} z}},",
        "  url = {https://a.example/%7B1%7D},",
        r"  note = {a\_b},",
        "}",
    ]
