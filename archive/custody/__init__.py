"""What keeps it lawful: decisions, erasure, opening for writing, what a rebuild takes over."""
