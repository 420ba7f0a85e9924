"""Which platform made a page: what its templates leave in the markup."""

from __future__ import annotations

from collections.abc import Sequence

from harvester.document.selectors import Selectors
from harvester.model.station import Fingerprint, Layout


def recognise(page: Selectors, fingerprints: Sequence[Fingerprint]) -> tuple[Layout, ...]:
    """The layouts of the platforms that any selector of their fingerprint finds on a page."""
    return tuple(
        layout
        for fingerprint in fingerprints
        if any(page.select(selector) for selector in fingerprint.selectors)
        for layout in fingerprint.layouts
    )
