"""Datasets handed out: articles as JSON lines or CSV, with a codebook and a manifest."""

from archive.export.package import Exported, Selection, export

__all__ = ["Exported", "Selection", "export"]
