"""The archive: what is held and how it is read. Imports nothing of the harvester."""

__version__ = "0.1.0"
