"""Pages on which workers write: one small module for each thing that can be written down."""
