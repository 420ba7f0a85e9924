"""Commands that take in, check, keep and take down."""
