"""Scrapy's edge: settings, spider, scheduler, middlewares."""
