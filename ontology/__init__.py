"""The ontology, its shapes and its named queries, as package data."""
