"""Is every name out of a database or a record a file of one folder, or refused?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.files.contained_path import inside, warc_inside, why_no_warc, why_not
from archive.model.errors import Damaged
from archive.warc.tombstone import successor

FOLDER = Path("/archive/warc")
_SIGNS = st.text(st.sampled_from("ab./\\\0\n ~*-_e1\u202e\ud800路"), max_size=12)


@given(st.one_of(st.text(), _SIGNS, st.builds("{}.warc.gz".format, _SIGNS)))
@example("..")
@example("/etc/passwd")
@example("a/../b.warc.gz")
@example("\u2028.warc.gz")
def test_a_name_is_a_file_of_the_folder_or_refused(name: str) -> None:
    """Whatever it is made of: the file has the folder as its parent, and the name as its own."""
    for joined in (inside, warc_inside):
        refused = why_not(name) if joined is inside else why_no_warc(name)
        if refused is not None:
            with pytest.raises(Damaged, match="a row names ") as error:
                joined(FOLDER, name, "a row")
            assert str(error.value).isprintable()
            continue
        path = joined(FOLDER, name, "a row")
        assert (path.parent, path.name, path.resolve()) == (FOLDER, name, path)
        assert len(name.encode()) <= 255


@pytest.mark.parametrize(
    "name",
    ["20220722005112-3f9a2c1b.warc.gz", "20220722005112-3f9a2c1b-2.warc.gz",
     "20220722005112-3f9a2c1b.e12.warc.gz", "crawl_of-2019.warc.gz"],
)  # fmt: skip
def test_the_names_that_we_give_are_names_of_warc_files(name: str) -> None:
    """And so are those under which a file is written again."""
    assert why_no_warc(name) is None
    assert why_no_warc(successor(name)) is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("/etc/passwd", "it has a / in it"),
        ("../other/warc/a.warc.gz", "it has a / in it"),
        ("a\\b.warc.gz", "it has a \\ in it"),
        ("", "it is empty"),
        ("..", "it is that of a folder"),
        ("a\nb.warc.gz", "it has characters that cannot be printed"),
        ("a\0.warc.gz", "it has characters that cannot be printed"),
        ("\ud800", "it has characters that cannot be printed"),
        ("路" * 90, "it is too long"),
        (None, "it is no text"),
        (7, "it is no text"),
        (b"a.warc.gz", "it is no text"),
    ],
)  # fmt: skip
def test_it_is_said_why_a_name_is_refused(name: object, why: str) -> None:
    """An operator must find the row, and see what is wrong with it."""
    assert why_not(name) == why


@pytest.mark.parametrize(
    "name",
    ["archive.db", ".warc.gz", "-rf.warc.gz", "a.warc", "a.warc.gz.open", "a b.warc.gz",
     "路.warc.gz", "a" * 200 + ".warc.gz"],
)  # fmt: skip
def test_no_other_file_is_taken_for_a_warc_file(name: str) -> None:
    """What is beside the WARC files is not theirs."""
    assert why_no_warc(name) == "no WARC file of an archive is called so"
