"""One article over time: sightings, revisions, readings, availability."""
