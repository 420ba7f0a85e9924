"""A sample can be drawn again, has its strata in proportion, and parts no lineage."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.archives import new_archive
from support.moments import read_while_written

from archive.dataset.export import Shape, export
from archive.dataset.sampling import Sampling, Split, draw
from archive.dataset.selection import Selection
from archive.db.filters import Filters
from archive.model.errors import UsageError
from archive.store.archive import Archive


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """300 articles: 200 of one station, 100 of another; each three that follow are a lineage."""
    with new_archive(tmp_path_factory.mktemp("sampling") / "archive") as archive:
        with archive.transaction() as connection:
            connection.execute(
                "INSERT INTO stations (name, title, tested_on) VALUES ('a', 'a', '')"
            )
            connection.execute(
                "INSERT INTO stations (name, title, tested_on) VALUES ('b', 'b', '')"
            )
            connection.execute(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
                " INSERT INTO articles (key, id, station, url, title, body, blocks, images,"
                " complete, evidence, content_digest, revision, state)"
                " SELECT i, printf('d:%03d', i), iif(i <= 200, 'a', 'b'), '', i, '', '[]', '[]', 1,"
                " '{}', '', '1', 'live' FROM n"
            )
            connection.execute(
                "INSERT INTO lineage_members (article, digest, excluded, lineage,"
                " fingerprint_version, is_representative)"
                " SELECT key, 0, '', (key - 1) / 3 * 3 + 1, 1, 1 FROM articles"
            )
        yield archive


def drawn(archive: Archive, **how: object) -> tuple[str, ...]:
    """The ids of a sample."""
    return draw(archive.connection, None, Filters(), Sampling(**how))  # type: ignore[arg-type]


def test_the_same_seed_draws_the_same_articles(archive: Archive) -> None:
    """Another seed draws others; a larger sample holds a smaller one; none is drawn twice."""
    sample = drawn(archive, size=50, seed=7)
    assert sample == drawn(archive, size=50, seed=7)
    assert len(set(sample)) == 50
    assert set(sample) < set(drawn(archive, size=90, seed=7))
    assert sample != drawn(archive, size=50, seed=8)
    assert len(drawn(archive, size=1000)) == 300


def test_strata_have_their_share(archive: Archive) -> None:
    """Two thirds of the articles are of one station: 6.67 of 10 are 7."""
    sample = drawn(archive, size=10, by=("station",))
    stations = Counter("a" if article <= "d:200" else "b" for article in sample)
    assert stations == {"a": 7, "b": 3}


def test_a_sample_is_of_one_moment(archive: Archive) -> None:
    """Strata are counted, then drawn from: one that comes in between would have no share."""
    set_language = "UPDATE articles SET language = {} WHERE id = 'd:001'"
    how = Sampling(size=300, by=("language",))
    drawn_meanwhile = read_while_written(
        archive, lambda reader: draw(reader, None, Filters(), how), set_language.format("'en'")
    )
    assert len(drawn_meanwhile) == 300
    with archive.transaction() as connection:
        connection.execute(set_language.format("NULL"))


def test_one_article_of_a_lineage_at_most(archive: Archive) -> None:
    """There are a hundred lineages."""
    sample = drawn(archive, size=1000, per_lineage=True)
    lineages = {(int(article[2:]) - 1) // 3 for article in sample}
    assert (len(sample), len(lineages)) == (100, 100)


def test_a_split_parts_no_lineage_and_is_written(archive: Archive, tmp_path: Path) -> None:
    """A model that is tried on copies of what it learned from seems better than it is."""
    split = Split.parse("train=.8,test=.2")
    ids = drawn(archive, size=300)
    selection = Selection(ids=ids, sample={"size": 300, "seed": 0})
    shape = Shape(columns=("id", "lineage"), extra=(split.column(archive.connection, 0),))
    data = export(archive, selection, shape, tmp_path / "out").data
    parts: dict[str, set[str]] = {}
    for line in data.read_bytes().splitlines():
        row = json.loads(line)
        parts.setdefault(row["lineage"], set()).add(row["split"])
    assert len(parts) == 100
    assert all(len(part) == 1 for part in parts.values())
    train = sum(part == {"train"} for part in parts.values())
    assert 65 < train < 95
    manifest = json.loads((tmp_path / "out/manifest.json").read_bytes())
    assert manifest["sample"] == {"size": 300, "seed": 0}
    assert "| `split` | train or test |" in (tmp_path / "out/codebook.md").read_text("utf-8")


@pytest.mark.parametrize("said", ["train=.8", "train=.8,test=.3", "a=.5,a=.5", "a", "a=1,b=0", ""])
def test_shares_that_do_not_add_up_are_refused(said: str) -> None:
    """The message shows how they are written."""
    with pytest.raises(UsageError, match=r"train=\.8,test=\.2"):
        Split.parse(said)
