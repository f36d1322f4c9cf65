"""Extract: Item -> mentions. Finds what is said and where; who is meant is decided by resolve."""
