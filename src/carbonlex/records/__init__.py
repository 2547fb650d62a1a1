"""The typed records: what a definition, a reading, a source is. This package knows nobody."""
