"""Lists, sitemaps and feeds to addresses."""
