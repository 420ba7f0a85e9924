"""One open database file: connection, lock, rows, events, digests of its records."""
