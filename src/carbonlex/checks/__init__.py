"""A data set in, faults out: small pure checks and the SHACL run."""
