"""The reading room: what is held, shown in a browser; a plugin of Datasette brings it there."""
