"""A module for each method: its options, and how columns become an outcome."""
