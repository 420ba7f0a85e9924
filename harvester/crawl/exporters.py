"""Articles in Scrapy's own feeds (`scrapy crawl NAME -o FILE`): each as its record, in UTF-8."""

from __future__ import annotations

from typing import Any

from scrapy.exporters import CsvItemExporter, JsonItemExporter, JsonLinesItemExporter

from archive.model.article import Article


def record_of(item: Any) -> Any:
    """The record of an article; what another spider yields stays as it is."""
    return item.to_dict() if isinstance(item, Article) else item


class JsonLinesRecords(JsonLinesItemExporter):
    """One record a line."""

    def export_item(self, item: Any) -> None:
        """Write the record of an item."""
        super().export_item(record_of(item))


class JsonRecords(JsonItemExporter):
    """A list of records."""

    def export_item(self, item: Any) -> None:
        """Write the record of an item."""
        super().export_item(record_of(item))


class CsvRecords(CsvItemExporter):
    """A row for each record; lists are joined with commas."""

    def export_item(self, item: Any) -> None:
        """Write the record of an item."""
        super().export_item(record_of(item))
