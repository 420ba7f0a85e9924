"""Candidates of all articles of an archive at once, joined on fingerprints by DuckDB."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from archive.lineage.candidates import LIKELY
from archive.lineage.postings import NEWEST
from archive.model.closable import Closable
from archive.model.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MEMORY = "400MB"  # beyond that DuckDB goes to disk
_COMMON = 40  # articles that have a common fingerprint, on average
_LIKELIEST = 3  # of these, by which lineages are first known
_MOST = 60  # candidates of an article, those that share most

#: The same as `archive.lineage.postings`, for all: of each fingerprint the newest articles before.
_SHARING = f"""
    WITH numbered AS (
        SELECT fingerprint, article,
            row_number() OVER (PARTITION BY fingerprint ORDER BY article) AS at
        FROM postings
        WHERE fingerprint IN (SELECT fingerprint FROM postings GROUP BY 1 HAVING count(*) > 1)
    ), shared AS (
        SELECT newer.article, older.article AS other, count(*) AS shared,
            sum(1.0 / least(newer.at - 1, {NEWEST})) AS weight
        FROM numbered AS newer JOIN numbered AS older
            ON older.fingerprint = newer.fingerprint
            AND older.at BETWEEN newer.at - {NEWEST} AND newer.at - 1
        GROUP BY newer.article, older.article
    )
    SELECT article, other, weight FROM (
        -- rounding makes sums in another order equal
        SELECT article, other, shared, round(weight, 6) AS weight FROM shared
    ) JOIN (SELECT article, count(*) AS size FROM postings GROUP BY article) USING (article)
    WHERE weight * {_COMMON} >= shared OR shared >= {LIKELY} * size
    QUALIFY row_number() OVER (PARTITION BY article ORDER BY weight DESC, other DESC) <= {_MOST}
    ORDER BY article, weight DESC, other DESC
"""


@dataclass(frozen=True, slots=True)
class Sharing:
    """For each article in turn the older ones that share much or something rare with it."""

    starts: NDArray[np.int64]  # where those of each article begin, and where the last ones end
    others: NDArray[np.int64]  # the likeliest of each article first
    weights: NDArray[np.float64]

    def likeliest(self, article: int) -> list[int]:
        """The older articles that share most with this one."""
        start, end = self.starts[article], self.starts[article + 1]
        found: list[int] = self.others[start : min(end, start + _LIKELIEST)].tolist()
        return found

    def of(self, article: int) -> dict[int, float]:
        """The older articles that share something with this one, and their weights."""
        part = slice(self.starts[article], self.starts[article + 1])
        return dict(zip(self.others[part].tolist(), self.weights[part].tolist(), strict=True))


def has_duckdb() -> bool:
    """Whether DuckDB, which comes with the extra `lineage`, is installed."""
    return find_spec("duckdb") is not None


def require_duckdb() -> None:
    """Raise UsageError where DuckDB is not installed."""
    if not has_duckdb():
        raise UsageError(
            "to make all lineages again, duckdb must be installed: "
            "pip install 'regional-news-harvester[lineage]'"
        )


class Candidates(Closable):
    """The fingerprints of all articles in a DuckDB database; a context manager."""

    def __init__(self, fingerprints: NDArray[np.int64], articles: NDArray[np.int64]) -> None:
        import duckdb

        self._duckdb: Any = duckdb.connect(
            config={"memory_limit": _MEMORY, "temp_directory": tempfile.gettempdir()}
        )
        self._table("postings", fingerprint=fingerprints, article=articles)

    def close(self) -> None:
        """Forget the fingerprints."""
        self._duckdb.close()

    def joined(self, articles: int) -> Sharing:
        """Join so many articles, which are numbered from 0."""
        import numpy as np

        found = self._duckdb.execute(_SHARING).fetchnumpy()
        starts = np.searchsorted(found["article"], np.arange(articles + 1))
        return Sharing(starts, found["other"], found["weight"])

    def _table(self, name: str, **columns: NDArray[np.int64]) -> None:
        import numpy as np

        whole = {column: np.ascontiguousarray(values) for column, values in columns.items()}
        self._duckdb.register("given", whole)
        self._duckdb.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        self._duckdb.unregister("given")
