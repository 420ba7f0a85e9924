"""A page in another language than Chinese, read by libraries and by what it declares."""
