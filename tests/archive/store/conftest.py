"""An archive of one article, for the tests of the store."""

import pytest
from support.archives import ARTICLE, capture, hold

from archive.store.archive import Archive


@pytest.fixture
def folder(tmp_path):
    """An archive with one article, closed."""
    with Archive.create(tmp_path / "archive") as archive:
        hold(archive, ARTICLE, capture())
    return tmp_path / "archive"
