"""The command line: one file per command, options only."""
