"""Programs of researchers read what we hand out: the standards are kept, and days stay days."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from support.commands import ROOT, Demo, Peer
from support.crawled import rows

from archive.dataset.export import Shape, export
from archive.dataset.selection import Selection
from archive.publish.meta import Creator, Meta
from archive.publish.package import package
from archive.store.archive import Archive

META = Meta(
    title="The demo region",
    license="CC-BY-4.0",
    url="https://example.org/demo",
    publisher="The archive",
    creators=(Creator(name="林小禾"),),
)


@pytest.fixture(scope="module")
def packaged(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of the demo region."""
    folder = tmp_path_factory.mktemp("packaged") / "package"
    with Archive.read_only(demo.folder) as archive:
        package(archive, Selection(), META, folder)
    return folder


def test_frictionless_finds_every_table_valid(packaged: Path, peer: Peer) -> None:
    """Schema, keys, references, digests and each cell."""
    command = [peer("frictionless"), "validate", "datapackage.json", "--json"]
    ran = subprocess.run(command, cwd=packaged, capture_output=True, text=True, check=False)
    report = json.loads(ran.stdout)
    assert report["valid"], [task["errors"][:3] for task in report["tasks"]]
    assert report["stats"]["tasks"] == 6


def test_mlcroissant_loads_the_articles(packaged: Path, peer: Peer) -> None:
    """Validated, and read by its own reader."""
    program = (
        "import mlcroissant as mlc, itertools, json, sys\n"
        "dataset = mlc.Dataset(jsonld='croissant.json')\n"
        "issues = dataset.metadata.ctx.issues\n"
        "row = next(iter(dataset.records('stations')))\n"
        "print(json.dumps([sorted(issues.errors), sorted(map(str, row))]))\n"
    )
    ran = subprocess.run(
        [peer("python"), "-c", program], cwd=packaged, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    errors, keys = json.loads(ran.stdout.splitlines()[-1])
    assert errors == []
    assert "stations/title" in keys


def test_a_library_takes_the_package_in_as_a_bag(
    packaged: Path, tmp_path: Path, peer: Peer
) -> None:
    """The Library of Congress's own program finds it whole, and a changed letter in it."""
    valid = [peer("bagit.py"), "--validate", "--quiet"]
    assert subprocess.run([*valid, packaged], check=False).returncode == 0
    changed = shutil.copytree(packaged, tmp_path / "changed")
    table = next(changed.glob("data/**/*.csv"))
    table.write_bytes(table.read_bytes().replace(b",", b";", 1))
    ran = subprocess.run([*valid, changed], capture_output=True, text=True, check=False)
    assert (ran.returncode, f"{table.relative_to(changed)}" in ran.stderr) == (1, True)


PAGE = (ROOT / "docs/analysis.md").read_text("utf-8")
EXAMPLES = dict(re.findall(r"^## (\w+)\n.*?^```(?:python|r)\n(.*?)^```", PAGE, re.M | re.S))


@pytest.fixture(scope="module")
def region(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the export that docs/analysis.md speaks of."""
    folder = tmp_path_factory.mktemp("analysis")
    with Archive.read_only(demo.folder) as archive:
        for form in ("csv", "parquet"):
            shape = Shape(form=form, related=("coverage", "credits", "stations"))
            export(archive, Selection(), shape, folder / f"region-{form}")
    return folder


@pytest.mark.parametrize("program", ["pandas", "polars", "DuckDB"])
def test_every_example_runs_as_it_is_printed(region: Path, peer: Peer, program: str) -> None:
    """A reader types it in the folder of the export."""
    ran = subprocess.run(
        [peer("python"), "-c", EXAMPLES[program]],
        cwd=region, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert "demo-" in ran.stdout


def test_the_example_in_r_runs(region: Path) -> None:
    """Where R and readr are installed."""
    if shutil.which("Rscript") is None:
        pytest.skip("Rscript is not installed: apt-get install r-base-core r-cran-readr")
    ran = subprocess.run(
        ["Rscript", "-e", EXAMPLES["R"]], cwd=region, capture_output=True, text=True, check=False
    )
    if "there is no package called" in ran.stderr:
        pytest.skip("readr is not installed: apt-get install r-cran-readr")
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert "demo-" in ran.stdout


def test_days_in_r_are_those_that_are_printed(demo: Demo, region: Path) -> None:
    """Where R and readr are installed: readr guesses types, and takes the days for dates."""
    if shutil.which("Rscript") is None:
        pytest.skip("Rscript is not installed: apt-get install r-base-core r-cran-readr")
    code = (
        'articles <- readr::read_csv("region-csv/articles.csv", show_col_types = FALSE)\n'
        'stopifnot(inherits(articles$published_day, "Date"))\n'
        'cat(paste(articles$id, format(articles$published_day)), sep = "\\n")\n'
    )
    ran = subprocess.run(
        ["Rscript", "-e", code], cwd=region, capture_output=True, text=True, check=False
    )
    if "there is no package called" in ran.stderr:
        pytest.skip("readr is not installed: apt-get install r-cran-readr")
    assert ran.returncode == 0, ran.stderr[-2000:]
    printed = "SELECT id, coalesce(substr(published_at, 1, 10), 'NA') FROM articles ORDER BY id"
    assert ran.stdout.splitlines() == [" ".join(row) for row in rows(demo.folder, printed)]


#: Program → how it reads (id, day) of CSV without being told types, and of Parquet.
READERS = {
    "pandas": """
import pandas as pd
frame = pd.read_csv("region-csv/articles.csv")
days = pd.to_datetime(frame["published_day"]).dt.strftime("%Y-%m-%d")
said["csv"] = [[i, None if d != d else d] for i, d in zip(frame["id"], days)]
frame = pd.read_csv("region-csv/articles.csv", dtype=str)
days = frame["published_day"]
said["csv as text"] = [[i, None if d != d else d] for i, d in zip(frame["id"], days)]
frame = pd.read_parquet("region-parquet/articles.parquet")
said["parquet"] = [[i, d and str(d)] for i, d in zip(frame["id"], frame["published_day"])]
""",
    "polars": """
import polars as pl
text = {"published_at": pl.String}
frame = pl.read_csv("region-csv/articles.csv", try_parse_dates=True, schema_overrides=text)
assert frame["published_day"].dtype == pl.Date, frame["published_day"].dtype
said["csv"] = [[i, d and str(d)] for i, d in frame.select("id", "published_day").rows()]
frame = pl.read_parquet("region-parquet/articles.parquet")
assert frame["published_day"].dtype == pl.Date
said["parquet"] = [[i, d and str(d)] for i, d in frame.select("id", "published_day").rows()]
""",
    "duckdb": """
import duckdb
for name in ("region-csv/articles.csv", "region-parquet/articles.parquet"):
    rows = duckdb.sql(f"SELECT id, published_day FROM '{name}' ORDER BY id").fetchall()
    said[name] = [[i, d and d.isoformat()] for i, d in rows]
""",
}


@pytest.mark.parametrize("program", READERS)
def test_days_are_those_that_are_printed(
    demo: Demo, region: Path, peer: Peer, program: str
) -> None:
    """Whatever a program guesses of types and zones."""
    found = rows(demo.folder, "SELECT id, substr(published_at, 1, 10) FROM articles ORDER BY id")
    printed = [[*row] for row in found]
    code = f"import json\nsaid = {{}}\n{READERS[program]}\nprint(json.dumps(said))"
    ran = subprocess.run(
        [peer("python"), "-c", code], cwd=region, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    for way, days in json.loads(ran.stdout).items():
        assert days == printed, way


@pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="needs libreoffice-calc-nogui, which is too large to install for one test",
)
def test_a_spreadsheet_shows_the_days_and_titles_that_are_printed(
    demo: Demo, region: Path, tmp_path: Path
) -> None:
    """Who opens the CSV in LibreOffice, and saves it as it is shown, has the same days."""
    shown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--infilter=CSV:44,34,76,1", "--convert-to", shown, "--outdir", tmp_path,
         region / "region-csv/articles.csv"],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    with (tmp_path / "articles.csv").open(encoding="utf-8-sig", newline="") as file:
        read = [(row["id"], row["published_day"], row["title"]) for row in csv.DictReader(file)]
    assert sorted(read) == rows(
        demo.folder, "SELECT id, substr(published_at, 1, 10), title FROM articles ORDER BY id"
    )
