"""What the tests of the archive hold: captures and articles of our own writing."""

import atexit
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import mkdtemp
from typing import Any
from uuid import uuid4

from archive.db.identity import take_identity
from archive.history.store_result import StoreResult
from archive.model.article import Article, Block, Capture, Credit, Evidence, PrintedTime
from archive.store.archive import Archive

URL = "https://xt.example.cn/content/646.html"
START = datetime(2022, 7, 22, 0, 51, 12, tzinfo=UTC)

ARTICLE = Article(
    id="example:646",
    station="xiangtan",
    url=URL,
    title="湘潭：新建路灯三百盏",
    blocks=(Block(text="七月二十二日，路灯亮了。"), Block(text="居民说好。")),
    published=PrintedTime(
        value=datetime.fromisoformat("2022-07-22T08:30:00+08:00"), precision="minute"
    ),
    source="湘潭日报",
    credits=(
        Credit(role="reporter", name="付鼎臣", role_printed="记者", position=1),
        Credit(role="editor", name="凌雨晴", role_printed="编辑", affiliation="湘潭站", position=2),
    ),
    layout="example/moment",
    reader="1",
    station_digest="sha256:a",
    evidence=(
        Evidence(
            field="source", printed="来源:湘潭日报", where="label 来源", method="label", chosen=True
        ),
    ),
)


def capture(minutes: int = 0, **changes: Any) -> Capture:
    """A page captured so many minutes after the start; the minute makes its id and its text."""
    plain = Capture(
        id=f"urn:uuid:00000000-0000-4000-8000-{minutes + 1_000:012}",
        url=URL,
        status=200,
        reason="OK",
        captured_at=START + timedelta(minutes=minutes),
        body=f"<p>{minutes}".encode(),
        headers=(("Content-Type", "text/html"),),
        station="xiangtan",
        found="https://xt.example.cn/",
    )
    return replace(plain, **changes)


@cache
def _empty() -> Path:
    folder = Path(mkdtemp())
    atexit.register(rmtree, folder)
    Archive.create(folder).close()
    return folder


def new_archive(folder: Path) -> Archive:
    """An empty archive with an id of its own; its tables are made once, and copied."""
    copytree(_empty(), folder, dirs_exist_ok=True)
    archive = Archive.open(folder)
    with archive.transaction() as connection:
        take_identity(connection, uuid4().urn)
    return archive


def hold(archive: Archive, article: Article, *captures: Capture, **how: Any) -> StoreResult:
    """Keep, record and hold in one transaction, as a crawl does."""
    for each in captures:
        archive.write_capture(each)
    with archive.transaction():
        for each in captures:
            archive.index_capture(each)
        return archive.store_article(article, [each.id for each in captures], **how)


def events(archive: Archive) -> list[tuple[Any, ...]]:
    """Type, revision and outcome of all events, in order."""
    return archive.connection.execute(
        "SELECT type, revision, outcome FROM events ORDER BY id"
    ).fetchall()


def history(archive: Archive) -> list[tuple[Any, ...]]:
    """Revision, title, and when it was superseded, of all revisions in order of first sighting."""
    return archive.connection.execute(
        "SELECT revision, title, superseded_at FROM history ORDER BY revised_at"
    ).fetchall()
