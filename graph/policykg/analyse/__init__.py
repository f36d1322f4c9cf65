"""Questions to a graph: named queries, traces up and down the levels, explanations of statements."""
