"""Questions to the graph: the shelf of named queries, findings, results."""
