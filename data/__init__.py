"""The lexicon and the sample corpus, as package data."""
