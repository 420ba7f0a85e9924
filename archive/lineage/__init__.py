"""Lineage: which articles carry the same text, who had it first, and what was changed.

One line from left to right; every module takes what the one before it made::

    matter → sign → postings → align, numbers → relate → cluster → origin

`link` walks it for one article inside the archive's transaction, `rebuild` for the whole archive.
Functions take a connection; none of them knows `archive.store.archive`.
"""
