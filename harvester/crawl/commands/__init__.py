"""Scrapy's commands where ours differ; `COMMANDS_MODULE` in the settings names this package."""
