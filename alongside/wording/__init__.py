"""Wording: the words we use and avoid, and why."""
