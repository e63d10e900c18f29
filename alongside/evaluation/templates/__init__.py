"""Ready-made analyses: each a file of its own that fills an ordinary plan (`alongside analyse --plan`)."""
