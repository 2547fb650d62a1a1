"""Wordings side by side: matrices and pairs."""
