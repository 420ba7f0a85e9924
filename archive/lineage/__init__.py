"""Lineage: which articles carry the same text, who had it first, and what was changed.

`link_article` adds one article, in the transaction that writes it: `candidates` finds articles that
share fingerprints (`postings`), `archive.compare` relates the texts, `link_selection` chooses the
links, and `append` or `clusters` writes the lineage with its `origin`. `rebuild` makes all lineages
of an archive at once. Functions take a connection; none of them imports `archive.store.archive`.
"""
