"""Records become RDF: named graphs, the store, the reasoner."""
