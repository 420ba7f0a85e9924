"""What is cited: one article at one revision, or a package."""

from __future__ import annotations

from pathlib import Path

from archive.db.sql import one
from archive.files.outside_json import LARGEST_LIST, parsed
from archive.history.revisions import cited
from archive.model.errors import StorageError, UsageError
from archive.publish.reference import Reference
from archive.store.archive import Archive

DESCRIPTION = "datapackage.json"
CHECKSUMS = "SHA256SUMS"


def article_reference(archive: Archive, article_id: str, revision: str | None) -> Reference:
    """The reference to an article, as a revision said it. Raises NothingFound."""
    article = archive.article(article_id, revision)
    row = (
        cited(archive.connection, article_id, revision)
        if revision
        else one(archive.connection, "SELECT revision FROM articles WHERE id = ?", article_id)
    )
    station = one(archive.connection, "SELECT title FROM stations WHERE name = ?", article.station)
    named = revision or (row["revision"] if row else "")
    return Reference(
        kind="article",
        key=f"{article_id}@{named}",
        title=article.title,
        authors=article.authors,
        publisher=station["title"] if station else article.station,
        published=article.published.iso()[:10] if article.published else None,
        accessed=_day(named),
        url=article.url,
        exact=f"{article_id}@{named}",
    )


def package_reference(folder: Path) -> Reference:
    """The reference to a package. Raises UsageError where the folder is none, or StorageError."""
    try:
        description = parsed((folder / DESCRIPTION).read_bytes(), largest=LARGEST_LIST)
        digest = (folder / CHECKSUMS).read_bytes()
        return Reference(
            kind="dataset",
            key=f"{description['name']}-{description['version']}",
            title=description["title"],
            authors=tuple(each["title"] for each in description["contributors"]),
            publisher=description.get("publisher"),
            published=description["as_of"][:10] if description["as_of"] else None,
            accessed=None,
            url=description.get("homepage"),
            exact=f"sha256:{_digest(digest)}",
            version=description["version"],
            doi=description.get("doi"),
        )
    except FileNotFoundError as error:
        raise UsageError(f"{folder}: it is no package: {error.filename} is missing") from error
    except OSError as error:
        raise StorageError(f"{folder}: {error.strerror}") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UsageError(f"{folder / DESCRIPTION}: not written by `archive package`") from error


def _digest(content: bytes) -> str:
    """The digest of the list of checksums: it stands for every file of the package."""
    from hashlib import sha256

    return sha256(content).hexdigest()


def _day(revision: str) -> str | None:
    """The day (UTC) of a revision's first sighting; None where it is not known.

    >>> _day("20220722005112"), _day("00000000000000")
    ('2022-07-22', None)
    """
    if not revision[:8].isdecimal() or revision.startswith("0000"):
        return None
    return f"{revision[:4]}-{revision[4:6]}-{revision[6:8]}"
