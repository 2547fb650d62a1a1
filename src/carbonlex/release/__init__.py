"""A release: site, data, checksums, what changed, and how to cite it, in a folder that stays as it is."""
