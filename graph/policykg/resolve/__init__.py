"""Resolve: mentions -> entities. Who is meant, where, and what print damaged; nothing is guessed."""
