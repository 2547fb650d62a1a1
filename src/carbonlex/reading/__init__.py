"""Files become records: strict YAML with positions."""
