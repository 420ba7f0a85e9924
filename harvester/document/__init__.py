"""Bytes of a page to lines, places and metadata."""
