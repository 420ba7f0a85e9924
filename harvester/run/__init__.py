"""One run, one commit: what the crawl, an import and a rebuild share."""
