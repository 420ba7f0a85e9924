"""What keeps it true and lawful: decisions, erasure, verify, repair, backup, opening."""
