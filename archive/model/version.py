"""The version of this program, as files, records and reports name it."""

__version__ = "0.2.0"
