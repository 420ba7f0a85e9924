"""Records in and out: load, export, codebook."""
