"""Alongside: the working system of a relationship-focused programme for women and their young children.

Each folder in here is a room of the house, named for what the programme itself speaks of
(docs/architecture.md draws it).
"""

__version__ = "0.1.0"
