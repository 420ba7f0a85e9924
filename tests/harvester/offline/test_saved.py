"""`harvest read`: saved pages, one or many, without network or archive."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from support.commands import Harvest

PAGES = Path(__file__).parents[2] / "pages"
MOMENT = PAGES / "rednet-moment.html"
URL = "https://xt.rednet.cn/content/2022/07/22/11538273.html"


def test_a_page_is_printed_with_each_field_and_where_it_stood(harvest: Harvest) -> None:
    """What a person sees: the article, then the evidence."""
    result = harvest("read", MOMENT, "--url", URL)
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert "layout               rednet/moment" in lines
    assert "evidence" in lines


def test_a_record_is_json_with_the_documented_keys(harvest: Harvest) -> None:
    """What a program sees."""
    record = json.loads(harvest("read", MOMENT, "--url", URL, "--json").stdout)
    assert record["file"] == str(MOMENT)
    assert record["id"] == "rednet:11538273"
    assert record["published_precision"] == "second"
    assert record["editors"] == [credit["name"] for credit in record["credits"]
                                 if credit["role"] == "editor"]  # fmt: skip


@pytest.mark.parametrize("url", ["notaurl", "ftp://a.example/x", "http://"])
def test_what_is_no_address_is_refused_in_one_line(url: str, harvest: Harvest) -> None:
    """Exit code 2, the file and the address."""
    result = harvest("read", MOMENT, "--url", url)
    assert result.returncode == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"harvest: {MOMENT}: ")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 \x00\x01\x02", "binary"),
        ("<html><body><h1>404</h1><p>您访问的页面不存在</p></body></html>".encode(), "error"),
    ],
)
def test_a_page_of_another_kind_says_what_it_is(
    content: bytes, kind: str, tmp_path: Path, harvest: Harvest
) -> None:
    """Exit code 1, one line that names the file, and no record."""
    page = tmp_path / "page.html"
    page.write_bytes(content)
    result = harvest("read", page)
    assert result.returncode == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"harvest: {page}: not an article: ")
    assert kind in line


def test_every_row_of_a_manifest_gives_a_record_or_a_reason(
    tmp_path: Path, harvest: Harvest
) -> None:
    """A bad line, a missing file and a wrong address do not stop the others, nor does a page that
    was saved as the server packed it."""
    manifest = tmp_path / "m.jsonl"
    (tmp_path / "page.html").write_bytes(MOMENT.read_bytes())
    (tmp_path / "packed.html").write_bytes(gzip.compress(MOMENT.read_bytes()))
    lines = [
        json.dumps({"file": "page.html", "url": URL}),
        "{not json",
        json.dumps({"file": "missing.html"}),
        json.dumps({"file": "page.html", "url": "notaurl"}),
        json.dumps({"file": "page.html", "station": "rednet-xiangtn"}),
        json.dumps({"file": "packed.html", "url": URL}),
    ]
    manifest.write_text("\n".join(lines), encoding="utf-8")
    output = tmp_path / "records.jsonl"
    result = harvest("read", "--manifest", manifest, "--output", output)
    assert result.returncode == 1
    assert result.stderr == "harvest: 4 pages gave no article; their rows say why\n"
    rows = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    assert [row.get("kind") for row in rows] == [
        None,
        "manifest",
        "unreadable",
        "station",
        "station",
        None,
    ]
    assert rows[5]["body"] == rows[0]["body"]
    assert rows[0]["id"] == "rednet:11538273"
    assert "did you mean rednet-xiangtan?" in rows[4]["error"]


def test_a_file_that_is_no_manifest_is_refused(tmp_path: Path, harvest: Harvest) -> None:
    """Exit code 2, and no output file."""
    manifest = tmp_path / "m.csv"
    manifest.write_text("file,url\na,b\n", encoding="utf-8")
    result = harvest("read", "--manifest", manifest, "--output", tmp_path / "out.jsonl")
    assert result.returncode == 2
    assert "it is no manifest" in result.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_a_station_of_the_operators_own_reads_a_saved_page(
    tmp_path: Path, harvest: Harvest
) -> None:
    """The file in the archive's folder is found, before any archive is made."""
    (tmp_path / "stations").mkdir()
    (tmp_path / "stations" / "own.toml").write_text(
        'title = "自家站"\nhome = "https://own.example/"\nplatforms = ["rednet"]\n',
        encoding="utf-8",
    )
    result = harvest("read", MOMENT, "--station", "own", "--archive", tmp_path, "--json")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["layout"] == "rednet/moment"
