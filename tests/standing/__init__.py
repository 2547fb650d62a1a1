"""Checks of an ontology's good standing: small pure functions, named as those name them who thought of them."""
