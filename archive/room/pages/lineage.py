"""Who had a text first, who printed it after them, and what each copy changed."""

from __future__ import annotations

from archive.lineage.tree import lineage_tree
from archive.room.answer import Page
from archive.room.request import Request
from archive.store.archive import Archive
from archive.store.naming import article_named


def lineage_page(archive: Archive, request: Request, name: str) -> Page:
    """The lineage of an article, each copy with what it did to its parent."""
    identifier = article_named(archive.connection, name)
    archive.article(identifier)  # raises TakenDown
    tree = lineage_tree(archive.connection, identifier)
    titles = {copy.id: copy.title for copy in tree.copies}
    outlets = {copy.id: copy.outlet for copy in tree.copies}
    data = tree.to_dict()
    data["article"] = name
    data["origin_outlet"] = outlets.get(tree.origin or "")
    for shown, copy in zip(data["copies"], tree.copies, strict=True):
        shown["parent_outlet"] = outlets.get(copy.parent or "")
        shown["is_retitled"] = copy.parent is not None and titles.get(copy.parent) != copy.title
    return Page(template="lineage.html", data=data)
