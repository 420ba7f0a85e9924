"""Articles as rows of `articles`, `history` and `credits`, and back."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.archives import ARTICLE, capture, hold, new_archive

from archive.model.article import Article, Block, Credit, Evidence, Image, PrintedTime

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
maybe = st.none() | text
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=zones)  # noqa: DTZ001  (the zone is given beside)
printed_times = st.builds(
    PrintedTime, value=moments, precision=st.sampled_from(["second", "minute"])
) | st.builds(
    PrintedTime, value=st.dates(date(1990, 1, 1), date(2100, 1, 1)), precision=st.just("day")
)
credit_lists = st.lists(
    st.builds(
        Credit,
        role=st.sampled_from(["author", "reporter", "editor", "reviewer", "摄制"]),
        name=text,
        role_printed=maybe,
        affiliation=maybe,
    ),
    max_size=5,
).map(lambda found: tuple(replace(c, position=n) for n, c in enumerate(found, start=1)))
evidence_items = st.builds(
    Evidence,
    field=st.sampled_from(["body", "credits", "source", "title"]),
    printed=text,
    where=text,
    method=st.sampled_from(["layout", "label", "meta", "generic"]),
    chosen=st.booleans(),
    why=maybe,
)
articles = st.builds(
    Article,
    id=st.just("example:646"),
    station=st.just("xiangtan"),
    url=text,
    title=text,
    blocks=st.lists(
        st.builds(
            Block,
            text=text,
            kind=st.sampled_from(["paragraph", "heading", "caption", "quote", "list"]),
        ),
        max_size=5,
    ).map(tuple),
    kicker=maybe,
    subtitle=maybe,
    original_title=maybe,
    published=st.none() | printed_times,
    source=maybe,
    credits=credit_lists,
    images=st.lists(st.builds(Image, url=text, caption=maybe, credit=maybe), max_size=3).map(tuple),
    complete=st.booleans(),
    language=st.sampled_from([None, "zh-Hans"]),
    layout=maybe,
    reader=maybe,
    station_digest=maybe,
    # In the order in which the record shows it: field by field.
    evidence=st.lists(evidence_items, max_size=6).map(
        lambda found: tuple(sorted(found, key=lambda item: item.field))
    ),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    with new_archive(tmp_path_factory.mktemp("rows")) as made:
        yield made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(articles)
def test_an_article_that_is_held_is_read_back_equal(archive, article):
    """Every field, the evidence with what was chosen and why among them."""
    with archive.transaction() as connection:
        for table in ("credits", "revisions", "addresses", "sightings", "articles"):
            connection.execute(f"DELETE FROM {table}")
        archive.store_article(article, [])

    got = archive.article(article.id)

    assert got == article
    assert got.evidence == article.evidence
    assert got.content_digest == article.content_digest
    assert archive.record_of(article.id) == article.to_dict()


def test_the_tables_can_be_read_without_our_code(tmp_path):
    """Names are joined by 、, times are ISO 8601, and each credit has a row."""
    with new_archive(tmp_path) as archive:
        two = (*ARTICLE.credits, Credit(role="author", name="谭利波", position=3))
        hold(archive, replace(ARTICLE, credits=two))

        assert archive.connection.execute(
            "SELECT authors, editors, published_at, published_precision, body FROM articles"
        ).fetchone() == (
            "付鼎臣、谭利波", "凌雨晴", "2022-07-22T08:30:00+08:00", "minute",
            "七月二十二日，路灯亮了。\n居民说好。",
        )  # fmt: skip
        assert archive.connection.execute(
            "SELECT position, role, name, affiliation FROM credits ORDER BY position"
        ).fetchall() == [
            (1, "reporter", "付鼎臣", None),
            (2, "editor", "凌雨晴", "湘潭站"),
            (3, "author", "谭利波", None),
        ]
        assert archive.connection.execute(
            "SELECT field, found_at, printed FROM evidence"
        ).fetchall() == [("source", "label 来源", "来源:湘潭日报")]


def test_credits_without_positions_keep_their_order(tmp_path):
    """A loaded record may give names only."""
    names = ("丙", "甲", "乙")
    credits = tuple(Credit(role="author", name=name) for name in names)
    with new_archive(tmp_path) as archive:
        hold(archive, replace(ARTICLE, credits=credits))

        assert archive.article(ARTICLE.id).authors == names
        assert hold(archive, replace(ARTICLE, credits=credits)).outcome == "unchanged"


def test_a_day_stays_a_day(tmp_path):
    """Midnight would always be first."""
    day = PrintedTime(value=date(2022, 7, 22), precision="day")
    with new_archive(tmp_path) as archive:
        hold(archive, replace(ARTICLE, published=day))

        assert archive.record_of(ARTICLE.id)["published_at"] == "2022-07-22"
        assert archive.article(ARTICLE.id).published == day


def test_an_empty_text_says_nothing(tmp_path):
    """Whoever made the article: `"source": ""` is NULL, and no other revision than None."""
    empty = replace(ARTICLE, source="", kicker=" ", subtitle="", original_title="\n")
    nothing = replace(ARTICLE, source=None)
    assert empty.content_digest == nothing.content_digest
    with new_archive(tmp_path) as archive:
        hold(archive, empty, capture())
        assert archive.connection.execute(
            "SELECT source, kicker, subtitle, original_title FROM articles"
        ).fetchone() == (None, None, None, None)
