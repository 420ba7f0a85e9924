"""Pages of our own text in all the forms that the benchmark knows are read rightly."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages_made import forms, readers, score


def test_nearly_every_page_is_wholly_right() -> None:
    """At least 98 of 100, over 200 combinations of source, author, editor, header and noise."""
    wrong = []
    for seed in range(200):
        page, truth = forms.make_page(seed)
        if errors := score.wrong_fields(truth, readers.read_ours(page)):
            wrong.append((seed, errors, truth["forms"]))
    assert len(wrong) <= 4, wrong


def test_no_editor_is_an_author() -> None:
    """On no page, however it is printed."""
    for seed in range(200, 400):
        page, truth = forms.make_page(seed)
        record = readers.read_ours(page)
        assert not set(record["authors"]) & (set(truth["editors"]) - set(truth["authors"])), seed


@pytest.mark.parametrize("name", sorted(readers.READERS))
def test_the_benchmark_knows_its_readers(name: str) -> None:
    """Ours and four peers, each a function of text and address."""
    assert callable(readers.READERS[name])


def test_the_benchmark_finds_what_is_wrong() -> None:
    """A record without anything is wrong in every field that the truth has."""
    _, truth = forms.make_page(7)
    assert {"title", "published", "body"} <= set(score.wrong_fields(truth, {}))
    right = {key: truth[key] for key in ("title", "source", "authors", "editors", "body")}
    assert score.wrong_fields(truth, right | {"published_at": truth["published"]}) == []


_CUTS = st.lists(
    st.tuples(
        st.integers(0, 10**6),
        st.integers(0, 200),
        st.sampled_from(
            [b"", b"<", b">", b"<!--", b"</html>", b"<script>", b"</div>", b"<table>", b"\x00",
             b"\xff", b"&#0;", b'<a href="http://[x/">1</a>', b"<![CDATA[", b"<br>" * 30,
             "来源：".encode(),
             "记者".encode(), b"<title>"]
        ),
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 300), _CUTS)
def test_a_broken_page_is_read_or_refused(seed: int, cuts: list[tuple[int, int, bytes]]) -> None:
    """Whatever is cut out of a page or put into it: an article with text, or a reason."""
    page = bytearray(forms.make_page(seed)[0])
    for place, length, put in cuts:
        at = place % (len(page) + 1)
        page[at : at + length] = put
    record = readers.read_ours(bytes(page))
    assert record.get("kind") or (record["title"] and record["body"].strip())


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(page: bytes) -> None:
    """No input raises anything but a reason."""
    record = readers.read_ours(page)
    assert record.get("kind") or record["title"]
