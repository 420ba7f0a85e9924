"""All tables, views and triggers of archive.db, as migrations."""
