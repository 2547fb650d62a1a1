"""The HTTP server: the site, names of records, and a read-only SPARQL endpoint."""
