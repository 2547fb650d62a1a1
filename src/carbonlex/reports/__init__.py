"""Faults become text or JSON."""
