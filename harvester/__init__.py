"""The harvester: gathers pages of stations, reads them and hands them to the archive."""
