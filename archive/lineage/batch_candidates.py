"""Candidates in a whole archive, joined by DuckDB: who shares fingerprints with whom."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from types import TracebackType
from typing import TYPE_CHECKING, Any

from archive.lineage.candidates import FEW_LINEAGES, LIKELY, MOSTLY
from archive.lineage.postings import NEWEST
from archive.model.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MEMORY = "1GB"  # beyond that DuckDB goes to disk
_COMMON = 40  # articles that have a fingerprint, on average, if it is common
_MOST = 60  # candidates of an article, those that share most
_BATCH = 1_000

#: What `archive.lineage.postings` reads article by article: of each fingerprint the newest before.
_SHARING = f"""
    WITH held AS (
        SELECT fingerprint, article,
            row_number() OVER (PARTITION BY fingerprint ORDER BY article) AS at
        FROM postings
        WHERE fingerprint IN (SELECT fingerprint FROM postings GROUP BY 1 HAVING count(*) > 1)
    ), shared AS (
        SELECT newer.article, older.article AS other, count(*) AS shared,
            sum(1.0 / least(newer.at - 1, {NEWEST})) AS weight
        FROM held AS newer JOIN held AS older
            ON older.fingerprint = newer.fingerprint
            AND older.at BETWEEN newer.at - {NEWEST} AND newer.at - 1
        GROUP BY newer.article, older.article
    )
    SELECT article, list(other), list(weight) FROM (
        SELECT article, other, round(weight, 6) AS weight FROM shared
        JOIN (SELECT article, count(*) AS size FROM postings GROUP BY article) USING (article)
        WHERE weight * {_COMMON} >= shared OR shared >= {LIKELY} * size
        QUALIFY row_number() OVER (PARTITION BY article ORDER BY weight DESC, other DESC) <= {_MOST}
    )
    GROUP BY article ORDER BY article
"""
_RARE = f"""
    WITH spread AS (
        SELECT fingerprint, count(DISTINCT lineage) <= {FEW_LINEAGES + 1} AS few
        FROM postings JOIN lineages USING (article) GROUP BY fingerprint
    )
    SELECT asked.article, asked.other FROM asked
    JOIN postings AS one ON one.article = asked.article
    JOIN postings AS two ON two.article = asked.other AND two.fingerprint = one.fingerprint
    JOIN spread ON spread.fingerprint = one.fingerprint
    GROUP BY asked.article, asked.other HAVING avg(few::INTEGER) >= {MOSTLY}
"""


#: An article, and older ones that share much with it, or something uncommon: each with its weight.
Sharing = tuple[int, dict[int, float]]


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


class Candidates:
    """The fingerprints of all articles; use it in a `with`."""

    def __init__(self, fingerprints: NDArray[np.int64], articles: NDArray[np.int64]) -> None:
        import duckdb

        self._duckdb: Any = duckdb.connect(
            config={"memory_limit": _MEMORY, "temp_directory": tempfile.gettempdir()}
        )
        self._table("postings", fingerprint=fingerprints, article=articles)

    def __enter__(self) -> Candidates:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._duckdb.close()

    def joined(self) -> Iterator[Sharing]:
        """Each article that shares fingerprints with older ones, by key, and those."""
        self._duckdb.execute(_SHARING)
        while rows := self._duckdb.fetchmany(_BATCH):
            for article, others, weights in rows:
                yield article, dict(zip(others, weights, strict=True))

    def rare(
        self, asked: Iterable[tuple[int, int]], lineages: dict[int, int]
    ) -> set[tuple[int, int]]:
        """Those of some pairs that share mostly what few lineages have."""
        import numpy as np

        pairs = np.array([*asked], dtype=np.int64).reshape(-1, 2)
        self._table("asked", article=pairs[:, 0], other=pairs[:, 1])
        keys, labels = (np.array([*side], dtype=np.int64) for side in (lineages, lineages.values()))
        self._table("lineages", article=keys, lineage=labels)
        return set(self._duckdb.execute(_RARE).fetchall())

    def _table(self, name: str, **columns: NDArray[np.int64]) -> None:
        import numpy as np

        whole = {column: np.ascontiguousarray(values) for column, values in columns.items()}
        self._duckdb.register("given", whole)
        self._duckdb.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        self._duckdb.unregister("given")
