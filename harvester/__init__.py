"""The harvester: gathers pages of stations, reads them and hands them to the archive.

What other programs may import stands in `__all__`, and is described in docs/api.md. Each name is
loaded when it is first used, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harvester.api import read_page
    from harvester.model.errors import HarvestError, NoStation, NotAnArticle

__all__ = ["HarvestError", "NoStation", "NotAnArticle", "read_page"]

_MODULE_OF = {
    "HarvestError": "harvester.model.errors",
    "NoStation": "harvester.model.errors",
    "NotAnArticle": "harvester.model.errors",
    "read_page": "harvester.api",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its module."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULE_OF[name]), name)
