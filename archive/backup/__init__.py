"""What keeps a second copy: backup, its check, restore, upgrade; and what is due (doctor)."""
