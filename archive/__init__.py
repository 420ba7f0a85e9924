"""The archive: what is held and how it is read. Imports nothing of the harvester.

What other programs may import stands in `__all__`, and is described in docs/api.md. Each name is
loaded when it is first used, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from archive.model.version import __version__

if TYPE_CHECKING:
    from archive.api import Archive, Copy, Filters, Lineage, Link, Revision
    from archive.dataset.export import Exported
    from archive.model.article import Article
    from archive.model.errors import ArchiveError, NothingFound, TakenDown
    from archive.search.search import Hit, Results

__all__ = [
    "Archive", "ArchiveError", "Article", "Copy", "Exported", "Filters", "Hit", "Lineage", "Link",
    "NothingFound", "Results", "Revision", "TakenDown", "__version__",
]  # fmt: skip

_MODULES = {
    "archive.api": ("Archive", "Copy", "Filters", "Lineage", "Link", "Revision"),
    "archive.dataset.export": ("Exported",),
    "archive.model.article": ("Article",),
    "archive.model.errors": ("ArchiveError", "NothingFound", "TakenDown"),
    "archive.search.search": ("Hit", "Results"),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name from its module."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULE_OF[name]), name)
