"""The open archive: captures, articles and runs, written in transactions."""
