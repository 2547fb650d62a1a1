"""The reference of the ontology: every name with what it means, what is said of it, and where it is used, read off the ontology."""
